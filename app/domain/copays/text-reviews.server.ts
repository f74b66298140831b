import type { Tx } from '#app/platform/db.ts'
import { officialLanguage, type PaperLanguage, textVersion } from './texts/texts.ts'

export type TextReview = { language: string; reviewer: string; reviewedOn: Date }

/** Who read the texts that are in use, in which language, and when. */
export const textReviews = (tx: Tx): Promise<TextReview[]> =>
  tx.copayTextReview.findMany({
    where: { textVersion },
    orderBy: { language: 'asc' },
    select: { language: true, reviewer: true, reviewedOn: true },
  })

/** Whether the official text must stand beside this language: until someone who may judge it has read it. */
export async function needsOfficialText(tx: Tx, language: PaperLanguage): Promise<boolean> {
  if (language === officialLanguage) return false
  return !(await textReviews(tx)).some((review) => review.language === language)
}
