import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { listPlaces } from './list-places.server.ts'
import type { EndingOutcome } from './place.ts'

/**
 * Another person's yes ends a place for a fund: its rules no longer speak of new bonds, and bonds that are out go on under
 * the rules they were posted by. Or the proposal is dropped, by its maker too. Refuses `place_ending_unknown`,
 * `role_may_not`, `place_ending_is_confirmed_by_another`.
 */
export async function decidePlaceEnding(of: {
  staff: { id: string; fundIds: string[] }
  endingId: string
  outcome: EndingOutcome
}): Promise<void> {
  const { staff, endingId, outcome } = of
  const action = outcome === 'confirmed' ? 'fund.place_ended' : 'fund.place_ending_withdrawn'
  await attempt({ staff, action, subject: 'fund_place', subjectId: endingId }, async (tx) => {
    const served = (await listPlaces(tx)).find(({ ending }) => ending?.id === endingId)
    if (!served?.ending) throw new Refusal('place_ending_unknown')
    const { id, fundId, place, ending } = served
    await requireRole(tx, { staffId: staff.id, fundId, action: 'disbursements:approve' })
    if (outcome === 'confirmed' && ending.proposedById === staff.id)
      throw new Refusal('place_ending_is_confirmed_by_another')

    await tx.fundPlaceEndingDecision.create({
      data: { endingId, outcome, decidedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action,
      subject: 'fund_place',
      subjectId: id,
      fundId,
      detail: { place, reason: ending.reason },
    })
  })
}
