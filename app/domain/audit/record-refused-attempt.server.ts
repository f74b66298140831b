import { inTransaction } from '#app/platform/db.ts'
import { type AuditEntry, writeAudit } from './record-audit.server.ts'

/** Keeps an attempt that was refused. In a transaction of its own, since the act's was rolled back. */
export async function recordRefusedAttempt(entry: AuditEntry & { reason: string }): Promise<void> {
  const { reason, ...attempt } = entry
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    writeAudit(tx, { ...attempt, detail: { ...attempt.detail, reason } }, 'refused'),
  )
}
