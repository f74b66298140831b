import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { now } from '#app/platform/clock.ts'
import type { OfferAnswer } from './copay.ts'

/**
 * What a relative answered when asked whether they can post their part themselves. It comes before any paper: money that
 * the fund never holds cannot be lost by it. The last answer counts.
 */
export async function recordOffer(offer: {
  staff: ActingStaff
  fundId: string
  caseCode: string
  answer: OfferAnswer
}): Promise<void> {
  const { staff, fundId, caseCode, answer } = offer
  await attempt({ staff, action: 'copay.offered', subject: 'copay_offer', fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'copays:work' })
    const { id } = await tx.copayOffer.create({
      data: { fundId, caseCode, answer, askedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'copay.offered',
      subject: 'copay_offer',
      subjectId: id,
      fundId,
      detail: { answer },
    })
  })
}
