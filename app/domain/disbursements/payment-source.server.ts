import { lockedAdvance } from '#app/domain/cash/read-advance.server.ts'
import { cardsOfFund } from '#app/domain/expenses/cards-of-fund.server.ts'
import type { PaidFrom } from '#app/domain/ledger/transfers/bonds.ts'
import { add, type Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { PaymentMethod } from './disbursement.ts'
import { refuseImpossibleTime } from './when-it-happened.ts'

/**
 * The fund's bank, which a debit card draws on at once; cash that was signed out to the payer; or one of the fund's cards that has
 * a statement. Nothing said is the bank, unless the fund has such a card and one was used.
 */
export type PaymentSource = 'bank' | { advanceId: string } | { cardLast4: string } | undefined

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
    return bankOrCard(tx, { fundId, method, from })
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

type Plain = { fundId: string; method: PaymentMethod; from: 'bank' | { cardLast4: string } | undefined }

/** A card at a kiosk is a debit card, or one that stands for the money until its statement: which of them is said, never guessed. */
async function bankOrCard(tx: Tx, { fundId, method, from }: Plain): Promise<'bank' | 'card_payable'> {
  if (method !== 'card_kiosk') {
    if (typeof from === 'object') throw new Refusal('card_pays_at_a_kiosk', {}, 'from')
    return 'bank'
  }
  if (from === 'bank') return 'bank'
  const cards = await cardsOfFund(tx, fundId)
  if (from === undefined) {
    if (cards.length > 0) throw new Refusal('kiosk_card_is_named', {}, 'from')
    return 'bank'
  }
  if (!cards.includes(from.cardLast4)) throw new Refusal('card_is_of_its_fund', {}, 'from')
  return 'card_payable'
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
