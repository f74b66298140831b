import { beforeAll, expect, test } from 'vitest'
import { explainDifference } from '#app/domain/bank/matching/explain-difference.server.ts'
import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { noteMovement } from '#app/domain/bank/matching/note-movement.server.ts'
import { undoMatch } from '#app/domain/bank/matching/undo-match.server.ts'
import { openBankAccount, placeFund } from '#app/domain/bank/open-account.server.ts'
import { bankAccountPage } from '#app/domain/bank/reads/whole-account.server.ts'
import { importStatement } from '#app/domain/bank/statement/import-statement.server.ts'
import { setLayout } from '#app/domain/bank/statement/set-layout.server.ts'
import { uploadStatement } from '#app/domain/bank/statement/upload-statement.server.ts'
import { withdrawStatement } from '#app/domain/bank/statement/withdraw-statement.server.ts'
import { waitingAtBank } from '#app/domain/bank/waiting.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { dumpOf } from '#tests/support/dump.ts'
import { givenFund } from '#tests/support/given.ts'
import {
  csvOf,
  givenBankAccount,
  givenMovement,
  givenStatement,
  linesOf,
  operatingId,
  plainLayout,
  type Row,
} from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let fundId: string
let otherFundId: string
let treasurer: ActingStaff
let administrator: ActingStaff
let stranger: ActingStaff
let auditor: ActingStaff
let accountId: string

const at = (day: string) => new Date(`${day}T18:00:00Z`)
const movement = (sourceId: string) => ({ sourceKind: 'given', sourceId })

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  otherFundId = await givenFund({ slug: 'other' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  auditor = await givenActor(fundId, ['auditor'])
  stranger = await givenActor(otherFundId, ['treasurer'])
  accountId = await givenBankAccount({ staff: treasurer })
})

const byHand = (over: Partial<Parameters<typeof matchByHand>[0]>) =>
  matchByHand({
    ...{ staff: treasurer, accountId, lineIds: [], movements: [], reason: 'seen_on_paper', bookFundId: null },
    ...over,
  })

const pageOf = async (staff: ActingStaff) =>
  bankAccountPage({ staff, accountId, language: 'en', month: null, after: null })

const lineOf = async (cents: bigint): Promise<bigint> => {
  const line = (await linesOf(accountId)).find((each) => each.cents === cents)
  if (!line) throw new Error('no such line')
  return line.id
}

test('an account is opened by those who answer for its funds, and a fund moves forward only', async () => {
  const open = (staff: ActingStaff, fundIds: string[]) =>
    openBankAccount({ staff, name: 'Savings', last4: '0815', fromDay: '2019-01-01', fundIds })
  expect(await whyRefused(open(treasurer, [otherFundId]))).toBe('fund_unknown')
  expect(await whyRefused(open(auditor, [fundId]))).toBe('bank_accounts_are_the_treasurers')
  expect(await whyRefused(open(treasurer, [fundId]))).toBe('fund_moves_its_account_forward')
  const place = { accountId, fundId: otherFundId, fromDay: '2026-01-01' }
  expect(await whyRefused(placeFund({ staff: treasurer, ...place }))).toBe('fund_unknown')
  expect(await whyRefused(placeFund({ staff: stranger, ...place }))).toBe('bank_account_unknown')
  expect(await pageOf(stranger)).toBeNull()
  expect((await pageOf(auditor))?.account.last4).toBe('4711')
})

