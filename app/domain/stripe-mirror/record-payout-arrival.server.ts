import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { payoutArrived } from '#app/domain/ledger/transfers/stripe.ts'
import { inTransaction } from '#app/platform/db.ts'
import { payoutShares } from './book-payout.server.ts'

/** A composed payout reached the bank: each fund's part may now be committed. Nothing where it is not composed, arrived before, or failed. */
export async function recordPayoutArrival(arrival: { payoutId: string; arrivedAt: Date }): Promise<boolean> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const payout = await tx.stripePayout.findUnique({ where: { id: arrival.payoutId } })
    if (!payout) return false
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${payout.id}, 0))::text`
    const events = await tx.stripePayoutEvent.findMany({ where: { payoutId: payout.id } })
    const kinds = events.map((event) => event.kind)
    if (!kinds.includes('composed') || kinds.includes('arrived') || kinds.includes('failed')) return false

    await tx.stripePayoutEvent.create({
      data: { payoutId: payout.id, kind: 'arrived', occurredAt: arrival.arrivedAt },
    })
    const shares = await payoutShares(tx, payout.txnId)
    await postTransfers(tx, {
      source: { kind: 'payout_arrived', id: payout.id },
      occurredAt: arrival.arrivedAt,
      transfers: shares.flatMap((share) => payoutArrived(share)),
    })
    return true
  })
}
