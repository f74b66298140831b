import { randomUUID } from 'node:crypto'
import { keepCards } from '#app/domain/defence/keep-cards.server.ts'
import { accountCodeOf } from '#app/domain/ledger/accounts.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { donationSettled } from '#app/domain/ledger/transfers/gifts.ts'
import { stripeFeeTaken } from '#app/domain/ledger/transfers/stripe.ts'
import { allocate } from '#app/domain/money/allocate.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ChargeFacts, ChargeOwner, Movement } from './balance-transaction.ts'
import { type GivingIntent, givingIntents } from './giving-intents.server.ts'
import { hearEarlierEvents } from './hear-earlier-events.server.ts'
import { type MonthlyParts, monthlyParts } from './monthly-parts.server.ts'

type Charges = { movements: Movement[]; owners: Map<string, ChargeOwner>; operating: string }

/**
 * Books charges whose owners are known: the mirror, and for each that is new there its donor, payment, donations per
 * fund, transfers and the job for its receipt, whatever their number in one statement (`post_gifts`). Answers the
 * payments written now.
 */
export async function bookCharges(tx: Tx, { movements, owners, operating }: Charges): Promise<string[]> {
  if (movements.length === 0) return []
  const intents = await givingIntents(tx, [...new Set([...owners.values()].map((owner) => owner.intentId))])
  const monthly = await monthlyParts(tx, [...owners.values()])
  const gifts = movements.map((movement) => settle(movement, owners, intents, monthly))
  const [written] = await tx.$queryRaw<{ payments: string[] }[]>`
    select post_gifts(${JSON.stringify(gifts.map(giftRow))}::jsonb, ${JSON.stringify(gifts.flatMap(partRows))}::jsonb,
                      ${JSON.stringify(gifts.flatMap((gift) => transferRows(gift, operating)))}::jsonb) as payments`
  const paymentIds = written?.payments ?? []
  await keepCards(
    tx,
    paymentIds,
    gifts.map(({ charge }) => charge),
  )
  if (gifts.some(({ owner }) => owner.monthly)) await hearEarlierEvents(tx, paymentIds)
  return paymentIds
}

/** One fund's part of a payment, in cents; `feeCents` is its part of Stripe's fee. */
type Part = GivingIntent['parts'][number] & { feeCents: bigint }

type SettledGift = {
  movement: Movement
  charge: ChargeFacts
  owner: ChargeOwner
  intent: GivingIntent
  parts: Part[]
}

function settle(
  movement: Movement,
  owners: Map<string, ChargeOwner>,
  intents: Map<string, GivingIntent>,
  monthly: MonthlyParts,
): SettledGift {
  if (movement.source.kind !== 'charge') throw new Error('a settled gift comes from a charge')
  const { charge } = movement.source
  const owner = owners.get(charge.id)
  const intent = owner && intents.get(owner.intentId)
  if (!owner || !intent) throw new Error('a charge without an owner was booked as a gift')
  const wanted = monthly({
    ...{ owner, amountCents: movement.amountCents, chargedAt: charge.createdAt, first: intent.parts },
  })
  return { movement, charge, owner, intent, parts: divide(movement, wanted) }
}

/** What was charged is divided as it was wanted: exactly so where it is the wanted sum, in proportion otherwise. */
function divide(movement: Movement, wanted: GivingIntent['parts']): Part[] {
  const weights = wanted.flatMap((part) => [part.giftCents, part.feeCoverCents])
  const amounts = allocate(movement.amountCents, weights)
  const fees = allocate(
    movement.feeCents,
    wanted.map((part) => part.giftCents),
  )
  return wanted.map((part, index) => ({
    ...part,
    giftCents: amounts[index * 2] ?? 0n,
    feeCoverCents: amounts[index * 2 + 1] ?? 0n,
    feeCents: fees[index] ?? 0n,
  }))
}

/** Cents go as text: JSON has no whole number that is safe for them. */
const giftRow = ({ movement, charge, owner: { monthly }, intent }: SettledGift) => ({
  txn: movement.id,
  type: movement.type,
  category: movement.reportingCategory,
  currency: movement.currency,
  amount: String(movement.amountCents),
  fee: String(movement.feeCents),
  at: movement.createdAt,
  available: movement.availableOn,
  payment: randomUUID(),
  charge: charge.id,
  payment_intent: charge.paymentIntentId,
  charged: charge.createdAt,
  brand: charge.cardBrand,
  last4: charge.cardLast4,
  intent: intent.id,
  email: intent.email,
  name: intent.name,
  incognito: intent.incognito,
  language: intent.language,
  updates: intent.wantsUpdates,
  subscription: monthly?.subscriptionId,
  invoice: monthly?.invoiceId,
  customer: monthly?.customerId,
})

const partRows = ({ movement, parts }: SettledGift) =>
  parts.map((part) => ({
    txn: movement.id,
    fund: part.fundId,
    purpose: part.purposeVersion,
    gift: String(part.giftCents),
    cover: String(part.feeCoverCents),
    fee: String(part.feeCents),
  }))

const transferRows = (gift: SettledGift, operating: string) =>
  transfersOf(gift, operating).map((row) => ({
    txn: gift.movement.id,
    at: gift.movement.createdAt,
    fund: row.fundId,
    code: row.code,
    debit: accountCodeOf(row.debit),
    credit: accountCodeOf(row.credit),
    amount: String(row.amount),
    part: row.part ?? 0,
  }))

const transfersOf = ({ parts }: SettledGift, operating: string): Transfer[] =>
  parts.flatMap((part, index) => [
    ...donationSettled({
      fundId: part.fundId,
      gift: cents(part.giftCents),
      feeCover: cents(part.feeCoverCents),
    }),
    ...stripeFeeTaken({
      fundId: part.feesPaidByFund ? part.fundId : operating,
      part: index,
      fee: cents(part.feeCents),
    }),
  ])
