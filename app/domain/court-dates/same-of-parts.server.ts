import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import type { Tx } from '#app/platform/db.ts'

export type PartOf<Row> = { bond: LockedBond; row: Row }

/** A date of one part, and the same day of the others where they know of it and nothing became of it yet; none where it is unknown. */
export async function sameDates(tx: Tx, of: { dateId: string; bonds: readonly LockedBond[] }) {
  const rows = await tx.courtDate.findMany({
    where: { bondId: { in: idsOf(of.bonds) } },
    include: { outcome: true },
  })
  const own = rows.find(({ id }) => id === of.dateId)
  if (!own) return []
  const others = rows.filter(
    ({ bondId, outcome, day, half }) =>
      bondId !== own.bondId && !outcome && day.getTime() === own.day.getTime() && half === own.half,
  )
  return withBonds([own, ...others], of.bonds)
}

/** A last day of one part, and the same one of the others where it still binds. */
export async function sameDeadlines(tx: Tx, of: { deadlineId: string; bonds: readonly LockedBond[] }) {
  const rows = await tx.bondDeadline.findMany({
    where: { bondId: { in: idsOf(of.bonds) } },
    include: { end: true },
  })
  const own = rows.find(({ id }) => id === of.deadlineId)
  if (!own) return []
  const others = rows.filter(
    ({ bondId, end, kind, lastDay }) =>
      bondId !== own.bondId && !end && kind === own.kind && lastDay.getTime() === own.lastDay.getTime(),
  )
  return withBonds([own, ...others], of.bonds)
}

/** A miss of one part, and the same one of the others: they were noted at one moment. */
export async function sameMisses(tx: Tx, of: { missedId: string; bonds: readonly LockedBond[] }) {
  const rows = await tx.missedDate.findMany({ where: { bondId: { in: idsOf(of.bonds) } } })
  const own = rows.find(({ id }) => id === of.missedId)
  if (!own) return []
  const others = rows.filter(
    ({ bondId, dateId, occurredAt }) =>
      bondId !== own.bondId &&
      (dateId === null) === (own.dateId === null) &&
      occurredAt.getTime() === own.occurredAt.getTime(),
  )
  return withBonds([own, ...others], of.bonds)
}

const idsOf = (bonds: readonly LockedBond[]): string[] => bonds.map(({ id }) => id)

const withBonds = <Row extends { bondId: string }>(
  rows: Row[],
  bonds: readonly LockedBond[],
): PartOf<Row>[] =>
  rows.flatMap((row) => {
    const bond = bonds.find(({ id }) => id === row.bondId)
    return bond ? [{ bond, row }] : []
  })
