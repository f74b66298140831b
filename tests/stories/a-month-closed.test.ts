import { beforeAll, expect, test } from 'vitest'
import { explainDifference } from '#app/domain/bank/matching/explain-difference.server.ts'
import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { matchByRules } from '#app/domain/bank/matching/match-by-rules.server.ts'
import { carriedBy, listPayouts } from '#app/domain/bank/reads/list-payouts.server.ts'
import { closesPage } from '#app/domain/books/closes-page.server.ts'
import { decideClose } from '#app/domain/books/decide-close.server.ts'
import { cutOf, monthsToClose } from '#app/domain/books/month.ts'
import { proposeClose } from '#app/domain/books/propose-close.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { usualChart } from '#app/domain/journal/chart.ts'
import { journalLines } from '#app/domain/journal/journal-lines.server.ts'
import { makeJournalExport } from '#app/domain/journal/make-export.server.ts'
import { openedJournal } from '#app/domain/journal/opened-export.server.ts'
import { setChart } from '#app/domain/journal/set-chart.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { recordPayoutArrival } from '#app/domain/stripe-mirror/record-payout-arrival.server.ts'
import { assignSuspense } from '#app/domain/suspense/assign-suspense.server.ts'
import { db } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import {
  givenBankAccount,
  givenMovement,
  givenStatement,
  linesOf,
  operatingId,
} from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { givenPayout, givenUnclear } from '#tests/support/given-payout.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const month = '2026-09'
let fundId: string
let treasurer: ActingStaff
let administrator: ActingStaff
let accountId: string
let unclear: string

const at = (day: string) => new Date(`${day}T18:00:00Z`)
const page = async () => closesPage({ staff: treasurer, language: 'en', month })
const obstacles = async () =>
  (await page()).obstacles.map(({ what, items, cents }) => `${what} ${items} ${cents}`).sort()

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  accountId = await givenBankAccount({ staff: treasurer, fromDay: '2026-09-01' })
})

test('months close in their order', () => {
  const zone = 'America/Chicago'
  expect(cutOf('2026-09', zone).toISOString()).toBe('2026-10-01T05:00:00.000Z')
  const now = new Date('2026-11-21T12:00:00Z')
  expect(monthsToClose(now, cutOf('2026-08', zone), zone)).toEqual(['2026-10', '2026-09'])
  expect(monthsToClose(now, null, zone)).toHaveLength(24)
})

test('gifts, a payout, a line that is a cent short, and money that nobody could name', async () => {
  await givenCharge({ parts: [{ fundId, giftCents: 200_00n }], at: at('2026-09-02') })
  unclear = await givenUnclear({ amount: 5_00n, at: at('2026-09-03') })
  const payout = await givenPayout({ at: at('2026-09-04') })
  await recordPayoutArrival({ payoutId: payout.id, arrivedAt: at('2026-09-06') })
  await givenMovement({ fundId, source: 'ride', at: at('2026-09-10'), amount: -30_00n })
  await givenStatement({
    ...{ staff: treasurer, accountId },
    rows: [
      ['2026-09-07', 'STRIPE TRANSFER', '204.99'],
      ['2026-09-11', 'CHECK 1001', '-30.00'],
      ['2026-09-30', 'INTEREST', '0.40'],
    ],
  })
  expect((await listPayouts({ staff: treasurer, after: null })).payouts).toMatchObject([
    { amountCents: 205_00n, carried: 2n, carriedCents: 205_00n, state: 'arrived' },
  ])
  // The gift is the fund's, what nobody could name the organization's: who reads the fund sees both, anyone else one and a sum.
  const shown = await carriedBy({ payoutId: payout.id, fundIds: [fundId] })
  expect(shown).toMatchObject({ count: 2, others: { count: 0, cents: 0n } })
  expect(shown.movements.map(({ netCents }) => netCents)).toEqual([200_00n, 5_00n])
  expect(await carriedBy({ payoutId: payout.id, fundIds: [] })).toMatchObject({
    ...{ movements: [{ netCents: 5_00n }], count: 1, others: { count: 1, cents: 200_00n } },
  })
  expect(await obstacles()).toEqual([
    'lines_are_unmatched 2 20539',
    'movements_are_unmatched 1 20500',
    'movements_wait_for_their_meaning 1 500',
    'suspense_is_not_zero 1 -500',
  ])
  expect(await whyRefused(proposeClose({ staff: treasurer, month }))).toBe('books_are_not_ready')
})

