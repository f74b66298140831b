import { expect, test } from 'vitest'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'

const chicago = 'America/Chicago'

test.each([
  ['2026-11-20T15:00:00Z', 1, '2026-11-23T23:00:00.000Z', 'a promise of Friday is due on Monday'],
  ['2026-11-21T15:00:00Z', 2, '2026-11-24T23:00:00.000Z', 'Saturday counts as no day'],
  ['2026-11-23T04:00:00Z', 1, '2026-11-23T23:00:00.000Z', 'late on Sunday there is not Monday yet'],
  ['2026-10-30T15:00:00Z', 1, '2026-11-02T23:00:00.000Z', 'the clocks go back in between'],
  ['2026-10-29T15:00:00Z', 1, '2026-10-30T22:00:00.000Z', 'and had not yet'],
])('%s and %i working days: %s, as %3$s', (from, days, due) => {
  expect(workingDaysAfter(new Date(from), days, chicago).toISOString()).toBe(due)
})
