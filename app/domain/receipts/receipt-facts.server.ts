import { keptDisclosures } from '#app/domain/disclosures/disclosures-in-force.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import type { Organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Language } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'
import { type GiftKind, paperOf } from './gift-kind.ts'
import type { ReceiptFacts } from './receipt-document.ts'
import { receiptName } from './receipt-name.ts'

export type SettledPayment = Awaited<ReturnType<typeof settledPayment>>

/** A payment with all that its receipt says. Throws where there is none. */
export const settledPayment = (tx: Tx, paymentId: string) =>
  tx.payment.findUniqueOrThrow({
    where: { id: paymentId },
    include: { intent: true, donor: true, donations: { orderBy: { fundId: 'asc' } }, offlineLine: true },
  })

/** What a receipt says of a payment, by mail and on paper alike; the funds' names in the reader's language. */
export async function receiptFacts(
  tx: Tx,
  { payment, entity, language }: { payment: SettledPayment; entity: Organization; language: string },
): Promise<ReceiptFacts> {
  const funds = await tx.$queryRaw<{ id: string; name: string; demonstration: boolean }[]>`
    select f.id, t.name, p.demonstration
      from fund f
      join publication_policy p on p.name = f.policy_name
      join donation d on d.fund_id = f.id and d.payment_id = ${payment.id}::uuid
      join lateral (select name from fund_purpose_text x
                     where x.fund_id = f.id and x.version = d.purpose_version and x.language in (${language}, 'en')
                     order by x.language = ${language} desc limit 1) t on true`
  const fundOf = (id: string) => funds.find((fund) => fund.id === id)
  return {
    organization: {
      ...mailOrganization(entity),
      taxProfile: entity.taxProfile as ReceiptFacts['organization']['taxProfile'],
    },
    number: String(payment.receiptNumber),
    donorName: receiptName(payment),
    paidAt: payment.occurredAt.toISOString(),
    lines: payment.donations.map((donation) => ({
      fund: fundOf(donation.fundId)?.name ?? '',
      giftCents: String(donation.giftCents),
      feeCoverCents: String(donation.feeCoverCents),
    })),
    totalCents: String(payment.amountCents),
    ...howItCame(payment, language),
    card: payment.cardLast4 ? { brand: payment.cardBrand ?? 'card', last4: payment.cardLast4 } : null,
    demonstration: funds.some((fund) => fund.demonstration),
    disclosures: (await keptDisclosures(tx, { paymentId: payment.id, language })).map(
      ({ english, translated }) => ({ english, translated }),
    ),
  }
}

type HowItCame = Pick<ReceiptFacts, 'giftKind' | 'paper' | 'payer' | 'description'>

/** What a paper says of a gift that did not come by card. */
function howItCame(payment: SettledPayment, language: string): HowItCame {
  const { giftKind, offlineLine, intent } = payment
  if (!offlineLine) return {}
  const payer = giftKind === 'grant' ? intent.name : offlineLine.sponsor
  const description = describedGift(payment, language)
  return {
    giftKind: giftKind as GiftKind,
    paper: paperOf[giftKind as GiftKind],
    ...(payer ? { payer } : {}),
    ...(description ? { description } : {}),
  }
}

/** What was given where it is not money, in a reader's language; null where it is. */
export function describedGift({ offlineLine }: SettledPayment, language: string): string | null {
  if (!offlineLine?.shares) return null
  const { ticker, shares } = offlineLine
  return wordsFor(language as Language).t('documents:stock.described', { shares: shares.toString(), ticker })
}
