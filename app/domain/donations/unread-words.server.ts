import { type FundPage, fundPage } from '#app/domain/funds/fund-page.server.ts'
import { openFunds } from '#app/domain/funds/open-funds.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { GiftPart } from './divide-gift.ts'

type Words = Pick<FundPage, 'purposeVersion' | 'purposeSince'>

/**
 * Whether these words came after the page was read. A fund's first words replaced none; and words are decided before their first
 * day, so that which of them a page showed is known by when it was sent out.
 */
const isUnread = ({ purposeVersion, purposeSince }: Words, shownAt: Date): boolean =>
  purposeVersion > 1 && purposeSince > shownAt

/** A gift is bound to words that its giver was shown, or is not begun. Refuses `purpose_changed_since`. */
export function refuseUnreadWords(parts: GiftPart[], shownAt: Date): void {
  if (parts.some(({ fund }) => isUnread(fund, shownAt)))
    throw new Refusal('purpose_changed_since', {}, 'purpose')
}

export type UnreadWords = Words & Pick<FundPage, 'slug' | 'name' | 'purpose'>

/** The words of these funds that a page from then did not show yet, in the reader's language. */
export async function unreadWords(of: {
  slugs: string[]
  shownAt: Date
  language: string
}): Promise<UnreadWords[]> {
  const open = await openFunds({ language: of.language })
  const newer = open.filter((fund) => of.slugs.includes(fund.slug) && isUnread(fund, of.shownAt))
  const pages = await Promise.all(newer.map(({ slug }) => fundPage({ slug, language: of.language })))
  return pages.flatMap((page) => {
    if (!page) return []
    const { slug, name, purpose, purposeVersion, purposeSince } = page
    return [{ slug, name, purpose, purposeVersion, purposeSince }]
  })
}
