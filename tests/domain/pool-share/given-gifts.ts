import { randomUUID } from 'node:crypto'
import {
  type BalanceTransaction,
  classifyBalanceTransaction,
} from '#app/domain/ledger/classify-balance-transaction.ts'
import type { Movement, MovementSource } from '#app/domain/stripe-mirror/balance-transaction.ts'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { inTransaction } from '#app/platform/db.ts'

export type GivenGift = { chargeId: string; email: string; amount: bigint; at: Date }

type Wanted = {
  amount: bigint
  fee?: bigint
  email?: string
  updates?: boolean
  language?: string
  at?: Date
}

/** A settled gift to one fund, booked by the verb that books Stripe's movements. */
export async function givenGift(fundId: string, wanted: Wanted): Promise<GivenGift> {
  const at = wanted.at ?? new Date()
  const email = wanted.email ?? `${randomUUID()}@donor.example`
  const intentId = randomUUID()
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.giftIntent.create({
      data: {
        ...{ id: intentId, formToken: randomUUID(), formDigest: 'given', thanksToken: randomUUID() },
        ...{ frequency: 'once', email, name: 'Alex Example', incognito: false },
        ...{ wantsUpdates: wanted.updates ?? true, language: wanted.language ?? 'en', occurredAt: at },
      },
    })
    await tx.giftIntentPart.create({
      data: { intentId, fundId, purposeVersion: 1, giftCents: wanted.amount },
    })
  })
  const chargeId = `ch_${randomUUID()}`
  await post(
    { type: 'charge', amount: wanted.amount, fee: wanted.fee ?? 0n, at },
    {
      kind: 'charge',
      charge: {
        ...{ id: chargeId, amountCents: wanted.amount, paymentIntentId: null, intentId, customerId: null },
        ...{ cardBrand: 'visa', cardLast4: '4242', cardMark: null, createdAt: at },
      },
    },
    { chargeId, intentId },
  )
  return { chargeId, email, amount: wanted.amount, at }
}

/** A refund of it; answers the refund's id. */
export async function givenRefund(gift: GivenGift, amount: bigint, at = new Date()): Promise<string> {
  const id = `re_${randomUUID()}`
  await post(
    { type: 'refund', amount: -amount, fee: 0n, at },
    { kind: 'refund', id, chargeId: gift.chargeId, amountCents: amount },
  )
  return id
}

/** The donor's bank takes the gift back, with a fee of $15. Answers the dispute's id. */
export async function givenDispute(gift: GivenGift, at = new Date()): Promise<string> {
  const id = `dp_${randomUUID()}`
  const source = { kind: 'dispute', id, chargeId: gift.chargeId, amountCents: gift.amount } as const
  await post(
    { type: 'adjustment', category: 'dispute', amount: -gift.amount, fee: 1500n, at },
    { ...source, reason: 'fraudulent', status: 'needs_response' },
  )
  return id
}

/** The bank gives it back. */
export async function givenDisputeWon(gift: GivenGift, disputeId: string, at = new Date()): Promise<void> {
  const source = {
    kind: 'dispute',
    id: disputeId,
    chargeId: gift.chargeId,
    amountCents: gift.amount,
  } as const
  await post(
    { type: 'adjustment', category: 'dispute_reversal', amount: gift.amount, fee: 0n, at },
    { ...source, reason: 'fraudulent', status: 'won' },
  )
}

type Moved = { type: string; category?: string; amount: bigint; fee: bigint; at: Date }

async function post(
  { type, category = type, amount, fee, at }: Moved,
  source: MovementSource,
  owner?: { chargeId: string; intentId: string },
): Promise<void> {
  const transaction: BalanceTransaction = {
    ...{ type, reporting_category: category, currency: 'usd' },
    ...{ amount: Number(amount), fee: Number(fee), net: Number(amount - fee) },
  }
  const movement: Movement = {
    ...{ id: `txn_${randomUUID()}`, type, reportingCategory: category, currency: 'usd' },
    ...{ amountCents: amount, feeCents: fee, netCents: amount - fee, createdAt: at, availableOn: at },
    ...{ posting: classifyBalanceTransaction(transaction), source },
  }
  const owners = new Map(owner ? [[owner.chargeId, { intentId: owner.intentId, monthly: null }]] : [])
  await postMovements({ movements: [movement], owners })
}
