import { waitingToken } from '#app/domain/checkout-queue/waiting-token.ts'
import { addDisclosure } from '#app/domain/disclosures/add-disclosure.server.ts'
import { reviewDisclosure } from '#app/domain/disclosures/review-disclosure.server.ts'
import { decideComment } from '#app/domain/gift-comments/decide-comment.server.ts'
import { tributeLink, tributeStopLink } from '#app/domain/tributes/tribute-link.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { bucketHolds } from '#tests/support/given-line.ts'
import type { World } from '#tests/support/world.ts'

/** What a donor may write beside a gift. */
export const donorsWords = {
  comment: 'Thank you for opening doors.\nAll of you.',
  commentPublic: 'on',
  employer: 'Example Works',
  tribute: 'memory',
  tributeName: 'June Example',
  tributeEmail: 'kim@reader.example',
  tributeMessage: 'She never let anyone sit alone.',
}

/** Words that stand on the fund's page, and where a notice in memory of someone is looked at and stopped. */
export async function givenWords(staff: { id: string; fundIds: string[] }) {
  const { intentId, recipientToken } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.giftTribute.findFirstOrThrow({ where: { hasRecipient: true } }),
  )
  await decideComment({ staff, intentId, step: 'approved' })
  const path = (link: string) => new URL(link).pathname
  return {
    tributePath: path(tributeLink({ intentId, language: 'en' })),
    tributeStopPath: path(tributeStopLink({ recipient: recipientToken ?? new Uint8Array(), language: 'en' })),
  }
}

/** A state's statement that donors see, and one that nobody has reviewed. */
export async function givenDisclosures(staff: { id: string; fundIds: string[] }): Promise<void> {
  const facts = {
    source: 'Example Code 1-2-3',
    readOn: new Date('2026-01-02'),
    effectiveUntil: null,
    onReceipts: true,
  }
  for (const place of ['US-IL', 'US-NY']) {
    const text = `Example registration 000-000 of ${place}. Registration is no endorsement.`
    const texts = { en: text, es: '', ar: 'تسجيل تجريبي. التسجيل ليس تزكية.', vi: '', zh: '' }
    const effectiveFrom = new Date('2026-01-01')
    await addDisclosure({ staff, disclosure: { ...facts, place, effectiveFrom, texts } })
  }
  const { id } = await db().stateDisclosure.findFirstOrThrow({ where: { place: 'US-IL' } })
  const review = { counsel: 'Ada Counsel', reviewedOn: new Date('2026-02-01') }
  const other = await givenActor(staff.fundIds[0] ?? '', ['treasurer'])
  await reviewDisclosure({ staff: other, disclosureId: id, ...review })
}

/** A gift that stands in the line for its payment page, whose turn does not come. Answers what its page is asked for by. */
export async function givenWaiting(world: World, fundId: string): Promise<string> {
  await bucketHolds(world, -1_000_000)
  return waitingToken(await givenIntent({ parts: [{ fundId, giftCents: 40_00n }] }))
}
