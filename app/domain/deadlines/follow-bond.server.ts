import type { BondState } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { dropCalls, planCallsOf } from '#app/domain/court-dates/case-calls.server.ts'
import { takesDates } from '#app/domain/court-dates/court-date.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type DeadlineKind, endedBy } from './deadline.ts'

/**
 * What a bond's move means for what was planned: deadlines that it answers end, an over case is called about no more, and one
 * that lives on again is called about as before.
 */
export async function followBond(
  tx: Tx,
  move: { bondId: string; from: string; to: BondState; by: string; at: Date },
): Promise<void> {
  const { bondId, from, to, by, at } = move
  if (!takesDates(to)) await dropCalls(tx, { bondId, at })
  // What is planned lies ahead of now, however long ago the case came back to life.
  else if (!takesDates(from)) await planCallsOf(tx, { bondId, at: now(), timezone: await timezoneOf(tx) })
  const open = await tx.bondDeadline.findMany({ where: { bondId, end: null } })
  if (open.length === 0) return
  const timezone = await timezoneOf(tx)
  const ends = open.flatMap((deadline) => {
    const lastDay = deadline.lastDay.toISOString().slice(0, 10)
    const outcome = endedBy(to, { kind: deadline.kind as DeadlineKind, lastDay }, dayOf(at, timezone))
    return outcome ? [{ deadlineId: deadline.id, outcome, recordedBy: by, occurredAt: at }] : []
  })
  await tx.bondDeadlineEnd.createMany({ data: ends })
}

async function timezoneOf(tx: Tx): Promise<string> {
  const { timezone } = await tx.organization.findFirstOrThrow({ select: { timezone: true } })
  return timezone
}
