import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { closingOf } from './closing/closing-page.server.ts'
import type { FundState } from './fund.ts'
import { fundStaff } from './fund-staff.server.ts'
import { type Limits, type Meeting, reviewsHaveASecondPerson, whoCanMeet } from './limits.ts'
import { limitsInForce, limitsOf } from './limits-in-force.server.ts'

export type ControlPage = NonNullable<Awaited<ReturnType<typeof controlPage>>>

type Judged = Limits & { meetings: Meeting[] }

/** What holds in a fund, who could meet it, what waits for a second administrator, and what was decided. Null: not theirs. */
export async function controlPage(of: { fundId: string; fundIds: string[]; language: string }) {
  const { fundId, fundIds, language } = of
  if (!fundIds.includes(fundId)) return null
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const fund = await tx.fund.findFirst({ where: { id: fundId, kind: { not: 'operating' } } })
    if (!fund) return null
    const staff = await fundStaff(tx, fundId)
    const judged = (limits: Limits): Judged => ({
      ...limits,
      meetings: limits.steps.map(({ approvals }) => whoCanMeet(staff, approvals)),
    })
    const proposals = await proposalsOf(tx, fundId)
    return {
      id: fundId,
      name: (await fundNames(tx, { fundIds: [fundId], language })).get(fundId) ?? '',
      reviewsAreMet: reviewsHaveASecondPerson(staff),
      inForce: judged(await limitsInForce(tx, fundId)),
      proposed: proposals
        .filter(({ outcome }) => !outcome)
        .map((each) => ({ ...each, ...judged(each.limits) })),
      decided: proposals.filter(({ outcome }) => outcome),
      closing: await closingOf(tx, { id: fundId, state: fund.state as FundState }),
    }
  })
}

const shownAtMost = 20

async function proposalsOf(tx: Tx, fundId: string) {
  const rows = await tx.fundLimits.findMany({
    where: { fundId },
    orderBy: { recordedAt: 'desc' },
    take: shownAtMost,
  })
  const decisions = await tx.fundLimitsDecision.findMany({
    where: { limitsId: { in: rows.map(({ id }) => id) } },
  })
  const people = await tx.staff.findMany({
    where: { id: { in: [...rows.map((row) => row.proposedBy), ...decisions.map((each) => each.decidedBy)] } },
    select: { id: true, name: true },
  })
  const nameOf = (id: string | undefined) => people.find((person) => person.id === id)?.name ?? ''
  return rows.map((row) => {
    const decision = decisions.find(({ limitsId }) => limitsId === row.id)
    return {
      id: row.id,
      limits: limitsOf(row),
      proposedBy: { id: row.proposedBy, name: nameOf(row.proposedBy) },
      proposedAt: row.recordedAt,
      outcome: decision?.outcome ?? null,
      decidedBy: decision ? nameOf(decision.decidedBy) : null,
      decidedAt: decision?.recordedAt ?? null,
    }
  })
}
