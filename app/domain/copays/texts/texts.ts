import type { AgreementText } from './agreement-text.ts'
import { arabic } from './ar.ts'
import { english } from './en.ts'
import { spanish } from './es.ts'

/** What the papers are written in. The official text is the first. */
export const paperLanguages = ['en', 'es', 'ar'] as const
export type PaperLanguage = (typeof paperLanguages)[number]
export const officialLanguage: PaperLanguage = 'en'

/**
 * What was signed stays what was signed: another word in any of these texts is another version, which is reviewed anew.
 * A test holds the hash of each. In this version the fund's own part is lost first (`fund_first`).
 */
export const textVersion = 1

export const agreementTexts: Record<PaperLanguage, AgreementText> = {
  en: english,
  es: spanish,
  ar: arabic,
}
