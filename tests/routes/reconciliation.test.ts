import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as accounts from '#app/routes/admin.reconciliation._index.tsx'
import * as account from '#app/routes/admin.reconciliation.$accountId/route.tsx'
import * as chart from '#app/routes/admin.reconciliation.chart.$fundId.tsx'
import * as closes from '#app/routes/admin.reconciliation.closes/route.tsx'
import * as journal from '#app/routes/admin.reconciliation.journal._index.tsx'
import * as journalFile from '#app/routes/admin.reconciliation.journal.files.$exportId.ts'
import * as matched from '#app/routes/admin.reconciliation.matches.$matchId.tsx'
import * as payouts from '#app/routes/admin.reconciliation.payouts.tsx'
import * as statement from '#app/routes/admin.reconciliation.statements.$statementId/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenFund } from '#tests/support/given.ts'
import { csvOf, givenMovement, linesOf, operatingId } from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

await useWorld()

type Visitor = Awaited<ReturnType<typeof signedIn>>
let fundId: string
let treasurer: Visitor
let administrator: Visitor
let auditor: Visitor
let stranger: Visitor
let acting: ActingStaff
let accountId: string
let statementId: string
let factor: { code: (steps?: number) => string }

const idIn = (location: string | null) => location?.split('?')[0]?.split('/').at(-1) ?? ''
const file = (bytes: Uint8Array) => new File([new Uint8Array(bytes)], 'october.csv')
const plain = {
  ...{ intent: 'layout', delimiter: 'comma', hasHeadings: 'yes', day: '1', dayOrder: 'ymd', amount: '3' },
  ...{ moneyIn: '', moneyOut: '', signs: 'as_written', decimal: 'point', text: '2' },
}

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  const member = async (fund: string, role: 'treasurer' | 'administrator' | 'auditor') => {
    const actor = await givenActor(fund, [role])
    const kept = await givenTotp(actor.id)
    if (role === 'administrator') factor = kept
    return { actor, visitor: await signedIn(actor.id) }
  }
  const first = await member(fundId, 'treasurer')
  acting = first.actor
  treasurer = first.visitor
  administrator = (await member(fundId, 'administrator')).visitor
  auditor = (await member(fundId, 'auditor')).visitor
  stranger = (await member(await givenFund({ slug: 'other' }), 'treasurer')).visitor
})

test('an account is opened; what is missing is said beside its field and what was typed stays', async () => {
  const form = { name: 'Checking', last4: '47', fromDay: '2026-09-01', fundIds: fundId }
  const wrong = await treasurer.post(accounts, form)
  expect(wrong).toMatchObject({
    status: 422,
    data: { values: { name: 'Checking' }, errors: { last4: 'four_digits' } },
  })
  expect((await auditor.post(accounts, form)).status).toBe(403)
  const opened = await treasurer.post(accounts, { ...form, last4: '4711' })
  expect(opened.status).toBe(303)
  accountId = idIn(opened.location)
  expect((await auditor.get(accounts)).data).toMatchObject({
    accounts: [{ id: accountId, lines: 0n }],
    funds: [],
  })
  expect((await stranger.get(accounts)).data).toMatchObject({ accounts: [] })
  expect((await stranger.get(account, { params: { accountId } })).status).toBe(404)
  const place = { intent: 'place', fundId: await operatingId(), fromDay: '2026-09-01' }
  expect((await treasurer.post(account, place, { params: { accountId } })).status).toBe(303)
})

