import { lockedAdvance } from '#app/domain/cash/read-advance.server.ts'
import { cardsOfFund } from '#app/domain/expenses/cards-of-fund.server.ts'
import type { PaidFrom } from '#app/domain/ledger/transfers/bonds.ts'
import { add, type Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { refuse } from './acts.ts'
import { whyNotThisCard } from './card-source.ts'
import type { PaymentMethod } from './disbursement.ts'
import { refuseImpossibleTime } from './when-it-happened.ts'

/**
 * The fund's bank; a debit card at a kiosk, which draws on it at once; cash that was signed out to the payer; or one of the fund's
 * cards that has a statement. Nothing said is the bank.
 */
export type PaymentSource = 'bank' | 'debit_card' | { advanceId: string } | { cardLast4: string } | undefined

type Paying = {
  id: string
  fundId: string
  cashIsOut: boolean
  payment: {
    staff: { id: string }
    method: PaymentMethod
    principal: Cents
    fees: Cents
    from?: PaymentSource
  }
  at: Date
}

/**
 * Out of which account it is paid. The fund's bank is locked before. Cash that was signed out for it is used first, so that
 * one bond is never paid twice; an advance is spent by the poster who holds it, and never beyond what is left.
 */
export async function openSource(tx: Tx, { id, fundId, cashIsOut, payment, at }: Paying): Promise<PaidFrom> {
  const { method, from } = payment
  if (typeof from !== 'object' || 'cardLast4' in from) {
    if (cashIsOut) throw new Refusal('cash_is_out_for_it', {}, 'from')
    refuse(whyNotThisCard({ method, from }, method === 'card_kiosk' ? await cardsOfFund(tx, fundId) : []))
    return typeof from === 'object' ? 'card_payable' : 'bank'
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

type Recorded = { paymentId: string; fundId: string; principal: Cents; fees: Cents; from?: PaymentSource }

/** Keeps which advance a payment was made from, or which card it is owed on. */
export async function recordSource(tx: Tx, of: Recorded): Promise<void> {
  const { paymentId, fundId, from } = of
  if (typeof from !== 'object') return
  if ('advanceId' in from) {
    await tx.advancePayment.create({ data: { paymentId, advanceId: from.advanceId } })
    return
  }
  const amountCents = add(of.principal, of.fees)
  await tx.cardCharge.create({ data: { paymentId, fundId, cardLast4: from.cardLast4, amountCents } })
}

const isMeantFor = async (tx: Tx, of: { advanceId: string; disbursementId: string }): Promise<boolean> =>
  (await tx.advanceCover.count({ where: { ...of, postingAttempt: null } })) > 0
