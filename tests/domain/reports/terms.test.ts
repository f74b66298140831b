import { expect, test } from 'vitest'
import { reportCsv } from '#app/domain/reports/report-csv.ts'
import { ReportParams, reportPath } from '#app/domain/reports/report-path.ts'
import { termOfEvent, termsOf } from '#app/domain/reports/terms.ts'

const monthly = { period: 'monthly', dueMonth: 1, dueDay: 10, withinDays: null } as const
const shown = (terms: { start: string; end: string; dueOn: string }[]) =>
  terms.map(({ start, end, dueOn }) => `${start} ${end} ${dueOn}`)

test('months from the one in which the fund came under the rule to the one that runs', () => {
  expect(shown(termsOf(monthly, { since: '2026-01-31', until: null, today: '2026-03-01' }))).toEqual([
    '2026-03-01 2026-04-01 2026-04-10',
    '2026-02-01 2026-03-01 2026-03-10',
    '2026-01-01 2026-02-01 2026-02-10',
  ])
  expect(shown(termsOf(monthly, { since: '2026-02-01', until: '2026-02-14', today: '2026-05-01' }))).toEqual([
    '2026-02-01 2026-03-01 2026-03-10',
  ])
})

test('quarters and years begin where the calendar’s do; the 31st of a short month is its last day', () => {
  const quarterly = { period: 'quarterly', dueMonth: 2, dueDay: 31, withinDays: null } as const
  expect(shown(termsOf(quarterly, { since: '2026-05-05', until: null, today: '2026-05-06' }))).toEqual([
    '2026-04-01 2026-07-01 2026-08-31',
  ])
  const february = { ...monthly, dueDay: 31 }
  expect(termsOf(february, { since: '2026-01-01', until: null, today: '2026-01-09' })[0]?.dueOn).toBe(
    '2026-02-28',
  )
  const yearly = { period: 'yearly', dueMonth: 7, dueDay: 15, withinDays: null } as const
  expect(shown(termsOf(yearly, { since: '2026-11-22', until: null, today: '2027-01-01' }))).toEqual([
    '2027-01-01 2028-01-01 2028-07-15',
    '2026-01-01 2027-01-01 2027-07-15',
  ])
})

test('after an event it is so many days; nothing is due by the calendar', () => {
  const event = { period: 'per_event', dueMonth: null, dueDay: null, withinDays: 5 } as const
  expect(termsOf(event, { since: '2026-01-01', until: null, today: '2026-03-01' })).toEqual([])
  expect(termOfEvent(event, '2026-02-27')).toEqual({
    start: '2026-02-27',
    end: '2026-02-28',
    dueOn: '2026-03-04',
  })
})

test('its address reads back, and its file has dollars with two digits and no formula', () => {
  const ids = { fundId: crypto.randomUUID(), ruleId: crypto.randomUUID() }
  for (const caseCode of [null, 'ACDE-2345']) {
    const key = { ...ids, start: '2026-01-01', caseCode }
    const term = reportPath(key).split('/').at(-1)
    expect(ReportParams.parse({ ...ids, term })).toEqual(key)
  }
  const csv = reportCsv({
    rule: { code: 'tx-report', version: 1, place: 'US-TX' },
    term: { start: '2026-01-01', end: '2026-02-01', dueOn: '2026-02-10' },
    bond: null,
    figures: [
      { figure: 'bonds_posted', value: 3n },
      { figure: 'posted_cents', value: 1_234_05n },
      { figure: 'forfeited_cents', value: -5n },
    ],
  })
  expect(csv.split('\r\n').slice(1, 4)).toEqual([
    '"tx-report","1","US-TX","2026-01-01","2026-02-01","","bonds_posted","3"',
    '"tx-report","1","US-TX","2026-01-01","2026-02-01","","posted_dollars","1234.05"',
    `"tx-report","1","US-TX","2026-01-01","2026-02-01","","forfeited_dollars","'-0.05"`,
  ])
})
