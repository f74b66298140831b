import type { Team } from '#tests/support/given-disbursement.ts'
import { confirmBy, drawBy } from '#tests/support/given-envelope.ts'
import {
  givenApprovedNight,
  givenClosingNight,
  givenOpenNight,
  givenPlannedNight,
  neglected,
} from '#tests/support/given-open-night.ts'
import type { World } from '#tests/support/world.ts'

/** A night that waits for approval, one to come, one that is open, one that froze, and one that closed and takes entries. */
export async function givenNights(
  world: World,
  team: Team,
  viewerId: string,
): Promise<Record<string, string>> {
  const small = { total: 900_00n, cap: 450_00n, bonds: 3 }
  const posterIds = [team.intake.id, viewerId]
  const proposed = await givenPlannedNight(team, small)
  const approved = await givenApprovedNight(team, small)
  const open = await givenOpenNight(world, team, { ...small, posterIds })
  const { disbursementId } = await drawBy(team.intake, open, { principal: 210_00n, fees: 10_00n })
  await confirmBy(team.approver, disbursementId)
  await drawBy(team.intake, open, { principal: 90_00n })
  const frozen = await givenOpenNight(world, team, small)
  const late = await drawBy(team.intake, frozen, { principal: 300_00n })
  await neglected(world, late.disbursementId)
  const closing = await givenClosingNight(world, team, { ...small, posterIds })
  await drawBy(team.intake, closing, {
    ...{ principal: 110_00n, occurredAt: new Date(Date.now() - 3 * 3_600_000) },
  })
  return { proposed, approved, open, frozen, closing }
}
