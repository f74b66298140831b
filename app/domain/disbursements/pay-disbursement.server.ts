import { attempt } from '#app/domain/audit/attempt.server.ts'
import { bondTerms } from '#app/domain/copays/bond-terms.server.ts'
import type { BeyondOwnPart } from '#app/domain/copays/copay.ts'
import { refuseBlocked } from '#app/domain/jurisdictions/findings.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { refuse, whyNotThisPayment } from './acts.ts'
import { openPayees } from './content/sealed.server.ts'
import type { ActingStaff, PaymentMethod } from './disbursement.ts'
import type { LockedDisbursement } from './lock-disbursement.server.ts'
import { openDisbursementAct } from './open-disbursement-act.server.ts'
import { openSource, type PaymentSource, recordSource } from './payment-source.server.ts'
import { postPayment } from './post-payment.server.ts'
import { refuseImpossibleTime } from './when-it-happened.ts'

export type Payment = BeyondOwnPart & {
  staff: ActingStaff
  disbursementId: string
  contentHash: string
  stepUpId: string
  /** What was in fact paid of the fund's own money, at or below the ceilings. */
  principal: Cents
  fees: Cents
  payee: string
  method: PaymentMethod
  receiptNumber: string
  from?: PaymentSource
  /** When the money was handed over, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

export type Paid = { paymentId: string; bondId: string | null }

/**
 * Records that approved money went out: books it, frees what was not used, and for bail begins the bond's life.
 * The payer is none of those who approved.
 */
export const payDisbursement = (payment: Payment): Promise<Paid> =>
  attempt(
    {
      ...{ staff: payment.staff, action: 'disbursement.paid' },
      ...{ subject: 'disbursement', subjectId: payment.disbursementId },
    },
    (tx) => pay(tx, payment),
  )

/** The payment within its transaction, which sees the whole fund: its rules count all of its bonds. */
export async function pay(tx: Tx, payment: Payment): Promise<Paid> {
  const recordedAt = now()
  const at = payment.occurredAt ?? recordedAt
  const disbursement = await openDisbursementAct(tx, 'pay', { ...payment, at })
  refuseIfNotPayable(disbursement, payment, { at, recordedAt })
  await lockFundBank(tx, [disbursement.fundId])
  const terms = await bondTerms(tx, { ...payment, ...disbursement })
  await refuseBlocked(tx, { ...disbursement, principalCents: terms.principal, at })
  const { fundId } = disbursement
  const handedOver = { ...payment, principal: terms.principal }
  const from = await openSource(tx, { ...disbursement, payment: handedOver, at })

  const paid = await postPayment(tx, { disbursement, payment, terms, from, at })
  await recordSource(tx, { ...handedOver, fundId, paymentId: paid.paymentId })
  return paid
}

/** What was approved, within its ceilings, to one who may be paid, at a moment that can be. */
export function refuseIfNotPayable(
  disbursement: LockedDisbursement,
  payment: Pick<Payment, 'contentHash' | 'principal' | 'fees' | 'payee'>,
  time: { at: Date; recordedAt: Date },
): void {
  const { id, lastApprovedAt } = disbursement
  if (disbursement.contentHash !== payment.contentHash) throw new Refusal('content_changed')
  const payees = openPayees(id, disbursement.payeesSealed)
  refuse(whyNotThisPayment(payment, { ...disbursement, payees }))
  refuseImpossibleTime({
    occurredAt: time.at,
    notBefore: lastApprovedAt ?? time.recordedAt,
    now: time.recordedAt,
    tooEarly: 'payment_before_approval',
  })
}
