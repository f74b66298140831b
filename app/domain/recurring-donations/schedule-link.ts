import { sign, signatureMatches } from '#app/platform/crypto.ts'
import { env } from '#app/platform/env.ts'

const purpose = 'monthly-gift'

/** A signed link that manages one monthly gift without signing in, in the reader's language. It names no person. */
export const scheduleLink = (recurringDonationId: string, language: string): string =>
  `${env().APP_URL}${language === 'en' ? '' : `/${language}`}/monthly/${scheduleToken(recurringDonationId)}`

/** The link of mails about a card: one click, and it opens Stripe's own page for changing it. */
export const cardLink = (recurringDonationId: string, language: string): string =>
  `${scheduleLink(recurringDonationId, language)}/card`

/** What such a link ends in. */
export const scheduleToken = (recurringDonationId: string): string =>
  `${recurringDonationId}.${sign(purpose, recurringDonationId)}`

/** The monthly gift that a link's token stands for, or null where it was made up. */
export function scheduleOfToken(token: string): string | null {
  const [id = '', signature = ''] = token.split('.')
  return signatureMatches(purpose, id, signature) ? id : null
}
