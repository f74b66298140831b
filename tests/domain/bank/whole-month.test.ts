import { beforeAll, expect, test } from 'vitest'
import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { bankAccountPage } from '#app/domain/bank/reads/whole-account.server.ts'
import { answerBalance } from '#app/domain/bank/statement/answer-balance.server.ts'
import { importStatement } from '#app/domain/bank/statement/import-statement.server.ts'
import { readCsvStatement } from '#app/domain/bank/statement/read-csv-statement.ts'
import { readOfx } from '#app/domain/bank/statement/read-ofx.ts'
import { sayNothingMoved } from '#app/domain/bank/statement/say-nothing-moved.server.ts'
import { uploadStatement } from '#app/domain/bank/statement/upload-statement.server.ts'
import { closesPage } from '#app/domain/books/closes-page.server.ts'
import { decideClose } from '#app/domain/books/decide-close.server.ts'
import { proposeClose } from '#app/domain/books/propose-close.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import {
  givenBankAccount,
  givenMovement,
  givenStatement,
  linesOf,
  plainLayout,
} from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const month = '2026-09'
let fundId: string
let treasurer: ActingStaff
let administrator: ActingStaff
let accountId: string

const at = (day: string) => new Date(`${day}T18:00:00Z`)
const against = async (of = month) =>
  (await closesPage({ staff: treasurer, language: 'en', month: of })).obstacles.map(
    ({ what, items, cents }) => `${what} ${items} ${cents}`,
  )

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  accountId = await givenBankAccount({ staff: treasurer, fromDay: '2026-09-01' })
  await givenMovement({ fundId, source: 'ride', at: at('2026-09-10'), amount: -30_00n })
})

const confirm = async (staff: ActingStaff, closeId: string) => {
  const close = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.booksClose.findUniqueOrThrow({ where: { id: closeId } }),
  )
  const stepUpId = await givenStepUp(staff.id, boundTo.closeBooks(close))
  return decideClose({ staff, closeId, decision: 'confirmed', stepUpId })
}

test('a month does not close while its last days are unread, until someone says that nothing moved in them', async () => {
  await givenStatement({
    ...{ staff: treasurer, accountId },
    rows: [
      ['2026-09-11', 'CHECK 1001', '-30.00'],
      ['2026-09-22', 'A', '-5.00'],
      ['2026-09-22', 'B', '5.00'],
    ],
  })
  expect(await against()).toEqual(['lines_are_unmatched 2 0', 'statement_is_missing 8 0'])
  expect(await whyRefused(proposeClose({ staff: treasurer, month }))).toBe('books_are_not_ready')

  const say = (throughDay: string, staff = administrator) => sayNothingMoved({ staff, accountId, throughDay })
  expect(await whyRefused(say('2099-01-01'))).toBe('still_days_are_over')
  expect(await whyRefused(say('2026-09-22'))).toBe('still_days_follow_the_statement')
  await say('2026-09-29')
  expect(await against()).toContain('statement_is_missing 1 0')
  await say('2026-09-30')
  expect(await against()).toEqual(['lines_are_unmatched 2 0'])

  // A line of those days comes up after all: the word stands no more.
  await givenStatement({ staff: treasurer, accountId, rows: [['2026-09-25', 'UNKNOWN DEBIT', '-7.00']] })
  expect(await against()).toEqual(['lines_are_unmatched 3 -700', 'statement_is_missing 5 0'])
})

test('whoever said that nothing moved confirms no close that rests on it', async () => {
  await givenMovement({ fundId, source: 'debit', at: at('2026-09-25'), amount: -7_00n })
  await matchByRules()
  const rest = (await linesOf(accountId)).filter(({ matchId }) => !matchId).map(({ id }) => id)
  await matchByHand({
    ...{ staff: treasurer, accountId, lineIds: rest, movements: [], reason: 'cancel_each_other' },
    bookFundId: null,
  })
  await sayNothingMoved({ staff: administrator, accountId, throughDay: '2026-09-30' })
  expect(await against()).toEqual([])
  const { closeId } = await proposeClose({ staff: treasurer, month })
  expect(await whyRefused(confirm(administrator, closeId))).toBe('close_rests_on_anothers_word')
  await decideClose({ staff: administrator, closeId, decision: 'withdrawn' })
  const again = await proposeClose({ staff: administrator, month })
  await confirm(treasurer, again.closeId)
  expect(await brokenBooks()).toEqual([])
})

