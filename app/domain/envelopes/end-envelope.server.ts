import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { LockedEnvelope } from './open-envelope-act.server.ts'

type Ending = {
  kind: 'rejected' | 'cancelled' | 'expired' | 'closed'
  /** Null: its time was over. */
  by: string | null
  reason?: string
  at: Date
}

/** After it nothing is drawn. What is unused is free again as soon as every draw is confirmed. */
export async function endEnvelope(tx: Tx, envelope: LockedEnvelope, ending: Ending): Promise<void> {
  const { kind, by, reason = '', at } = ending
  await tx.envelopeEnding.create({
    data: { envelopeId: envelope.id, kind, endedBy: by, reason, occurredAt: at },
  })
  await recordAudit(tx, {
    actor: by ? { kind: 'staff', id: by } : { kind: 'system' },
    action: `envelope.${kind}`,
    subject: 'envelope',
    subjectId: envelope.id,
    fundId: envelope.fundId,
    ...(reason ? { detail: { reason } } : {}),
  })
}
