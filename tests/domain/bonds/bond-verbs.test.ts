import { beforeEach, describe, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { saidOfEnd } from '#tests/support/given-case-end.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { noticed } from '#tests/support/given-loss.ts'
import { recordForfeiture, recordReturn, writeOff } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const
const docket = { knownFrom: 'court_docket' } as const

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam()
  bondId = (await givenPostedBond(team, { principal: 2_500_00n })).bondId
})

describe('a release', () => {
  test('opens the life of the bond and moves no money', async () => {
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', ...docket })
    expect(await path()).toEqual(['posted', 'released', 'active'])
    expect(await balances()).toMatchObject({ bank: 17_500_00n, bond_deposit: 2_500_00n })
  })

  test('may not come: our money is in, another hold keeps them, and later they walk out', async () => {
    await recordRelease({ staff: team.intake, bondId, outcome: 'not_released', ...docket })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', ...docket })
    expect(await path()).toEqual(['posted', 'posted_not_released', 'released', 'active'])
  })
})

describe('moves without money', () => {
  beforeEach(() => recordRelease({ staff: team.intake, bondId, outcome: 'released', ...docket }))

  test('a missed date, a notice, set aside', async () => {
    for (const to of ['missed_court', 'forfeiture_noticed', 'active'] as const) {
      await moveBond({ staff: team.intake, bondId, to, ...docket, ...noticed(to) })
    }
    expect((await path()).slice(2)).toEqual(['active', 'missed_court', 'forfeiture_noticed', 'active'])
  })

  test('a move that is not in the table, or that moves money, is refused', async () => {
    for (const to of ['closed', 'disposed', 'forfeited', 'returned'] as const) {
      expect(await refusalOf(moveBond({ staff: team.intake, bondId, to, ...docket }))).toMatchObject({
        code: 'bond_step_not_possible',
      })
    }
  })
})

describe('the case is over', () => {
  test('all that is deposited becomes due', async () => {
    await overCase()
    expect((await path()).slice(-2)).toEqual(['disposed', 'refund_due'])
    expect(await balances()).toMatchObject({ bond_deposit: 0n, refund_due: 2_500_00n, bank: 17_500_00n })
  })

  test('for DHS by way of request and cancellation, which may be entered one by one or at once', async () => {
    bondId = (await givenPostedBond(team, { kind: 'immigration_bond', principal: 7_500_00n })).bondId
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'ice_notice' })
    const said = await saidOfEnd(team.intake, bondId)
    await moveBond({ staff: team.intake, bondId, to: 'case_ended', knownFrom: 'lawyer', ...said })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'ice_notice' })
    expect((await path()).slice(-4)).toEqual([
      'case_ended',
      'cancellation_requested',
      'cancelled',
      'refund_due',
    ])
  })

  test('is refused twice, and dated before the posting or ahead of now', async () => {
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', ...docket })
    const over = (occurredAt?: Date) =>
      recordDisposition({ staff: team.intake, bondId, occurredAt, ...docket })
    expect(await refusalOf(over(new Date('2020-01-01')))).toMatchObject({ code: 'before_posting' })
    expect(await refusalOf(over(new Date(Date.now() + 60_000)))).toMatchObject({ code: 'fact_lies_ahead' })
    await over()
    expect(await refusalOf(over())).toMatchObject({ code: 'bond_step_not_possible' })
  })
})

