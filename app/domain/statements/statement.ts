import { Temporal } from 'temporal-polyfill'

/** Days of the organization's calendar, both of them in it, as `2026-12-31`. */
export type Period = { from: string; to: string }

/** What a statement adds up. Positive cents; what went back stands under the gift that it belongs to. */
export type StatementLine = {
  kind: 'gift' | 'refund' | 'dispute'
  giftKind: string
  giftId: string
  sourceId: string
  fundId: string
  purposeVersion: number
  amountCents: bigint
  givenAt: Date
  occurredAt: Date
}

export type StatementTotals = {
  givenCents: bigint
  refundedCents: bigint
  disputedCents: bigint
  netCents: bigint
}

/** A calendar year; the one that is not over yet ends today. Null for a year that has not begun. */
export function periodOfYear(year: number, today: string): Period | null {
  const from = `${String(year).padStart(4, '0')}-01-01`
  return readPeriod({ from, to: `${from.slice(0, 4)}-12-31` }, today)
}

/** A range of days as far as it has come. Null for one that is no range of days, or has not begun. */
export function readPeriod({ from, to }: Period, today: string): Period | null {
  const [first, last] = [dayOrNull(from), dayOrNull(to)]
  if (!first || !last || first > today || last < first) return null
  return { from: first, to: last > today ? today : last }
}

/** Before it no organization of this kind had cards to charge; after it no page shall make the database count days. */
const [earliest, latest] = ['1990-01-01', '2200-12-31']

function dayOrNull(typed: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(typed) || typed < earliest || typed > latest) return null
  try {
    return Temporal.PlainDate.from(typed, { overflow: 'reject' }).toString()
  } catch {
    return null
  }
}

export function totalsOf(lines: Pick<StatementLine, 'kind' | 'amountCents'>[]): StatementTotals {
  const sum = (kind: StatementLine['kind']) =>
    lines.reduce((total, line) => (line.kind === kind ? total + line.amountCents : total), 0n)
  const [givenCents, refundedCents, disputedCents] = [sum('gift'), sum('refund'), sum('dispute')]
  return { givenCents, refundedCents, disputedCents, netCents: givenCents - refundedCents - disputedCents }
}
