import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import type { EmergencyReason, Finding, ReviewNote } from './emergency.ts'
import { tellOfGlass } from './tell-of-glass.server.ts'

type Review = { staff: ActingStaff; glassId: string; finding: Finding; note: ReviewNote }

/**
 * Someone else judges whether a record had to be opened. What is left of its hour ends with it. Refuses `glass_unknown`,
 * `role_may_not`, `reviewer_did_not_break_the_glass` and `glass_is_reviewed_once`.
 */
export async function reviewGlass({ staff, glassId, finding, note }: Review): Promise<void> {
  const attempted = { staff, action: 'person.glass_reviewed', subject: 'glass', subjectId: glassId }
  await attempt(attempted, async (tx) => {
    const glass = await tx.breakGlass.findUnique({ where: { id: glassId } })
    if (!glass) throw new Refusal('glass_unknown')
    const { personId, endsAt } = glass
    const { fundId } = await lockPerson(tx, personId)
    await requireRole(tx, { staffId: staff.id, fundId, action: 'emergencies:review' })
    if (glass.staffId === staff.id) throw new Refusal('reviewer_did_not_break_the_glass')
    if (await tx.breakGlassReview.findUnique({ where: { glassId } })) {
      throw new Refusal('glass_is_reviewed_once')
    }

    await tx.breakGlassReview.create({
      data: { glassId, finding, note, reviewedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'person.glass_reviewed',
      subject: 'person',
      subjectId: personId,
      fundId,
      detail: { finding, note },
    })
    await tellOfGlass(tx, {
      ...{ event: finding, glassId, personId, fundId, by: staff.id },
      ...{ reason: glass.reason as EmergencyReason, endsAt },
    })
  })
}
