import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { composePayout } from './compose-payout.server.ts'
import { dividePayout } from './divide-payout.server.ts'
import { recordPayoutArrival } from './record-payout-arrival.server.ts'
import type { Walk } from './sweep.server.ts'

/**
 * Moves payouts on: composition where Stripe has finished it, or our own division where it was made by hand; arrival where
 * the bank has it. A fast walk looks only at payouts that an event rang for; the slower ones at all that are under way.
 */
export async function settlePayouts(walk: Walk): Promise<void> {
  const underWay = await db().$queryRaw<
    { id: string; automatic: boolean; composed: boolean; ready: boolean; arrived_at: Date | null }[]
  >`
    select p.id, p.automatic,
           exists (select from stripe_payout_event e where e.payout_id = p.id and e.kind = 'composed') as composed,
           exists (select from stripe_event e where e.object_id = p.id and e.type = 'payout.reconciliation_completed') as ready,
           (select min(e.created_at) from stripe_event e where e.object_id = p.id and e.type = 'payout.paid') as arrived_at
      from stripe_payout p
     where not exists (select from stripe_payout_event e where e.payout_id = p.id
                        and (e.kind = 'arrived' or e.kind = 'failed'
                             and exists (select from stripe_payout_event c where c.payout_id = p.id and c.kind = 'composed')))
     order by p.created_at, p.id`
  for (const payout of underWay) {
    const asks = walk !== 'fast'
    const composed =
      payout.composed ||
      (payout.automatic
        ? (payout.ready || asks) && (await composePayout(payout.id))
        : asks && (await dividePayout(payout.id)))
    if (!composed) continue
    const arrivedAt = payout.arrived_at ?? (asks ? await arrivalAtStripe(payout.id) : null)
    if (arrivedAt) await recordPayoutArrival({ payoutId: payout.id, arrivedAt })
  }
}

async function arrivalAtStripe(payoutId: string): Promise<Date | null> {
  const payout = await stripe().payouts.retrieve(payoutId)
  return payout.status === 'paid' ? new Date(payout.arrival_date * 1000) : null
}
