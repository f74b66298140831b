import { paths } from '#app/http/paths.ts'
import type { Language } from '#app/words/languages.ts'
import type { Sight } from './looking.ts'
import type { Openers } from './openers.ts'

/** Every page of a donor's own, with something on it; and the way in and out, which strangers meet. */
export function sightsOfDonor(
  { token, language }: { token: string; language: Language },
  { at }: Openers,
): { own: Sight[]; strangers: Sight[] } {
  const prefix = language === 'en' ? '' : `/${language}`
  const own: Sight[] = [
    { name: 'donor-gifts', open: at(paths.donor()) },
    { name: 'donor-monthly', open: at(paths.donorMonthly()) },
    { name: 'donor-impact', open: at(paths.donorImpact()) },
    { name: 'donor-documents', open: at(paths.donorDocuments()) },
    { name: 'donor-statements', open: at(paths.donorStatements()) },
    { name: 'donor-settings', open: at(paths.donorSettings()) },
    { name: 'donor-erasure', open: at(paths.donorErasure()) },
  ]
  const strangers: Sight[] = [
    { name: 'donor-sign-in', open: at(paths.donorSignIn(language)) },
    { name: 'donor-link', open: at(prefix + paths.donorSignInLink(token)) },
    { name: 'donor-link-unknown', open: at(prefix + paths.donorSignInLink('unknown')) },
    { name: 'donor-email', open: at(`${prefix}/donor/email/unknown`) },
    { name: 'donor-erased', open: at(paths.donorErased(language)) },
  ]
  return { own, strangers }
}
