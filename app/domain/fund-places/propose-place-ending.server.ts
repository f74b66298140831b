import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockManagedFund } from '#app/domain/funds/lock-fund.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { listPlaces } from './list-places.server.ts'
import type { EndingReason } from './place.ts'

/**
 * Puts forward that a fund stops serving a place. Its rules hold until someone else, who may approve, agrees. Refuses
 * `place_unknown`, `role_may_not`, `place_ending_waits_once`.
 */
export async function proposePlaceEnding(of: {
  staff: { id: string; fundIds: string[] }
  placeId: string
  reason: EndingReason
}): Promise<void> {
  const { staff, placeId, reason } = of
  await attempt(
    { staff, action: 'fund.place_ending_proposed', subject: 'fund_place', subjectId: placeId },
    async (tx) => {
      const served = (await listPlaces(tx)).find(({ id }) => id === placeId)
      if (!served) throw new Refusal('place_unknown', {}, 'placeId')
      const { fundId, place, ending } = served
      await lockManagedFund(tx, { fundId, staffId: staff.id })
      if (ending) throw new Refusal('place_ending_waits_once', {}, 'placeId')

      await tx.fundPlaceEnding.create({
        data: { fundPlaceId: placeId, reason, proposedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'fund.place_ending_proposed',
        subject: 'fund_place',
        subjectId: placeId,
        fundId,
        detail: { place, reason },
      })
    },
  )
}
