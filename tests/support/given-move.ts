import type { CashPlace } from '#app/domain/cash/cash.ts'
import { moveCash } from '#app/domain/cash/move-cash.server.ts'
import { signMove } from '#app/domain/cash/sign-move.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { givenStepUp } from './given.ts'
import type { Team } from './given-disbursement.ts'

/** Entered by the treasurer, who names another as beside them; nothing is booked. */
export async function enterMove(
  team: Team,
  to: CashPlace,
  amount: bigint,
  witness: ActingStaff = team.approver,
): Promise<string> {
  const { treasurer, fundId } = team
  const { moveId } = await moveCash({
    ...{ staff: treasurer, fundId, to, amount: cents(amount), witnessId: witness.id },
  })
  return moveId
}

export async function signMoveBy(staff: ActingStaff, moveId: string): Promise<void> {
  const stepUpId = await givenStepUp(staff.id, boundTo.signMove(moveId))
  await signMove({ staff, moveId, stepUpId })
}

/** Moved by the treasurer, and signed by the approver who stood beside. */
export async function move(team: Team, to: CashPlace, amount: bigint): Promise<void> {
  await signMoveBy(team.approver, await enterMove(team, to, amount))
}
