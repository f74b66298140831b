import { keyOf } from '#app/domain/bank/forms.ts'
import { linesOnTheirWay, openLines, openMovements } from '#app/domain/bank/matching/open-sides.server.ts'
import {
  onItsWay,
  type WhyOpen,
  whyLineIsOpen,
  whyMovementIsOpen,
} from '#app/domain/bank/matching/why-open.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Place, placesOf } from './places.server.ts'

/** Of the oldest; the others come up as these are done. */
const shownAtMost = 100

export type ShownLine = { id: bigint; day: string; amount: bigint; text: string; why: WhyOpen }
export type ShownMovement = {
  key: string
  sourceKind: string
  day: string
  amount: bigint
  why: WhyOpen
  place: Place | null
}

export type OpenSides = {
  lines: ShownLine[]
  movements: ShownMovement[]
  /** All of the month, shown or not; sizes in cents, without their signs. */
  totals: { lines: number; linesCents: bigint; movements: number; movementsCents: bigint }
}

type Asked = { accountId: string; daysInTransit: number; month: string | null; through: string | null }

/** What stands alone on both sides, the oldest first, and why. */
export async function openSides(tx: Tx, asked: Asked): Promise<OpenSides> {
  const { accountId, daysInTransit, month, through } = asked
  const lines = await openLines(tx, accountId)
  const onTheirWay = await linesOnTheirWay(tx, accountId)
  const movements = await openMovements(tx, accountId)
  const notes = await notesOf(tx, accountId)
  const { timezone } = await organizationHere(tx)
  const today = dayOf(now(), timezone)
  const isOfMonth = ({ day }: { day: string }) => !month || day.startsWith(month)
  const [ofLines, ofMovements] = [lines.filter(isOfMonth), movements.filter(isOfMonth)]
  const shownMovements = ofMovements.slice(0, shownAtMost)
  const places = await placesOf(tx, shownMovements)
  return {
    lines: ofLines.slice(0, shownAtMost).map((line) => {
      const account = onTheirWay.get(line.id)
      if (account) return { ...line, why: onItsWay(line, { account, today }) }
      return { ...line, why: whyLineIsOpen(line, movements, daysInTransit) }
    }),
    movements: shownMovements.map((movement) => {
      const note = notes.get(keyOf(movement)) ?? null
      const why = whyMovementIsOpen(movement, lines, { daysInTransit, today, through, note })
      const { sourceKind, day, amount } = movement
      const place = places.get(keyOf(movement)) ?? null
      return { key: keyOf(movement), sourceKind, day, amount, why, place }
    }),
    totals: {
      ...{ lines: ofLines.length, linesCents: sizeOf(ofLines) },
      ...{ movements: ofMovements.length, movementsCents: sizeOf(ofMovements) },
    },
  }
}

const sizeOf = (rows: { amount: bigint }[]): bigint =>
  rows.reduce((sum, { amount }) => sum + (amount < 0n ? -amount : amount), 0n)

async function notesOf(tx: Tx, accountId: string): Promise<Map<string, { reason: string; until: string }>> {
  const rows = await tx.bankMovementNote.findMany({
    where: { bankAccountId: accountId },
    orderBy: { id: 'asc' },
  })
  return new Map(
    rows.map((row) => [keyOf(row), { reason: row.reason, until: row.untilDay.toISOString().slice(0, 10) }]),
  )
}

/** Lines of a month that matches explain: how many, and their size in cents. */
export async function matchedLines(
  tx: Tx,
  of: { accountId: string; month: string | null },
): Promise<{ count: bigint; cents: bigint }> {
  const [row] = await tx.$queryRaw<{ count: bigint; cents: bigint }[]>`
    select count(*), coalesce(sum(abs(l.amount_cents)), 0)::bigint as cents from standing_bank_line l
     where l.bank_account_id = ${of.accountId}::uuid and l.match_id is not null
       and (${of.month}::text is null or to_char(l.day, 'YYYY-MM') = ${of.month})`
  return row ?? { count: 0n, cents: 0n }
}
