import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainMoves } from '#app/domain/bonds/acts.ts'
import { type BondKind, type BondState, nextStates } from '#app/domain/bonds/bond.ts'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { courtBondTransitions, immigrationBondTransitions } from '#app/domain/bonds/states.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { saidOfEnd } from '#tests/support/given-case-end.ts'
import { givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, noticed, walk } from '#tests/support/given-loss.ts'
import {
  recordForfeiture,
  recordRecovery,
  recordReturn,
  reinstateBond,
  writeOff,
} from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
})
afterAll(async () => expect(await brokenBooks()).toEqual([]))

const principal = 300_00n

/** How a bond comes from `posted` to where the fifty begin, and so the states where it can stand. */
const ways: Record<BondKind, BondState[][]> = {
  court_bail: [
    ['posted'],
    ['posted_not_released'],
    ['active'],
    ['revoked'],
    ['surrendered'],
    ['missed_court'],
    ['missed_court', 'forfeiture_noticed'],
    ['missed_court', 'forfeiture_noticed', 'forfeited'],
    ['missed_court', 'forfeiture_noticed', 'forfeited', 'remitted'],
    ['refund_due'],
    ['refund_due', 'claimed'],
    ['refund_due', 'held_by_depositor'],
    ['refund_due', 'stale'],
    ['refund_due', 'stale', 'written_off'],
    ['refund_due', 'stale', 'written_off', 'recovered'],
    ['missed_court', 'forfeiture_noticed', 'forfeited', 'closed'],
  ],
  immigration_bond: [
    ['posted'],
    ['posted_not_released'],
    ['active'],
    ['case_ended'],
    ['case_ended', 'cancellation_requested'],
    ['case_ended', 'cancellation_requested', 'cancelled'],
    ['refund_due'],
    ['refund_due', 'claimed'],
    ['refund_due', 'stale'],
    ['refund_due', 'stale', 'written_off'],
    ['refund_due', 'stale', 'written_off', 'recovered'],
    ['delivery_demand'],
    ['delivery_demand', 'breach_noticed'],
    ['delivery_demand', 'breach_noticed', 'appealed'],
    ['delivery_demand', 'breach_noticed', 'breached'],
    ['delivery_demand', 'breach_noticed', 'breached', 'interest_claimed'],
    ['delivery_demand', 'breach_noticed', 'breached', 'rescinded'],
    ['delivery_demand', 'breach_noticed', 'breached', 'closed'],
  ],
}

/** One act goes through these and never leaves a bond in them. */
const passedThrough = ['released', 'disposed', 'returned']

/** Before there is a bond: the steps of its disbursement, which have a test of their own. */
const beforePosting = [
  ...['drafted', 'cash_out', 'returned_unposted', 'verification_sent', 'verified', 'refused', 'stayed'],
  ...['amount_changed', 'contract_signed', 'wire_sent', 'wire_returned'],
]

const tables = { court_bail: courtBondTransitions, immigration_bond: immigrationBondTransitions }

test.each(['court_bail', 'immigration_bond'] as const)(
  'every state of the table where a %s can stand has its fifty',
  (kind) => {
    const elsewhere = [...passedThrough, ...beforePosting]
    const standing = Object.keys(tables[kind]).filter((state) => !elsewhere.includes(state))
    expect(ways[kind].map((way) => way.at(-1)).sort()).toEqual(standing.sort())
  },
)

const on = { knownFrom: 'court_docket' } as const

const press = {
  release: (bondId: string) => recordRelease({ ...on, staff: team.intake, bondId, outcome: 'released' }),
  not_released: (bondId: string) =>
    recordRelease({ ...on, staff: team.intake, bondId, outcome: 'not_released' }),
  disposition: async (bondId: string) =>
    recordDisposition({ ...on, staff: team.intake, bondId, ...(await saidOfEnd(team.intake, bondId)) }),
  forfeiture: (bondId: string) => recordForfeiture({ ...on, staff: team.approver, bondId }),
  write_off: (bondId: string) => writeOff({ ...on, staff: team.approver, bondId }),
  reinstatement: (bondId: string) => reinstateBond({ ...on, staff: team.approver, bondId }),
  return: (bondId: string) =>
    recordReturn({
      ...{ staff: team.approver, bondId, received: cents(principal), interest: zero },
      ...{ deductions: [], reference: 'C-1' },
    }),
  first_part: (bondId: string) => recovered(bondId, 100_00n),
  all_that_is_left: (bondId: string) => recovered(bondId, principal - 100_00n),
  all: (bondId: string) => recovered(bondId, principal),
  interest: (bondId: string) =>
    recordRecovery({
      ...{ staff: team.approver, bondId, received: zero, interest: cents(7_00n), reference: 'Wire 8' },
    }),
}
type Act = keyof typeof press

