import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { needsOfficialText, type TextReview, textReviews } from '../text-reviews.server.ts'
import type { PaperLanguage } from '../texts/texts.ts'

/** What a paper needs before it is signed: the fund's name in its language, and who has read the text. */
export async function blankPaper(of: {
  staff: { fundIds: string[] }
  fundId: string
  language: PaperLanguage
}): Promise<{ fund: string; withOfficial: boolean; review: TextReview | null }> {
  const { staff, fundId, language } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => ({
    fund: (await fundNames(tx, { fundIds: [fundId], language })).get(fundId) ?? '',
    withOfficial: await needsOfficialText(tx, language),
    review: (await textReviews(tx)).find((review) => review.language === language) ?? null,
  }))
}
