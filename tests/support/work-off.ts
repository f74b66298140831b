import { handlers } from '#app/jobs/handlers/index.ts'
import type { JobName } from '#app/jobs/queue.ts'
import { pool } from '#app/platform/db.ts'

/** Walks ring by themselves where a test walks; mails change nothing that is compared. */
const leftOut = ['mail.send', 'stripe.sweep']

/** Does every job that waits, here and without a worker, the newest first: what was too early is done again at the end. */
export async function workOff(): Promise<void> {
  const tooEarly = new Map<string, unknown>()
  for (;;) {
    const { rows } = await pool().query<{ id: string; name: JobName; payload: never }>(
      `select j.id::text, t.identifier as name, j.payload
         from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier <> all ($1) order by j.id desc`,
      [leftOut],
    )
    if (rows.length === 0) return
    if (rows.every(({ id }) => tooEarly.has(id))) throw tooEarly.values().next().value
    for (const { id, name, payload } of rows) {
      try {
        await handlers[name](payload)
        await pool().query('delete from graphile_worker._private_jobs where id = $1', [id])
        tooEarly.clear()
      } catch (error) {
        tooEarly.set(id, error)
      }
    }
  }
}
