import { beforeEach, expect, test } from 'vitest'
import type { DifferenceReason } from '#app/domain/cash/cash.ts'
import { countCashBox } from '#app/domain/cash/count-cash-box.server.ts'
import { explainDifference } from '#app/domain/cash/explain-difference.server.ts'
import { signCount } from '#app/domain/cash/sign-count.server.ts'
import { waitingForCash } from '#app/domain/cash/waiting.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { freeToCommit, fundBalances } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { differenceExplained } from '#app/domain/ledger/transfers/cash.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { back, givenAdvance, signOut } from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { enterMove, move } from '#tests/support/given-move.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
let administrator: ActingStaff
beforeEach(async () => {
  team = await givenTeam()
  administrator = await givenActor(team.fundId, ['administrator'])
})

const count = (counted: bigint, witness = team.approver) =>
  countCashBox({ staff: team.treasurer, fundId: team.fundId, counted: cents(counted), witnessId: witness.id })
const sign = (countId: string, counted: bigint, staff = team.approver) =>
  signCount({ staff, countId, counted: cents(counted) })
const explain = (countId: string, reason: DifferenceReason, staff = administrator) =>
  explainDifference({ staff, countId, reason })
const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code

test('cash moves between bank and box by two, never more than is there, and frees nothing', async () => {
  await move(team, 'cash_box', 500_00n)
  expect(await balances()).toMatchObject({ bank: 19_500_00n, cash_box: 500_00n })
  expect(await inTransaction(system, (tx) => freeToCommit(tx, team.fundId))).toBe(20_000_00n)
  expect(await refusalOf(move(team, 'bank', 500_01n))).toEqual({
    code: 'cash_place_holds_less',
    params: { there: 500_00n },
  })
  expect(await codeOf(move(team, 'bank', 0n))).toBe('cash_move_has_an_amount')
  expect(await codeOf(enterMove(team, 'bank', 1n, team.treasurer))).toBe('cash_is_counted_by_two')
  expect(await codeOf(enterMove(team, 'bank', 1n, team.intake))).toBe('witness_may_not_count')
  await move(team, 'bank', 200_00n)
  expect(await balances()).toMatchObject({ bank: 19_700_00n, cash_box: 300_00n })
  expect(await brokenBooks()).toEqual([])
})

test('an advance goes out of the box, and back into it', async () => {
  await move(team, 'cash_box', 500_00n)
  const advanceId = await givenAdvance(team, { source: 'cash_box', amount: 400_00n })
  expect(await balances()).toMatchObject({ cash_box: 100_00n, advance: 400_00n })
  await back(team, advanceId, 400_00n, 'cash_box')
  expect(await balances()).toMatchObject({ bank: 19_500_00n, cash_box: 500_00n, advance: 0n })
})

test('what a count finds missing waits in suspense until someone who did not count says what it was', async () => {
  await move(team, 'cash_box', 500_00n)
  expect((await count(500_00n)).difference).toBe(0n)
  const { countId, difference } = await count(480_00n)
  expect(difference).toBe(-20_00n)
  expect(await balances()).toMatchObject({ cash_box: 480_00n, suspense: 20_00n })
  expect(await codeOf(explain(countId, 'lost'))).toBe('count_waits_for_its_witness')
  expect(await sign(countId, 480_00n)).toEqual({ confirmed: true })
  expect(await codeOf(explain(countId, 'lost', team.approver))).toBe('difference_is_explained_by_another')
  expect(await codeOf(explain(countId, 'lost', team.intake))).toBe('role_may_not')
  expect(await codeOf(explain(countId, 'found'))).toBe('explanation_fits_the_difference')
  await explain(countId, 'lost')
  expect(await balances()).toMatchObject({ suspense: 0n, written_off: 20_00n })
  expect(await codeOf(count(1n, team.treasurer))).toBe('cash_is_counted_by_two')
  expect(await brokenBooks()).toEqual([])
})

test('what a difference was is booked with the day of the count', async () => {
  const counted = new Date(Date.now() - 3 * 86_400_000)
  const { countId } = await asOfTime(counted, () => count(5_00n))
  await sign(countId, 5_00n)
  await explain(countId, 'found')
  const booked = await inTransaction(system, (tx) =>
    tx.ledgerTransfer.findMany({
      where: { sourceId: countId },
      select: { sourceKind: true, occurredAt: true },
    }),
  )
  expect(booked.map(({ sourceKind, occurredAt }) => [sourceKind, occurredAt.getTime()]).sort()).toEqual([
    ['cash_count', counted.getTime()],
    ['cash_difference', counted.getTime()],
  ])
  const next = await count(9_00n)
  await sign(next.countId, 9_00n)
  const today = inTransaction(system, async (tx) => {
    const at = new Date()
    await tx.cashDifference.create({
      data: { countId: next.countId, reason: 'found', explainedBy: administrator.id, occurredAt: at },
    })
    await postTransfers(tx, {
      source: { kind: 'cash_difference', id: next.countId },
      occurredAt: new Date(at.getTime() + 1),
      transfers: differenceExplained({ fundId: team.fundId, amount: cents(4_00n), reason: 'found' }),
    })
  })
  expect(await brokenRule(today)).toBe('cash_difference_keeps_its_day')
  expect(await brokenBooks()).toEqual([])
})

