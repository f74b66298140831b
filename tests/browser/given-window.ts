import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import type { Team } from '#tests/support/given-disbursement.ts'
import { assign, givenApprovedBond, givenPoster, identify } from '#tests/support/given-posting.ts'

/** Two bonds that someone goes to the window with, and who answers tonight. */
export async function givenWindow(team: Team, viewerId: string): Promise<{ assigned: string; mine: string }> {
  const poster = await givenPoster(team.fundId)
  const assigned = await givenApprovedBond(team, { principal: 300_00n })
  await assign(team, assigned, poster)
  await identify(team, assigned)
  const mine = await givenApprovedBond(team, { principal: 200_00n })
  await assign(team, mine, { id: viewerId, fundIds: [team.fundId] })
  const hour = 60 * 60_000
  const turn = (staff: Team['approver'], from: number, phone: string) =>
    takeTurn({
      ...{ staff, fundId: team.fundId, phone },
      startsAt: new Date(Date.now() + from * hour),
      endsAt: new Date(Date.now() + (from + 9) * hour),
    })
  await turn(team.approver, 0, '+1 555 0123')
  await turn(team.treasurer, 12, '+1 555 0124')
  return { assigned, mine }
}
