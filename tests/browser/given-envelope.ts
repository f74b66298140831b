import type { Team } from '#tests/support/given-disbursement.ts'
import { confirmBy, drawBy } from '#tests/support/given-envelope.ts'
import {
  givenApprovedNight,
  givenOpenNight,
  givenPlannedNight,
  neglected,
} from '#tests/support/given-open-night.ts'
import type { World } from '#tests/support/world.ts'

/** A night that waits for approval, one to come, one that is open, and one that froze. */
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
  return { proposed, approved, open, frozen }
}
