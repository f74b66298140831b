import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockManagedFund } from '#app/domain/funds/lock-fund.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { listPlaces } from './list-places.server.ts'

/**
 * Puts a fund under the rules of a place; one that it stopped serving may come back. Refuses `fund_unknown`,
 * `role_may_not`, `fund_has_a_place_once`.
 */
export async function addPlace(of: {
  staff: { id: string; fundIds: string[] }
  fundId: string
  place: string
}): Promise<void> {
  const { staff, fundId, place } = of
  await attempt({ staff, action: 'fund.place_added', subject: 'fund', subjectId: fundId }, async (tx) => {
    await lockManagedFund(tx, { fundId, staffId: staff.id })
    const served = await listPlaces(tx)
    if (served.some((each) => each.fundId === fundId && each.place === place))
      throw new Refusal('fund_has_a_place_once', {}, 'place')

    await tx.fundPlace.create({ data: { fundId, place, recordedBy: staff.id } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.place_added',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { place },
    })
  })
}
