import { beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { approveExpense } from '#app/domain/expenses/approve-expense.server.ts'
import { expensesPage } from '#app/domain/expenses/reads/expenses-page.server.ts'
import { rejectExpense } from '#app/domain/expenses/reject-expense.server.ts'
import { waitingExpenses } from '#app/domain/expenses/waiting.server.ts'
import { freeToCommit, fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import {
  approveClaim,
  givenClaim,
  givenOwed,
  payClaim,
  settleClaims,
  type TypedLine,
} from '#tests/support/given-expense.ts'
import { givenLimits } from '#tests/support/given-limits.ts'
import { givenNewWords } from '#tests/support/given-purpose.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { gps, jpeg, pdf } from '../documents/given-files.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
beforeEach(async () => {
  team = await givenTeam({ bank: 1_000_00n })
})

const free = () => inTransaction(system, (tx) => freeToCommit(tx, team.fundId))
const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code
const administrator = () => givenActor(team.fundId, ['administrator'])

describe('a claim', () => {
  const claim = (...lines: TypedLine[]) => givenClaim(team, { lines })

  test('names for each line a purpose of its day, a receipt in hand, and a day that has been', async () => {
    await givenNewWords({
      ...{ fundId: team.fundId, from: '2026-11-10' },
      codes: ['court_bail', 'legal_filing'],
    })
    // Midnight in Chicago between the ninth and the tenth.
    expect(await codeOf(claim({ day: '2026-11-10' }))).toBe('purpose_not_allowed')
    expect(await codeOf(claim({ day: '2026-11-09', purposeCode: 'legal_filing' }))).toBe(
      'purpose_not_allowed',
    )
    await claim({ day: '2026-11-09' }, { day: '2026-11-10', purposeCode: 'legal_filing' })
    expect(await codeOf(claim({ purposeCode: 'court_bail' }))).toBe('expense_purpose_is_spending')
    expect(await codeOf(claim({ day: '2019-11-10' }))).toBe('purpose_not_allowed')
    expect(await codeOf(claim({ file: new Uint8Array() }))).toBe('file_missing')
    expect(await codeOf(claim({ file: pdf() }))).toBe('evidence_is_a_picture')
    expect(await codeOf(claim({ file: Buffer.from('<svg onload=alert(1)>') }))).toBe('file_type_unknown')
    expect(await codeOf(claim({ amount: 20_000_00n }, { amount: 5_000_01n }))).toBe(
      'expense_is_of_everyday_size',
    )
    expect(await codeOf(claim({ receiptNumber: '  ' }))).toBe('required')
    expect(await codeOf(claim({ amount: 0n }))).toBe('expense_line_has_an_amount')
    const eve = new Date('2026-11-03T05:30:00Z')
    expect(await codeOf(asOfTime(eve, () => claim({ day: '2026-11-03' })))).toBe('fact_lies_ahead')
    expect(await codeOf(claim())).toBe('expense_has_a_line')
    expect(await codeOf(claim(...Array.from({ length: 21 }, () => ({}))))).toBe('too_many_lines')
    expect(await codeOf(givenClaim(team, { kind: 'card', cardLast4: null }))).toBe('expense_names_its_card')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await codeOf(givenClaim(team, { staff: auditor }))).toBe('role_may_not')
  })

  test('uses a receipt once, however it was typed, unless its claim was rejected', async () => {
    const first = await claim({ receiptNumber: 'Ab 12' })
    expect(await codeOf(claim({}, { receiptNumber: ' aB  12' }))).toBe('receipt_is_claimed_once')
    expect(await codeOf(claim({ receiptNumber: 'C-1' }, { receiptNumber: 'c-1' }))).toBe(
      'receipt_is_claimed_once',
    )
    await claim({ receiptNumber: 'Ab 12', amount: 29_73n })
    const file = jpeg({ width: 77 })
    const shown = await claim({ file, amount: 5_00n }, { file, amount: 7_00n })
    // What a camera wrote into it makes no other picture of it.
    expect(await codeOf(claim({ file: jpeg({ width: 77, extra: [gps] }) }))).toBe('receipt_is_claimed_once')
    await rejectExpense({ staff: team.approver, claimId: shown, reason: 'entered_wrongly' })
    await claim({ file })
    await givenClaim(await givenTeam(), { lines: [{ receiptNumber: 'Ab 12' }] })
    await rejectExpense({ staff: team.approver, claimId: first, reason: 'entered_wrongly' })
    await claim({ receiptNumber: 'AB 12' })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => claim({ receiptNumber: 'Z-1' })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('a decision', () => {
  test('is by others; with the last yes each line is owed and no longer free', async () => {
    await inTransaction(system, (tx) =>
      tx.fundApprovalRule.createMany({
        data: [
          { fundId: team.fundId, fromCents: 1n, approvalsRequired: 1 },
          { fundId: team.fundId, fromCents: 100_00n, approvalsRequired: 2 },
        ],
      }),
    )
    const both = await givenActor(team.fundId, ['intake', 'approver'])
    const lines = [{ amount: 60_00n }, { amount: 40_00n }]
    const claimId = await givenClaim(team, { lines, staff: both })
    expect(await codeOf(approveClaim(both, claimId))).toBe('claimant_does_not_decide')
    expect(await codeOf(approveClaim(team.intake, claimId))).toBe('role_may_not')
    expect(await approveClaim(team.approver, claimId)).toEqual({ missing: 1 })
    expect(await codeOf(approveClaim(team.approver, claimId))).toBe('expense_approvers_are_distinct')
    expect(await free()).toBe(1_000_00n)
    expect(await approveClaim(team.treasurer, claimId)).toEqual({ missing: 0 })
    expect(await balances()).toMatchObject({ bank: 1_000_00n, support: 100_00n, reimbursement_due: 100_00n })
    expect(await free()).toBe(900_00n)
    expect(await codeOf(approveClaim(await administrator(), claimId))).toBe('expense_is_approved')
    const reject = { staff: await administrator(), claimId, reason: 'not_now' } as const
    expect(await codeOf(rejectExpense(reject))).toBe('expense_is_approved')
    expect(await codeOf(approveClaim((await givenTeam()).approver, claimId))).toBe('expense_unknown')
  })

  test('binds what was on the screen, and stays within what is free', async () => {
    const claimId = await givenClaim(team, { lines: [{ amount: 700_00n }] })
    const contentHash = '0'.repeat(64)
    const stepUpId = await givenStepUp(team.approver.id, boundTo.approveExpense({ id: claimId, contentHash }))
    expect(await codeOf(approveExpense({ staff: team.approver, claimId, contentHash, stepUpId }))).toBe(
      'content_changed',
    )
    const administrators = [await administrator(), await administrator()] as const
    const limits = { capCents: 650_00n, dailyCapCents: 650_00n }
    await givenLimits([...administrators], team.fundId, limits)
    expect(await codeOf(approveClaim(team.approver, claimId))).toBe('disbursement_stays_within_cap')
    await givenOwed(team, { kind: 'card', lines: [{ amount: 300_00n }] })
    const second = await givenClaim(team, { lines: [{ amount: 351_00n }] })
    expect(await refusalOf(approveClaim(team.approver, second))).toEqual({
      code: 'fund_stays_within_daily_cap',
      params: { left: 350_00n, needed: 351_00n },
    })
    await givenLimits([...administrators], team.fundId, {})
    await givenProposal(team, { principal: 1n })
    await givenOwed(team, { kind: 'card', lines: [{ amount: 100_00n }] })
    expect(await refusalOf(approveClaim(team.approver, claimId))).toEqual({
      code: 'fund_never_overcommitted',
      params: { free: 600_00n, needed: 700_00n },
    })
    expect(await balances()).toMatchObject({ card_payable: 400_00n, support: 400_00n })
    expect(await codeOf(rejectExpense({ staff: team.intake, claimId, reason: 'not_now' }))).toBe(
      'role_may_not',
    )
    await rejectExpense({ staff: team.approver, claimId, reason: 'not_now' })
    expect(await codeOf(approveClaim(team.approver, claimId))).toBe('expense_is_rejected')
    expect(await brokenBooks()).toEqual([])
  })
})

test('many approvals at once book no more than is free', async () => {
  const claimIds: string[] = []
  for (let index = 0; index < 12; index += 1)
    claimIds.push(await givenClaim(team, { lines: [{ amount: 100_00n }] }))
  const outcomes = await Promise.allSettled(claimIds.map((id) => approveClaim(team.approver, id)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(await free()).toBe(0n)
  expect(await brokenBooks()).toEqual([])
})

describe('a payment', () => {
  test('is by a third person, once, of what is owed', async () => {
    const claimId = await givenClaim(team)
    expect(await codeOf(payClaim(team.treasurer, claimId))).toBe('expense_is_claimed')
    await approveClaim(team.approver, claimId)
    expect(await codeOf(payClaim(team.intake, claimId))).toBe('expense_is_paid_by_a_third_person')
    expect(await codeOf(settleClaims(team.treasurer, [claimId]))).toBe('expense_payment_is_of_one_debt')
    const early = new Date(Date.now() - 86_400_000)
    expect(await codeOf(payClaim(team.treasurer, claimId, early))).toBe('payment_before_approval')
    const later = new Date(Date.now() + 86_400_000)
    expect(await codeOf(payClaim(team.treasurer, claimId, later))).toBe('fact_lies_ahead')
    const before = await free()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => payClaim(team.treasurer, claimId)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await balances()).toMatchObject({ bank: 970_28n, reimbursement_due: 0n, support: 29_72n })
    expect(await free()).toBe(before)
    expect(await brokenBooks()).toEqual([])
  })

  test('of a bill is of one card, over the claims that were chosen', async () => {
    const card = (last4: string, staff = team.intake) =>
      givenOwed(team, { kind: 'card', cardLast4: last4, staff })
    const [first, second, left] = [await card('4242'), await card('4242'), await card('4242')]
    const other = await card('1111')
    const own = await card('4242', team.treasurer)
    expect(await codeOf(settleClaims(team.treasurer, [first, other]))).toBe('expense_payment_is_of_one_debt')
    expect(await codeOf(settleClaims(team.treasurer, [first, own]))).toBe('expense_is_paid_by_a_third_person')
    expect(await codeOf(payClaim(team.treasurer, first))).toBe('expense_payment_is_of_one_debt')
    const bill = (of: Parameters<typeof settleClaims>[2]) => settleClaims(team.treasurer, [second, first], of)
    expect(await refusalOf(bill({ billed: cents(59_45n) }))).toEqual({
      code: 'statement_is_what_was_claimed',
      params: { billed: 59_45n, claimed: 59_44n },
    })
    expect(await codeOf(bill({ statementOn: '2999-01-01' }))).toBe('statement_comes_before_its_payment')
    expect(await codeOf(bill({ cardLast4: '1111' }))).toBe('expense_payment_is_of_one_debt')
    expect(await balances()).toMatchObject({ bank: 1_000_00n })
    await settleClaims(team.treasurer, [second, first])
    expect(await codeOf(settleClaims(team.treasurer, [left, first]))).toBe('expense_is_paid')
    expect(await balances()).toMatchObject({ bank: 940_56n, card_payable: 89_16n })

    const poor = await givenTeam({ bank: 50_00n })
    const owed = await givenOwed(poor, { lines: [{ amount: 50_00n }] })
    const elsewhere = { ...team.treasurer, fundIds: [team.fundId, poor.fundId] }
    expect(await codeOf(settleClaims(elsewhere, [left, owed]))).toBe('expense_payment_is_of_one_debt')
    expect(await brokenBooks()).toEqual([])
  })
})

test('what waits is told to those who can do it, and what is owed is added up by person and card', async () => {
  await givenClaim(team, { lines: [{ amount: 10_00n }] })
  await givenOwed(team, { lines: [{ amount: 20_00n }] })
  await givenOwed(team, { lines: [{ amount: 21_00n }] })
  await givenOwed(team, { kind: 'card', lines: [{ amount: 13_00n }] })
  await givenOwed(team, { kind: 'card', lines: [{ amount: 17_00n }] })
  const waitingFor = (staff: ActingStaff, ...roles: Role[]) =>
    inTransaction(system, async (tx) => {
      const found = await waitingExpenses(tx, { staff, personIn: () => ({ id: staff.id, roles }) })
      return found.map(({ act, amountCents }) => [act, amountCents])
    })
  expect(await waitingFor(team.intake, 'intake', 'approver')).toEqual([])
  expect(await waitingFor(team.approver, 'approver', 'treasurer')).toEqual([['approve_expense', 10_00n]])
  expect(await waitingFor(team.treasurer, 'treasurer')).toEqual([
    ['pay_expense', 20_00n],
    ['pay_expense', 21_00n],
    ['pay_expense', 30_00n],
  ])
  const { open, due } = await expensesPage({ staff: { ...team.treasurer, roles: [], language: 'en' } })
  expect(open.map(({ state }) => state)).toEqual(['claimed', ...Array(4).fill('approved')])
  expect(due).toMatchObject([
    { kind: 'reimbursement', person: 'intake', cents: 41_00n, count: 2 },
    { kind: 'card', cardLast4: '4242', cents: 30_00n, count: 2 },
  ])
})
