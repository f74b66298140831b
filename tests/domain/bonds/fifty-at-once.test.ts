import { beforeAll, describe, expect, test } from 'vitest'
import { plainMoves } from '#app/domain/bonds/acts.ts'
import { type BondKind, type BondState, nextStates } from '#app/domain/bonds/bond.ts'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, noticed, walk } from '#tests/support/given-loss.ts'
import { recordForfeiture, recordReturn, writeOff } from '#tests/support/proved.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
})

const principal = 300_00n

/** How a bond comes from `active` to where the fifty begin. */
const ways: Record<BondKind, BondState[][]> = {
  court_bail: [
    [],
    ['missed_court'],
    ['missed_court', 'forfeiture_noticed'],
    ['missed_court', 'forfeiture_noticed', 'forfeited'],
    ['refund_due'],
    ['refund_due', 'claimed'],
    ['refund_due', 'held_by_depositor'],
    ['refund_due', 'stale'],
    ['refund_due', 'stale', 'written_off'],
  ],
  immigration_bond: [
    ['delivery_demand'],
    ['delivery_demand', 'breach_noticed'],
    ['delivery_demand', 'breach_noticed', 'appealed'],
    ['delivery_demand', 'breach_noticed', 'breached'],
    ['delivery_demand', 'breach_noticed', 'breached', 'rescinded'],
  ],
}

async function givenBondAt(kind: BondKind, way: BondState[]): Promise<string> {
  const bondId = await givenActiveBond(team, { kind, principal })
  const on = { bondId, knownFrom: 'court_docket' } as const
  for (const to of way) {
    if (to === 'refund_due') await recordDisposition({ ...on, staff: team.intake })
    else if (to === 'forfeited' || to === 'breached') await recordForfeiture({ ...on, staff: team.approver })
    else if (to === 'written_off') await writeOff({ ...on, staff: team.approver })
    else await walk(team, bondId, [to])
  }
  return bondId
}

const pathOf = (bondId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const rows = await tx.bondStateChange.findMany({ where: { bondId }, orderBy: { id: 'asc' } })
    return rows.map(({ toState }) => toState)
  })

const fifty = <T>(work: (number: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: 50 }, (_, number) => work(number)))

const cases = Object.entries(ways).flatMap(([kind, all]) =>
  all.map((way) => [kind as BondKind, way.at(-1) ?? 'active', way] as const),
)

test.each(cases)(
  '%s out of %s: each move is made once or not at all, and each one leaves its record',
  {
    timeout: 120_000,
  },
  async (kind, from, way) => {
    const bondId = await givenBondAt(kind, way)
    const moves = plainMoves(kind, from)
    const before = await pathOf(bondId)
    const tried = await fifty((number) => {
      const to = moves[number % moves.length] ?? from
      return moveBond({ staff: team.intake, bondId, to, knownFrom: 'lawyer', ...noticed(to) })
    })
    const after = await pathOf(bondId)
    const made = tried.filter(({ status }) => status === 'fulfilled').length
    expect(made).toBeGreaterThan(0)
    expect(after).toHaveLength(before.length + made)
    // Each record begins where the one before it ended.
    for (const [place, to] of after.entries())
      if (place > 0) expect(nextStates(kind, after[place - 1] ?? '')).toContain(to)
    for (const each of tried)
      if (each.status === 'rejected')
        expect(await whyRefused(Promise.reject(each.reason))).toBe('bond_step_not_possible')
  },
)

describe('acts that move money, or begin a life', () => {
  const on = { knownFrom: 'court_docket' } as const
  const madeBy = async (work: () => Promise<unknown>) =>
    (await fifty(work)).filter(({ status }) => status === 'fulfilled').length

  test('are done once, whoever presses first', { timeout: 120_000 }, async () => {
    const { bondId } = await givenPostedBond(team, { principal })
    expect(
      await madeBy(() => recordRelease({ ...on, staff: team.intake, bondId, outcome: 'released' })),
    ).toBe(1)
    expect(await madeBy(() => recordDisposition({ ...on, staff: team.intake, bondId }))).toBe(1)
    const back = { staff: team.approver, bondId, received: cents(principal), interest: zero }
    expect(await madeBy(() => recordReturn({ ...back, deductions: [], reference: 'C-1' }))).toBe(1)

    const lost = await givenBondAt('court_bail', ['missed_court', 'forfeiture_noticed'])
    expect(await madeBy(() => recordForfeiture({ ...on, staff: team.approver, bondId: lost }))).toBe(1)
    const stale = await givenBondAt('court_bail', ['refund_due', 'stale'])
    expect(await madeBy(() => writeOff({ ...on, staff: team.approver, bondId: stale }))).toBe(1)
    expect(await brokenBooks()).toEqual([])
  })
})
