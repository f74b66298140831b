import { Temporal } from 'temporal-polyfill'
import type { ReportSchedule, ReportTerm } from './report.ts'

const months = { monthly: 1, quarterly: 3, yearly: 12 } as const
type Recurring = keyof typeof months

/** So many are looked back upon; what is older was settled or is counsel's to judge. */
const mostTerms = 24

/**
 * The periods that a report is due for, from the one in which the fund came under the rule to the one that runs today,
 * the latest first. Days are the organization's own. Nothing for a report that follows events.
 */
export function termsOf(
  schedule: ReportSchedule,
  { since, until, today }: { since: string; until: string | null; today: string },
): ReportTerm[] {
  if (schedule.period === 'per_event') return []
  const length = months[schedule.period]
  const last = until === null || until > today ? today : until
  const terms: ReportTerm[] = []
  let start = startOf(Temporal.PlainDate.from(last), schedule.period)
  while (terms.length < mostTerms && start.add({ months: length }).toString() > since) {
    const end = start.add({ months: length })
    terms.push({ start: start.toString(), end: end.toString(), dueOn: dueAfter(end, schedule) })
    start = start.subtract({ months: length })
  }
  return terms
}

/** A report after one event on a day. */
export function termOfEvent({ withinDays }: ReportSchedule, day: string): ReportTerm {
  const start = Temporal.PlainDate.from(day)
  return {
    start: day,
    end: start.add({ days: 1 }).toString(),
    dueOn: start.add({ days: withinDays ?? 0 }).toString(),
  }
}

function startOf(day: Temporal.PlainDate, period: Recurring): Temporal.PlainDate {
  const first = day.with({ day: 1 })
  return first.subtract({ months: (first.month - 1) % months[period] })
}

/** The 31st of a month of thirty days is its last. */
const dueAfter = (end: Temporal.PlainDate, { dueMonth, dueDay }: ReportSchedule): string =>
  end
    .add({ months: (dueMonth ?? 1) - 1 })
    .with({ day: dueDay ?? 1 }, { overflow: 'constrain' })
    .toString()
