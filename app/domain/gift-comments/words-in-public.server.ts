import { openComment } from '#app/domain/donations/keep-gift-words.server.ts'
import { db } from '#app/platform/db.ts'

/** `month` is its first day, as a UTC midnight. Nothing here says whose words they are, or which gift they came with. */
export type WordsInPublic = { text: string; month: Date }

/** What donors of a fund said and agreed to show, approved by its people and still wanted: the newest months, a dozen at most. */
export async function wordsInPublic({ fundId }: { fundId: string }): Promise<WordsInPublic[]> {
  const rows = await db().$queryRaw<{ intentId: string; sealed: Uint8Array; month: Date }[]>`
    select intent_id::text as "intentId", sealed, month from words_in_public(${fundId}::uuid)`
  const words = rows.map(({ intentId, sealed, month }) => ({ text: openComment(intentId, sealed), month }))
  // Two who said the same in one month are read once.
  return [...new Map(words.map((one) => [`${one.month.toISOString()}${one.text}`, one])).values()]
}