test('the same file adds nothing, overlapping days only what is new, and two equal lines are two', async () => {
  const rows: Row[] = [
    ['2026-09-01', 'Coffee for Maria Example', '-4.50'],
    ['2026-09-01', 'Coffee for Maria Example', '-4.50'],
    ['2026-09-02', 'Deposit', '100.00'],
  ]
  const first = await givenStatement({ staff: treasurer, accountId, rows })
  expect(first).toMatchObject({ fresh: 3, known: 0 })
  const again = await uploadStatement({ staff: treasurer, accountId, file: csvOf(rows) })
  expect(again.statementId).toBe(first.statementId)
  expect(await whyRefused(importStatement({ staff: treasurer, statementId: again.statementId }))).toBe(
    'statement_is_imported_once',
  )
  const next = await givenStatement({
    ...{ staff: treasurer, accountId },
    rows: [
      ['2026-09-01', 'coffee for  maria example', '-4.50'],
      ['2026-09-02', 'Deposit', '100.00'],
      ['2026-09-02', 'Deposit', '100.00'],
    ],
  })
  expect(next).toMatchObject({ fresh: 1, known: 2 })
  expect((await linesOf(accountId)).map(({ cents }) => cents)).toEqual([-450n, -450n, 10_000n, 10_000n])
  expect((await pageOf(auditor))?.open.lines[0]?.text).toBe('Coffee for Maria Example')
  expect([...(await dumpOf(world.ownerUrl)).values()].join('\n')).not.toMatch(/maria example/i)

  expect(await whyRefused(uploadStatement({ staff: stranger, accountId, file: csvOf([]) }))).toBe(
    'bank_account_unknown',
  )
  expect(await whyRefused(uploadStatement({ staff: auditor, accountId, file: csvOf([]) }))).toBe(
    'role_may_not',
  )
  const large = new Uint8Array(5 * 1024 * 1024 + 1)
  expect(await whyRefused(uploadStatement({ staff: treasurer, accountId, file: large }))).toBe(
    'statement_too_large',
  )

  await withdrawStatement({ staff: treasurer, statementId: next.statementId, reason: 'not_final' })
  expect(
    await whyRefused(
      withdrawStatement({ staff: treasurer, statementId: next.statementId, reason: 'not_final' }),
    ),
  ).toBe('statement_is_withdrawn_once')
  expect(await linesOf(accountId)).toHaveLength(3)
})

test('a file with a problem leaves nothing behind', async () => {
  const file = csvOf([
    ['2026-09-03', 'Fine', '1.00'],
    ['2026-09-31', 'No such day', '1.00'],
  ])
  const { statementId } = await uploadStatement({ staff: treasurer, accountId, file })
  const act = { staff: treasurer, statementId }
  const before = await linesOf(accountId)
  expect(await whyRefused(importStatement(act))).toBe('statement_has_problems')
  expect(await linesOf(accountId)).toEqual(before)
  await setLayout({ ...act, layout: { ...plainLayout, day: 2 } })
  expect(await whyRefused(importStatement(act))).toBe('statement_has_problems')
  await setLayout({ ...act, layout: plainLayout })
  expect(await whyRefused(importStatement({ ...act, staff: stranger }))).toBe('statement_unknown')
  await withdrawStatement({ ...act, reason: 'wrong_columns' })
  expect(await whyRefused(importStatement(act))).toBe('statement_is_imported_once')
})