const recovered = (bondId: string, received: bigint) =>
  recordRecovery({
    ...{ staff: team.approver, bondId, received: cents(received), interest: zero },
    reference: `Check ${received}`,
  })

/** Acts that come before a state that no plain move leads to. */
const actTo: Partial<Record<BondState, Act>> = {
  posted_not_released: 'not_released',
  refund_due: 'disposition',
  forfeited: 'forfeiture',
  breached: 'forfeiture',
  written_off: 'write_off',
  remitted: 'first_part',
  recovered: 'first_part',
}

async function givenBondAt(kind: BondKind, way: readonly BondState[]): Promise<string> {
  const isInside = way[0] === 'posted' || way[0] === 'posted_not_released'
  const bondId = isInside
    ? (await givenPostedBond(team, { kind, principal })).bondId
    : await givenActiveBond(team, { kind, principal })
  for (const to of way) {
    const act = actTo[to]
    if (act) await press[act](bondId)
    else if (to !== 'posted' && to !== 'active') await walk(team, bondId, [to])
  }
  return bondId
}

const pathOf = (bondId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const rows = await tx.bondStateChange.findMany({ where: { bondId }, orderBy: { id: 'asc' } })
    return rows.map(({ toState }) => toState)
  })

const cases = Object.entries(ways).flatMap(([kind, all]) =>
  all.map((way) => [kind as BondKind, way.at(-1) ?? 'active', way] as const),
)

test.each(cases)(
  '%s out of %s, fifty at once to every state: each plain move is made once or not at all, no other is, and each one leaves its record',
  { timeout: 240_000 },
  async (kind, from, way) => {
    const bondId = await givenBondAt(kind, way)
    const possible = plainMoves(kind, from)
    const moves = Object.keys(tables[kind]) as BondState[]
    const before = await pathOf(bondId)
    const said = possible.includes('case_ended') ? await saidOfEnd(team.intake, bondId) : {}
    const made = await fifty((number) => {
      const to = moves[number % moves.length] ?? from
      const end = to === 'case_ended' ? said : {}
      return moveBond({ staff: team.intake, bondId, to, knownFrom: 'lawyer', ...noticed(to), ...end })
    })
    const after = await pathOf(bondId)
    if (possible.length > 0) expect(made).toBeGreaterThan(0)
    else expect(made).toBe(0)
    expect(after).toHaveLength(before.length + made)
    // Each record begins where the one before it ended.
    for (const [place, to] of after.entries()) {
      if (place > 0) expect(nextStates(kind, after[place - 1] ?? '')).toContain(to)
      if (place >= before.length) expect(plainMoves(kind, after[place - 1] ?? '')).toContain(to)
    }
  },
)

const lost: BondState[] = ['missed_court', 'forfeiture_noticed', 'forfeited']
const breached: BondState[] = ['delivery_demand', 'breach_noticed', 'breached']

