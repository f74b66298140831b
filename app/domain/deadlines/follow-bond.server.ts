import type { BondState } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { dropCalls } from '#app/domain/court-dates/case-calls.server.ts'
import { takesDates } from '#app/domain/court-dates/court-date.ts'
import type { Tx } from '#app/platform/db.ts'
import { type DeadlineKind, endedBy } from './deadline.ts'

/** What a bond's move means for what was planned: deadlines that it answers end, and an over case is called about no more. */
export async function followBond(
  tx: Tx,
  move: { bondId: string; to: BondState; by: string; at: Date },
): Promise<void> {
  const { bondId, to, by, at } = move
  if (!takesDates(to)) await dropCalls(tx, { bondId, at })
  const open = await tx.bondDeadline.findMany({ where: { bondId, end: null } })
  if (open.length === 0) return
  const { timezone } = await tx.organization.findFirstOrThrow({ select: { timezone: true } })
  const ends = open.flatMap((deadline) => {
    const lastDay = deadline.lastDay.toISOString().slice(0, 10)
    const outcome = endedBy(to, { kind: deadline.kind as DeadlineKind, lastDay }, dayOf(at, timezone))
    return outcome ? [{ deadlineId: deadline.id, outcome, recordedBy: by, occurredAt: at }] : []
  })
  await tx.bondDeadlineEnd.createMany({ data: ends })
}
