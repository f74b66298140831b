import { Pool, type PoolClient } from 'pg'
import type { Gift } from './gifts.ts'

export type NaiveLedger = {
  ownerUrl: string
  post(gift: Gift): Promise<void>
  check(): Promise<void>
  close(): Promise<void>
}

/**
 * The design that one would write first: a transaction per gift that locks the fund's row, 7 round trips, on the very
 * tables, keys and indexes of the product. It writes the same facts and leaves out what only ours does (roll-ups, the
 * receipt's job).
 */
export async function naiveLedger(ownerUrl: string, fundId: string): Promise<NaiveLedger> {
  const pool = new Pool({ connectionString: ownerUrl, max: 16, options: '-c homeward.posting=on' })
  const { rows } = await pool.query<{ id: string; code: string }>(
    `insert into ledger_account (fund_id, code) select $1, unnest('{stripe,gifts,processing_fees}'::text[]) returning id, code`,
    [fundId],
  )
  const account = (code: string) => rows.find((row) => row.code === code)?.id
  const accounts = ['stripe', 'gifts', 'processing_fees'].map(account)

  return {
    ownerUrl,
    post: async (gift) => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        await post(client, fundId, accounts, gift)
        await client.query('commit')
      } finally {
        client.release()
      }
    },
    check: async () => {
      const { rows: broken } = await pool.query(brokenSql)
      if (broken.length > 0) throw new Error(`the naive books are broken: ${JSON.stringify(broken[0])}`)
    },
    close: () => pool.end(),
  }
}

async function post(client: PoolClient, fundId: string, accounts: unknown[], gift: Gift): Promise<void> {
  const { movement, chargeId, intentId, email, name } = gift
  await client.query({ name: 'lock', text: 'select id from fund where id = $1 for update', values: [fundId] })
  const mirrored = await client.query({
    name: 'mirror',
    text: `insert into stripe_balance_transaction (id, type, reporting_category, amount_cents, fee_cents, net_cents,
                                                   currency, source_id, posted_as, created_at, available_on)
           values ($1, 'charge', 'charge', $2, $3, $4, 'usd', $5, 'charge', $6, $6) on conflict (id) do nothing`,
    values: [movement.id, gift.gift, gift.fee, gift.gift - gift.fee, chargeId, movement.createdAt],
  })
  if (mirrored.rowCount === 0) return
  await client.query({
    name: 'payment',
    text: `with giver as (insert into donor (email, name) values ($1, $2)
                          on conflict (email) do update set email = excluded.email returning id),
                consent as (insert into donor_consent (donor_id, topic, given_at, source)
                            select id, 'impact', $8, 'giving form' from giver on conflict do nothing),
                paid as (insert into payment (txn_id, charge_id, payment_intent_id, intent_id, donor_id, amount_cents, fee_cents,
                                              card_brand, card_last4, occurred_at)
                         select $3, $4, $5, $6, id, $7, $9, 'visa', '4242', $8 from giver returning id)
           insert into donation (payment_id, fund_id, purpose_version, gift_cents, fee_cents, occurred_at)
           select id, $10, 1, $7, $9, $8 from paid`,
    values: [
      ...[email, name, movement.id, chargeId, `pi_${chargeId}`, intentId, gift.gift, movement.createdAt],
      ...[gift.fee, fundId],
    ],
  })
  await client.query({
    name: 'transfers',
    text: `insert into ledger_transfer (fund_id, code, debit_account_id, credit_account_id, amount_cents, source_kind, source_id, occurred_at)
           values ($1, 'donation', $2, $3, $5, 'stripe_txn', $7, $8), ($1, 'processing_fee', $4, $2, $6, 'stripe_txn', $7, $8)`,
    values: [fundId, ...accounts, gift.gift, gift.fee, movement.id, movement.createdAt],
  })
  await client.query({
    name: 'balances',
    text: `update ledger_account
              set debits_cents = debits_cents + case id when $1 then $4 when $3 then $5 else 0 end,
                  credits_cents = credits_cents + case id when $2 then $4 when $1 then $5 else 0 end
            where id in ($1, $2, $3)`,
    values: [...accounts, gift.gift, gift.fee],
  })
}

const brokenSql = `
  select a.code from ledger_account a
   where a.debits_cents <> (select coalesce(sum(amount_cents), 0) from ledger_transfer where debit_account_id = a.id)
      or a.credits_cents <> (select coalesce(sum(amount_cents), 0) from ledger_transfer where credit_account_id = a.id)
  union all
  select 'a movement without its payment' from stripe_balance_transaction b
   where not exists (select from payment p where p.txn_id = b.id)`
