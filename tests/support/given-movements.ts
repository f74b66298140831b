import { randomUUID } from 'node:crypto'
import {
  type BalanceTransaction,
  classifyBalanceTransaction,
} from '#app/domain/ledger/classify-balance-transaction.ts'
import type { ChargeOwner, Movement, MovementSource } from '#app/domain/stripe-mirror/balance-transaction.ts'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { db } from '#app/platform/db.ts'
import { givenIntent } from './given-intent.ts'

const id = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`

function movement(
  transaction: Pick<BalanceTransaction, 'type' | 'amount'> & { category?: string },
  source: MovementSource,
  at: Date,
): Movement {
  const { type, amount } = transaction
  const category = transaction.category ?? (type === 'adjustment' ? 'dispute' : type)
  return {
    id: id('txn'),
    type,
    reportingCategory: category,
    amountCents: BigInt(amount),
    feeCents: 0n,
    netCents: BigInt(amount),
    currency: 'usd',
    createdAt: at,
    availableOn: at,
    posting: classifyBalanceTransaction({
      type,
      reporting_category: category,
      amount,
      fee: 0,
      net: amount,
      currency: 'usd',
    }),
    source,
  }
}

type Charged = {
  parts: { fundId: string; giftCents: bigint; feeCoverCents?: bigint }[]
  at: Date
  email?: string
  name?: string
  /** Stripe's sign for the card. */
  card?: string
}

/** A gift as the sweep books it, at any moment of the past. Answers its payment and its charge. */
export async function givenCharge({
  at,
  ...gift
}: Charged): Promise<{ paymentId: string; chargeId: string }> {
  const [charged] = await givenCharges([{ at, ...gift }])
  if (!charged) throw new Error('a charge was not booked')
  return charged
}

/** Many at once, in the order in which they are given. */
export async function givenCharges(gifts: Charged[]): Promise<{ paymentId: string; chargeId: string }[]> {
  const owners = new Map<string, ChargeOwner>()
  const movements: Movement[] = []
  for (const { at, card = null, ...gift } of gifts) {
    const amount = gift.parts.reduce((sum, part) => sum + part.giftCents + (part.feeCoverCents ?? 0n), 0n)
    const chargeId = id('ch')
    owners.set(chargeId, { intentId: await givenIntent(gift), monthly: null })
    const charge = {
      ...{ id: chargeId, amountCents: amount, paymentIntentId: null, intentId: null, customerId: null },
      ...{ cardBrand: 'visa', cardLast4: '4242', cardMark: card, createdAt: at },
    }
    movements.push(movement({ type: 'charge', amount: Number(amount) }, { kind: 'charge', charge }, at))
  }
  await postMovements({ movements, owners })
  const payments = await db().payment.findMany({ where: { chargeId: { in: [...owners.keys()] } } })
  return [...owners.keys()].map((chargeId) => {
    const payment = payments.find((each) => each.chargeId === chargeId)
    return { chargeId, paymentId: payment?.id ?? '' }
  })
}

type Back = { chargeId: string; paymentIntentId?: string; cents: bigint; at: Date }

/** Money that the organization sent back. Answers the refund's id. */
export async function givenRefund({ chargeId, paymentIntentId, cents, at }: Back): Promise<string> {
  const refundId = id('re')
  const source: MovementSource = {
    ...{ kind: 'refund', id: refundId, chargeId, paymentIntentId: paymentIntentId ?? null },
    amountCents: cents,
  }
  await postMovements({
    movements: [movement({ type: 'refund', amount: -Number(cents) }, source, at)],
    owners: new Map(),
  })
  return refundId
}

/** The refund came back: the card was closed. */
export async function givenRefundFailure({ refundId, chargeId, cents, at }: Back & { refundId: string }) {
  const source: MovementSource = { kind: 'refund', id: refundId, chargeId, amountCents: cents }
  await postMovements({
    movements: [movement({ type: 'refund_failure', amount: Number(cents) }, source, at)],
    owners: new Map(),
  })
}

/** Money that a bank took back, and how that ended. Answers the dispute's id. */
export async function givenDispute({
  chargeId,
  cents,
  at,
  status,
}: Back & { status: 'lost' | 'needs_response' }): Promise<string> {
  const disputeId = id('dp')
  const source: MovementSource = {
    ...{ kind: 'dispute', id: disputeId, chargeId, amountCents: cents, reason: 'fraudulent' },
    status,
  }
  await postMovements({
    movements: [movement({ type: 'adjustment', amount: -Number(cents) }, source, at)],
    owners: new Map(),
  })
  return disputeId
}

/** The bank gave it back. */
export async function givenDisputeWon({ disputeId, chargeId, cents, at }: Back & { disputeId: string }) {
  const source: MovementSource = {
    ...{ kind: 'dispute', id: disputeId, chargeId, amountCents: cents, reason: 'fraudulent', status: 'won' },
  }
  await postMovements({
    movements: [
      movement({ type: 'adjustment', category: 'dispute_reversal', amount: Number(cents) }, source, at),
    ],
    owners: new Map(),
  })
}
