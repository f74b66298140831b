import { Client } from 'pg'
import { expect, test } from 'vitest'
import { paceWithin } from '#app/domain/checkout-queue/pace.ts'
import { delay } from '#app/platform/delay.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('what Stripe allows is used to 80 %, and even a burst after a quiet time stays within it', () => {
  expect(paceWithin(25)).toEqual({ perSecond: 20, burst: 2, mostWaiting: 1200 })
  for (const allowed of [2, 3, 5, 10, 25, 100, 1_000]) {
    const { perSecond, burst } = paceWithin(allowed)
    expect([allowed, perSecond + burst <= allowed + 0.6]).toEqual([allowed, true])
  }
})

test.each([
  { perSecond: 20, burst: 2 },
  { perSecond: 50, burst: 1 },
  { perSecond: 7.5, burst: 5 },
])(
  'eight processes take at once, $perSecond a second and $burst after a rest: no window of any length holds more',
  async ({ perSecond, burst }) => {
    await asOwner(world.ownerUrl, null, (owner) =>
      owner.query("update stripe_bucket set tokens = 1000, filled_at = now() - interval '1 hour'"),
    )
    const taken: number[] = []
    const began = performance.now()
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = new Client({ connectionString: world.appUrl })
        await client.connect()
        while (performance.now() - began < 2_000) {
          const at = await takeOne(client, perSecond, burst)
          if (at === null) await delay(Math.random() * 20)
          else taken.push(at)
        }
        await client.end()
      }),
    )
    taken.sort((a, b) => a - b)
    for (let first = 0; first < taken.length; first++)
      for (let last = first; last < taken.length; last++) {
        const seconds = ((taken[last] ?? 0) - (taken[first] ?? 0)) / 1_000_000
        expect(last - first + 1).toBeLessThanOrEqual(burst + perSecond * seconds + 1e-6)
      }
    // And it fills again: more is taken than what lay there after the rest.
    expect(taken.length).toBeGreaterThan(burst)
  },
)

/** When a call was taken, in microseconds by the database's clock; null where there was none. */
async function takeOne(client: Client, perSecond: number, burst: number): Promise<number | null> {
  await client.query('begin')
  const { rows } = await client.query<{ wait: string }>(
    "select take_stripe_token('checkout', $1, $2) as wait",
    [perSecond, burst],
  )
  const { rows: now } = await client.query<{ at: string }>(
    "select (extract(epoch from filled_at) * 1000000)::bigint as at from stripe_bucket where name = 'checkout'",
  )
  await client.query('commit')
  return Number(rows[0]?.wait) === 0 ? Number(now[0]?.at) : null
}
