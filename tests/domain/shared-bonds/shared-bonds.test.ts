import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordForfeiture } from '#app/domain/bonds/record-forfeiture.server.ts'
import { recordRecovery } from '#app/domain/bonds/record-recovery.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { recordReturn } from '#app/domain/bonds/record-return.server.ts'
import { reinstateBond } from '#app/domain/bonds/reinstate-bond.server.ts'
import { divideByPrincipal, type Share } from '#app/domain/bonds/shared/divide.ts'
import { writeOff } from '#app/domain/bonds/write-off.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { proposeSharedBond } from '#app/domain/disbursements/shared/propose-shared-bond.server.ts'
import { sharedBondPage } from '#app/domain/disbursements/shared/shared-bond-page.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { approveBy, givenActor, payBy } from '#tests/support/given-disbursement.ts'
import {
  type Alliance,
  givenActorIn,
  givenAlliance,
  givenSharedBond,
  givenSharedProposal,
  paySharedBy,
} from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

describe('the parts of what comes', () => {
  const principals = fc.array(fc.bigInt(1n, 500_000n), { minLength: 2, maxLength: 6 })

  test('add up, are never below zero, never above the principal, and never drift', () => {
    fc.assert(
      fc.property(principals, fc.array(fc.nat(1_000_000), { maxLength: 12 }), (weights, tries) => {
        const whole = weights.reduce((sum, weight) => sum + weight, 0n)
        let shares: Share[] = weights.map((principal) => ({ principal, before: 0n }))
        let came = 0n
        for (const wanted of tries) {
          const amount = BigInt(wanted) % (whole - came + 1n)
          const parts = divideByPrincipal(cents(amount), shares)
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount)
          shares = shares.map((share, index) => ({ ...share, before: share.before + (parts[index] ?? 0n) }))
          came += amount
          for (const [index, { principal, before }] of shares.entries()) {
            expect(parts[index]).toBeGreaterThanOrEqual(0n)
            expect(before).toBeLessThanOrEqual(principal)
            const drift = before * whole - came * principal
            expect(drift < 0n ? -drift : drift).toBeLessThanOrEqual(BigInt(weights.length) * whole)
          }
        }
        const rest = divideByPrincipal(cents(whole - came), shares)
        expect(shares.map(({ before }, index) => before + (rest[index] ?? 0n))).toEqual(weights)
      }),
      { numRuns: 300 },
    )
  })
})

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

