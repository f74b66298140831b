import { beforeAll, expect, test } from 'vitest'
import { matchOwnTransfer } from '#app/domain/bank/matching/match-own-transfer.server.ts'
import { openBankAccount } from '#app/domain/bank/open-account.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenBankAccount, givenStatement, linesOf, operatingId } from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let treasurer: ActingStaff
let checking: string
let savings: string
let lines: { here: bigint[]; there: bigint[] }

beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  checking = await givenBankAccount({ staff: treasurer, fundIds: [fundId], fromDay: '2026-09-01' })
  const of = { staff: treasurer, name: 'Savings', last4: '0815', fromDay: '2026-09-01' }
  savings = (await openBankAccount({ ...of, fundIds: [await operatingId()] })).accountId
  const rows = (sign: string): [string, string, string][] => [
    ['2026-09-25', 'TRANSFER', `${sign}500.00`],
    ['2026-09-26', 'TRANSFER', `${sign}70.00`],
  ]
  await givenStatement({ staff: treasurer, accountId: checking, rows: rows('-') })
  await givenStatement({ staff: treasurer, accountId: savings, rows: rows('') })
  const ids = async (accountId: string) => (await linesOf(accountId)).map(({ id }) => id)
  lines = { here: await ids(checking), there: await ids(savings) }
})

const run = (sql: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    for (const one of sql.split(';')) await tx.$executeRawUnsafe(one)
  })
const broken = (sql: string) => brokenRule(run(sql))

const outId = '00000000-0000-4000-8000-000000000001'
const inId = '00000000-0000-4000-8000-000000000002'
const half = (id: string, accountId: string, line: bigint | undefined) =>
  `insert into bank_match (id, bank_account_id, rule, occurred_at) values ('${id}', '${accountId}', 'own_transfer', now());
   insert into bank_match_line (match_id, line_id) values ('${id}', ${line})`
const pair = `insert into bank_own_transfer (out_match_id, in_match_id) values ('${outId}', '${inId}')`

test('half a move, or two lines that are not the same money, cannot be written', async () => {
  const [here, there] = [lines.here[0], lines.there]
  expect(await broken(half(outId, checking, here))).toBe('own_transfer_is_whole')
  const unequal = [half(outId, checking, here), half(inId, savings, there[1]), pair].join(';')
  expect(await broken(unequal)).toBe('own_transfer_is_whole')
  const turned = [half(outId, savings, there[0]), half(inId, checking, here), pair].join(';')
  expect(await broken(turned)).toBe('own_transfer_is_whole')
  const reasoned = half(outId, checking, here).replace(
    /rule, occurred_at\) values \((.*?), now\(\)\)/,
    `rule, occurred_at, reason) values ($1, now(), 'seen_on_paper')`,
  )
  expect(await broken(reasoned)).toBe('people_match_by_hand')
})

test('a whole move is undone whole, and nothing is added to it', async () => {
  const [here, there] = [lines.here[0] ?? 0n, lines.there[0] ?? 0n]
  const { matchIds } = await matchOwnTransfer({
    ...{ staff: treasurer, accountId: checking, lineId: here, other: { lineId: there } },
  })
  const [first, second] = matchIds
  const undone = (id: string | undefined) =>
    `insert into bank_unmatch (match_id, reason, unmatched_by, occurred_at)
     values ('${id}', 'wrong_line', '${treasurer.id}', now())`
  expect(await broken(undone(first))).toBe('own_transfer_is_whole')
  expect(await broken(undone(second))).toBe('own_transfer_is_whole')
  expect(
    await broken(`insert into bank_match_line (match_id, line_id) values ('${first}', ${lines.here[1]})`),
  ).toBe('own_transfer_is_whole')
  expect(await brokenBooks()).toEqual([])

  await asOwner(world.ownerUrl, null, (owner) => forced(owner, undone(first)))
  expect(await brokenBooks()).toEqual([expect.stringContaining('own_transfer_is_whole')])
  await run(undone(second))
  expect(await brokenBooks()).toEqual([])
})

test('only who answers for both accounts says that money is between them; what was said stays', async () => {
  const stranger = await givenActor(await givenFund({ slug: 'other' }), ['treasurer'])
  const word = (line: bigint | undefined, accountId: string, by: string) =>
    `insert into bank_transfer_word (line_id, other_account_id, said_by, occurred_at)
     values (${line}, '${accountId}', '${by}', now())`
  expect(await broken(word(lines.here[1], savings, stranger.id))).toBe('bank_accounts_are_the_treasurers')
  expect(await broken(word(lines.here[1], checking, treasurer.id))).toBe('own_transfer_is_whole')
  await run(word(lines.here[1], savings, treasurer.id))
  await asOwner(world.ownerUrl, null, async (owner) => {
    for (const table of ['bank_transfer_word', 'bank_own_transfer'])
      await expect(owner.query(`delete from ${table}`)).rejects.toThrow('reconciliation_is_append_only')
  })
})
