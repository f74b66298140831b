import { lockedAdvance } from '#app/domain/cash/read-advance.server.ts'
import type { PaidFrom } from '#app/domain/ledger/transfers/bonds.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { refuseImpossibleTime } from './when-it-happened.ts'

/** The fund's bank where nothing is said, or cash that was signed out to the payer. */
export type PaymentSource = 'bank' | { advanceId: string } | undefined

type Paying = {
  id: string
  fundId: string
  cashIsOut: boolean
  payment: { staff: { id: string }; principal: Cents; fees: Cents; from?: PaymentSource }
  at: Date
}

/**
 * Out of which account it is paid. The fund's bank is locked before. Cash that was signed out for it is used first, so that
 * one bond is never paid twice; an advance is spent by the poster who holds it, and never beyond what is left.
 */
export async function openSource(tx: Tx, { id, fundId, cashIsOut, payment, at }: Paying): Promise<PaidFrom> {
  const from = payment.from ?? 'bank'
  if (from === 'bank') {
    if (cashIsOut) throw new Refusal('cash_is_out_for_it', {}, 'from')
    return 'bank'
  }
  const advance = await lockedAdvance(tx, from.advanceId)
  if (advance.fundId !== fundId || advance.state === 'waiting' || advance.state === 'withdrawn')
    throw new Refusal('advance_unknown', {}, 'from')
  if (advance.posterId !== payment.staff.id)
    throw new Refusal('advance_is_paid_out_by_its_poster', {}, 'from')
  if (cashIsOut && !(await isMeantFor(tx, { advanceId: advance.id, disbursementId: id })))
    throw new Refusal('cash_is_out_for_it', {}, 'from')
  if (payment.principal + payment.fees > advance.left)
    throw new Refusal('payment_stays_within_its_advance', { left: advance.left }, 'principal')
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: advance.occurredAt,
    now: at,
    tooEarly: 'payment_before_its_advance',
  })
  return { posterId: advance.posterId }
}

/** Keeps which advance a payment was made from. */
export async function recordSource(tx: Tx, of: { paymentId: string; from: PaymentSource }): Promise<void> {
  if (typeof of.from !== 'object') return
  await tx.advancePayment.create({ data: { paymentId: of.paymentId, advanceId: of.from.advanceId } })
}

const isMeantFor = async (tx: Tx, of: { advanceId: string; disbursementId: string }): Promise<boolean> =>
  (await tx.advanceCover.count({ where: { ...of, postingAttempt: null } })) > 0
