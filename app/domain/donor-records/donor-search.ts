import { z } from 'zod'
import { ownLineField } from '#app/domain/disbursements/fields.ts'

/** Field: `q`, one box for what someone who calls can tell: their address, their name, or the number on a receipt. */
export const DonorSearchForm = z.object({ q: ownLineField.min(2, 'too_short').max(254, 'malformed') })

/** What a typed text may mean. An address is looked for as a whole, so that nobody learns one by trying. */
export type DonorSearch =
  | { by: 'email'; email: string }
  | { by: 'receipt'; number: bigint }
  | { by: 'name'; words: string[] }

const mostWords = 6

export function readDonorSearch(typed: string): DonorSearch {
  const text = typed.trim()
  if (text.includes('@')) return { by: 'email', email: text.toLowerCase() }
  if (/^\d{1,12}$/.test(text)) return { by: 'receipt', number: BigInt(text) }
  const words = text.replaceAll(/['`\u2018\u2019\u02bc]/g, '').split(/[\p{P}\p{S}\p{Z}\p{C}]+/u)
  return { by: 'name', words: words.filter(Boolean).slice(0, mostWords) }
}