test('by rule what is beyond doubt, by hand what a person answers for, and undone again', async () => {
  await givenMovement({ fundId, source: 'ride', at: at('2026-08-31'), amount: -4_50n })
  await givenMovement({ fundId, source: 'found', at: at('2026-09-01'), amount: 100_00n })
  // Two lines of $4.50 could be the ride: neither is taken. The deposit is beyond doubt.
  expect(await matchByRules()).toBe(1)
  expect(await matchByRules()).toBe(0)
  const page = await pageOf(treasurer)
  expect(page?.open.lines.map(({ why }) => why)).toEqual([
    { code: 'several_fit', count: 1 },
    { code: 'several_fit', count: 1 },
  ])
  expect(page?.matched).toEqual({ count: 1n, cents: 100_00n })
  const [first, second] = page?.open.lines.map(({ id }) => id) ?? []
  if (first === undefined || second === undefined) throw new Error('no lines')

  expect(await whyRefused(byHand({ lineIds: [first, second], movements: [movement('ride')] }))).toBe(
    'match_differs',
  )
  expect(await whyRefused(byHand({}))).toBe('match_is_empty')
  expect(await whyRefused(byHand({ movements: [movement('found')] }))).toBe('movement_is_matched_once')
  expect(await whyRefused(byHand({ movements: [movement('ride')], bookFundId: fundId }))).toBe(
    'match_differs',
  )
  expect(await whyRefused(byHand({ staff: auditor, lineIds: [first] }))).toBe('role_may_not')
  expect(await whyRefused(byHand({ staff: stranger, lineIds: [first] }))).toBe('bank_account_unknown')
  expect(await whyRefused(byHand({ lineIds: [second], bookFundId: otherFundId }))).toBe('fund_lies_elsewhere')

  const { matchId } = await byHand({ lineIds: [first], movements: [movement('ride')] })
  expect(await whyRefused(byHand({ lineIds: [first], movements: [] }))).toBe('bank_line_is_matched_once')
  const undo = { staff: administrator, accountId, matchId, reason: 'wrong_line' } as const
  await undoMatch(undo)
  expect(await whyRefused(undoMatch(undo))).toBe('match_is_undone_once')
  await byHand({ lineIds: [second], movements: [movement('ride')] })
  expect(await brokenBooks()).toEqual([])
})

test('what nobody understands waits in suspense until someone else says what it was', async () => {
  const operating = await operatingId()
  const { matchId, booked } = await byHand({
    ...{ lineIds: [await lineOf(-4_50n)], reason: 'not_understood', bookFundId: operating },
  })
  expect(booked).toBe(-4_50n)
  const explain = { accountId, matchId, kind: 'bank_fee' } as const
  expect(await whyRefused(explainDifference({ staff: treasurer, ...explain }))).toBe(
    'difference_is_explained_by_another',
  )
  expect(await whyRefused(explainDifference({ staff: administrator, ...explain, kind: 'found' }))).toBe(
    'explanation_fits_its_difference',
  )
  const waiting = (staff: ActingStaff) =>
    inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
      waitingAtBank(tx, { staff, personIn: () => ({ id: staff.id, roles: ['treasurer'] }) }),
    )
  expect((await waiting(administrator)).map(({ act }) => act)).toContain('explain_bank_difference')
  expect((await waiting(treasurer)).map(({ act }) => act)).not.toContain('explain_bank_difference')
  await explainDifference({ staff: administrator, ...explain })
  expect(await whyRefused(explainDifference({ staff: administrator, ...explain }))).toBe(
    'bank_difference_is_explained_once',
  )
  expect(await brokenBooks()).toEqual([])

  // It was another line after all: both halves go back.
  await undoMatch({ staff: treasurer, accountId, matchId, reason: 'booked_elsewhere' })
  expect(await whyRefused(explainDifference({ staff: administrator, ...explain }))).toBe('bank_match_unknown')
  const left = await db().$queryRaw`
    select code, sum(balance_cents)::int as cents from account_balance
     where fund_id = ${operating}::uuid group by 1 having sum(balance_cents) <> 0`
  expect(left).toEqual([])
  expect(await brokenBooks()).toEqual([])
})

test('a check that nobody cashed is noted, for a while', async () => {
  await givenMovement({ fundId, source: 'check', at: at('2026-08-01'), amount: -80_00n })
  const note = { accountId, movement: movement('check'), reason: 'check_not_cashed' } as const
  const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  expect(await whyRefused(noteMovement({ staff: treasurer, ...note, untilDay: '2020-01-01' }))).toBe(
    'note_ends_within_half_a_year',
  )
  expect(
    await whyRefused(noteMovement({ staff: treasurer, ...note, movement: movement('none'), untilDay: soon })),
  ).toBe('movement_unknown')
  await noteMovement({ staff: treasurer, ...note, untilDay: soon })
  const page = await pageOf(auditor)
  expect(page?.open.movements.find(({ key }) => key === 'given:check')?.why).toEqual({
    ...{ code: 'noted', reason: 'check_not_cashed', until: soon },
  })
})
