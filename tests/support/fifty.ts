import { expect } from 'vitest'
import { catalogs } from '#app/words/catalogs.ts'
import { whyRefused } from './refused.ts'

/** Fifty presses at once. How many of them were done; all others were refused, in words that a page has. */
export async function fifty(press: (number: number) => Promise<unknown>): Promise<number> {
  const tried = await Promise.allSettled(Array.from({ length: 50 }, (_, number) => press(number)))
  const refused = tried.filter((each) => each.status === 'rejected')
  for (const { reason } of refused)
    expect(catalogs.en.errors).toHaveProperty([await whyRefused(Promise.reject(reason))])
  return tried.length - refused.length
}
