import { daysFrom, isNear, type OpenLine, type OpenMovement } from './propose-matches.ts'

/** Why a line of the bank, or a movement of the books, stands alone. `by` is what the nearest other side differs by, in cents. */
export type WhyOpen =
  | { code: 'several_fit'; count: number }
  | { code: 'together'; count: number; day: string }
  | { code: 'differs'; by: bigint }
  | { code: 'other_day'; days: number }
  | { code: 'no_movement' }
  | { code: 'no_line'; days: number }
  | { code: 'in_transit'; days: number }
  | { code: 'no_statement_yet' }
  | { code: 'noted'; reason: string; until: string }
  | { code: 'own_transfer'; account: string; days: number }

type Dated = { day: string; amount: bigint }

/** A person said that it is money between two accounts: how long it has waited for the other's line, by the day today. */
export const onItsWay = (line: OpenLine, of: { account: string; today: string }): WhyOpen => ({
  ...{ code: 'own_transfer', account: of.account, days: Math.max(0, daysFrom(line.day, of.today)) },
})

export function whyLineIsOpen(line: OpenLine, movements: OpenMovement[], daysInTransit: number): WhyOpen {
  const isClose = (movement: Dated) => isNear(movement, line, daysInTransit)
  return (
    fitting(line, movements, isClose) ??
    together(line, movements.filter(isClose)) ??
    onOtherDay(line, movements) ?? { code: 'no_movement' }
  )
}

type Standing = {
  daysInTransit: number
  today: string
  /** Through which day the bank's statements reach. */
  through: string | null
  note: { reason: string; until: string } | null
}

export function whyMovementIsOpen(movement: OpenMovement, lines: OpenLine[], of: Standing): WhyOpen {
  const { note, today, through, daysInTransit } = of
  if (note && note.until >= today) return { code: 'noted', ...note }
  const fits = fitting(movement, lines, (line) => isNear(movement, line, daysInTransit))
  if (fits) return fits
  const elsewhen = onOtherDay(movement, lines)
  if (elsewhen) return elsewhen
  if (through === null || through < movement.day) return { code: 'no_statement_yet' }
  const days = daysFrom(movement.day, today)
  return { code: days <= daysInTransit ? 'in_transit' : 'no_line', days }
}

function fitting({ amount }: Dated, others: Dated[], isClose: (other: Dated) => boolean): WhyOpen | null {
  const close = others
    .map((other) => ({ other, by: other.amount - amount }))
    .filter(({ other, by }) => isSmall(by, amount) && isClose(other))
  const same = close.filter(({ by }) => by === 0n)
  if (same.length > 0) return { code: 'several_fit', count: same.length }
  const [nearest] = close.sort((a, b) => (size(a.by) < size(b.by) ? -1 : 1))
  return nearest ? { code: 'differs', by: nearest.by } : null
}

/** All of one day, brought to the bank as one: checks in one deposit. */
function together({ amount }: Dated, movements: Dated[]): WhyOpen | null {
  const days = new Map<string, { count: number; cents: bigint }>()
  for (const movement of movements) {
    if (movement.amount > 0n !== amount > 0n) continue
    const { count, cents } = days.get(movement.day) ?? { count: 0, cents: 0n }
    days.set(movement.day, { count: count + 1, cents: cents + movement.amount })
  }
  const [found] = [...days].filter(([, { count, cents }]) => count > 1 && cents === amount)
  return found ? { code: 'together', count: found[1].count, day: found[0] } : null
}

/** Just this amount, but too far away for a rule: a check that was cashed late, or a day entered wrongly. */
function onOtherDay({ amount, day }: Dated, others: Dated[]): WhyOpen | null {
  const days = others
    .filter((other) => other.amount === amount)
    .map((other) => Math.abs(daysFrom(day, other.day)))
    .filter((away) => away <= farthest)
  return days.length > 0 ? { code: 'other_day', days: Math.min(...days) } : null
}

const farthest = 92

/** A dollar, or a fiftieth of the amount: a fee that was taken, a digit that was turned. */
const isSmall = (by: bigint, amount: bigint): boolean => size(by) <= 100n || size(by) * 50n <= size(amount)

const size = (cents: bigint): bigint => (cents < 0n ? -cents : cents)
