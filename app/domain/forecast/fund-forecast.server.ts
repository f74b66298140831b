import { type BondKind, bondKinds } from '#app/domain/bonds/bond.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import type { FundState } from '#app/domain/funds/fund.ts'
import { readFundChanges } from '#app/domain/funds/fund-changes.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { morePeople } from './free-to-commit.ts'
import { daysBetween, experienceOf, type PastBond } from './history.ts'
import { monthsAhead } from './months.ts'
import { projectReturns } from './project-returns.ts'
import { readBonds } from './read-bonds.server.ts'
import { readStanding } from './read-standing.server.ts'

const monthsShown = 12
const daysOfAverage = 365

export type FundForecast = NonNullable<Awaited<ReturnType<typeof fundForecast>>>

/** What a fund can still do today, what comes back and when, and what was decided about it. Null: not theirs to see. */
export async function fundForecast(of: {
  fundId: string
  fundIds: string[]
  language: string
  timezone: string
  at: Date
}) {
  const { fundId, fundIds, language, timezone, at } = of
  if (!fundIds.includes(fundId)) return null
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const fund = await tx.fund.findFirst({
      where: { id: fundId, kind: { not: 'operating' } },
      select: { id: true, state: true, reserveFloorCents: true },
    })
    if (!fund) return null

    const standing = await readStanding(tx, fund)
    const bonds = await readBonds(tx, fundId)
    const open = bonds.filter(({ openCents }) => openCents > 0n)
    const experience = experienceOf(bonds, at)
    const averageBondCents = averageOf(bonds, at)
    return {
      id: fundId,
      name: (await fundNames(tx, { fundIds: [fundId], language })).get(fundId) ?? '',
      state: fund.state as FundState,
      standing,
      averageBondCents,
      morePeople: morePeople(standing.freeCents, averageBondCents),
      returns: projectReturns({
        bonds: open,
        experience,
        months: monthsAhead({ at, timezone, count: monthsShown }),
        at,
      }),
      basis: kindsOf(open).map((kind) => {
        const { lost, endedCount, isGuess } = experience[kind]
        return { kind, lost, endedCount, isGuess }
      }),
      changes: await readFundChanges(tx, fundId),
    }
  })
}

const kindsOf = (bonds: PastBond[]): BondKind[] =>
  bondKinds.filter((each) => bonds.some(({ kind }) => kind === each))

/** Of the last year's bonds, since courts change their prices; of all where there were none. */
function averageOf(bonds: PastBond[], at: Date): bigint | null {
  const recent = bonds.filter(({ postedAt }) => daysBetween(postedAt, at) <= daysOfAverage)
  const counted = recent.length > 0 ? recent : bonds
  if (counted.length === 0) return null
  return counted.reduce((sum, { principalCents }) => sum + principalCents, 0n) / BigInt(counted.length)
}
