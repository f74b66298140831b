import type { Posting } from '#app/domain/ledger/post.server.ts'
import { payoutFailed } from '#app/domain/ledger/transfers/stripe.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Booking, feeOf, posting } from './book-other.server.ts'

/** A payout left Stripe. Which fund's money it carries is not known yet: it waits for its composition and posts nothing. */
export async function bookPayout(tx: Tx, { movement }: Booking): Promise<Posting[] | null> {
  const { source } = movement
  if (source.kind !== 'payout') return null
  await tx.stripePayout.create({
    data: {
      id: source.id,
      txnId: movement.id,
      amountCents: movement.posting.amount,
      automatic: source.automatic,
      createdAt: movement.createdAt,
    },
  })
  return []
}

/** The bank sent a payout back: each fund's part returns to its Stripe balance. Before its composition, nothing was moved. */
export async function bookPayoutFailure(tx: Tx, booking: Booking): Promise<Posting[] | null> {
  const { movement } = booking
  const { source } = movement
  if (source.kind !== 'payout') return null
  const payout = await tx.stripePayout.findUnique({ where: { id: source.id } })
  if (!payout) return null
  // As its composition and arrival hold it: whether they are done decides what comes back, and from where.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${payout.id}, 0))::text`
  await tx.stripePayoutEvent.create({
    data: { payoutId: payout.id, kind: 'failed', occurredAt: movement.createdAt },
  })
  const returned = await payoutReturned(tx, payout)
  return [posting(movement, returned.length > 0 ? [...returned, ...feeOf(booking)] : [])]
}

/** Undoes a composed payout out of `in_transit`, or out of `bank` where it had arrived. */
export async function payoutReturned(tx: Tx, payout: { id: string; txnId: string }) {
  const arrived = await tx.stripePayoutEvent.findUnique({
    where: { payoutId_kind: { payoutId: payout.id, kind: 'arrived' } },
  })
  const shares = await payoutShares(tx, payout.txnId)
  return shares.flatMap((share) => payoutFailed({ ...share, from: arrived ? 'bank' : 'in_transit' }))
}

/** Each fund's net in a composed payout, in cents; below zero where its refunds exceeded its gifts. */
export async function payoutShares(tx: Tx, payoutTxnId: string) {
  const rows = await tx.$queryRaw<{ fund_id: string; cents: bigint }[]>`
    select t.fund_id, sum(case when d.code = 'in_transit' then t.amount_cents else -t.amount_cents end)::bigint as cents
      from ledger_transfer t join ledger_account d on d.id = t.debit_account_id join fund f on f.id = t.fund_id
     where t.source_kind = 'stripe_txn' and t.source_id = ${payoutTxnId} and t.code = 'payout_made'
     group by t.fund_id, f.slug order by f.slug`
  return rows.map((row) => ({ fundId: row.fund_id, amount: cents(row.cents) }))
}
