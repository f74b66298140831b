import type { Tx } from '#app/platform/db.ts'
import type { Half } from './court-date.ts'
import { planCalls } from './plan-calls.ts'

type Of = { bondId: string; at: Date; timezone: string }

/** Plans the calls about every coming date of a case, where the person said that they want them; none is planned twice. */
export async function planCallsOf(tx: Tx, { bondId, at, timezone }: Of): Promise<void> {
  if (!(await wantsCalls(tx, bondId))) return
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
