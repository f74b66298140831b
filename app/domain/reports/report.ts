/** How often a report is due: after each period, or after each bond. */
export const reportPeriods = ['monthly', 'quarterly', 'yearly', 'per_event'] as const
export type ReportPeriod = (typeof reportPeriods)[number]

/** What a report may count. Sums are cents; nothing in it names or points to a person. */
export const reportFigures = [
  'bonds_posted',
  'posted_cents',
  'bonds_returned',
  'returned_cents',
  'kept_cents',
  'bonds_forfeited',
  'forfeited_cents',
  'bonds_written_off',
  'written_off_cents',
  'missed_court',
  'bonds_open',
  'open_cents',
] as const
export type ReportFigure = (typeof reportFigures)[number]

export type Figures = Record<ReportFigure, bigint>

export const isSum = (figure: ReportFigure): boolean => figure.endsWith('_cents')

export type ReportSchedule = {
  period: ReportPeriod
  /** By this day of this month after the period; null where it is due after an event. */
  dueMonth: number | null
  dueDay: number | null
  /** Days after an event; null where it is due after a period. */
  withinDays: number | null
}

/** Days as `2026-11-21`; `end` is the first day after it. */
export type ReportTerm = { start: string; end: string; dueOn: string }
