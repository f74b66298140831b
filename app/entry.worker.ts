import { type RunningJobs, runJobs } from '#app/jobs/run.ts'
import { databaseIsAway } from '#app/platform/constraint.ts'
import { closeDb, pool } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { log } from '#app/platform/log.ts'

let jobs: RunningJobs | undefined
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
// Whoever started this process is gone, so nobody could stop it any more.
process.once('disconnect', () => stop('SIGTERM'))
// The jobs' library does not wait for what it writes about a job that has ended; where that is lost, this arrives.
process.on('unhandledRejection', endForAnother)

await untilDatabaseAnswers()
jobs = await runJobs({ concurrency: 4, onLost: endForAnother })
log.info('the worker is ready')
process.send?.('ready')

/** One that begins while the database is away waits for it, rather than end and begin over and over. */
async function untilDatabaseAnswers(): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await pool().query('select 1')
      return
    } catch (error) {
      if (!databaseIsAway(error)) throw error
      if (tries === 0) log.warn('the worker waits for the database')
      await delay(500)
    }
  }
}

/**
 * A lost database leaves it unknown which jobs are held for this process. It ends, so that its heart stops and they are
 * freed; whoever started it starts another. What was under way is done again from its job, with the same effect once.
 */
function endForAnother(error: unknown): void {
  if (stopping) return
  const away = databaseIsAway(error)
  if (away) log.warn('the worker lost the database and begins anew', {}, error)
  else log.error('the worker met what it does not know and begins anew', {}, error)
  process.exit(1)
}

function stop(signal: NodeJS.Signals): void {
  if (stopping) return
  stopping = true
  log.info('the worker finishes what is under way', { signal })
  Promise.resolve(jobs?.stop())
    .then(closeDb)
    .then(() => process.exit(0))
}
