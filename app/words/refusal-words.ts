import type { i18n } from 'i18next'
import { formatCents } from '#app/domain/money/format.ts'

type Refused = { code: string; params?: Record<string, string | number | bigint> }

/** A refusal or a form error in the reader's language. A bigint among its parameters is cents and is shown as dollars. */
export function refusalWords(words: i18n, { code, params = {} }: Refused): string {
  const shown: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(params))
    shown[name] = typeof value === 'bigint' ? formatCents(value, words.language) : value
  // The database's own voice knows no figures: where the sentence has some, there is another without.
  const bare = Object.keys(shown).length === 0 ? [`errors:${code}.bare`] : []
  return words.t([...bare, `errors:${code}`, 'errors:unknown'], shown) as string
}
