import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { payablePaid } from '#app/domain/ledger/transfers/spending.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ExpenseKind, ExpenseMethod } from './expense.ts'
import type { OpenExpense } from './open-expense-act.server.ts'
import { payableOf } from './payable.ts'

/** How a debt was paid. */
export type PaidOut = {
  staff: ActingStaff
  stepUpId: string
  method: ExpenseMethod
  /** What the bank calls it. */
  reference: string
  /** When the money went, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

export const paidAt = ({ occurredAt }: PaidOut): Date => occurredAt ?? now()

/** One movement of the bank over expenses that are opened, owed in one place, and judged. */
export async function payOut(
  tx: Tx,
  expenses: OpenExpense[],
  paid: PaidOut & { statementOn: string | null },
): Promise<{ paymentId: string }> {
  const { staff, stepUpId, method, reference, statementOn } = paid
  const at = paidAt(paid)
  const [{ id, fundId, kind }] = expenses as [OpenExpense]
  await refuseNamedNumber(tx, { number: reference, field: 'reference', of: { fundIds: [fundId] } })
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: new Date(Math.max(...expenses.map(({ bookedAt }) => bookedAt?.getTime() ?? 0))),
    now: now(),
    tooEarly: 'payment_before_approval',
  })
  const amount = cents(expenses.reduce((sum, { totalCents }) => sum + totalCents, 0n))
  const there = (await fundBalances(tx, fundId)).bank ?? 0n
  if (amount > there) throw new Refusal('cash_place_holds_less', { there })

  const paymentId = randomUUID()
  await tx.expensePayment.create({
    data: {
      id: paymentId,
      ...{ fundId, kind, method, reference, stepUpId },
      amountCents: amount,
      statementOn: statementOn && new Date(`${statementOn}T00:00:00Z`),
      paidBy: staff.id,
      occurredAt: at,
    },
  })
  await tx.expensePaymentClaim.createMany({ data: expenses.map((each) => ({ claimId: each.id, paymentId })) })
  await postTransfers(tx, {
    source: { kind: 'expense_payment', id: paymentId },
    occurredAt: at,
    transfers: payablePaid({ fundId, payable: payableOf[kind], amount }),
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: said[kind],
    subject: 'expense_payment',
    subjectId: paymentId,
    fundId,
    detail: { method, amountCents: amount.toString(), claims: expenses.length },
  })
  await tellAdministrators(tx, {
    ...{ fundId, event: 'paid', by: staff.id, key: paymentId },
    amountCents: amount,
    path: expenses.length === 1 ? `/admin/expenses/${id}` : '/admin/expenses',
  })
  return { paymentId }
}

const said: Record<ExpenseKind, string> = { reimbursement: 'expense.paid', card: 'expense.card_settled' }
