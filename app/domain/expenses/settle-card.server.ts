import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { openCharges } from './open-charges.server.ts'
import { openExpenses } from './open-expense-act.server.ts'
import { type PaidOut, paidAt, payOut } from './pay-out.server.ts'
import { whyNotStatement } from './statement.ts'

export type CardBill = PaidOut & {
  fundId: string
  cardLast4: string
  /** What the statement asks for, as it is printed there. */
  billed: Cents
  /** The day of the statement, as `2026-11-21`. */
  statementOn: string
  claimIds: string[]
  /** What the card paid at kiosks, by its payments. */
  chargeIds: string[]
  timezone: string
}

/**
 * Pays one card's statement with all that stands on it: claims, by someone who neither claimed nor approved any of them, and what
 * it paid at kiosks, by someone who did not approve that.
 */
export async function settleCard(bill: CardBill): Promise<{ paymentId: string }> {
  const { staff, fundId, cardLast4 } = bill
  const attempted = { action: 'expense.card_settled', subject: 'fund', subjectId: fundId, fundId }
  return attempt({ staff, ...attempted }, async (tx) => {
    const claims = bill.claimIds.length > 0 ? await openExpenses(tx, 'settle', bill) : []
    if (claims.some((expense) => expense.fundId !== fundId || expense.cardLast4 !== cardLast4))
      throw new Refusal('expense_payment_is_of_one_debt', {}, 'claimIds')
    const charges = await openCharges(tx, bill)
    const claimed = [...claims.map(({ totalCents }) => totalCents), ...charges.map(({ cents }) => cents)]
    const paidOn = dayOf(paidAt(bill), bill.timezone)
    const refusal = whyNotStatement({ ...bill, claimed, paidOn })
    if (refusal) throw refusal
    return payOut(tx, { claims, charges }, bill)
  })
}
