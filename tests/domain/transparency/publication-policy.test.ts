import { expect, test } from 'vitest'
import { Refusal } from '#app/domain/refusal.ts'
import {
  endsPoolPeriod,
  isLargeEnough,
  latestCut,
  refuseUnsafePolicy,
} from '#app/domain/transparency/publication-policy.ts'

const policy = { k: 10, roundingCents: 100_00n, delayDays: 14, demonstration: false }
const demonstration = { k: 1, roundingCents: 1n, delayDays: 0, demonstration: true }

test('a policy below the floors is refused beside its field; a demonstration may go below them', () => {
  expect(() => refuseUnsafePolicy(policy)).not.toThrow()
  expect(() => refuseUnsafePolicy({ ...policy, k: 5 })).not.toThrow()
  expect(() => refuseUnsafePolicy(demonstration)).not.toThrow()
  const refused = [
    [{ k: 4 }, 'publication_k_too_small', 'k'],
    [{ k: Number.NaN }, 'publication_k_too_small', 'k'],
    [{ delayDays: 13 }, 'publication_delay_too_short', 'delayDays'],
    [{ roundingCents: 99_99n }, 'publication_rounding_too_fine', 'rounding'],
  ] as const
  for (const [change, code, field] of refused) {
    expect(() => refuseUnsafePolicy({ ...policy, ...change })).toThrow(Refusal)
    expect(() => refuseUnsafePolicy({ ...policy, ...change })).toThrow(
      expect.objectContaining({ code, field }),
    )
  }
  expect(() => refuseUnsafePolicy({ ...demonstration, k: 0 })).toThrow(Refusal)
})

test('nothing at all is never enough, even in a demonstration', () => {
  expect(isLargeEnough({ events: 0, moved: 0n, largestOneBond: 0n }, { ...demonstration, k: 0 })).toBe(false)
})

test('a close reaches back by the delay', () => {
  expect(latestCut(20 * 86_400_000, policy)).toBe(6 * 86_400_000)
})

const none = { events: 0, moved: 0n, largestOneBond: 0n }
const enough = { events: 10, moved: 1_000n, largestOneBond: 100n }
const few = { ...enough, events: 9 }

test('a pool period ends when every flow in it is large enough or did not move', () => {
  const flows = { posted: enough, returned: enough, support: none, not_coming_back: enough }
  expect(endsPoolPeriod(flows, policy)).toBe(true)
  expect(endsPoolPeriod({ ...flows, returned: few }, policy)).toBe(false)
  expect(endsPoolPeriod({ ...flows, posted: { ...enough, largestOneBond: 501n } }, policy)).toBe(false)
})

test('a pool period in which nothing moved does not end', () => {
  expect(endsPoolPeriod({ posted: none, returned: none, support: none, not_coming_back: none }, policy)).toBe(
    false,
  )
})
