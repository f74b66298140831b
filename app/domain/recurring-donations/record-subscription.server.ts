import { z } from 'zod'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { scheduleFacts } from './schedule-facts.server.ts'

const Subscription = z.object({
  id: z.string(),
  status: z.string(),
  customer: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]),
  metadata: z.object({ intent: z.uuid().optional() }),
  pause_collection: z.unknown().nullable().optional(),
  start_date: z.number().optional(),
})

export type ScheduleState = 'active' | 'past_due' | 'paused' | 'cancelled'

/**
 * Follows a monthly schedule's state, wherever it was changed. Events may come late or out of order: an older one never
 * overwrites what a newer one said, and a cancelled schedule stays cancelled (Stripe never revives one).
 */
export async function recordSubscription(tx: Tx, payload: unknown, at: Date): Promise<void> {
  const subscription = Subscription.parse(payload)
  const state = stateOf(subscription)
  // Two events at once are taken one after the other, so that the older cannot overwrite the newer.
  await tx.$queryRaw`
    select id from recurring_donation where stripe_subscription_id = ${subscription.id} for no key update`
  const known = await tx.recurringDonation.findUnique({ where: { stripeSubscriptionId: subscription.id } })
  // Not known yet: its first payment makes it, and the state of a schedule that never paid interests nobody.
  if (!known || !state || known.state === 'cancelled' || known.seenAt > at) return

  await tx.recurringDonation.update({
    where: { id: known.id },
    data: { state, seenAt: at, ...(state === 'cancelled' ? { endedAt: at } : {}) },
  })
  if (state === known.state) return
  await tx.recurringDonationChange.createMany({
    skipDuplicates: true,
    data: {
      recurringDonationId: known.id,
      fromState: known.state,
      toState: state,
      cause: `stripe:${subscription.status}:${at.getTime()}`,
      occurredAt: at,
    },
  })
  if (state === 'cancelled') await tellCancelled(tx, known.id, at)
}

/** Null before the first payment, which a schedule that is known here has behind it: such an event comes late. */
function stateOf(subscription: z.infer<typeof Subscription>): ScheduleState | null {
  switch (subscription.status) {
    case 'canceled':
    case 'incomplete_expired':
      return 'cancelled'
    case 'past_due':
    case 'unpaid':
      return 'past_due'
    case 'incomplete':
      return null
    case 'paused':
      return 'paused'
    default:
      return subscription.pause_collection ? 'paused' : 'active'
  }
}

async function tellCancelled(tx: Tx, recurringDonationId: string, at: Date): Promise<void> {
  const { donorId, email, language, fundSlug: _slug, ...facts } = await scheduleFacts(tx, recurringDonationId)
  await queueMail(tx, {
    message: 'monthly-cancelled',
    dedupeKey: `monthly-cancelled:${recurringDonationId}`,
    to: email,
    donorId,
    language,
    props: {
      ...facts,
      organization: mailOrganization(await organization()),
      amountCents: String(facts.amountCents),
      cancelledAt: at.toISOString(),
    },
  })
}
