import { handlers } from '#app/jobs/handlers/index.ts'
import { type JobName, jobSchemas } from '#app/jobs/queue.ts'
import { inTransaction, pool } from '#app/platform/db.ts'

type Waiting = { id: string; task: JobName; payload: unknown; queue: number | null }

/** As many at once as the worker would have under way. */
const lanes = 6

/**
 * Runs the jobs that the story left behind, so that receipts and updates exist; its mail is marked handled and not
 * sent: nobody wants four hundred receipts in the inbox on the first evening.
 * @param only jobs of this name; all of them where none is said
 */
export async function finishQuietly(only?: JobName): Promise<void> {
  for (;;) {
    const { rows } = await pool().query<Waiting>(
      `select j.id, t.identifier as task, j.payload, j.job_queue_id as queue
         from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id
        where $1::text is null or t.identifier = $1 order by j.id limit 500`,
      [only ?? null],
    )
    if (rows.length === 0) return
    const waiting = await runAll(rows.filter(({ task }) => task !== 'mail.send' && task !== 'stripe.sweep'))
    const failed = new Set(waiting.map(({ job }) => job.id))
    const done = rows.filter(({ id }) => !failed.has(id))
    if (done.length === 0) throw waiting[0]?.error
    if (!only) await markHandled()
    await pool().query('select graphile_worker.complete_jobs($1::bigint[])', [done.map(({ id }) => id)])
  }
}

type Failure = { job: Waiting; error: unknown }

/**
 * Many at once, but those of one queue one after another. Answers those that failed: as with the worker, one may have to
 * wait for what another writes.
 */
async function runAll(jobs: Waiting[]): Promise<Failure[]> {
  const byQueue = new Map<string, Waiting[]>()
  for (const job of jobs) {
    const name = job.queue === null ? `job ${job.id}` : `queue ${job.queue}`
    byQueue.set(name, [...(byQueue.get(name) ?? []), job])
  }
  const queues = byQueue.values()
  const failures: Failure[] = []
  // One iterator for all lanes: whoever is free takes the next.
  const lane = async () => {
    for (const queue of queues)
      for (const job of queue) await run(job).catch((error: unknown) => failures.push({ job, error }))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return failures
}

async function run({ task, payload }: Waiting): Promise<void> {
  const handle = handlers[task] as (payload: unknown) => Promise<void>
  await handle(jobSchemas[task].parse(payload))
}

const markHandled = (): Promise<number> =>
  inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$executeRaw`
    insert into mail_event (mail_id, kind, detail)
    select m.id, 'handled', 'seeded' from mail m
     where not exists (select from mail_event e where e.mail_id = m.id and e.kind in ('sent', 'handled', 'suppressed'))`,
  )
