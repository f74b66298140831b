import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { endEnvelope } from './end-envelope.server.ts'
import type { EnvelopeCancellationReason } from './envelope.ts'
import { openEnvelopeAct } from './open-envelope-act.server.ts'

/** Takes a night back, or stops it while it is open: from now on nothing is drawn. */
export async function cancelEnvelope(act: {
  staff: ActingStaff
  envelopeId: string
  reason: EnvelopeCancellationReason
}): Promise<void> {
  const { staff, reason } = act
  const at = now()
  const attempted = { action: 'envelope.cancelled', subject: 'envelope', subjectId: act.envelopeId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const envelope = await openEnvelopeAct(tx, 'cancel', { ...act, at })
    await endEnvelope(tx, envelope, { kind: 'cancelled', by: staff.id, reason, at })
  })
}
