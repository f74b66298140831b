import { refuseBlocked } from '#app/domain/jurisdictions/findings.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { refuse, whyNotThisPayment } from './acts.ts'
import { openPayees } from './content/sealed.server.ts'
import type { ActingStaff, PaymentMethod } from './disbursement.ts'
import type { LockedDisbursement } from './lock-disbursement.server.ts'
import { openDisbursementAct } from './open-disbursement-act.server.ts'
import { postPayment } from './post-payment.server.ts'
import { refuseImpossibleTime } from './when-it-happened.ts'

export type Payment = {
  staff: ActingStaff
  disbursementId: string
  contentHash: string
  stepUpId: string
  /** What was in fact paid, at or below the ceilings. */
  principal: Cents
  fees: Cents
  payee: string
  method: PaymentMethod
  receiptNumber: string
  /** When the money was handed over, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

/**
 * Records that approved money went out: books it, frees what was not used, and for bail begins the bond's life.
 * The payer is none of those who approved.
 */
export async function payDisbursement(
  payment: Payment,
): Promise<{ paymentId: string; bondId: string | null }> {
  const { staff, principal } = payment
  const recordedAt = now()
  const at = payment.occurredAt ?? recordedAt

  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const disbursement = await openDisbursementAct(tx, 'pay', { ...payment, at })
    refuseIfNotPayable(disbursement, payment, { at, recordedAt })
    await lockFundBank(tx, [disbursement.fundId])
    await refuseBlocked(tx, { ...disbursement, principalCents: principal, at })

    return postPayment(tx, { disbursement, payment, at })
  })
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