test('a statement is uploaded, looked at, mended, taken in and matched', async () => {
  const params = { accountId }
  expect(
    (await treasurer.post(account, { intent: 'upload', file: file(new Uint8Array()) }, { params })).data,
  ).toMatchObject({
    errors: { file: 'file_missing' },
  })
  await givenMovement({ fundId, source: 'ride', at: new Date('2026-09-10T18:00:00Z'), amount: -30_00n })
  const bytes = csvOf([
    ['2026-09-11', 'CHECK 1001', '-30.00'],
    ['2026-09-30', 'INTEREST', '0.40'],
  ])
  const sent = await treasurer.post(account, { intent: 'upload', file: file(bytes) }, { params })
  expect(sent.status).toBe(303)
  statementId = idIn(sent.location)
  const of = { params: { statementId } }
  expect((await stranger.get(statement, of)).status).toBe(404)
  expect((await treasurer.get(statement, of)).data).toMatchObject({
    ...{ preview: null, table: { firstRow: 1, headings: ['Date', 'Description', 'Amount'] }, mayWork: true },
  })
  expect((await treasurer.post(statement, { intent: 'import' }, of)).data).toMatchObject({
    refusal: { code: 'statement_has_no_columns' },
  })
  expect((await treasurer.post(statement, { ...plain, moneyIn: '3' }, of)).data).toMatchObject({
    ...{ errors: { amount: 'one_amount_or_two' }, values: { dayOrder: 'ymd' } },
  })
  expect((await treasurer.post(statement, { ...plain, dayOrder: 'mdy' }, of)).status).toBe(303)
  expect((await treasurer.get(statement, of)).data).toMatchObject({
    preview: { problemCount: 2, problems: [{ row: 2, column: 1, code: 'day_unreadable' }, { row: 3 }] },
  })
  expect((await treasurer.post(statement, plain, of)).status).toBe(303)
  expect((await auditor.get(statement, of)).data).toMatchObject({
    ...{ mayWork: false, preview: { count: 2, fresh: 2, similar: 0, cameCents: 40n, wentCents: -30_00n } },
  })
  expect((await treasurer.post(statement, { intent: 'import' }, of)).status).toBe(303)
  expect(await matchByRules()).toBe(1)
  expect(
    (await auditor.get(account, { params: { accountId }, search: '?month=2026-09' })).data,
  ).toMatchObject({
    ...{ matched: { count: 1n }, mayWork: false, list: { matches: [{ rule: 'amount_and_day' }] } },
    open: { totals: { lines: 1, movements: 0 } },
  })
})

test('a file with a summary above its table names the columns of the table, and a word says which way the money went', async () => {
  const text = [
    ...['Summary,,', 'Ending balance,,75.00', '', 'Date,Description,Amount,Type'],
    ...['2026-09-12,COURT CLERK,25.00,Debit', '2026-09-13,STRIPE,100.00,Credit', ''],
  ].join('\n')
  const sent = await treasurer.post(
    account,
    { intent: 'upload', file: file(new TextEncoder().encode(text)) },
    { params: { accountId } },
  )
  const of = { params: { statementId: idIn(sent.location) } }
  expect((await treasurer.get(statement, of)).data).toMatchObject({
    table: {
      ...{ firstRow: 1, headings: ['Summary', '', ''] },
      rows: [{ row: 1 }, { row: 2 }, { row: 4, text: 'Date · Description · Amount · Type' }, { row: 5 }, {}],
    },
  })
  const chosen = { ...plain, firstRow: '4', direction: '4' }
  for (const [field, wrong] of [
    ['firstRow', '0'],
    ['firstRow', '31'],
    ['direction', '0'],
  ] as const)
    expect((await treasurer.post(statement, { ...chosen, [field]: wrong }, of)).data).toMatchObject({
      errors: { [field]: expect.any(String) },
    })
  expect(
    (await treasurer.post(statement, { ...chosen, amount: '', moneyIn: '3', moneyOut: '3' }, of)).data,
  ).toMatchObject({ errors: { amount: 'one_amount_or_two' } })
  expect((await treasurer.post(statement, chosen, of)).status).toBe(303)
  expect((await treasurer.get(statement, of)).data).toMatchObject({
    layout: { firstRow: 4, amounts: { one: 3, direction: 4 } },
    table: { headings: ['Date', 'Description', 'Amount', 'Type'] },
    preview: { problems: [], count: 2, cameCents: 100_00n, wentCents: -25_00n },
  })
  expect((await treasurer.post(statement, { intent: 'withdraw', reason: 'not_final' }, of)).status).toBe(303)
})

test('a line that is no money between own accounts is refused beside its field, and what was chosen stays', async () => {
  const params = { accountId }
  const line = (await linesOf(accountId)).find(({ matchId }) => matchId === null)
  const form = { intent: 'own_transfer', lineId: String(line?.id), other: `account:${accountId}` }
  expect(await treasurer.post(account, form, { params })).toMatchObject({
    ...{ status: 409, data: { errors: { other: 'own_transfer_is_whole' }, values: form } },
  })
  expect((await treasurer.post(account, { ...form, other: 'line:x' }, { params })).data).toMatchObject({
    errors: { other: 'malformed' },
  })
  expect((await auditor.post(account, form, { params })).status).toBe(403)
})

