import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { payoutMade } from '#app/domain/ledger/transfers/stripe.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'
import { stripe } from '#app/platform/stripe.ts'
import { payoutReturned } from './book-payout.server.ts'

/**
 * Learns which movements a payout carries and posts each fund's part. Nothing where Stripe has not finished the list,
 * where a movement on it has not been swept yet, or where it was done before: the next walk tries again.
 */
export async function composePayout(payoutId: string): Promise<boolean> {
  const payout = await stripe().payouts.retrieve(payoutId)
  if (payout.reconciliation_status !== 'completed') return false
  const carried: string[] = []
  for await (const transaction of stripe().balanceTransactions.list({ payout: payoutId, limit: 100 })) {
    if (transaction.type !== 'payout') carried.push(transaction.id)
  }
  return inTransaction({ scope: { kind: 'system' } }, (tx) => compose(tx, payoutId, carried))
}

async function compose(tx: Tx, payoutId: string, carried: string[]): Promise<boolean> {
  const payout = await tx.stripePayout.findUnique({ where: { id: payoutId } })
  if (!payout) return false
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${payoutId}, 0))::text`
  const done = await tx.stripePayoutEvent.findMany({ where: { payoutId } })
  if (done.some((event) => event.kind === 'composed')) return false

  const mirrored = await tx.stripeBalanceTransaction.count({ where: { id: { in: carried } } })
  if (mirrored < carried.length) return false
  const shares = await sharesOf(tx, carried)
  const total = shares.reduce((sum, share) => sum + share.amount, 0n)
  if (total !== payout.amountCents) {
    log.error('a payout does not add up to what it carries', { code: 'payout_composition' })
    return false
  }

  await tx.stripePayoutItem.createMany({ data: carried.map((txnId) => ({ payoutId, txnId })) })
  await tx.stripePayoutEvent.create({ data: { payoutId, kind: 'composed', occurredAt: payout.createdAt } })
  await postTransfers(tx, {
    source: { kind: 'stripe_txn', id: payout.txnId },
    occurredAt: payout.createdAt,
    transfers: shares.flatMap((share) => payoutMade(share)),
  })
  const failed = done.find((event) => event.kind === 'failed')
  if (failed) {
    await postTransfers(tx, {
      // Under the movement that brought the money back: the payout that carries it next reads its shares there.
      source: { kind: 'stripe_txn', id: await failureOf(tx, payoutId) },
      occurredAt: failed.occurredAt,
      transfers: await payoutReturned(tx, payout),
    })
  }
  return true
}

async function failureOf(tx: Tx, payoutId: string): Promise<string> {
  const { id } = await tx.stripeBalanceTransaction.findFirstOrThrow({
    where: { sourceId: payoutId, postedAs: 'payout_failed' },
    select: { id: true },
  })
  return id
}

/** Each fund's net of the carried movements, read from what they posted to `stripe`. */
async function sharesOf(tx: Tx, carried: string[]) {
  const rows = await tx.$queryRaw<{ fund_id: string; cents: bigint }[]>`
    select t.fund_id, sum(case when d.code = 'stripe' then t.amount_cents else -t.amount_cents end)::bigint as cents
      from ledger_transfer t
      join ledger_account d on d.id = t.debit_account_id
      join ledger_account c on c.id = t.credit_account_id
      join fund f on f.id = t.fund_id
     where t.source_kind = 'stripe_txn' and t.source_id = any (${carried}::text[]) and 'stripe' in (d.code, c.code)
     group by t.fund_id, f.slug order by f.slug`
  return rows.map((row) => ({ fundId: row.fund_id, amount: cents(row.cents) }))
}
