import { runJobs } from '#app/jobs/run.ts'
import { closeDb } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'

const jobs = await runJobs({ concurrency: 4 })
log.info('the worker is ready')
process.send?.('ready')

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
// Whoever started this process is gone, so nobody could stop it any more.
process.once('disconnect', () => stop('SIGTERM'))

function stop(signal: NodeJS.Signals): void {
  if (stopping) return
  stopping = true
  log.info('the worker finishes what is under way', { signal })
  jobs
    .stop()
    .then(closeDb)
    .then(() => process.exit(0))
}
