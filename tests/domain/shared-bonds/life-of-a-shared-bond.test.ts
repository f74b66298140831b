import { beforeEach, describe, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { noticed } from '#tests/support/given-loss.ts'
import { type Alliance, givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import {
  recordForfeiture,
  recordRecovery,
  recordReturn,
  reinstateBond,
  writeOff,
} from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let alliance: Alliance
beforeEach(async () => {
  alliance = await givenAlliance()
})

const states = (bondIds: string[]) =>
  inTransaction(system, async (tx) => {
    const rows = await tx.bond.findMany({ where: { id: { in: bondIds } }, include: { disbursement: true } })
    return bondIds.map((id) => {
      const row = rows.find((bond) => bond.id === id)
      return [row?.state, row?.disbursement.state]
    })
  })

const returned = (bondIds: string[]) =>
  inTransaction(system, async (tx) => {
    const sums = await tx.bondReturn.groupBy({
      by: ['bondId'],
      where: { bondId: { in: bondIds } },
      _sum: { receivedCents: true },
    })
    return bondIds.map((id) => sums.find(({ bondId }) => bondId === id)?._sum.receivedCents ?? 0n)
  })

describe('what happens to the bond', () => {
  let bondIds: [string, ...string[]]
  beforeEach(async () => {
    bondIds = (await givenSharedBond(alliance, { principals: [3_333_33n, 1_666_67n] })).bondIds
  })
  const active = () =>
    recordRelease({
      staff: alliance.intake,
      bondId: bondIds[1] ?? '',
      outcome: 'released',
      knownFrom: 'jail',
    })
  const due = async () => {
    await active()
    await recordDisposition({ staff: alliance.intake, bondId: bondIds[0], knownFrom: 'court_docket' })
  }
  const back = (received: bigint, kept = 0n, reference = 'Cheque 9') =>
    recordReturn({
      staff: alliance.approver,
      bondId: bondIds[1] ?? '',
      received: cents(received),
      deductions: kept > 0n ? [{ reason: 'court_costs', amount: cents(kept) }] : [],
      interest: zero,
      reference,
    })

  test('is recorded once and is true for every part; returns divide by principal and close all parts together', async () => {
    await due()
    await recordChase({
      ...{
        staff: alliance.intake,
        bondId: bondIds[0],
        kind: 'claim_filed',
        drawnTo: 'fund',
        note: 'by_letter',
      },
      ...{ dueOn: null, lastDay: null },
    })
    expect(await states(bondIds)).toEqual([
      ['claimed', 'paid'],
      ['claimed', 'paid'],
    ])
    expect(await back(1_000_00n)).toMatchObject({ stillDue: 4_000_00n })
    expect(await returned(bondIds)).toEqual([666_67n, 333_33n])
    expect(await refusalOf(back(4_000_01n))).toEqual({
      code: 'return_exceeds_due',
      params: { due: 4_000_00n, entered: 4_000_01n },
    })
    expect(await back(3_849_99n, 150_00n, 'Cheque 10')).toMatchObject({ stillDue: 1n })
    expect(await brokenBooks()).toEqual([])
    await back(1n, 0n, 'Cheque 11')
    expect(await states(bondIds)).toEqual([
      ['closed', 'settled'],
      ['closed', 'settled'],
    ])
    expect((await returned(bondIds)).reduce((sum, one) => sum + one, 0n)).toBe(4_850_00n)
    expect(await brokenBooks()).toEqual([])
  })

  test('a forfeiture loses every part, and what the court remits divides again', async () => {
    await active()
    for (const to of ['missed_court', 'forfeiture_noticed'] as const)
      await moveBond({ staff: alliance.intake, bondId: bondIds[0], to, knownFrom: 'lawyer', ...noticed(to) })
    await recordForfeiture({ staff: alliance.approver, bondId: bondIds[1] ?? '', knownFrom: 'court_notice' })
    const recover = (received: bigint, reference: string) =>
      recordRecovery({
        ...{ staff: alliance.approver, bondId: bondIds[0], interest: zero, reference },
        received: cents(received),
      })
    expect(await recover(1_000_00n, 'A')).toMatchObject({ stillLost: 4_000_00n })
    await recover(4_000_00n, 'B')
    expect(await states(bondIds)).toEqual([
      ['closed', 'settled'],
      ['closed', 'settled'],
    ])
    const recovered = await inTransaction(system, (tx) =>
      tx.bondRecovery.groupBy({
        by: ['bondId'],
        where: { bondId: { in: bondIds } },
        _sum: { receivedCents: true },
      }),
    )
    expect(bondIds.map((id) => recovered.find(({ bondId }) => bondId === id)?._sum.receivedCents)).toEqual([
      3_333_33n,
      1_666_67n,
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('a part that is whole already loses nothing when the rest is given up', async () => {
    await due()
    await back(4_999_99n)
    await moveBond({ staff: alliance.intake, bondId: bondIds[0], to: 'stale', knownFrom: 'lawyer' })
    await writeOff({ staff: alliance.approver, bondId: bondIds[0], knownFrom: 'lawyer' })
    const losses = await inTransaction(system, (tx) =>
      tx.bondLoss.findMany({ where: { bondId: { in: bondIds } }, select: { amountCents: true } }),
    )
    expect(losses).toEqual([{ amountCents: 1n }])
    expect(await states(bondIds)).toEqual([
      ['written_off', 'paid'],
      ['written_off', 'paid'],
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('who does not see every fund, or paid it, records nothing', async () => {
    await active()
    const one = await givenActor(alliance.fundIds[0], ['treasurer', 'intake', 'administrator'])
    const dispose = recordDisposition({ staff: one, bondId: bondIds[0], knownFrom: 'lawyer' })
    expect(await refusalOf(dispose)).toMatchObject({ code: 'shared_bond_needs_every_fund' })
    const half = { ...one, fundIds: alliance.fundIds }
    const again = recordDisposition({ staff: half, bondId: bondIds[0], knownFrom: 'lawyer' })
    expect(await refusalOf(again)).toMatchObject({ code: 'role_may_not' })
    expect(await states(bondIds)).toEqual([
      ['active', 'paid'],
      ['active', 'paid'],
    ])
  })
})

test('a breach of a shared bond that DHS takes back stands again in every fund', async () => {
  const { bondIds } = await givenSharedBond(alliance, { kind: 'immigration_bond' })
  const [bondId] = bondIds
  await recordRelease({ staff: alliance.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  const move = (to: 'delivery_demand' | 'breach_noticed' | 'rescinded') =>
    moveBond({ staff: alliance.intake, bondId, to, knownFrom: 'ice_notice', ...noticed(to) })
  await move('delivery_demand')
  await move('breach_noticed')
  await recordForfeiture({ staff: alliance.approver, bondId, knownFrom: 'ice_notice' })
  await move('rescinded')
  await reinstateBond({ staff: alliance.approver, bondId, knownFrom: 'ice_notice' })
  expect(await states(bondIds)).toEqual([
    ['active', 'paid'],
    ['active', 'paid'],
  ])
  expect(await brokenBooks()).toEqual([])
})
