import type { Tx } from '#app/platform/db.ts'
import type { Half } from './court-date.ts'
import { planCalls } from './plan-calls.ts'

type Of = { bondId: string; at: Date; timezone: string }

/**
 * Plans the calls about every coming date of a case, where the person said that they want them; none is planned twice, and of a
 * bond that funds share only the first part plans them: one person is called once.
 */
export async function planCallsOf(tx: Tx, { bondId, at, timezone }: Of): Promise<void> {
  if (!(await isFirstPart(tx, bondId)) || !(await wantsCalls(tx, bondId))) return
  const dates = await tx.courtDate.findMany({
    where: { bondId, outcome: null },
    include: { calls: { select: { kind: true, outcome: true } } },
  })
  const data = dates.flatMap(({ id, day, half, calls }) => {
    const known = calls.filter(({ outcome }) => outcome !== 'not_needed').map(({ kind }) => kind)
    return planCalls({ day: day.toISOString().slice(0, 10), half: half as Half, timezone, at })
      .filter(({ kind }) => !known.includes(kind))
      .map((call) => ({ ...call, bondId, dateId: id }))
  })
  await tx.caseCall.createMany({ data })
}

async function isFirstPart(tx: Tx, bondId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ first: boolean }[]>`
    select coalesce(p.position, 0) = 0 as first from bond b left join shared_bond_part p on p.disbursement_id = b.disbursement_id
     where b.id = ${bondId}::uuid`
  return row?.first ?? false
}

export async function wantsCalls(tx: Tx, bondId: string): Promise<boolean> {
  const contact = await tx.caseContact.findFirst({ where: { bondId }, orderBy: { id: 'desc' } })
  return contact?.wantsCalls ?? false
}

/** Calls that would say what is no longer so. */
export async function dropCalls(tx: Tx, of: { bondId: string; dateId?: string; at: Date }): Promise<void> {
  const { at, ...which } = of
  await tx.caseCall.updateMany({
    where: { ...which, doneAt: null },
    data: { doneAt: at, outcome: 'not_needed' },
  })
}
