import { z } from 'zod'
import { sign, signatureMatches } from '#app/platform/crypto.ts'
import { env } from '#app/platform/env.ts'
import { fallbackLanguage, type Language } from '#app/words/languages.ts'

const purpose = 'sign-up'

/** The page on which a sign-up is confirmed. It names nobody; only the mailbox that it is sent to knows it. */
export function signUpLink(of: { signUpId: string; language: Language }): string {
  const prefix = of.language === fallbackLanguage ? '' : `/${of.language}`
  return `${env().APP_URL}${prefix}/updates/confirm/${of.signUpId}.${sign(purpose, of.signUpId)}`
}

/** Which sign-up a link's token stands for, or null where it was made up. */
export function readSignUpToken(token: string): string | null {
  const [id = '', signature = ''] = token.split('.')
  return z.uuid().safeParse(id).success && signatureMatches(purpose, id, signature) ? id : null
}
