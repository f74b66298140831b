import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { delay } from '#app/platform/delay.ts'
import { countRefused } from './count-refused.server.ts'
import { limitsInForce } from './limits-in-force.server.ts'

/** Forms that are held back in this process at once; a few hundred bytes each. */
const heldAtMost = 1_000
let held = 0

/**
 * A form that comes back faster than anyone fills it in is not refused, only held back: a program gains no time by being
 * one, and a person whose browser fills in everything notices nothing. Refuses `giving_is_busy` where too many are held.
 */
export async function waitUntilFillable(sentOut: Date): Promise<void> {
  const { leastSeconds } = await limitsInForce()
  const all = leastSeconds * 1000
  const rest = Math.min(all, sentOut.getTime() + all - now().getTime())
  if (rest <= 0) return
  if (held >= heldAtMost) {
    await countRefused('giving_is_busy')
    throw new Refusal('giving_is_busy')
  }
  held++
  try {
    await delay(rest)
  } finally {
    held--
  }
}
