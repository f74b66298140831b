import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { cents } from '#app/domain/money/cents.ts'
import type { Movement } from '#app/domain/stripe-mirror/balance-transaction.ts'
import type { Page } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { inPages, shuffled, withDuplicates } from './order.ts'

/** A gift as the sweep meets it: what Stripe took, and the intent that asked for it. Cents. */
export type Gift = {
  movement: Movement
  chargeId: string
  intentId: string
  email: string
  name: string
  gift: bigint
  fee: bigint
}

/** Writes so many intents to a database, each of a donor of its own, and answers the gifts that settle them. */
export async function prepareGifts(ownerUrl: string, fundId: string, count: number): Promise<Gift[]> {
  const gifts = Array.from({ length: count }, someGift)
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  const columns = [gifts.map((one) => one.intentId), gifts.map((one) => one.email)]
  await client.query(
    `insert into gift_intent (id, form_token, form_digest, thanks_token, frequency, email, name, incognito,
                              wants_updates, language, occurred_at)
     select id, id::text, 'digest', id::text, 'once', email, 'A giver', false, true, 'en', now()
       from unnest($1::uuid[], $2::text[]) as g (id, email)`,
    columns,
  )
  await client.query(
    `insert into gift_intent_part (intent_id, fund_id, purpose_version, gift_cents, fee_cover_cents)
     select id, $2, 1, gift, 0 from unnest($1::uuid[], $3::bigint[]) as g (id, gift)`,
    [columns[0], fundId, gifts.map((one) => one.gift)],
  )
  // As after some minutes of an ordinary day, when the database has looked at its tables by itself.
  await client.query(
    'analyze gift_intent, gift_intent_part, donor, payment, donation, stripe_balance_transaction',
  )
  await client.end()
  return gifts
}

/** Pages as the sweep makes them, one in twenty gifts twice, in any order. */
export const pagesOf = (gifts: Gift[]): Page[] =>
  inPages(shuffled(withDuplicates(gifts)), 100).map((page) => ({
    movements: page.map(({ movement }) => movement),
    owners: new Map(page.map(({ chargeId, intentId }) => [chargeId, { intentId, monthly: null }])),
  }))

function someGift(): Gift {
  const [chargeId, intentId] = [`ch_${token()}`, randomUUID()]
  const gift = BigInt(500 + Math.floor(Math.random() * 20_000))
  const fee = (gift * 22n) / 1000n + 30n
  const at = new Date(Date.now() - Math.floor(Math.random() * 3_600_000))
  return {
    ...{ chargeId, intentId, gift, fee, email: `${token()}@giver.example`, name: 'A giver' },
    movement: {
      id: `txn_${token()}`,
      type: 'charge',
      reportingCategory: 'charge',
      amountCents: gift,
      feeCents: fee,
      netCents: gift - fee,
      currency: 'usd',
      createdAt: at,
      availableOn: at,
      posting: { kind: 'charge', amount: cents(gift), fee: cents(fee) },
      source: {
        kind: 'charge',
        charge: {
          ...{
            id: chargeId,
            amountCents: gift,
            paymentIntentId: `pi_${token()}`,
            intentId,
            customerId: null,
          },
          ...{ cardBrand: 'visa', cardLast4: '4242', cardMark: chargeId, createdAt: at },
        },
      },
    },
  }
}

const token = (): string => randomBytes(12).toString('hex')
