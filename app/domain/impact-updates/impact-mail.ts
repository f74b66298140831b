import type { DonorShare } from '#app/domain/pool-share/shares-at-close.server.ts'
import { env } from '#app/platform/env.ts'
import { fallbackLanguage, isLanguage, type Language } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'
import type { FundNewsProps } from '#emails/fund-news.tsx'
import type { ImpactUpdateProps } from '#emails/impact-update.tsx'
import { shownShare } from './shown-share.ts'
import { unsubscribeLink } from './unsubscribe-link.ts'
import type { UpdateFacts } from './update-facts.server.ts'
import { paragraphsOf, type UpdateBlock, type UpdateText } from './update-form.ts'

/** The mail of one donor: the update's words in their language, and their share as they may read it. */
export function impactMail(
  facts: UpdateFacts,
  donor: { donorId: string; language: string; share: DonorShare },
): { language: Language; props: ImpactUpdateProps } {
  const language = isLanguage(donor.language) ? donor.language : fallbackLanguage
  return {
    language,
    props: {
      ...wordsOf(facts, language),
      share: shownShare(facts, donor.share),
      unsubscribeUrl: unsubscribeLink({ donorId: donor.donorId, topic: 'impact', language }),
    },
  }
}

/** The same for a reader who asked for news and has no share to hear of. */
export function newsMail(
  facts: UpdateFacts,
  reader: { donorId: string; language: string },
): { language: Language; props: FundNewsProps } {
  const language = isLanguage(reader.language) ? reader.language : fallbackLanguage
  const unsubscribeUrl = unsubscribeLink({ donorId: reader.donorId, topic: 'news', language })
  return { language, props: { ...wordsOf(facts, language), unsubscribeUrl } }
}

/** What both kinds of reader read. */
function wordsOf(facts: UpdateFacts, language: Language): Omit<FundNewsProps, 'unsubscribeUrl'> {
  const prefix = language === fallbackLanguage ? '' : `/${language}`
  return {
    organization: facts.organization,
    fund: facts.fundNames[language] ?? facts.fundNames.en,
    fundUrl: `${env().APP_URL}${prefix}/funds/${facts.fundSlug}`,
    ...blocksOf(facts.texts[language] ?? facts.texts.en, language),
    demonstrationPolicy: facts.demonstrationPolicy,
  }
}

/** The three blocks under their headings. */
function blocksOf(
  text: UpdateText,
  language: Language,
): Record<UpdateBlock, { title: string; paragraphs: string[] }> {
  const { t } = wordsFor(language)
  return {
    situation: { title: t('public:update.situation'), paragraphs: paragraphsOf(text.situation) },
    results: { title: t('public:update.results'), paragraphs: paragraphsOf(text.results) },
    actions: { title: t('public:update.actions'), paragraphs: paragraphsOf(text.actions) },
  }
}
