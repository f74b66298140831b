import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { Language } from '#app/words/languages.ts'
import { needsOfficialText, type TextReview, textReviews } from '../text-reviews.server.ts'

/** What a paper needs before it is signed: the fund's name in its language, and who has read the text. */
export async function blankPaper(of: {
  staff: { fundIds: string[] }
  fundId: string
  language: Language
}): Promise<{ fund: string; withOfficial: boolean; review: TextReview | null }> {
  const { staff, fundId, language } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => ({
    fund: (await fundNames(tx, { fundIds: [fundId], language })).get(fundId) ?? '',
    withOfficial: await needsOfficialText(tx, language),
    review: (await textReviews(tx)).find((review) => review.language === language) ?? null,
  }))
}
