import { beforeEach, describe, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import {
  givenActiveBond,
  givenBreachedBond,
  givenForfeitedBond,
  givenWrittenOffBond,
  recover,
  walk,
} from '#tests/support/given-loss.ts'
import { recordForfeiture, recordRecovery, reinstateBond } from '#tests/support/proved.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

describe('after a forfeiture', () => {
  let bondId: string
  beforeEach(async () => {
    bondId = await givenForfeitedBond(team)
  })

  test('the court remits in parts; what was lost is income when it comes, and then nothing more can come', async () => {
    expect(await recover(team.approver, bondId, { received: 1_000_00n, reference: 'A' })).toMatchObject({
      stillLost: 1_500_00n,
    })
    expect(await state(bondId)).toEqual(['remitted', 'paid'])
    await recover(team.approver, bondId, { received: 1_500_00n, reference: 'B' })
    expect(await state(bondId)).toEqual(['closed', 'settled'])
    expect(await balances()).toMatchObject({
      bank: 20_000_00n,
      forfeited: 2_500_00n,
      recoveries: 2_500_00n,
      bond_deposit: 0n,
    })
    expect(await refusalOf(recover(team.approver, bondId, { received: 1n, reference: 'C' }))).toMatchObject({
      code: 'bond_step_not_possible',
    })
  })

  test('it closes with a part, when someone records that no more will come', async () => {
    await recover(team.approver, bondId, { received: 1_000_00n })
    await moveBond({ staff: team.intake, bondId, to: 'closed', knownFrom: 'lawyer' })
    expect(await state(bondId)).toEqual(['closed', 'settled'])
    expect(await page(bondId)).toMatchObject({
      money: { lost: 2_500_00n, recovered: 1_000_00n, deposited: 0n },
      recoveries: [{ received: 1_000_00n, reference: 'Check 7001' }],
    })
  })

  test('more than was lost is refused with both figures, nothing is refused, and so is interest from a court', async () => {
    const tries = (came: Parameters<typeof recover>[2]) => refusalOf(recover(team.approver, bondId, came))
    expect(await tries({ received: 2_500_01n })).toEqual({
      code: 'recovery_stays_within_the_loss',
      params: { left: 2_500_00n, entered: 2_500_01n },
    })
    expect(await tries({})).toMatchObject({ code: 'recovery_brings_something' })
    expect(await tries({ received: 1n, interest: 1n })).toMatchObject({
      code: 'interest_only_on_immigration_bonds',
    })
    expect(await inTransaction(system, (tx) => tx.bondRecovery.count({ where: { bondId } }))).toBe(0)
  })

  test('by the one who paid it out, by a role that may not, or dated before the loss, is refused', async () => {
    expect(await refusalOf(recover(team.intake, bondId, { received: 1n }))).toMatchObject({
      code: 'role_may_not',
    })
    const payer = await givenActor(team.fundId, ['treasurer', 'intake'])
    const own = await givenForfeitedBond({ ...team, intake: payer })
    expect(await refusalOf(recover(payer, own, { received: 1n }))).toMatchObject({
      code: 'return_recorder_is_not_payer',
    })
    const old = await givenForfeitedBond(team, { occurredAt: new Date(Date.now() - 86_400_000) })
    const early = { staff: team.approver, bondId: old, received: cents(1n), interest: zero, reference: 'A' }
    const occurredAt = new Date(Date.now() - 3_600_000)
    expect(await refusalOf(recordRecovery({ ...early, occurredAt }))).toMatchObject({
      code: 'recovery_comes_after_its_loss',
    })
  })

  test('fifty people record one check at once: it is booked once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => recover(team.approver, bondId, { received: 100_00n })),
    )
    const said = outcomes.map((each) => (each.status === 'rejected' ? each.reason.constraint : 'booked'))
    expect(said.filter((each) => each === 'booked')).toHaveLength(1)
    expect(said.filter((each) => each === 'recovery_is_recorded_once')).toHaveLength(49)
    expect(await balances()).toMatchObject({ recoveries: 100_00n, bank: 17_600_00n })
    expect(await brokenRule(recover(team.approver, bondId, { received: 100_00n }))).toBe(
      'recovery_is_recorded_once',
    )
  })

  test('many checks at once never bring more than was lost', async () => {
    await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        recover(team.approver, bondId, { received: 1_000_00n, reference: `Check ${index}` }),
      ),
    )
    expect(await balances()).toMatchObject({ recoveries: 2_000_00n })
  })
})

