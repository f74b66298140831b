import type { Opening } from '#app/domain/donations/open-session.server.ts'
import { db } from '#app/platform/db.ts'

/**
 * What Stripe is told of a gift, read from its intent: whoever asks, and however often, tells the same, as one idempotency
 * key demands. The fund whose form it was comes first, the others in their published order.
 */
export async function giftToOpen(gift: { intentId: string; homeFundId: string }): Promise<Opening> {
  const { giftIntentParts, language, ...intent } = await db().giftIntent.findUniqueOrThrow({
    where: { id: gift.intentId },
    select: {
      ...{ id: true, thanksToken: true, frequency: true, email: true, language: true },
      giftIntentParts: {
        include: {
          fundPurpose: {
            select: {
              fund: { select: { id: true, slug: true, position: true } },
              fundPurposeTexts: { select: { language: true, name: true } },
            },
          },
        },
      },
    },
  })
  const parts = giftIntentParts.map(
    ({ giftCents, feeCoverCents, fundPurpose: { fund, fundPurposeTexts } }) => ({
      ...{ giftCents, feeCoverCents, position: fund.position },
      fund: { slug: fund.slug, name: nameIn(language, fundPurposeTexts) },
      isHome: fund.id === gift.homeFundId,
    }),
  )
  parts.sort(
    (a, b) =>
      Number(b.isHome) - Number(a.isHome) || a.position - b.position || (a.fund.slug < b.fund.slug ? -1 : 1),
  )
  const { id, thanksToken, frequency, email } = intent
  return { intent: { id, thanksToken }, parts, monthly: frequency === 'monthly', email, language }
}

/** By the name that its donor chose it by. */
const nameIn = (language: string, texts: { language: string; name: string }[]): string =>
  (texts.find((text) => text.language === language) ?? texts.find((text) => text.language === 'en'))?.name ??
  ''
