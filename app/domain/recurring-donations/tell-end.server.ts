import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { scheduleFacts } from './schedule-facts.server.ts'
import type { Subscription } from './subscription.ts'

/**
 * Tells the donor once that a monthly gift has ended, and why where it was not their own wish: its fund closes, or Stripe
 * gave it up after the last try of the card. Nothing begins again by itself: there, a link leads to a new gift.
 */
export async function tellEnd(
  tx: Tx,
  recurringDonationId: string,
  { at, subscription }: { at: Date; subscription: Subscription },
): Promise<void> {
  const { donorId, email, language, fundSlug, funds, ...facts } = await scheduleFacts(tx, recurringDonationId)
  const closing = await tx.recurringDonationWish.count({
    where: { recurringDonationId, kind: 'stop', cause: 'fund_closing' },
  })
  const refused = closing === 0 && subscription.cancellation_details?.reason === 'payment_failed'
  await queueMail(tx, {
    message: 'monthly-cancelled',
    dedupeKey: `monthly-cancelled:${recurringDonationId}`,
    to: email,
    donorId,
    language,
    props: {
      ...facts,
      fund: funds,
      organization: mailOrganization(await organization()),
      amountCents: String(facts.amountCents),
      cancelledAt: at.toISOString(),
      ...(closing > 0 ? { fundCloses: true } : {}),
      ...(refused
        ? { cardRefused: { giveUrl: await giveUrl(tx, { fundSlug, fundUrl: facts.fundUrl }) } }
        : {}),
    },
  })
}

/** Where a new gift is begun; null while the fund takes none. */
async function giveUrl(
  tx: Tx,
  { fundSlug, fundUrl }: { fundSlug: string; fundUrl: string },
): Promise<string | null> {
  const open = await tx.fund.count({ where: { slug: fundSlug, state: 'open' } })
  return open > 0 ? `${fundUrl}/donate` : null
}
