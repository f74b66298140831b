import { z } from 'zod'
import { now } from '#app/platform/clock.ts'
import { open, seal } from '#app/platform/crypto.ts'

/** What a half-filled form carries with it from screen to screen. */
export type KeptAnswers = {
  /** One visit of the form: sent twice it is one request. */
  token: string
  /** The fund that is asked. A form that was begun at one fund is not sent to another. */
  fund: string
  begunAt: number
  answers: Record<string, string>
}

const Kept = z.object({
  token: z.uuid(),
  fund: z.string(),
  begunAt: z.number(),
  answers: z.record(z.string(), z.string()),
})

const cell = (fund: string) => ({ table: 'help_form', column: 'answers', row: fund })
const longestLife = 12 * 60 * 60 * 1000

export const beginAnswers = (fund: string): KeptAnswers => ({
  token: crypto.randomUUID(),
  fund,
  begunAt: now().getTime(),
  answers: {},
})

/**
 * Sealed, so that nobody who comes to the same screen later reads a name in the page's source, and nothing is stored
 * before the last button is pressed.
 */
export const sealAnswers = (kept: KeptAnswers): string =>
  seal(JSON.stringify(kept), cell(kept.fund)).toString('base64url')

/** Null for what was changed, sealed by another key or for another fund, or began too long ago. */
export function openAnswers(sealed: string, fund: string): KeptAnswers | null {
  const plain = opened(sealed, fund)
  if (plain === null) return null
  const kept = Kept.safeParse(JSON.parse(plain))
  return kept.success && kept.data.begunAt > now().getTime() - longestLife ? kept.data : null
}

function opened(sealed: string, fund: string): string | null {
  try {
    return open(Buffer.from(sealed, 'base64url'), cell(fund))
  } catch {
    // What a browser sends may be anything; a seal that does not open is an expected answer here.
    return null
  }
}
