import { expect, test } from 'vitest'
import type { Half } from '#app/domain/court-dates/court-date.ts'
import { nextTry, planCalls, spanOf } from '#app/domain/court-dates/plan-calls.ts'

const chicago = 'America/Chicago'
const planned = (day: string, half: Half, at: string) =>
  planCalls({ day, half, timezone: chicago, at: new Date(at) }).map(
    ({ kind, dueAt }) => `${kind} ${dueAt.toISOString()}`,
  )

test('for an afternoon the last call is that morning; for a morning it is the morning of the day before', () => {
  expect(planned('2026-12-16', 'afternoon', '2026-12-01T12:00:00Z')).toEqual([
    'seven_days 2026-12-09T15:00:00.000Z',
    'two_days 2026-12-14T15:00:00.000Z',
    'morning_before 2026-12-16T15:00:00.000Z',
  ])
  expect(planned('2026-12-16', 'morning', '2026-12-01T12:00:00Z').at(-1)).toBe(
    'morning_before 2026-12-15T15:00:00.000Z',
  )
})

test('nine o’clock stays nine o’clock where clocks change in between', () => {
  expect(planned('2026-03-10', 'afternoon', '2026-02-20T12:00:00Z')).toEqual([
    'seven_days 2026-03-03T15:00:00.000Z',
    'two_days 2026-03-08T14:00:00.000Z',
    'morning_before 2026-03-10T14:00:00.000Z',
  ])
})

test('entered late, what lies behind is left out, the last call is due at once, and after the start there is none', () => {
  expect(planned('2026-12-16', 'morning', '2026-12-12T12:00:00Z')).toHaveLength(2)
  expect(planned('2026-12-16', 'morning', '2026-12-15T20:00:00Z')).toEqual([
    'morning_before 2026-12-15T20:00:00.000Z',
  ])
  expect(planned('2026-12-16', 'morning', '2026-12-16T14:00:00Z')).toEqual([])
})

test('another try is two hours later, and never once the hearing has begun', () => {
  const of = { day: '2026-12-16', half: 'afternoon' as const, timezone: chicago }
  expect(nextTry({ ...of, at: new Date('2026-12-16T15:00:00Z') })).toEqual(new Date('2026-12-16T17:00:00Z'))
  expect(nextTry({ ...of, at: new Date('2026-12-16T17:30:00Z') })).toBeNull()
  expect(spanOf(of)).toEqual({
    start: new Date('2026-12-16T19:00:00Z'),
    end: new Date('2026-12-16T23:00:00Z'),
  })
})
