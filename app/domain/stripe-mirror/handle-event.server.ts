import { z } from 'zod'
import { recordFailedTry } from '#app/domain/defence/record-failed-try.server.ts'
import { recordSubscription } from '#app/domain/recurring-donations/record-subscription.server.ts'
import { enqueue, ringSweep } from '#app/jobs/queue.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { eventObject } from './event-object.ts'
import { closeDispute } from './settle-disputes.server.ts'

/**
 * What a kept event changes besides money: the state of payment pages, schedules and disputes, and refused cards. Money is never read from
 * an event; every event rings the sweep instead. Running it twice, late or out of order gives the same state.
 */
export async function handleEvent(eventId: string): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const event = await tx.stripeEvent.findUnique({ where: { id: eventId } })
    if (!event) return
    await changes[event.type]?.(tx, eventObject(event.body), event.createdAt)
    await ringSweep(tx)
  })
}

type Change = (tx: Tx, payload: unknown, at: Date) => Promise<void>

const Named = z.object({ id: z.string() })

/** A page that was paid stays paid, whatever arrives after. */
const closeSession =
  (state: 'complete' | 'expired'): Change =>
  async (tx, payload) => {
    await tx.checkoutSession.updateMany({
      where: { id: Named.parse(payload).id, state: 'open' },
      data: { state },
    })
  }

/** An event says that something about a dispute changed; what it is now is asked of Stripe. */
const lookAtDispute: Change = (tx, payload) => {
  const { id } = Named.parse(payload)
  return enqueue(tx, 'dispute.look', { disputeId: id }, { key: `dispute.look:${id}`, inMilliseconds: 100 })
}

/** It may have been tried again since, paid or given up: what is told to the donor is asked of Stripe. */
const lookAtFailedPayment: Change = (tx, payload) => {
  const { id } = Named.parse(payload)
  return enqueue(tx, 'monthly.failed-payment', { invoiceId: id }, { key: `monthly.failed-payment:${id}` })
}

/** A donor put in another card on Stripe's page, perhaps; which card a gift is charged to is asked of Stripe. */
const lookAtCards: Change = async (tx, payload) => {
  const schedules = await tx.recurringDonation.findMany({
    where: { stripeCustomerId: Named.parse(payload).id, NOT: { state: 'cancelled' } },
    select: { id: true },
  })
  for (const { id } of schedules)
    await enqueue(tx, 'monthly.card', { scheduleId: id }, { key: `monthly.card:${id}` })
}

const changes: Record<string, Change> = {
  'checkout.session.completed': closeSession('complete'),
  'checkout.session.expired': closeSession('expired'),
  'customer.updated': lookAtCards,
  'customer.subscription.created': recordSubscription,
  'customer.subscription.updated': recordSubscription,
  'customer.subscription.deleted': recordSubscription,
  'customer.subscription.paused': recordSubscription,
  'customer.subscription.resumed': recordSubscription,
  'invoice.payment_failed': lookAtFailedPayment,
  'charge.failed': recordFailedTry,
  'charge.dispute.created': lookAtDispute,
  'charge.dispute.updated': lookAtDispute,
  'charge.dispute.funds_withdrawn': lookAtDispute,
  'charge.dispute.funds_reinstated': lookAtDispute,
  'charge.dispute.closed': async (tx, payload, at) => {
    await closeDispute(tx, payload, at)
    await lookAtDispute(tx, payload, at)
  },
}