describe('money back', () => {
  beforeEach(overCase)

  test('in two parts: what has not come stays due, and nothing closes early', async () => {
    expect(await comesBack({ received: 1_000_00n })).toMatchObject({ stillDue: 1_500_00n })
    expect(await read()).toMatchObject({ state: 'claimed', disbursement: { state: 'paid' } })

    expect(await comesBack({ received: 1_200_00n, kept: 300_00n })).toMatchObject({ stillDue: 0n })
    expect(await read()).toMatchObject({ state: 'closed', disbursement: { state: 'settled' } })
    expect(await balances()).toMatchObject({ bank: 19_700_00n, withheld: 300_00n, refund_due: 0n })
  })

  test('none at all: the court kept everything, with reasons', async () => {
    await comesBack({ received: 0n, kept: 2_500_00n })
    expect(await read()).toMatchObject({ state: 'closed' })
    expect(await balances()).toMatchObject({ bank: 17_500_00n, withheld: 2_500_00n })
  })

  test('more than is due is refused with both figures, and nothing of it is kept', async () => {
    expect(await refusalOf(comesBack({ received: 2_500_00n, kept: 1n }))).toEqual({
      code: 'return_exceeds_due',
      params: { due: 2_500_00n, entered: 2_500_01n },
    })
    expect(await inTransaction(system, (tx) => tx.bondReturn.count({ where: { bondId } }))).toBe(0)
  })

  test('recorded by the one who paid it out is refused', async () => {
    const payerToo = await givenActor(team.fundId, ['treasurer'])
    const own = await givenPostedBond({ ...team, intake: payerToo })
    bondId = own.bondId
    await overCase()
    expect(await refusalOf(comesBack({ received: 2_500_00n }, payerToo))).toMatchObject({
      code: 'return_recorder_is_not_payer',
    })
  })

  test('nothing at all, interest from a court, and a role that may not', async () => {
    expect(await refusalOf(comesBack({ received: 0n }))).toMatchObject({ code: 'return_is_empty' })
    expect(await refusalOf(comesBack({ received: 1n, interest: 1n }))).toMatchObject({
      code: 'interest_only_on_immigration_bonds',
    })
    expect(await refusalOf(comesBack({ received: 1n }, team.intake))).toMatchObject({ code: 'role_may_not' })
  })

  test('two returns at once cannot bring back more than was due', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => comesBack({ received: 1_000_00n })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await balances()).toMatchObject({ bank: 19_500_00n, refund_due: 500_00n })
  })
})

describe('losses', () => {
  test('a forfeiture takes what was deposited; the bond closes when nothing more can come', async () => {
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', ...docket })
    for (const to of ['missed_court', 'forfeiture_noticed'] as const) {
      await moveBond({ staff: team.intake, bondId, to, ...docket, ...noticed(to) })
    }
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    expect(await balances()).toMatchObject({ bank: 17_500_00n, bond_deposit: 0n, forfeited: 2_500_00n })

    await moveBond({ staff: team.intake, bondId, to: 'closed', ...docket })
    expect(await read()).toMatchObject({ state: 'closed', disbursement: { state: 'settled' } })
  })

  test('a claim that went stale is written off with what is left of it', async () => {
    await overCase()
    await comesBack({ received: 2_000_00n })
    expect(await refusalOf(writeOff({ staff: team.approver, bondId, ...docket }))).toMatchObject({
      code: 'bond_step_not_possible',
    })
    await moveBond({ staff: team.intake, bondId, to: 'stale', ...docket })
    await writeOff({ staff: team.approver, bondId, ...docket })
    expect(await balances()).toMatchObject({ bank: 19_500_00n, refund_due: 0n, written_off: 500_00n })
  })
})

async function overCase(): Promise<void> {
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', ...docket })
  await recordDisposition({ staff: team.intake, bondId, ...docket })
}

type Back = { received: bigint; kept?: bigint; interest?: bigint }

const comesBack = ({ received, kept, interest }: Back, staff: ActingStaff = team.approver) =>
  recordReturn({
    staff,
    bondId,
    received: cents(received),
    deductions: kept ? [{ reason: 'court_costs', amount: cents(kept) }] : [],
    interest: interest ? cents(interest) : zero,
    reference: 'Cheque 1001',
  })

const read = () =>
  inTransaction(system, (tx) =>
    tx.bond.findUniqueOrThrow({
      where: { id: bondId },
      include: { disbursement: { select: { state: true } } },
    }),
  )

const path = () =>
  inTransaction(system, async (tx) => {
    const changes = await tx.bondStateChange.findMany({ where: { bondId }, orderBy: { id: 'asc' } })
    return changes.map(({ toState }) => toState)
  })

const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
