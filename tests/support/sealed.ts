import { sealAudit } from '#app/domain/audit/seal-audit.server.ts'
import { pool } from '#app/platform/db.ts'
import { until } from './until.ts'

/**
 * Seals every audit event. The sealer waits for older transactions of the whole server, and other test files have theirs:
 * it is asked again until nothing is left.
 */
export async function sealed(): Promise<void> {
  await until(async () => {
    await sealAudit()
    const { rows } = await pool().query<{ left: string }>(
      'select count(*) as left from audit_event e where not exists (select from audit_seal s where s.event_id = e.id)',
    )
    return rows[0]?.left === '0'
  })
}
