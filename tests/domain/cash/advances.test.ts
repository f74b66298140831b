import { beforeEach, describe, expect, test } from 'vitest'
import { recordAttempt } from '#app/domain/cash/record-attempt.server.ts'
import { setAdvanceCap } from '#app/domain/cash/set-advance-cap.server.ts'
import { withdrawAdvance } from '#app/domain/cash/withdraw-advance.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { freeToCommit, fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import {
  back,
  confirmBy,
  givenAdvance,
  givenApproved,
  payFrom,
  signOut,
} from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, payBy, type Team } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const
const days = (count: number) => new Date(Date.now() + count * 86_400_000)

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

const free = () => inTransaction(system, (tx) => freeToCommit(tx, team.fundId))
const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
const stateOf = (id: string) =>
  inTransaction(system, async (tx) => (await tx.disbursement.findUniqueOrThrow({ where: { id } })).state)
const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code

describe('for an approved disbursement', () => {
  let id: string
  beforeEach(async () => {
    id = await givenApproved(team, { principal: 2_500_00n, fees: 50_00n })
  })

  test('nothing moves before the second signature, and then nothing is counted twice', async () => {
    expect(await free()).toBe(17_450_00n)
    const advanceId = await signOut(team, { amount: 2_550_00n, for: [id] })
    expect(await balances()).toMatchObject({ bank: 20_000_00n })
    await confirmBy(team.approver, advanceId)
    expect(await balances()).toMatchObject({ bank: 17_450_00n, advance: 2_550_00n })
    expect(await free()).toBe(17_450_00n)

    await payFrom(team.intake, advanceId, id, { principal: 2_400_00n, fees: 50_00n })
    expect(await balances()).toMatchObject({
      bank: 17_450_00n,
      advance: 100_00n,
      bond_deposit: 2_400_00n,
      bond_fees: 50_00n,
    })
    expect(await free()).toBe(17_450_00n)
    expect(await back(team, advanceId, 100_00n, 'cash_box')).toEqual({ left: 0n })
    expect(await balances()).toMatchObject({ advance: 0n, cash_box: 100_00n })
    expect(await free()).toBe(17_550_00n)
    expect(await codeOf(back(team, advanceId, 1n))).toBe('advance_is_settled')
    expect(await brokenBooks()).toEqual([])
  })

  test('while its cash is out it neither expires nor is cancelled, nor paid a second time from the bank', async () => {
    const advanceId = await givenAdvance(team, { amount: 2_500_00n, for: [id] })
    const cancelling = () =>
      cancelDisbursement({ staff: team.intake, disbursementId: id, reason: 'could_not_post' })
    expect(await codeOf(cancelling())).toBe('cash_is_out_for_it')
    expect(await codeOf(payBy(team.intake, id))).toBe('cash_is_out_for_it')
    await asOfTime(days(30), expireDisbursements)
    expect(await stateOf(id)).toBe('approved')
    expect(await codeOf(signOut(team, { amount: 1n, for: [id] }))).toBe('cash_is_out_for_it')

    await back(team, advanceId, 2_500_00n)
    await asOfTime(days(30), expireDisbursements)
    expect(await stateOf(id)).toBe('expired')
    expect(await free()).toBe(20_000_00n)
  })

  test('an attempt that failed ends what the cash was for; the approval can be used anew', async () => {
    const advanceId = await givenAdvance(team, { amount: 2_550_00n, for: [id] })
    const attempt = (staff = team.intake, disbursementId = id) =>
      recordAttempt({ staff, advanceId, disbursementId, reason: 'court_refused' })
    expect(await codeOf(attempt(team.treasurer))).toBe('attempt_is_told_by_its_poster')
    expect(await codeOf(attempt(team.intake, await givenApproved(team)))).toBe(
      'attempt_is_of_what_was_covered',
    )
    const before = await free()
    await attempt()
    // Reserved and not yet back: until it is counted, less is free than there is.
    expect(await free()).toBe(before - 2_550_00n)
    await back(team, advanceId, 2_550_00n)
    expect(await free()).toBe(before)
    await payBy(team.intake, id, { principal: 2_000_00n })
    expect(await stateOf(id)).toBe('paid')
    expect(await brokenBooks()).toEqual([])
  })

  test('only its poster pays from it, only up to what is left, and not before it was handed over', async () => {
    const second = await givenApproved(team, { principal: 2_000_00n })
    const handed = new Date(Date.now() - 60_000)
    const advanceId = await givenAdvance(team, { amount: 3_000_00n, for: [second] })
    expect(await codeOf(payFrom(team.treasurer, advanceId, id))).toBe('advance_is_paid_out_by_its_poster')
    await payFrom(team.intake, advanceId, second, { principal: 2_000_00n })
    expect(await refusalOf(payFrom(team.intake, advanceId, id))).toEqual({
      code: 'payment_stays_within_its_advance',
      params: { left: 1_000_00n },
    })
    const early = { principal: 1_000_00n, occurredAt: new Date(handed.getTime() - 120_000) }
    expect(await codeOf(payFrom(team.intake, advanceId, id, early))).toBe('payment_before_approval')
    await payFrom(team.intake, advanceId, id, { principal: 1_000_00n })
    expect(await balances()).toMatchObject({ advance: 0n, bond_deposit: 3_000_00n })
  })

  test('what is not approved, or approved by the poster, is not covered', async () => {
    const proposed = await givenApproved(team)
    await cancelDisbursement({ staff: team.intake, disbursementId: proposed, reason: 'no_longer_needed' })
    expect(await codeOf(signOut(team, { for: [proposed] }))).toBe('advance_covers_what_is_approved')
    const both = await givenActor(team.fundId, ['approver', 'intake'])
    const byBoth = await givenApproved({ ...team, approver: both })
    expect(await codeOf(signOut(team, { for: [byBoth], poster: both }))).toBe('payer_is_not_approver')
  })
})

