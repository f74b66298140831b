import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { endEnvelope } from './end-envelope.server.ts'
import type { EnvelopeRejectionReason } from './envelope.ts'
import { openEnvelopeAct } from './open-envelope-act.server.ts'

/** An approver's no, with its reason. Final: the same night is a new proposal. */
export async function rejectEnvelope(act: {
  staff: ActingStaff
  envelopeId: string
  reason: EnvelopeRejectionReason
}): Promise<void> {
  const { staff, reason } = act
  const at = now()
  const attempted = { action: 'envelope.rejected', subject: 'envelope', subjectId: act.envelopeId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const envelope = await openEnvelopeAct(tx, 'reject', { ...act, at })
    await endEnvelope(tx, envelope, { kind: 'rejected', by: staff.id, reason, at })
  })
}
