import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { bondsAtCourts } from './same-court.server.ts'

/**
 * Says in which place a bond's court lies, so that the last day to claim is by that place's term: of this bond and of every other
 * of its fund at the same court. What was said last counts. Refuses `bond_unknown`, `role_may_not`, `place_of_a_bond_is_its_funds`.
 */
export async function sayPlace(of: {
  staff: ActingStaff
  bondId: string
  /** One that the bond's fund serves or served, or one within it, as `US-TN-DAVIDSON`. */
  place: string
}): Promise<void> {
  const { staff, bondId, place } = of
  await attempt({ staff, action: 'bond.place_said', subject: 'bond', subjectId: bondId }, async (tx) => {
    const bond = await tx.bond.findUnique({ where: { id: bondId }, select: { fundId: true } })
    if (!bond) throw new Refusal('bond_unknown')
    const { fundId } = bond
    await requireRole(tx, { staffId: staff.id, fundId, action: 'bonds:follow' })
    const [reached] = await tx.$queryRaw<{ yes: boolean }[]>`
      select fund_reaches(${fundId}::uuid, ${place}, true) as yes`
    if (!reached?.yes) throw new Refusal('place_of_a_bond_is_its_funds', {}, 'place')

    const all = await bondsAtCourts(tx, { fundId })
    const venue = all.find((each) => each.bondId === bondId)?.venue
    const told = all.filter((each) => each.venue === venue && each.place !== place)
    await tx.bondPlace.createMany({
      data: told.map((each) => ({
        bondId: each.bondId,
        place,
        recordedBy: staff.id,
        occurredAt: now(),
      })),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'bond.place_said',
      subject: 'bond',
      subjectId: bondId,
      fundId,
      detail: { place, bonds: told.length },
    })
  })
}
