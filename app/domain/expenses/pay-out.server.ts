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
import type { CardCharge } from './read-charges.server.ts'

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

/** What one movement pays: expenses, and of a card also what it paid at kiosks. One at least. */
type Owed = { claims: OpenExpense[]; charges: CardCharge[] }

/** One movement of the bank over what is opened, owed in one place, and judged. */
export async function payOut(
  tx: Tx,
  { claims, charges }: Owed,
  paid: PaidOut & { statementOn: string | null },
): Promise<{ paymentId: string }> {
  const { staff, stepUpId, method, reference, statementOn } = paid
  const at = paidAt(paid)
  const [{ fundId }] = [...claims, ...charges] as [OpenExpense | CardCharge]
  const kind = claims[0]?.kind ?? 'card'
  await refuseNamedNumber(tx, { number: reference, field: 'reference', of: { fundIds: [fundId] } })
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: new Date(Math.max(0, ...claims.map(({ bookedAt }) => bookedAt?.getTime() ?? 0))),
    now: now(),
    tooEarly: 'payment_before_approval',
  })
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: new Date(Math.max(0, ...charges.map(({ chargedAt }) => chargedAt.getTime()))),
    now: now(),
    tooEarly: 'statement_is_paid_after_its_charges',
  })
  const amount = cents(
    [...claims.map(({ totalCents }) => totalCents), ...charges.map((charge) => charge.cents)].reduce(
      (sum, owed) => sum + owed,
      0n,
    ),
  )
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
  await tx.expensePaymentClaim.createMany({ data: claims.map(({ id }) => ({ claimId: id, paymentId })) })
  await tx.expensePaymentCharge.createMany({ data: charges.map(({ id }) => ({ chargeId: id, paymentId })) })
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
    detail: {
      ...{ method, amountCents: amount.toString(), claims: claims.length },
      ...(charges.length > 0 ? { charges: charges.length } : {}),
    },
  })
  await tellAdministrators(tx, {
    ...{ fundId, event: 'paid', by: staff.id, key: paymentId },
    amountCents: amount,
    path:
      claims[0] && claims.length + charges.length === 1
        ? `/admin/expenses/${claims[0].id}`
        : '/admin/expenses',
  })
  return { paymentId }
}

const said: Record<ExpenseKind, string> = { reimbursement: 'expense.paid', card: 'expense.card_settled' }
