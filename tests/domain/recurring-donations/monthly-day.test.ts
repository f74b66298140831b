import { expect, test } from 'vitest'
import { monthlyDay } from '#app/domain/recurring-donations/monthly-day.ts'
import { nextRenewal } from '#tests/sandbox/stripe/calendar.ts'

const zones = ['America/New_York', 'America/Chicago', 'Pacific/Honolulu', 'Europe/London', 'Asia/Tokyo']

const formats = new Map(
  zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })]),
)
const localDay = (at: Date, timeZone: string): string => formats.get(timeZone)?.format(at) ?? ''

/** Midnight of a day and its length in a month, as days since 1970. */
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const lengthOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()

/** What a reader takes the promise to mean in the months around a charge, the last day where a month lacks it. */
function promisedAround(charged: string, day: number): number[] {
  const [year = 0, month = 1] = charged.split('-').map(Number)
  return [-1, 0, 1].map((more) => {
    const of = new Date(Date.UTC(year, month - 1 + more, 1)).toISOString().slice(0, 7)
    return dayNumber(`${of}-${String(Math.min(day, lengthOf(of))).padStart(2, '0')}`)
  })
}

/** The sandbox's own clock: what Stripe charges, counted from the moment at which someone paid. */
function charges(anchor: Date, howMany: number): Date[] {
  const start = anchor.getTime() / 1000
  const at: number[] = []
  while (at.length < howMany) at.push(nextRenewal(start, at.at(-1) ?? start, 'month', 1))
  return at.map((seconds) => new Date(seconds * 1000))
}

test('the evening of 28 February in New York is charged on the last day of each month, and that is what is promised', () => {
  const evening = new Date('2027-03-01T02:00:00Z')
  expect(monthlyDay(evening, 'America/New_York')).toEqual({
    ...{ day: 31, isExact: true, nextAt: new Date('2027-04-01T02:00:00Z') },
  })
  expect(charges(evening, 4).map((at) => localDay(at, 'America/New_York'))).toEqual([
    ...['2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30'],
  ])
  // In the middle of a day nothing is different: the 31st falls on the last day of a short month.
  expect(monthlyDay(new Date('2027-01-31T18:00:00Z'), 'America/New_York')).toMatchObject({
    ...{ day: 31, isExact: true },
  })
  expect(monthlyDay(new Date('2027-01-15T18:00:00Z'), 'America/New_York')).toMatchObject({
    ...{ day: 15, isExact: true },
  })
  // Half past eleven of a winter’s evening is half past midnight in summer.
  expect(monthlyDay(new Date('2027-01-16T04:30:00Z'), 'America/New_York')).toMatchObject({
    ...{ day: 15, isExact: false },
  })
})

test('whatever the hour around a month’s end, the promised days are those of Stripe’s clock, through leap years and summer time', () => {
  const wrong: string[] = []
  let looked = 0
  for (const zone of zones)
    for (let month = 0; month < 14; month++)
      for (const day of [-2, -1, 0, 1, 2, 15])
        for (const hour of [0, 3, 4.5, 5.5, 7.5, 12, 15.5, 23.5]) {
          const anchor = new Date(Date.UTC(2027, month, day, 0, hour * 60))
          const promise = monthlyDay(anchor, zone)
          const charged = charges(anchor, 48)
          const off = charged.map((at) => {
            const on = localDay(at, zone)
            return Math.min(...promisedAround(on, promise.day).map((day) => Math.abs(day - dayNumber(on))))
          })
          looked += 1
          const isKept =
            Math.max(...off) === (promise.isExact ? 0 : 1) &&
            promise.nextAt.getTime() === charged[0]?.getTime()
          if (!isKept)
            wrong.push(`${anchor.toISOString()} ${zone} ${JSON.stringify(promise)} ${off.join(' ')}`)
        }
  expect(wrong).toEqual([])
  expect(looked).toBe(zones.length * 14 * 6 * 8)
})