const ofx = (balance: string) => `OFXHEADER:100
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>4711</BANKACCTFROM><BANKTRANLIST>
<DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20261011<TRNAMT>-10.00<FITID>I1<NAME>CHECK 1002</STMTTRN>
</BANKTRANLIST><AVAILBAL><BALAMT>1.00<DTASOF>20261031</AVAILBAL>
<LEDGERBAL><BALAMT>${balance}<DTASOF>20261031</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`

const taken = async (balance: string) => {
  const file = new TextEncoder().encode(ofx(balance))
  const { statementId } = await uploadStatement({ staff: treasurer, accountId, file })
  await importStatement({ staff: treasurer, statementId })
}

const page = () => bankAccountPage({ staff: treasurer, accountId, language: 'en', month: null, after: null })

test('what the bank says it holds is compared with the books: a difference is answered by another than who closes', async () => {
  await givenMovement({ fundId, source: 'fee', at: at('2026-10-10'), amount: -10_00n })
  await givenMovement({ fundId, source: 'on its way', at: at('2026-10-30'), amount: -9_00n })
  await taken('1453.00')
  await matchByRules()
  expect(await against('2026-10')).toEqual(['bank_balance_differs 1 150000'])
  expect(await whyRefused(proposeClose({ staff: treasurer, month: '2026-10' }))).toBe('books_are_not_ready')
  const answer = (differenceCents: bigint) =>
    answerBalance({ staff: administrator, accountId, differenceCents, reason: 'money_before_the_first_day' })
  expect(await whyRefused(answer(1_00n))).toBe('answered_balance_differs')
  await answer(1_500_00n)
  expect((await page())?.balance).toMatchObject({ answered: { reason: 'money_before_the_first_day' } })
  expect(await against('2026-10')).toEqual([])
  const { closeId } = await proposeClose({ staff: treasurer, month: '2026-10' })
  expect(await whyRefused(confirm(administrator, closeId))).toBe('close_rests_on_anothers_word')

  // The bank's own later word agrees: what is on its way is in neither.
  await taken('-47.00')
  expect((await page())?.balance).toEqual({
    ...{ day: '2026-10-31', saidCents: -47_00n, differenceCents: 0n, answered: null },
  })
  await confirm(administrator, closeId)
})

test('a balance is read from OFX, and from the column of a CSV whichever way it is sorted', () => {
  const expected = { currency: 'USD', today: '2026-11-22' }
  const read = readOfx(ofx('12.34'), { last4: '4711', ...expected })
  expect(read.balance).toEqual({ day: '2026-10-31', cents: 12_34n })
  expect(readOfx(ofx('12x'), { last4: '4711', ...expected }).problems).toMatchObject([
    { code: 'balance_unreadable' },
  ])
  const rows = ['2026-09-11,A,-30.00,70.00', '2026-09-12,B,5.00,75.00', '2026-09-12,C,-1.00,74.00']
  const csv = (lines: string[], balance: number | null = 4) =>
    readCsvStatement(
      ['Date,Text,Amount,Balance', ...lines].join('\n'),
      { ...plainLayout, balance, headings: [] },
      expected,
    )
  expect(csv(rows).balance).toEqual({ day: '2026-09-12', cents: 74_00n })
  expect(csv(rows.toReversed()).balance).toEqual({ day: '2026-09-12', cents: 74_00n })
  expect(csv(rows, null).balance).toBeNull()
  expect(csv(['2026-09-11,A,-30.00,some']).problems).toMatchObject([
    { column: 4, code: 'balance_unreadable' },
  ])
})
