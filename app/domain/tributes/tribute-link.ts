import { z } from 'zod'
import { sign, signatureMatches } from '#app/platform/crypto.ts'
import { env } from '#app/platform/env.ts'
import { fallbackLanguage } from '#app/words/languages.ts'

const forDonor = 'tribute'
const forRecipient = 'tribute-stop'

const addressOf = (language: string, path: string): string =>
  `${env().APP_URL}${language === fallbackLanguage ? '' : `/${language}`}${path}`

/** Where a donor reads the notice and says whether it may go out. It names nobody. */
export const tributeLink = (of: { intentId: string; language: string }): string =>
  addressOf(of.language, `/tribute/${of.intentId}.${sign(forDonor, of.intentId)}`)

export function readTributeToken(token: string): string | null {
  const [id = '', signature = ''] = token.split('.')
  return z.uuid().safeParse(id).success && signatureMatches(forDonor, id, signature) ? id : null
}

/** Where a recipient says "no more"; good for as long as the mail is kept, however long ago the gift was. */
export function tributeStopLink(of: { recipient: Uint8Array; language: string }): string {
  const name = Buffer.from(of.recipient).toString('hex')
  return addressOf(of.language, `/tribute/stop/${name}.${sign(forRecipient, name)}`)
}

export function readStopToken(token: string): Buffer<ArrayBuffer> | null {
  const [name = '', signature = ''] = token.split('.')
  if (!/^[0-9a-f]{64}$/.test(name) || !signatureMatches(forRecipient, name, signature)) return null
  return Buffer.from(name, 'hex')
}
