import { rejectExpense } from '#app/domain/expenses/reject-expense.server.ts'
import type { Team } from '#tests/support/given-disbursement.ts'
import { givenClaim, givenOwed, payClaim, settleClaims } from '#tests/support/given-expense.ts'

/** Expenses in each state, and a card of which one statement is paid and the next one waits. */
export async function givenExpenses(team: Team): Promise<Record<string, string>> {
  const claimed = await givenClaim(team, {
    lines: [{ receiptNumber: 'T-77' }, { merchantKind: 'pharmacy', amount: 1_112_40n, receiptNumber: 'P 4' }],
  })
  const approved = await givenOwed(team)
  const paid = await givenOwed(team)
  await payClaim(team.treasurer, paid)
  const rejected = await givenClaim(team)
  await rejectExpense({ staff: team.approver, claimId: rejected, reason: 'amount_unclear' })
  await settleClaims(team.treasurer, [await givenOwed(team, { kind: 'card' })])
  const card = await givenOwed(team, { kind: 'card', lines: [{ amount: 18_00n }] })
  await givenClaim(team, { kind: 'card', lines: [{ amount: 7_00n }] })
  return { claimed, approved, paid, rejected, card }
}