test('more than the books say is found money, or a wrong count that is taken back', async () => {
  const found = await count(5_00n)
  expect(await balances()).toMatchObject({ cash_box: 5_00n, suspense: -5_00n })
  await sign(found.countId, 5_00n)
  await explain(found.countId, 'found')
  const wrong = await count(9_00n)
  await sign(wrong.countId, 9_00n)
  await explain(wrong.countId, 'miscounted')
  expect(await balances()).toMatchObject({ cash_box: 5_00n, suspense: 0n, recoveries: 5_00n })
  expect(await brokenBooks()).toEqual([])
})

test('whoever stood beside signs with their own figure, and nobody in their place', async () => {
  const other = await givenActor(team.fundId, ['approver'])
  const { countId } = await count(7_00n)
  const stranger = await givenTeam()
  expect(await codeOf(sign(countId, 7_00n, team.treasurer))).toBe('count_is_signed_by_its_witness')
  expect(await codeOf(sign(countId, 7_00n, other))).toBe('count_is_signed_by_its_witness')
  expect(await codeOf(sign(countId, 7_00n, team.intake))).toBe('role_may_not')
  expect(await codeOf(sign(countId, 7_00n, stranger.approver))).toBe('count_unknown')
  const signed = await Promise.allSettled(Array.from({ length: 50 }, () => sign(countId, 7_00n)))
  expect(signed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await codeOf(sign(countId, 7_00n))).toBe('count_is_witnessed_once')
  expect(await brokenBooks()).toEqual([])
})

test('a count that is disputed can only be taken back, and the box is counted anew', async () => {
  await move(team, 'cash_box', 500_00n)
  const { countId } = await count(480_00n)
  expect(await sign(countId, 490_00n)).toEqual({ confirmed: false })
  expect(await waitingFor(administrator, 'administrator')).toEqual([
    ['explain_difference', -20_00n],
    ['recount_cash_box', null],
  ])
  expect(await codeOf(explain(countId, 'lost'))).toBe('only_a_count_by_two_is_explained')
  await explain(countId, 'miscounted')
  expect(await balances()).toMatchObject({ cash_box: 500_00n, suspense: 0n })
  expect(await waitingFor(team.treasurer, 'treasurer')).toEqual([['recount_cash_box', null]])
  const again = await count(490_00n)
  expect(await waitingFor(team.treasurer, 'treasurer')).toEqual([])
  await sign(again.countId, 490_00n)
  await explain(again.countId, 'lost')
  expect(await balances()).toMatchObject({ cash_box: 490_00n, written_off: 10_00n })
  expect(await brokenBooks()).toEqual([])
})

test('whoever can no longer sign holds nothing up: their count is taken back', async () => {
  const leaving = await givenActor(team.fundId, ['approver'])
  const { countId } = await count(3_00n, leaving)
  expect(await codeOf(explain(countId, 'miscounted'))).toBe('count_waits_for_its_witness')
  await inTransaction(system, (tx) => tx.staffRole.deleteMany({ where: { staffId: leaving.id } }))
  expect(await codeOf(explain(countId, 'found'))).toBe('only_a_count_by_two_is_explained')
  await explain(countId, 'miscounted')
  expect(await balances()).toMatchObject({ cash_box: 0n, suspense: 0n })
  expect(await brokenBooks()).toEqual([])
})

const waitingFor = (staff: ActingStaff, ...roles: Role[]) =>
  inTransaction(system, async (tx) => {
    const personIn = () => ({ id: staff.id, roles })
    const found = await waitingForCash(tx, { staff, personIn })
    return found.map(({ act, amountCents }) => [act, amountCents])
  })

test('what waits is told to those who can do it', async () => {
  await signOut(team, { amount: 10_00n })
  await givenAdvance(team, { amount: 30_00n })
  const { countId } = await count(1_00n)
  expect(await waitingFor(team.intake, 'intake')).toEqual([['account_for_advance', 30_00n]])
  expect(await waitingFor(team.approver, 'approver')).toEqual([
    ['confirm_advance', 10_00n],
    ['count_advance_back', 30_00n],
    ['sign_count', 1_00n],
  ])
  await sign(countId, 1_00n)
  expect(await waitingFor(administrator, 'administrator')).toEqual([
    ['confirm_advance', 10_00n],
    ['count_advance_back', 30_00n],
    ['explain_difference', 1_00n],
  ])
  expect(await waitingFor(administrator, 'auditor')).toEqual([])
})
