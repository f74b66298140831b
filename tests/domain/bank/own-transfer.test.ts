import { beforeAll, expect, test } from 'vitest'
import { matchOwnTransfer } from '#app/domain/bank/matching/match-own-transfer.server.ts'
import { undoMatch } from '#app/domain/bank/matching/undo-match.server.ts'
import { openBankAccount } from '#app/domain/bank/open-account.server.ts'
import { matchPage } from '#app/domain/bank/reads/match-page.server.ts'
import { bankAccountPage } from '#app/domain/bank/reads/whole-account.server.ts'
import { closesPage } from '#app/domain/books/closes-page.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenBankAccount, givenStatement, linesOf, operatingId } from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const month = '2026-09'
let treasurer: ActingStaff
let administrator: ActingStaff
let auditor: ActingStaff
let checking: string
let savings: string

beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  auditor = await givenActor(fundId, ['auditor'])
  checking = await givenBankAccount({ staff: treasurer, fundIds: [fundId], fromDay: '2026-09-01' })
  const of = { staff: treasurer, name: 'Savings', last4: '0815', fromDay: '2026-09-01' }
  savings = (await openBankAccount({ ...of, fundIds: [await operatingId()] })).accountId
  await givenStatement({
    ...{ staff: treasurer, accountId: checking },
    rows: [
      ['2026-09-05', 'TRANSFER', '-40.00'],
      ['2026-09-25', 'TRANSFER', '-500.00'],
      ['2026-09-29', 'TRANSFER', '-70.00'],
      ['2026-09-30', 'FEE', '-1.00'],
    ],
  })
})

const lineOf = async (accountId: string, cents: bigint) => {
  const line = (await linesOf(accountId)).find((each) => each.cents === cents)
  if (!line) throw new Error('no such line')
  return line
}

type Other = Parameters<typeof matchOwnTransfer>[0]['other']

const say = async (cents: bigint, other: Other, staff = treasurer) =>
  matchOwnTransfer({ staff, accountId: checking, lineId: (await lineOf(checking, cents)).id, other })

const pageOf = async (accountId: string) => {
  const page = await bankAccountPage({
    staff: treasurer,
    accountId,
    language: 'en',
    month: null,
    after: null,
  })
  if (!page) throw new Error('no page')
  return page
}

const whyOf = async (cents: bigint) =>
  (await pageOf(checking)).open.lines.find(({ amount }) => amount === cents)?.why

const obstacles = async () =>
  (await closesPage({ staff: treasurer, language: 'en', month })).obstacles
    .filter(({ what }) => ['lines_are_unmatched', 'own_transfers_are_half'].includes(what))
    .map(({ what, items, cents }) => `${what} ${items} ${cents}`)

const transfers = () => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.ledgerTransfer.count())

const undo = (accountId: string, matchId: string, staff = treasurer) =>
  undoMatch({ staff, accountId, matchId, reason: 'wrong_line' })

test('until its second line is there, a line between own accounts is on its way, with why; and that for days, not weeks', async () => {
  expect(await obstacles()).toEqual(['lines_are_unmatched 4 -61100'])
  expect(await whyOf(-500_00n)).toEqual({ code: 'no_movement' })
  expect(await whyRefused(say(-500_00n, { accountId: checking }))).toBe('own_transfer_is_whole')
  expect(await whyRefused(say(-500_00n, { accountId: savings }, auditor))).toBe('role_may_not')

  await say(-500_00n, { accountId: savings })
  expect(await whyOf(-500_00n)).toMatchObject({ code: 'own_transfer', account: 'Savings 0815' })
  expect(await obstacles()).toEqual(['lines_are_unmatched 3 -11100'])

  // Three weeks before the month ended: money is not on its way for so long.
  await say(-40_00n, { accountId: savings })
  expect(await obstacles()).toEqual(['lines_are_unmatched 2 -7100', 'own_transfers_are_half 1 -4000'])
})

test('the night matches both lines to each other once the second is there, and no fund has more or less by it', async () => {
  const before = await transfers()
  const { matched } = await givenStatement({
    ...{ staff: treasurer, accountId: savings },
    rows: [
      ['2026-09-26', 'TRANSFER', '500.00'],
      ['2026-09-30', 'DEPOSIT', '2.00'],
    ],
  })
  expect(matched).toBe(2)
  const [gone, come] = [await lineOf(checking, -500_00n), await lineOf(savings, 500_00n)]
  expect(gone.matchId).not.toBeNull()
  expect(await matchPage({ staff: treasurer, matchId: gone.matchId ?? '' })).toMatchObject({
    match: {
      rule: 'own_transfer',
      matchedBy: null,
      otherMatchId: come.matchId,
      otherAccount: 'Savings 0815',
    },
    movements: [],
  })
  expect(await transfers()).toBe(before)
  expect(await brokenBooks()).toEqual([])
})

test('they are undone together, from either side, and then nothing is said of them any more', async () => {
  const { matchId } = await lineOf(savings, 500_00n)
  await undo(savings, matchId ?? '')
  expect((await lineOf(checking, -500_00n)).matchId).toBeNull()
  expect((await lineOf(savings, 500_00n)).matchId).toBeNull()
  expect(await whyRefused(undo(savings, matchId ?? ''))).toBe('match_is_undone_once')
  expect(await whyOf(-500_00n)).toEqual({ code: 'no_movement' })
  expect(await brokenBooks()).toEqual([])
})

test('a person matches the two that are the same money, and no others', async () => {
  const [come, other] = [await lineOf(savings, 500_00n), await lineOf(savings, 2_00n)]
  const offered = (await pageOf(checking)).others
  expect(offered.accounts).toEqual([{ id: savings, name: 'Savings', last4: '0815' }])
  expect(offered.lines).toEqual([
    { id: come.id, account: 'Savings 0815', day: '2026-09-26', amount: 500_00n },
  ])
  expect(await whyRefused(say(-500_00n, { lineId: other.id }))).toBe('own_transfer_is_whole')
  const fee = await lineOf(checking, -1_00n)
  expect(await whyRefused(say(-500_00n, { lineId: fee.id }))).toBe('own_transfer_is_whole')
  expect((await lineOf(checking, -500_00n)).matchId).toBeNull()

  const { matchIds } = await say(-500_00n, { lineId: come.id })
  expect(matchIds).toEqual([
    (await lineOf(checking, -500_00n)).matchId,
    (await lineOf(savings, 500_00n)).matchId,
  ])
  expect(await whyRefused(say(-500_00n, { lineId: come.id }))).toBe('bank_line_is_matched_once')
  expect(await brokenBooks()).toEqual([])
})

test('a close that counts on a line being on its way is confirmed by another than who said so', async () => {
  const rests = (staff: ActingStaff) =>
    inTransaction({ scope: { kind: 'system' } }, async (tx) => {
      const [row] = await tx.$queryRaw<{ rests: boolean }[]>`
        select close_rests_on_word_of(${staff.id}::uuid, '2026-10-01T12:00:00Z') as rests`
      return row?.rests
    })
  expect(await rests(administrator)).toBe(false)
  await say(-70_00n, { accountId: savings }, administrator)
  expect(await rests(administrator)).toBe(true)
})
