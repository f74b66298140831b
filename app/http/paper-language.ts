import type { SignedInDonor } from '#app/domain/donor-area/sign-in/sign-in.ts'
import { fallbackLanguage, isLanguage, type Language } from '#app/words/languages.ts'

/** The language of a paper: the one that is asked for, else the donor's own. */
export function paperLanguage(request: Request, donor: SignedInDonor): Language {
  const asked = new URL(request.url).searchParams.get('language')
  if (isLanguage(asked)) return asked
  return isLanguage(donor.language) ? donor.language : fallbackLanguage
}
