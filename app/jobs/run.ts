import { EventEmitter } from 'node:events'
import { hostname } from 'node:os'
import {
  Logger,
  makeWorkerUtils,
  parseCronItems,
  run,
  type TaskList,
  type WorkerEvents,
  type WorkerUtils,
} from 'graphile-worker'
import { databaseIsAway } from '#app/platform/constraint.ts'
import { openPool, pool } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'
import { handlers } from './handlers/index.ts'
import { type JobName, jobSchemas } from './queue.ts'
import { schedule } from './schedule.ts'

const beat = 5_000
/** A worker that has not beaten for this long is dead: its jobs move again well within the promised minute. */
const dead = 20

export type RunningJobs = { stop(): Promise<void> }

type Options = {
  concurrency: number
  /**
   * Told when a job could not be fetched because the database is away. Then a job may be held for this process of which it
   * does not know, and which is freed only when its heart no longer beats.
   */
  onLost?: (error: unknown) => void
}

/** Works jobs until stopped; then finishes what is under way. Frees the jobs of killed workers at boot and with every beat. */
export async function runJobs(options: Options): Promise<RunningJobs> {
  const workerPool = openPool({ max: options.concurrency + 4 })
  const utils = await makeWorkerUtils({ pgPool: workerPool, logger: quiet })
  const processId = `${hostname()}:${process.pid}:${Date.now()}`
  await recordBeat(processId)
  await freeDeadWorkers(utils)

  const events: WorkerEvents = new EventEmitter()
  const holders = tellHolders(events)
  tellFailures(events, options.onLost)
  const runner = await run({
    pgPool: workerPool,
    events,
    taskList: taskList(),
    parsedCronItems: parseCronItems(schedule),
    concurrency: options.concurrency,
    pollInterval: 500,
    noHandleSignals: true,
    logger: quiet,
  })
  const timer = setInterval(() => {
    recordBeat(processId)
      .then(() => Promise.all([...holders].map((id) => recordBeat(id))))
      .then(() => freeDeadWorkers(utils))
      .catch((error: unknown) => log.error('the heartbeat failed', {}, error))
  }, beat)

  return {
    stop: async () => {
      clearInterval(timer)
      await runner.stop()
      await utils.release()
      await workerPool.end()
    },
  }
}

/** Payloads are checked again when they are read: a job may have been written by an older version. */
function taskList(): TaskList {
  const names = Object.keys(handlers) as JobName[]
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (payload: unknown) => {
        const handle = handlers[name] as (payload: unknown) => Promise<void>
        await handle(jobSchemas[name].parse(payload))
      },
    ]),
  )
}

/** In whose name jobs are held: the pool's, whichever of its workers has one. It must beat from its first moment. */
function tellHolders(events: WorkerEvents): Set<string> {
  const ids = new Set<string>()
  events.on('pool:create', ({ workerPool }) => {
    ids.add(workerPool.id)
    recordBeat(workerPool.id).catch((error: unknown) => log.error('the heartbeat failed', {}, error))
  })
  return ids
}

function tellFailures(events: WorkerEvents, onLost: Options['onLost']): void {
  events.on('worker:getJob:error', ({ error }) => {
    if (databaseIsAway(error)) onLost?.(error)
    else log.warn('no job could be fetched', {}, error)
  })
  events.on('job:error', ({ job, error }) => {
    log.warn(
      'a job failed and will be tried again',
      { job: job.task_identifier, attempt: job.attempts },
      error,
    )
  })
  events.on('job:failed', ({ job, error }) => {
    log.error('a job was given up', { job: job.task_identifier, jobId: String(job.id) }, error)
  })
}

const recordBeat = (workerId: string) =>
  pool().query(
    'insert into worker_heartbeat (worker_id) values ($1) on conflict (worker_id) do update set beat_at = now()',
    [workerId],
  )

/** graphile-worker would keep the jobs of a killed worker locked for four hours. */
async function freeDeadWorkers(utils: WorkerUtils): Promise<void> {
  const { rows } = await pool().query<{ locked_by: string }>(
    `select distinct j.locked_by from graphile_worker._private_jobs j
      where j.locked_by is not null and j.locked_at < now() - ($1 * interval '1 second')
        and not exists (select from worker_heartbeat h
                         where h.worker_id = j.locked_by and h.beat_at > now() - ($1 * interval '1 second'))
     union
     select distinct q.locked_by from graphile_worker._private_job_queues q
      where q.locked_by is not null and q.locked_at < now() - ($1 * interval '1 second')
        and not exists (select from worker_heartbeat h
                         where h.worker_id = q.locked_by and h.beat_at > now() - ($1 * interval '1 second'))`,
    [dead],
  )
  if (rows.length > 0) await utils.forceUnlockWorkers(rows.map((row) => row.locked_by))
  await pool().query("delete from worker_heartbeat where beat_at < now() - interval '1 day'")
}

/** The library's own lines quote payloads; ours are written from its events instead. */
const quiet = new Logger(() => () => undefined)
