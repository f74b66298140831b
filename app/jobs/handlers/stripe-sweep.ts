import { sweep, type Walk } from '#app/domain/stripe-mirror/sweep.server.ts'
import { delay } from '#app/platform/delay.ts'
import { log } from '#app/platform/log.ts'

const shortestPause = 1_000
let lastFastWalk = Number.NEGATIVE_INFINITY

/** At most one fast walk a second: a burst of webhooks is answered by few reads. */
export async function stripeSweep({ walk }: { walk: Walk }): Promise<void> {
  if (walk === 'fast') {
    await delay(Math.max(0, lastFastWalk + shortestPause - performance.now()))
    lastFastWalk = performance.now()
  }
  const posted = await sweep(walk)
  if (posted > 0) log.info('Stripe movements were posted', { walk, posted })
}
