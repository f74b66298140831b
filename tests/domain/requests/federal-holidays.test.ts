import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { isFederalHoliday } from '#app/domain/requests/federal-holidays.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'

/** As the Office of Personnel Management lists them for 2026 and 2027. */
const listed = [
  ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07'],
  ...['2026-10-12', '2026-11-11', '2026-11-26', '2026-12-25'],
  ...['2027-01-01', '2027-01-18', '2027-02-15', '2027-05-31', '2027-06-18', '2027-07-05', '2027-09-06'],
  ...['2027-10-11', '2027-11-11', '2027-11-25', '2027-12-24', '2027-12-31'],
]

test('the weekdays of two years that are holidays are those of the list', () => {
  const found: string[] = []
  const last = Temporal.PlainDate.from('2027-12-31')
  for (
    let day = Temporal.PlainDate.from('2026-01-01');
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  )
    if (day.dayOfWeek <= 5 && isFederalHoliday(day)) found.push(day.toString())
  expect(found).toEqual(listed)
})

test('what is promised before a long weekend is due after it', () => {
  const wednesday = new Date('2026-11-25T18:00:00Z')
  expect(workingDaysAfter(wednesday, 1, 'America/Chicago').toISOString()).toBe('2026-11-27T23:00:00.000Z')
  const beforeTheFourth = new Date('2026-07-02T18:00:00Z')
  expect(workingDaysAfter(beforeTheFourth, 1, 'America/Chicago').toISOString()).toBe(
    '2026-07-06T22:00:00.000Z',
  )
})
