import { keepGiftWords } from '#app/domain/donations/keep-gift-words.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { askAboutTribute } from '#app/domain/tributes/ask-about-tribute.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenCharges } from './given-movements.ts'

type Asked = { fundId: string; email: string; count: number }

/** Paid gifts of one donor in honour of someone, each with a recipient of its own: asked about, and not answered. Their intents. */
export async function givenTributes({ fundId, email, count }: Asked): Promise<string[]> {
  const entity = await organization()
  const gift = { at: new Date(), email, parts: [{ fundId, giftCents: 20_00n }] }
  const charged = await givenCharges(Array.from({ length: count }, () => gift))
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const payments = await tx.payment.findMany({
      where: { id: { in: charged.map(({ paymentId }) => paymentId) } },
    })
    const intents = payments.map(({ intentId }) => intentId)
    for (const [number, intentId] of intents.entries()) {
      await keepGiftWords(tx, {
        ...{ intentId, fundId },
        form: {
          ...{ slug: 'bail', name: '', email, employer: '', comment: '', commentPublic: false },
          ...{ tribute: 'honour', tributeName: 'June Example', tributeMessage: '' },
          tributeEmail: `reader${number}.of.${email}`,
        } as unknown as Parameters<typeof keepGiftWords>[1]['form'],
      })
      await askAboutTribute(tx, { intentId, entity })
    }
    return intents
  })
}
