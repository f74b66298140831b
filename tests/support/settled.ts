import { pool } from '#app/platform/db.ts'
import type { Control } from './control.ts'

/** Waits until every webhook was delivered and every job that is due, or is soon to be tried again, has run. */
export async function settled(control: Control): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    await control.post('webhooks/drain')
    const { rows } = await pool().query<{ busy: string }>(
      `select count(*) as busy from graphile_worker._private_jobs
        where attempts < max_attempts and run_at < now() + case attempts when 0 then interval '2 s' else interval '10 s' end`,
    )
    quiet = rows[0]?.busy === '0' ? quiet + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
}