/** Every act that is possible out of a state; the test of those that are not finds what is missing here. */
const possibleActs: [Act, BondKind, BondState[]][] = [
  ['release', 'court_bail', ['posted']],
  ['release', 'court_bail', ['posted_not_released']],
  ['release', 'immigration_bond', ['posted']],
  ['release', 'immigration_bond', ['posted_not_released']],
  ['not_released', 'court_bail', ['posted']],
  ['not_released', 'immigration_bond', ['posted']],
  ['disposition', 'court_bail', ['posted_not_released']],
  ['disposition', 'court_bail', ['active']],
  ['disposition', 'court_bail', ['revoked']],
  ['disposition', 'court_bail', ['surrendered']],
  ['disposition', 'immigration_bond', ['posted_not_released']],
  ['disposition', 'immigration_bond', ['active']],
  ['disposition', 'immigration_bond', ['case_ended']],
  ['disposition', 'immigration_bond', ['case_ended', 'cancellation_requested']],
  ['disposition', 'immigration_bond', ['case_ended', 'cancellation_requested', 'cancelled']],
  ['return', 'court_bail', ['refund_due']],
  ['return', 'court_bail', ['refund_due', 'claimed']],
  ['return', 'court_bail', ['refund_due', 'held_by_depositor']],
  ['return', 'court_bail', ['refund_due', 'stale']],
  ['return', 'immigration_bond', ['refund_due']],
  ['return', 'immigration_bond', ['refund_due', 'claimed']],
  ['return', 'immigration_bond', ['refund_due', 'stale']],
  ['forfeiture', 'court_bail', ['missed_court', 'forfeiture_noticed']],
  ['forfeiture', 'immigration_bond', ['delivery_demand', 'breach_noticed', 'appealed']],
  ['forfeiture', 'immigration_bond', ['delivery_demand', 'breach_noticed']],
  ['write_off', 'court_bail', ['refund_due', 'held_by_depositor']],
  ['write_off', 'court_bail', ['refund_due', 'stale']],
  ['write_off', 'immigration_bond', ['refund_due', 'stale']],
  ['all', 'court_bail', lost],
  ['all_that_is_left', 'court_bail', [...lost, 'remitted']],
  ['all_that_is_left', 'court_bail', ['refund_due', 'stale', 'written_off', 'recovered']],
  ['all', 'court_bail', ['refund_due', 'stale', 'written_off']],
  ['all', 'immigration_bond', ['refund_due', 'stale', 'written_off']],
  ['all_that_is_left', 'immigration_bond', ['refund_due', 'stale', 'written_off', 'recovered']],
  ['all', 'immigration_bond', [...breached, 'rescinded']],
  ['interest', 'immigration_bond', breached],
  ['interest', 'immigration_bond', [...breached, 'interest_claimed']],
  ['reinstatement', 'immigration_bond', [...breached, 'rescinded']],
]

test.each(possibleActs)(
  '%s of a %s out of %s is done once, whoever presses first',
  { timeout: 240_000 },
  async (act, kind, way) => {
    const [once, often] = [await givenBondAt(kind, way), await givenBondAt(kind, way)]
    await press[act](once)
    expect(await fifty(() => press[act](often))).toBe(1)
    expect(await pathOf(often)).toEqual(await pathOf(once))
    expect(await bookedOf(often)).toEqual(await bookedOf(once))
  },
)

/** One verb, whatever it is told of the money. */
const verbOf = (act: Act): string =>
  ['first_part', 'all_that_is_left', 'all', 'interest'].includes(act) ? 'recovery' : act

test.each(cases)(
  '%s out of %s: what is not possible there is refused fifty times, and nothing moves',
  { timeout: 240_000 },
  async (kind, from, way) => {
    const possible = possibleActs
      .filter(([, of, to]) => of === kind && (to.at(-1) ?? 'active') === from)
      .map(([act]) => verbOf(act))
    const impossible = (Object.keys(press) as Act[]).filter((act) => !possible.includes(verbOf(act)))
    const bondId = await givenBondAt(kind, way)
    const [path, booked] = [await pathOf(bondId), await bookedOf(bondId)]
    const made: Act[] = []
    await fifty(async (number) => {
      const act = impossible[number % impossible.length] ?? 'release'
      await press[act](bondId)
      made.push(act)
    })
    expect(made).toEqual([])
    expect(await pathOf(bondId)).toEqual(path)
    expect(await bookedOf(bondId)).toEqual(booked)
  },
)

/** What the ledger holds of a bond, account by account. */
const bookedOf = (bondId: string) =>
  inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ code: string; cents: bigint }[]>`
      select code, sum(balance_cents)::bigint as cents from account_balance where sub = ${bondId} group by code order by code`,
  )