describe('signing', () => {
  test('is by two, neither of whom carries it', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    expect(await codeOf(signOut(team, { poster: team.treasurer }))).toBe('advance_signer_is_not_poster')
    expect(await codeOf(signOut({ ...team, treasurer: team.intake }, { poster: team.treasurer }))).toBe(
      'role_may_not',
    )
    expect(await codeOf(signOut(team, { poster: administrator }))).toBe('poster_may_not_pay')
    expect(await codeOf(signOut(team, { amount: 0n }))).toBe('advance_has_an_amount')
    const advanceId = await signOut(team, { amount: 100_00n })
    expect(await codeOf(confirmBy(team.treasurer, advanceId))).toBe('advance_is_signed_by_two')
    await confirmBy(team.approver, advanceId)
    expect(await codeOf(confirmBy(administrator, advanceId))).toBe('advance_is_out')
    expect(await codeOf(withdrawAdvance({ staff: team.treasurer, advanceId }))).toBe('advance_is_out')
  })

  test('can be taken back before anything moved', async () => {
    const advanceId = await signOut(team)
    await withdrawAdvance({ staff: team.treasurer, advanceId })
    expect(await codeOf(confirmBy(team.approver, advanceId))).toBe('advance_is_withdrawn')
    expect(await balances()).toMatchObject({ bank: 20_000_00n })
  })

  test('fifty at once move it once', async () => {
    const advanceId = await signOut(team, { amount: 1_000_00n })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => confirmBy(team.approver, advanceId)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const brought = await Promise.allSettled(Array.from({ length: 50 }, () => back(team, advanceId, 300_00n)))
    expect(brought.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await balances()).toMatchObject({ bank: 19_900_00n, advance: 100_00n })
    expect(await brokenBooks()).toEqual([])
  })
})

describe('a float', () => {
  test('is taken from what is free, and not beyond it', async () => {
    await givenApproved(team, { principal: 15_000_00n })
    expect(await refusalOf(givenAdvance(team, { amount: 5_000_01n }))).toEqual({
      code: 'fund_never_overcommitted',
      params: { free: 5_000_00n, needed: 5_000_01n },
    })
    await givenAdvance(team, { amount: 5_000_00n })
    expect(await free()).toBe(0n)
  })

  test('stays below the cap, which is the fund’s or the poster’s own', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    const advanceId = await givenAdvance(team, { amount: 9_000_00n })
    expect(await refusalOf(signOut(team, { amount: 1_000_01n }))).toEqual({
      code: 'advance_stays_below_its_cap',
      params: { cap: 10_000_00n, held: 9_000_00n },
    })
    const cap = { staff: administrator, fundId: team.fundId }
    expect(
      await codeOf(setAdvanceCap({ ...cap, staff: team.treasurer, posterId: null, cap: cents(1n) })),
    ).toBe('role_may_not')
    await setAdvanceCap({ ...cap, posterId: null, cap: cents(9_000_00n) })
    expect(await codeOf(signOut(team, { amount: 1n }))).toBe('advance_stays_below_its_cap')
    await setAdvanceCap({ ...cap, posterId: team.intake.id, cap: cents(9_500_00n) })
    await signOut(team, { amount: 500_00n })
    await back(team, advanceId, 9_000_00n)
    await signOut(team, { amount: 9_500_00n })
  })

  test('is due by the next working day; what is late stands against the next one', async () => {
    const friday = new Date('2026-11-13T20:00:00Z')
    const advanceId = await signOut(team, { amount: 1_000_00n, occurredAt: friday })
    expect(await confirmBy(team.approver, advanceId)).toEqual({ dueBackAt: new Date('2026-11-16T23:00:00Z') })
    expect(await refusalOf(signOut(team, { amount: 1n }))).toEqual({
      code: 'overdue_advance_comes_back_first',
      params: { left: 1_000_00n },
    })
    await back(team, advanceId, 1_000_00n)
    await signOut(team, { amount: 1n })
  })

  test('out of the cash box is no more than the box holds', async () => {
    expect(await refusalOf(signOut(team, { source: 'cash_box', amount: 1n }))).toEqual({
      code: 'cash_place_holds_less',
      params: { there: 0n },
    })
  })
})

test('brought back is counted by two who did not carry it, never more than is left', async () => {
  const advanceId = await givenAdvance(team, { amount: 100_00n })
  expect(await refusalOf(back(team, advanceId, 100_01n))).toEqual({
    code: 'return_stays_within_its_advance',
    params: { left: 100_00n },
  })
  expect(await codeOf(back(team, advanceId, 0n))).toBe('advance_return_has_an_amount')
  expect(await codeOf(back({ ...team, approver: team.treasurer }, advanceId, 1n))).toBe(
    'cash_is_counted_by_two',
  )
  expect(await codeOf(back({ ...team, approver: team.intake }, advanceId, 1n))).toBe(
    'poster_does_not_count_what_they_bring',
  )
  const auditor = await givenActor(team.fundId, ['auditor'])
  expect(await codeOf(back({ ...team, approver: auditor }, advanceId, 1n))).toBe('witness_may_not_count')
  const elsewhere = await givenTeam()
  expect(await codeOf(back(elsewhere, advanceId, 1n))).toBe('advance_unknown')
})
