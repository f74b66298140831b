import { inTransaction } from '#app/platform/db.ts'
import { openExpense } from './open-expense-act.server.ts'
import { type PaidOut, payOut } from './pay-out.server.ts'

/** Gives a person back what they laid out, by someone who neither claimed nor approved it. */
export async function payExpense(paid: PaidOut & { claimId: string }): Promise<{ paymentId: string }> {
  return inTransaction({ scope: { kind: 'staff', fundIds: paid.staff.fundIds } }, async (tx) =>
    payOut(tx, [await openExpense(tx, 'pay', paid)], paid),
  )
}
