import { reachingStripe } from '#app/domain/donations/reaching-stripe.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { scheduleLink, scheduleOfToken } from './schedule-link.ts'

/**
 * Stripe's own page for changing the card of a monthly gift; we never see a card. Null for a link that was made
 * up and for a gift that has ended. Refuses with `stripe_unavailable`.
 */
export async function cardUpdatePage(token: string, language: string): Promise<string | null> {
  const id = scheduleOfToken(token)
  const schedule = id ? await db().recurringDonation.findUnique({ where: { id } }) : null
  if (!schedule?.stripeCustomerId || schedule.state === 'cancelled') return null
  const customer = schedule.stripeCustomerId
  const session = await reachingStripe(() =>
    stripe().billingPortal.sessions.create({
      customer,
      flow_data: { type: 'payment_method_update' },
      return_url: scheduleLink(schedule.id, language),
    }),
  )
  return session.url
}