test('mended, proposed and closed by two', async () => {
  const operating = await operatingId()
  await assignSuspense({ staff: treasurer, txnId: unclear, as: 'operating_income', fundId: null })
  const lines = await linesOf(accountId)
  const idOf = (cents: bigint) => lines.flatMap((line) => (line.cents === cents ? [line.id] : []))
  const [arrived] = await db().stripePayout.findMany()
  const short = await matchByHand({
    ...{ staff: treasurer, accountId, lineIds: idOf(204_99n), reason: 'bank_took_a_fee', bookFundId: fundId },
    movements: [{ sourceKind: 'payout_arrived', sourceId: arrived?.id ?? '' }],
  })
  const interest = await matchByHand({
    ...{ staff: administrator, accountId, lineIds: idOf(40n), movements: [], reason: 'not_understood' },
    bookFundId: operating,
  })
  expect(await obstacles()).toEqual(
    [
      'differences_wait_for_their_meaning 1 -1',
      'differences_wait_for_their_meaning 1 40',
      'suspense_is_not_zero 1 1',
      'suspense_is_not_zero 1 -40',
    ].sort(),
  )
  await explainDifference({ staff: administrator, accountId, matchId: short.matchId, kind: 'bank_fee' })
  await explainDifference({ staff: treasurer, accountId, matchId: interest.matchId, kind: 'interest' })
  expect(await matchByRules()).toBe(0)
  expect(await obstacles()).toEqual([])

  const auditor = await givenActor(fundId, ['auditor'])
  expect(await whyRefused(proposeClose({ staff: auditor, month }))).toBe(
    'books_are_closed_by_those_who_answer_for_all',
  )
  expect(await whyRefused(proposeClose({ staff: treasurer, month: '2099-01' }))).toBe('month_is_not_over')
  const { closeId } = await proposeClose({ staff: treasurer, month })
  expect(await whyRefused(proposeClose({ staff: administrator, month }))).toBe('one_close_is_proposed')

  const { proposed, balances } = await page()
  if (!proposed) throw new Error('nothing is proposed')
  expect(balances.map(({ fund, code, cents }) => `${fund} ${code} ${cents}`).sort()).toMatchInlineSnapshot(`
    [
      "Bail Fund bank 16999",
      "Bail Fund bank_fees 3001",
      "Bail Fund gifts -20000",
      "Operating bank 540",
      "Operating interest -40",
      "Operating recoveries -500",
    ]
  `)
  const bound = boundTo.closeBooks({ id: closeId, balancesHash: proposed.balancesHash })
  const confirm = async (staff: ActingStaff, stepUpId?: string) =>
    decideClose({
      ...{ staff, closeId, decision: 'confirmed' },
      stepUpId: stepUpId ?? (await givenStepUp(staff.id, bound)),
    })
  expect(await whyRefused(confirm(treasurer))).toBe('close_is_confirmed_by_another')
  expect(
    await whyRefused(confirm(administrator, await givenStepUp(administrator.id, 'close_books:other'))),
  ).toBe('step_up_is_fresh_and_bound')
  await confirm(administrator)
  expect(await whyRefused(confirm(administrator))).toBe('books_close_is_decided_once')
  expect((await page()).closes).toMatchObject([{ month, decision: 'confirmed', late: 0n }])
  expect(await brokenBooks()).toEqual([])
})

