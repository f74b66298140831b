import { handlers } from '#app/jobs/handlers/index.ts'
import { type JobName, jobSchemas } from '#app/jobs/queue.ts'
import { inTransaction, pool } from '#app/platform/db.ts'

type Waiting = { id: string; task: JobName; payload: unknown }

/**
 * Runs the jobs that the story left behind, so that receipts and updates exist; its mail is marked handled and not
 * sent: nobody wants four hundred receipts in the inbox on the first evening.
 */
export async function finishQuietly(): Promise<void> {
  for (;;) {
    const { rows } = await pool().query<Waiting>(
      `select j.id, t.identifier as task, j.payload from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id order by j.id limit 500`,
    )
    if (rows.length === 0) return
    for (const job of rows) if (job.task !== 'mail.send' && job.task !== 'stripe.sweep') await run(job)
    await markHandled()
    await pool().query('select graphile_worker.complete_jobs($1::bigint[])', [rows.map((job) => job.id)])
  }
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
