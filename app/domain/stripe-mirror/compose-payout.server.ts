import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { payoutMade, stripeFeeTaken } from '#app/domain/ledger/transfers/stripe.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'
import { type Stripe, stripe } from '#app/platform/stripe.ts'
import { payoutReturned } from './book-payout.server.ts'
import { operatingFundId } from './operating-fund.server.ts'

/**
 * Learns which movements a payout carries and posts each fund's part. Nothing where Stripe has not finished the list,
 * where a movement on it has not been swept yet, or where it was done before: the next walk tries again.
 */
export async function composePayout(payoutId: string): Promise<boolean> {
  const payout = await stripe().payouts.retrieve(payoutId)
  if (payout.reconciliation_status !== 'completed') return false
  const carried: string[] = []
  for await (const transaction of stripe().balanceTransactions.list({ payout: payoutId, limit: 100 })) {
    // A payout made by hand before it lowers what this one carries, and stands on its list; only its own movement is left out.
    if (sourceOf(transaction) !== payoutId || transaction.type !== 'payout') carried.push(transaction.id)
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
  const undivided = await tx.stripePayout.count({
    where: { txnId: { in: carried }, stripePayoutEvents: { none: { kind: 'composed' } } },
  })
  if (undivided > 0) return false
  const shares = await sharesOf(tx, carried)
  const total = shares.reduce((sum, share) => sum + share.amount, 0n)
  if (total !== payout.amountCents) {
    log.error('a payout does not add up to what it carries', { code: 'payout_composition' })
    return false
  }

  await tx.stripePayoutItem.createMany({ data: carried.map((txnId) => ({ payoutId, txnId })) })
  await recordComposition(tx, { payout, shares, done })
  return true
}

type Composition = {
  payout: { id: string; txnId: string; createdAt: Date }
  shares: { fundId: string; amount: Cents }[]
  done: { kind: string; occurredAt: Date }[]
}

/** Each fund's part leaves its balance at Stripe, with the fee that Stripe takes for an instant payout; and comes back where the payout failed. */
export async function recordComposition(tx: Tx, { payout, shares, done }: Composition): Promise<void> {
  const { id: payoutId, createdAt: occurredAt } = payout
  await tx.stripePayoutEvent.create({ data: { payoutId, kind: 'composed', occurredAt } })
  const operating = await operatingFundId(tx)
  const { feeCents } = await tx.stripeBalanceTransaction.findUniqueOrThrow({ where: { id: payout.txnId } })
  await postTransfers(tx, {
    source: { kind: 'stripe_txn', id: payout.txnId },
    occurredAt,
    transfers: [
      ...shares.flatMap((share) => payoutMade(share)),
      ...stripeFeeTaken({ fundId: operating, fee: cents(feeCents) }),
    ],
  })
  const failed = done.find((event) => event.kind === 'failed')
  if (failed) {
    const failure = await failureOf(tx, payoutId)
    await postTransfers(tx, {
      // Under the movement that brought the money back: the payout that carries it next reads its shares there.
      source: { kind: 'stripe_txn', id: failure.id },
      occurredAt: failed.occurredAt,
      transfers: [
        ...(await payoutReturned(tx, payout)),
        ...stripeFeeTaken({ fundId: operating, fee: cents(failure.feeCents) }),
      ],
    })
  }
}

const sourceOf = ({ source }: Stripe.BalanceTransaction): string | null =>
  typeof source === 'string' ? source : (source?.id ?? null)

const failureOf = (tx: Tx, payoutId: string): Promise<{ id: string; feeCents: bigint }> =>
  tx.stripeBalanceTransaction.findFirstOrThrow({
    where: { sourceId: payoutId, postedAs: 'payout_failed' },
    select: { id: true, feeCents: true },
  })

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
