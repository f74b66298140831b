import { randomUUID } from 'node:crypto'
import { classifyBalanceTransaction } from '#app/domain/ledger/classify-balance-transaction.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { payoutMade } from '#app/domain/ledger/transfers/stripe.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Movement, MovementSource } from '#app/domain/stripe-mirror/balance-transaction.ts'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'

const id = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '')}`

async function givenAtStripe(of: { type: string; amount: bigint; at: Date; source: MovementSource }) {
  const { type, amount, at, source } = of
  const said = {
    type,
    reporting_category: type,
    amount: Number(amount),
    fee: 0,
    net: Number(amount),
    currency: 'usd',
  }
  const movement: Movement = {
    ...{ id: id('txn'), type, reportingCategory: type, amountCents: amount, feeCents: 0n, netCents: amount },
    ...{ currency: 'usd', createdAt: at, availableOn: at, source },
    posting: classifyBalanceTransaction(said),
  }
  await postMovements({ movements: [movement], owners: new Map() })
  return movement.id
}

/** A movement at Stripe that nobody can name. Answers its id. */
export const givenUnclear = (of: { amount: bigint; at: Date }): Promise<string> =>
  givenAtStripe({ ...of, type: 'a_type_of_tomorrow', source: { kind: 'other', id: null } })

/** All of Stripe's balance that no payout carried yet leaves for the bank, and Stripe says what it carries. */
export async function givenPayout({ at }: { at: Date }): Promise<{ id: string; amount: bigint }> {
  const free = await db().stripeBalanceTransaction.findMany({
    where: { stripePayoutItem: null, type: { not: 'payout' } },
  })
  const amount = free.reduce((sum, { netCents }) => sum + netCents, 0n)
  const payoutId = id('po')
  const source = { kind: 'payout', id: payoutId, amountCents: amount, automatic: true } as const
  const txnId = await givenAtStripe({ type: 'payout', amount: -amount, at, source })
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.stripePayoutItem.createMany({ data: free.map((carried) => ({ payoutId, txnId: carried.id })) })
    await tx.stripePayoutEvent.create({ data: { payoutId, kind: 'composed', occurredAt: at } })
    const shares = await tx.$queryRaw<{ fundId: string; cents: bigint }[]>`
      select t.fund_id as "fundId", sum(case when d.code = 'stripe' then t.amount_cents else -t.amount_cents end)::bigint as cents
        from ledger_transfer t join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
        join fund f on f.id = t.fund_id
       where t.source_kind = 'stripe_txn' and 'stripe' in (d.code, c.code)
         and t.source_id = any (${free.map((carried) => carried.id)}::text[]) group by t.fund_id, f.slug order by f.slug`
    await postTransfers(tx, {
      source: { kind: 'stripe_txn', id: txnId },
      occurredAt: at,
      transfers: shares.flatMap((share) => payoutMade({ fundId: share.fundId, amount: cents(share.cents) })),
    })
  })
  return { id: payoutId, amount }
}

/** The bank sent a payout back. */
export const givenPayoutFailed = (of: { id: string; amount: bigint; at: Date }): Promise<string> =>
  givenAtStripe({
    ...{ type: 'payout_failure', amount: of.amount, at: of.at },
    source: { kind: 'payout', id: of.id, amountCents: of.amount, automatic: true },
  })
