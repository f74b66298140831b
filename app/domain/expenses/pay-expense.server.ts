import { attempt } from '#app/domain/audit/attempt.server.ts'
import { openExpense } from './open-expense-act.server.ts'
import { type PaidOut, payOut } from './pay-out.server.ts'

/** Gives a person back what they laid out, by someone who neither claimed nor approved it. */
export async function payExpense(paid: PaidOut & { claimId: string }): Promise<{ paymentId: string }> {
  const { staff, claimId } = paid
  return attempt({ staff, action: 'expense.paid', subject: 'expense', subjectId: claimId }, async (tx) =>
    payOut(tx, { claims: [await openExpense(tx, 'pay', paid)], charges: [] }, { ...paid, statementOn: null }),
  )
}
