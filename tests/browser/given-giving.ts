import { addDisclosure } from '#app/domain/disclosures/add-disclosure.server.ts'
import { reviewDisclosure } from '#app/domain/disclosures/review-disclosure.server.ts'
import { db } from '#app/platform/db.ts'

/** What a donor may write beside a gift. */
export const donorsWords = {
  comment: 'Thank you for opening doors.\nAll of you.',
  commentPublic: 'on',
  employer: 'Example Works',
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
  await reviewDisclosure({ staff, disclosureId: id, ...review })
}