test('a line is matched by hand, its difference explained by another, and a match undone', async () => {
  const params = { accountId }
  const line = (await linesOf(accountId)).find(({ matchId }) => matchId === null)
  const form = { intent: 'match', lineIds: String(line?.id), reason: 'not_understood', bookFundId: '' }
  const differs = await treasurer.post(account, form, { params })
  expect(differs).toMatchObject({
    status: 409,
    data: { errors: { bookFundId: 'match_differs' }, values: form },
  })
  expect((await auditor.post(account, form, { params })).status).toBe(403)
  expect((await stranger.post(account, form, { params })).status).toBe(404)
  expect((await treasurer.post(account, { ...form, bookFundId: fundId }, { params })).status).toBe(303)
  const [match] = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bankMatch.findMany({ where: { bookedCents: { not: 0n } } }),
  )
  const explain = { intent: 'explain', matchId: match?.id ?? '', kind: 'interest' }
  expect((await treasurer.post(account, explain, { params })).data).toMatchObject({
    refusal: { code: 'difference_is_explained_by_another' },
  })
  expect((await administrator.post(account, explain, { params })).status).toBe(303)
  expect(
    (
      await treasurer.post(
        account,
        { intent: 'undo', matchId: randomUUID(), reason: 'wrong_line' },
        { params },
      )
    ).data,
  ).toMatchObject({
    refusal: { code: 'bank_match_unknown' },
  })
  expect((await treasurer.get(payouts)).data).toMatchObject({ payouts: [] })
  const of = { params: { matchId: match?.id ?? '' } }
  expect((await auditor.get(matched, of)).data).toMatchObject({
    ...{ account: { id: accountId }, lines: [{ text: 'INTEREST' }], movements: [] },
  })
  expect((await stranger.get(matched, of)).status).toBe(404)
})

test('a month is proposed by one and closed by another, with proof', async () => {
  // The other fund is open too, so that nobody of one fund may close alone.
  expect((await treasurer.post(closes, { intent: 'propose', month: '2026-09' })).data).toMatchObject({
    refusal: { code: 'books_are_closed_by_those_who_answer_for_all' },
  })
  for (const person of await db().staffRole.findMany({ where: { fundId, role: { not: 'auditor' } } })) {
    const other = await db().fund.findFirstOrThrow({ where: { slug: 'other' } })
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.staffRole.create({ data: { staffId: person.staffId, fundId: other.id, role: person.role } }),
    )
  }
  expect((await auditor.post(closes, { intent: 'propose', month: '2026-09' })).status).toBe(403)
  expect((await treasurer.get(closes, { search: '?month=2026-09' })).data).toMatchObject({
    ...{ month: '2026-09', obstacles: [], mayClose: true },
  })
  expect((await treasurer.post(closes, { intent: 'propose', month: '2026-09' })).status).toBe(303)
  const { proposed } = (await administrator.get(closes)).data as {
    proposed: { id: string; balancesHash: string }
  }
  const confirm = { intent: 'confirm', closeId: proposed.id, balancesHash: proposed.balancesHash }
  expect((await administrator.post(closes, confirm)).data).toMatchObject({
    errors: { code: 'step_up_missing' },
  })
  expect(await administrator.post(closes, { ...confirm, code: factor.code() })).toMatchObject({
    status: 302,
  })
  expect((await auditor.get(closes)).data).toMatchObject({
    closes: [{ month: '2026-09', decision: 'confirmed' }],
  })
})

test('the journal is asked for with proof, and its file is its asker’s alone', async () => {
  const form = { fromDay: '2026-09-01', throughDay: '2026-09-30', format: 'csv' }
  expect((await auditor.post(journal, form)).data).toMatchObject({
    errors: { code: 'step_up_missing' },
    values: form,
  })
  const { data } = await treasurer.get(journal)
  expect(data).toMatchObject({ ready: null })
  expect((await stranger.get(chart, { params: { fundId } })).status).toBe(404)
  expect((await treasurer.get(chart, { params: { fundId } })).data).toMatchObject({ mayMap: true })
  expect((await auditor.get(chart, { params: { fundId } })).data).toMatchObject({ mayMap: false })
  expect((await treasurer.post(chart, { className: '=1+1' }, { params: { fundId } })).data).toMatchObject({
    errors: { className: 'malformed', name_bank: 'required' },
  })
  expect((await treasurer.get(journalFile, { params: { exportId: randomUUID() } })).status).toBe(404)
  expect(acting.fundIds).toEqual([fundId])
})
