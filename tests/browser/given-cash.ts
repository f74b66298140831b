import { countCashBox } from '#app/domain/cash/count-cash-box.server.ts'
import { recordAttempt } from '#app/domain/cash/record-attempt.server.ts'
import { signCount } from '#app/domain/cash/sign-count.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import {
  back,
  countBack,
  givenAdvance,
  givenApproved,
  payFrom,
  signOut,
} from '#tests/support/given-advance.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { enterMove, move } from '#tests/support/given-move.ts'

/**
 * Cash that waits for its second signature, is out, late and over; and a box that does not agree with the books, counted by two,
 * and once more with the viewer, who has not signed yet. Cash that was counted back and moved with the viewer waits for them too.
 */
export async function givenCash(team: Team, viewerId: string): Promise<Record<string, string>> {
  const { fundId, treasurer, approver } = team
  const waitsFor = await givenApproved(team, { principal: 400_00n })
  const waiting = await signOut(team, { amount: 400_00n, for: [waitsFor] })
  const paid = await givenApproved(team, { principal: 300_00n })
  const refused = await givenApproved(team, { principal: 250_00n })
  const out = await givenAdvance(team, { amount: 600_00n, for: [paid, refused] })
  await payFrom(team.intake, out, paid, { principal: 300_00n })
  await recordAttempt({
    staff: team.intake,
    advanceId: out,
    disbursementId: refused,
    reason: 'office_closed',
  })
  await back(team, out, 150_00n, 'cash_box')
  const settled = await givenAdvance(team, { amount: 50_00n })
  await back(team, settled, 50_00n)
  const late = await givenActor(fundId, ['intake'])
  const overdue = await givenAdvance(team, {
    amount: 80_00n,
    poster: late,
    occurredAt: new Date(Date.now() - 9 * 86_400_000),
  })
  await countBack({ ...team, approver: { ...approver, id: viewerId } }, overdue, 30_00n, 'cash_box')
  await move(team, 'cash_box', 200_00n)
  await enterMove(team, 'bank', 20_00n, { ...approver, id: viewerId })
  const count = { staff: treasurer, fundId }
  const { countId } = await countCashBox({ ...count, counted: cents(345_00n), witnessId: approver.id })
  await signCount({ staff: approver, countId, counted: cents(345_00n) })
  const disputed = await countCashBox({ ...count, counted: cents(340_00n), witnessId: approver.id })
  await signCount({ staff: approver, countId: disputed.countId, counted: cents(344_00n) })
  await countCashBox({ ...count, counted: cents(340_00n), witnessId: viewerId })
  return { waiting, out, settled, overdue }
}