test('what was written off is found', async () => {
  const bondId = await givenWrittenOffBond(team)
  await recover(team.approver, bondId, { received: 400_00n, reference: 'A' })
  expect(await state(bondId)).toEqual(['recovered', 'paid'])
  await recover(team.approver, bondId, { received: 2_100_00n, reference: 'B' })
  expect(await state(bondId)).toEqual(['closed', 'settled'])
  expect(await balances()).toMatchObject({ written_off: 2_500_00n, recoveries: 2_500_00n, refund_due: 0n })
})

test('nothing comes after a loss that never was', async () => {
  const bondId = await givenActiveBond(team)
  expect(await refusalOf(recover(team.approver, bondId, { received: 1n }))).toMatchObject({
    code: 'bond_step_not_possible',
  })
})

describe('after a breach', () => {
  let bondId: string
  beforeEach(async () => {
    bondId = await givenBreachedBond(team)
  })

  test('only interest comes while it stands, and then the bond is closed', async () => {
    expect(await refusalOf(recover(team.approver, bondId, { received: 1n }))).toMatchObject({
      code: 'recovery_follows_a_loss',
    })
    await recover(team.approver, bondId, { interest: 93_75n })
    expect(await state(bondId)).toEqual(['closed', 'settled'])
    expect(await balances()).toMatchObject({ interest: 93_75n, forfeited: 2_500_00n })
  })

  test('the interest may be claimed first, and come later', async () => {
    await walk(team, bondId, ['interest_claimed'])
    await recover(team.approver, bondId, { interest: 93_75n })
    expect(await path(bondId)).toEqual(['breached', 'interest_claimed', 'closed'])
  })

  test('DHS takes it back: the deposit stands again, the loss is gone, and the bond lives on', async () => {
    await walk(team, bondId, ['rescinded'])
    await reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    expect(await path(bondId)).toEqual(['breached', 'rescinded', 'active'])
    expect(await balances()).toMatchObject({ bond_deposit: 2_500_00n, forfeited: 0n, bank: 17_500_00n })
    expect(await page(bondId)).toMatchObject({ money: { lost: 0n, deposited: 2_500_00n } })
    expect(
      await refusalOf(reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })),
    ).toMatchObject({ code: 'bond_step_not_possible' })
  })

  test('or sends the money back, and then the deposit cannot stand again', async () => {
    await walk(team, bondId, ['rescinded'])
    await recover(team.approver, bondId, { received: 2_000_00n, interest: 10_00n, reference: 'A' })
    expect(await state(bondId)).toEqual(['rescinded', 'paid'])
    expect(
      await refusalOf(reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })),
    ).toMatchObject({ code: 'refunded_breach_is_not_reversed' })
    await recover(team.approver, bondId, { received: 500_00n, reference: 'B' })
    expect(await state(bondId)).toEqual(['closed', 'settled'])
    expect(await balances()).toMatchObject({ recoveries: 2_500_00n, interest: 10_00n, bank: 20_010_00n })
  })

  test('the deposit does not come back by a plain step, nor before the breach is rescinded', async () => {
    expect(
      await refusalOf(reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })),
    ).toMatchObject({ code: 'bond_step_not_possible' })
    await walk(team, bondId, ['rescinded'])
    expect(await refusalOf(walk(team, bondId, ['active']))).toMatchObject({ code: 'bond_step_not_possible' })
  })

  test('a second breach after a reinstatement is a loss of its own', async () => {
    await walk(team, bondId, ['rescinded'])
    await reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    await walk(team, bondId, ['delivery_demand', 'breach_noticed'])

    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    expect(await page(bondId)).toMatchObject({ money: { lost: 2_500_00n } })
    expect(await balances()).toMatchObject({ forfeited: 2_500_00n, bond_deposit: 0n })
  })
})

const state = (bondId: string) =>
  inTransaction(system, async (tx) => {
    const bond = await tx.bond.findUniqueOrThrow({
      where: { id: bondId },
      include: { disbursement: { select: { state: true } } },
    })
    return [bond.state, bond.disbursement.state]
  })

/** From the loss on. */
const path = (bondId: string) =>
  inTransaction(system, async (tx) => {
    const changes = await tx.bondStateChange.findMany({ where: { bondId }, orderBy: { id: 'asc' } })
    const states = changes.map(({ toState }) => toState)
    return states.slice(states.indexOf('breached'))
  })

const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))

const page = (bondId: string) =>
  bondPage({
    bondId,
    staff: {
      ...team.approver,
      roles: [{ fundId: team.fundId, role: 'approver' }],
      language: 'en',
    },
  })