describe('proposing and paying', () => {
  test('each fund approves its part, and one act pays them all under one receipt', async () => {
    const shared = await givenSharedProposal(alliance, { fees: [20_00n, 5_00n] })
    const [first = '', second = ''] = shared.disbursementIds
    await approveBy(alliance.approver, first)
    expect(await refusalOf(paySharedBy(alliance.intake, shared, { principal: 5_000_00n }))).toMatchObject({
      code: 'shared_bond_waits_for_approval',
    })
    await approveBy(alliance.approver, second)
    expect(await refusalOf(payBy(alliance.intake, first, { principal: 3_000_00n }))).toMatchObject({
      code: 'shared_part_is_paid_with_the_whole',
    })
    expect(await refusalOf(paySharedBy(alliance.intake, shared, { principal: 5_000_01n }))).toEqual({
      code: 'principal_above_ceiling',
      params: { ceiling: 5_000_00n },
    })
    const { bondIds } = await paySharedBy(alliance.intake, shared, {
      principal: 4_500_00n,
      fees: 10_00n,
      receiptNumber: 'S-77',
    })
    const bonds = await inTransaction(system, (tx) => tx.bond.findMany({ where: { id: { in: bondIds } } }))
    expect(bonds.map(({ principalCents, receiptNumber }) => [principalCents, receiptNumber]).sort()).toEqual([
      [1_800_00n, 'S-77'],
      [2_700_00n, 'S-77'],
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('fifty pay at once: one does', async () => {
    const shared = await givenSharedProposal(alliance)
    for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
    const tries = Array.from({ length: 50 }, () =>
      paySharedBy(alliance.intake, shared, { principal: 5_000_00n }),
    )
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await inTransaction(system, (tx) => tx.bond.count({ where: { caseCode: shared.caseCode } }))).toBe(
      2,
    )
  })

  test('who may not in every fund, or approved a part, does not pay', async () => {
    const shared = await givenSharedProposal(alliance)
    for (const id of shared.disbursementIds) await approveBy(alliance.treasurer, id)
    const pay = (staff: Alliance['intake']) => refusalOf(paySharedBy(staff, shared, { principal: 5_000_00n }))
    expect(await pay(alliance.treasurer)).toMatchObject({ code: 'payer_is_not_approver' })
    expect(await pay(await givenActor(alliance.fundIds[0], ['treasurer']))).toMatchObject({
      code: 'shared_bond_needs_every_fund',
    })
    expect(await pay(await givenActorIn(alliance.fundIds, ['auditor']))).toMatchObject({
      code: 'role_may_not',
    })
    expect(await pay(await givenActor((await givenAlliance()).fundIds[0], ['treasurer']))).toMatchObject({
      code: 'shared_bond_unknown',
    })
  })

  test('a part that was rejected or cancelled ends the others: they are neither approved nor paid, and can be cancelled', async () => {
    const shared = await givenSharedProposal(alliance)
    const [first = '', second = ''] = shared.disbursementIds
    await approveBy(alliance.approver, first)
    await rejectDisbursement({ staff: alliance.approver, disbursementId: second, reason: 'not_now' })
    expect(await refusalOf(paySharedBy(alliance.intake, shared, { principal: 5_000_00n }))).toMatchObject({
      code: 'shared_bond_is_over',
    })
    await cancelDisbursement({ staff: alliance.intake, disbursementId: first, reason: 'could_not_post' })

    const other = await givenSharedProposal(alliance)
    const [one = '', two = ''] = other.disbursementIds
    await cancelDisbursement({ staff: alliance.intake, disbursementId: one, reason: 'entered_wrongly' })
    expect(await refusalOf(approveBy(alliance.approver, two))).toMatchObject({ code: 'shared_bond_is_over' })
  })

  test('fewer than two parts, a fund twice, or a fund in which one may not propose, is refused', async () => {
    const [first, second] = alliance.fundIds
    const propose = (staff: Alliance['intake'], fundIds: string[]) =>
      proposeSharedBond({
        staff,
        proposal: {
          kind: 'court_bail',
          payees: ['Clerk'],
          venue: 'Court',
          evidenceNote: '',
          parts: fundIds.map((fundId) => ({ fundId, principalCeiling: cents(100n), feesCeiling: zero })),
        },
      })
    expect(await refusalOf(propose(alliance.intake, [first]))).toMatchObject({
      code: 'shared_bond_has_two_parts',
    })
    expect(await refusalOf(propose(alliance.intake, [first, first]))).toMatchObject({
      code: 'fund_has_one_part_of_a_shared_bond',
    })
    expect(await refusalOf(propose(await givenActor(first, ['intake']), [first, second]))).toMatchObject({
      code: 'role_may_not',
    })
  })

  test('who sees one fund sees how much the others put in, and nothing else of them', async () => {
    const shared = await givenSharedProposal(alliance)
    const [fundId] = alliance.fundIds
    const one = await givenActor(fundId, ['treasurer'])
    const staff = { ...one, language: 'en', roles: [{ fundId, role: 'treasurer' as const }] }
    const page = await sharedBondPage({ sharedBondId: shared.sharedBondId, staff })
    expect(page).toMatchObject({
      parts: [
        { disbursementId: shared.disbursementIds[0], principalCents: 3_000_00n, state: 'proposed' },
        { disbursementId: null, bondId: null, principalCents: 2_000_00n, state: 'proposed' },
      ],
      whyNotPay: { code: 'shared_bond_needs_every_fund' },
    })
    const stranger = await givenAlliance()
    expect(
      await sharedBondPage({
        sharedBondId: shared.sharedBondId,
        staff: { ...stranger.intake, language: 'en', roles: [] },
      }),
    ).toBeNull()
  })
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
      await moveBond({ staff: alliance.intake, bondId: bondIds[0], to, knownFrom: 'lawyer' })
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
    moveBond({ staff: alliance.intake, bondId, to, knownFrom: 'ice_notice' })
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