test('nothing is booked into it, what Stripe tells late counts in the next, and its matches stand', async () => {
  expect(
    await whyRefused(givenMovement({ fundId, source: 'late', at: at('2026-09-30'), amount: -1_00n })),
  ).toBe('books_are_closed')
  await givenCharge({ parts: [{ fundId, giftCents: 50_00n }], at: at('2026-09-29') })
  expect((await page()).closes).toMatchObject([{ late: 1n }])
  expect(await brokenBooks()).toEqual([])
  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "fund       code               debit       credit       amount
    bail       donation           stripe      gifts       $200.00
    operating  suspense           stripe      suspense      $5.00
    bail       payout_made        in_transit  stripe      $200.00
    operating  payout_made        in_transit  stripe        $5.00
    bail       payout_arrived     bank        in_transit  $200.00
    operating  payout_arrived     bank        in_transit    $5.00
    bail       bank_fee           bank_fees   bank         $30.00
    operating  suspense_assigned  suspense    recoveries    $5.00
    bail       suspense           suspense    bank          $0.01
    operating  suspense           bank        suspense      $0.40
    bail       suspense_assigned  bank_fees   suspense      $0.01
    operating  suspense_assigned  suspense    interest      $0.40
    bail       donation           stripe      gifts        $50.00"
  `)
})

test('the journal says it all, under the accountants’ names, and balances', async () => {
  const chart = usualChart('Bail')
  chart.accounts.bank = { number: '1001', name: 'Checking, 4711' }
  await setChart({ staff: treasurer, fundId, chart })
  const fundIds = [fundId, await operatingId()]
  const textOf = async (format: 'csv' | 'iif', days: { fromDay: string; throughDay: string }) => {
    const stepUpId = await givenStepUp(treasurer.id, boundTo.exportJournal({ format, ...days }))
    const { exportId } = await makeJournalExport({ staff: treasurer, format, ...days, fundIds, stepUpId })
    const opened = await openedJournal({ exportId, staff: treasurer })
    if (!opened) throw new Error('not opened')
    expect(await openedJournal({ exportId, staff: administrator })).toBeNull()
    const parts: string[] = []
    for await (const part of journalLines({ staff: treasurer, opened })) parts.push(part)
    return parts.join('')
  }
  const september = await textOf('csv', { fromDay: '2026-09-01', throughDay: '2026-09-30' })
  const rows = september
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.slice(1, -1).split('","'))
  const total = (column: number) =>
    rows.reduce((sum, row) => sum + BigInt((row[column] ?? '').replace('.', '') || 0), 0n)
  // Both legs of each entry, each with the number, the name and the class that the accountants gave it.
  expect(september.split('\r\n')[0]).toBe(
    'entry,date,happened_on,what,account_number,account,debit,credit,class,fund,source,case,reverses',
  )
  const ride = rows.filter((row) => row[10]?.includes('ride')).map((row) => row.slice(1, 10))
  expect(ride).toEqual([
    ['2026-09-10', '2026-09-10', 'bank_fee', '6120', 'Bank fees', '30.00', '', 'Bail', 'bail'],
    ['2026-09-10', '2026-09-10', 'bank_fee', '1001', 'Checking, 4711', '', '30.00', 'Bail', 'bail'],
  ])
  expect(total(6)).toBe(total(7))
  expect(september).not.toContain('"50.00"')
  // The late gift of 29 September stands on the first day of the open month.
  const october = await textOf('csv', { fromDay: '2026-10-01', throughDay: '2026-10-31' })
  expect(october.split('\r\n').find((line) => line.includes('"50.00"'))).toContain(
    '"2026-10-01","2026-09-29"',
  )
  const iif = await textOf('iif', { fromDay: '2026-09-10', throughDay: '2026-09-10' })
  expect(iif.split('\r\n').slice(0, -5)).toContain('ACCNT\tChecking, 4711\tBANK\t1001')
  expect(iif.split('\r\n').slice(-5)).toMatchInlineSnapshot(`
    [
      "!ENDTRNS",
      "TRNS	GENERAL JOURNAL	09/10/2026	Bank fees	Bail	30.00	7	bank_fee given ride",
      "SPL	GENERAL JOURNAL	09/10/2026	Checking, 4711	Bail	-30.00	7	bank_fee given ride",
      "ENDTRNS",
      "",
    ]
  `)
  const days = { fromDay: '2026-09-02', throughDay: '2026-09-01' }
  const stepUpId = await givenStepUp(treasurer.id, boundTo.exportJournal({ format: 'csv', ...days }))
  expect(
    await whyRefused(makeJournalExport({ staff: treasurer, format: 'csv', ...days, fundIds, stepUpId })),
  ).toBe('journal_days_are_in_order')
  const foreign = await givenFund({ slug: 'other' })
  const one = { fromDay: '2026-09-01', throughDay: '2026-09-01' }
  const proof = await givenStepUp(treasurer.id, boundTo.exportJournal({ format: 'csv', ...one }))
  expect(
    await whyRefused(
      makeJournalExport({ staff: treasurer, format: 'csv', ...one, fundIds: [foreign], stepUpId: proof }),
    ),
  ).toBe('journal_is_of_their_funds')
})
