import { Refusal } from '#app/domain/refusal.ts'
import { inTransaction } from '#app/platform/db.ts'
import { mostClaimsAtOnce } from './expense.ts'
import { openExpenses } from './open-expense-act.server.ts'
import { type PaidOut, payOut } from './pay-out.server.ts'

/** Pays one card's bill over the claims that stand on it, by someone who neither claimed nor approved any of them. */
export async function settleCard(paid: PaidOut & { claimIds: string[] }): Promise<{ paymentId: string }> {
  if (paid.claimIds.length === 0) throw new Refusal('required', {}, 'claimIds')
  if (paid.claimIds.length > mostClaimsAtOnce)
    throw new Refusal('too_many_claims', { most: mostClaimsAtOnce }, 'claimIds')
  return inTransaction({ scope: { kind: 'staff', fundIds: paid.staff.fundIds } }, async (tx) => {
    const expenses = await openExpenses(tx, 'settle', paid)
    if (new Set(expenses.map(({ cardLast4 }) => cardLast4)).size !== 1)
      throw new Refusal('expense_payment_is_of_one_debt', {}, 'claimIds')
    return payOut(tx, expenses, paid)
  })
}
