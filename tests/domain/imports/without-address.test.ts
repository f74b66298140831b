import { beforeAll, expect, test } from 'vitest'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { decideRow, decideRows } from '#app/domain/imports/decide-rows.server.ts'
import { importPage } from '#app/domain/imports/import-page.server.ts'
import { undoPreview } from '#app/domain/imports/undo-preview.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { eventsOf, giftsOf, givenImport, rowsOf, start, undo } from '#tests/support/given-import.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let elsewhere: Team
let first: string
beforeAll(async () => {
  team = await givenTeam()
  elsewhere = await givenTeam()
})

type Row = { email?: string; name: string; amount: number; number?: string; street?: string; zip?: string }
const file = (rows: Row[], month = '01') =>
  [
    'Donor Email,Name,Amount,Donated At,Donor Id,Address,Postal Code',
    ...rows.map(({ email = '', name, amount, number = '', street = '', zip = '' }) =>
      [email, name, `${amount}.00`, `2019-${month}-05`, number, street, zip].join(','),
    ),
  ].join('\n')

const given = (rows: Row[], month = '01', of = team) =>
  givenImport({ staff: of.treasurer, fundId: of.fundId, file: file(rows, month) })

const foundIn = async (batchId: string) =>
  (await rowsOf(batchId)).map(({ line, findings }) => [
    line,
    ...(findings as { why: string; kind: string; ref: string }[]).map(({ why, kind, ref }) =>
      [why, kind, kind === 'row' ? ref : ''].join(' ').trim(),
    ),
  ])

const pageOf = async (batchId: string, of = team, more: { donorsOf?: string[]; show?: 'all' } = {}) => {
  const page = await importPage({
    ...{ batchId, fundIds: [of.fundId], donorsOf: [], language: 'en' },
    ...({ show: 'waiting', after: 0, withUndo: false, stayedAfter: null } as const),
    ...more,
  })
  if (!page) throw new Error('no page')
  return page
}

const many = (batchId: string, why: 'no_email' | 'same_number', decision: 'take' | 'known', count: number) =>
  decideRows({ staff: team.treasurer, batchId, why, decision, count })
const one = (batchId: string, line: number, decision: string, of = team) =>
  decideRow({ staff: of.treasurer, batchId, line, decision })

const bring = async (batchId: string) => {
  await start({ staff: team.treasurer, batchId })
  await bringIn({ batchId })
}

/** Line by line: whose gift it is, by name and address. */
const giversOf = async (batchId: string) =>
  (await giftsOf(batchId)).map(({ line, donor }) => `${line} ${donor.name} ${donor.email ?? 'no address'}`)
const donorIdOf = async (batchId: string, line: number): Promise<string> =>
  (await giftsOf(batchId)).find((gift) => gift.line === line)?.donorId ?? ''

test('a gift without an address makes a record of its giver: one for one number, or one name and postal address', async () => {
  first = await given([
    { name: 'Nell Check', amount: 10, number: '41' },
    { name: 'Nell C.', amount: 20, number: '41' },
    { name: 'Oz Paper', amount: 30, street: '1 Elm St', zip: '60601' },
    { name: 'OZ paper', amount: 40, street: '1  elm st', zip: '60601' },
    { name: 'Pia Alone', amount: 5 },
    { email: 'pat@donor.example', name: 'Pat', amount: 6, number: '55' },
    { name: 'Pat', amount: 7, number: '55' },
    { name: '', amount: 8 },
  ])
  expect(await foundIn(first)).toEqual([
    [2, 'no_email'],
    [3, 'no_email', 'same_number row 2'],
    [4, 'no_email'],
    [5, 'no_email', 'same_name_address row 4'],
    [6, 'no_email'],
    [7],
    [8, 'no_email', 'same_number row 7'],
    [9, 'no_email'],
  ])
  const { waiting } = await pageOf(first)
  expect(waiting.find(({ why }) => why === 'no_email')).toEqual({
    ...{ why: 'no_email', count: 7, takeable: 6, known: 0 },
  })
  // Who has neither a name nor an address is nobody.
  expect(await whyRefused(one(first, 9, 'take'))).toBe('row_needs_a_donor')
  await one(first, 9, 'skip')
  await many(first, 'no_email', 'take', 6)
  expect((await pageOf(first)).counts).toMatchObject({ taken: 7, newDonors: 4, knownDonors: 0 })

  await bring(first)
  expect(await giversOf(first)).toEqual([
    '2 Nell Check no address',
    '3 Nell Check no address',
    '4 Oz Paper no address',
    '5 Oz Paper no address',
    '6 Pia Alone no address',
    '7 Pat pat@donor.example',
    '8 Pat pat@donor.example',
  ])
  expect((await eventsOf(first)).at(-1)).toMatchObject({ kind: 'committed', rows: 7, donors: 4 })
  expect(new Set((await giftsOf(first)).map(({ donorId }) => donorId)).size).toBe(4)
  expect(await brokenBooks()).toEqual([])
})

test('the next file shows who that may be and why, and each row is of a new record, of the known one, or of nobody', async () => {
  const [nell, oz] = [await donorIdOf(first, 2), await donorIdOf(first, 4)]
  const rows = [
    { name: 'Nell Check', amount: 11, number: '41' },
    { name: 'Oz Paper', amount: 12, street: '1 Elm St', zip: '60601' },
    { name: 'Nell Younger', amount: 13, number: '41' },
  ]
  const second = await given(rows, '02')
  expect(await foundIn(second)).toEqual([
    [2, 'no_email', 'same_number donor'],
    [3, 'no_email', 'same_name_address donor'],
    [4, 'no_email', 'same_number donor', 'same_number row 2'],
  ])
  const page = await pageOf(second)
  expect(page.waiting.find(({ why }) => why === 'same_number')).toMatchObject({ count: 2, known: 2 })
  expect(page.rows.lines[0]?.findings[1]).toMatchObject({ name: 'Nell Check', donorId: nell })

  // Who answers for other funds is told of nobody there, and gives nobody there a gift.
  const theirs = await given(rows, '02', elsewhere)
  const seen = await pageOf(theirs, elsewhere)
  expect(seen.waiting.map(({ known }) => known)).toEqual([0, 0, 0])
  expect(seen.rows.lines[0]?.findings[1]).toMatchObject({ name: null, donorId: null })
  expect(await whyRefused(one(theirs, 2, `known:${nell}`, elsewhere))).toBe('import_donor_unknown')

  await many(second, 'same_number', 'known', 2)
  expect(await whyRefused(one(second, 3, `known:${nell}`))).toBe('import_donor_unknown')
  await one(second, 3, `known:${oz}`)
  await one(second, 4, 'take')
  await bring(second)
  expect(await giversOf(second)).toEqual([
    '2 Nell Check no address',
    '3 Oz Paper no address',
    '4 Nell Younger no address',
  ])
  expect([await donorIdOf(second, 2), await donorIdOf(second, 3)]).toEqual([nell, oz])
  expect(await brokenBooks()).toEqual([])

  // Taken back, the first file leaves whom the second knows too.
  expect(await undoPreview({ batchId: first })).toMatchObject({
    ...{ gifts: 7, donors: 2, donorsStaying: [{ usedIn: 'imported_gift', count: 2 }] },
  })
  await undo({ staff: team.treasurer, batchId: first })
  expect((await giftsOf(first)).map(({ donor }) => donor.name)).toEqual([
    ...['Nell Check', 'Nell Check', 'Oz Paper', 'Oz Paper', '', '', ''],
  ])
  // Whoever may open donors of the fund reads by name who stayed; whoever may not reads that somebody did.
  const stayed = async (donorsOf: string[]) =>
    (await pageOf(first, team, { donorsOf })).stayed?.donors
      .map(({ name, email, isKnown }) => ({ name, email, isKnown }))
      .sort((one, other) => (one.name ?? '').localeCompare(other.name ?? ''))
  expect(await stayed([team.fundId])).toEqual([
    { name: 'Nell Check', email: null, isKnown: true },
    { name: 'Oz Paper', email: null, isKnown: true },
  ])
  const nobody = { name: null, email: null, isKnown: false }
  expect(await stayed([])).toEqual([nobody, nobody])
  expect(await brokenBooks()).toEqual([])
})

test('a row that is taken for a known record names them, and does not show their address', async () => {
  const before = await given([{ email: 'vi@donor.example', name: 'Vi Known', amount: 4, number: '66' }], '07')
  await bring(before)
  const next = await given([{ name: 'V. Known', amount: 14, number: '66' }], '08')
  const donorId = await donorIdOf(before, 2)
  await one(next, 2, `known:${donorId}`)
  const { lines } = (await pageOf(next, team, { show: 'all' })).rows
  expect(lines.map(({ givenTo, givenToId }) => ({ givenTo, givenToId }))).toEqual([
    { givenTo: 'Vi Known', givenToId: donorId },
  ])
})

test('the same gift of a giver without an address is found again, and is not taken with all the others', async () => {
  const row = { name: 'Ria Twice', amount: 9, number: '88' }
  const before = await given([row], '06')
  await one(before, 2, 'take')
  await bring(before)
  const again = await given([row, row, { name: 'Una New', amount: 3 }], '06')
  expect(await foundIn(again)).toEqual([
    [2, 'no_email', 'same_day imported', 'same_number donor'],
    [3, 'no_email', 'same_day imported', 'same_day row 2', 'same_number donor', 'same_number row 2'],
    [4, 'no_email'],
  ])
  await many(again, 'no_email', 'take', 1)
  for (const line of [2, 3]) await one(again, line, 'same_gift')
  await bring(again)
  expect(await giversOf(again)).toEqual(['4 Una New no address'])
})

test('whoever is erased is not made anew by their number, in a file that waits or in a later one', async () => {
  const before = await given([{ name: 'Quy Gone', amount: 5, number: '77' }], '03')
  await one(before, 2, 'take')
  await bring(before)
  const donorId = await donorIdOf(before, 2)
  const waits = await given([{ name: 'Quy Gone', amount: 6, number: '77' }], '04')
  await eraseDonor({ donorId })
  const later = await given([{ name: 'Quy Gone', amount: 7, number: '77' }], '05')
  for (const batchId of [waits, later])
    expect(await rowsOf(batchId)).toMatchObject([
      { name: '', taken: false, problems: [{ column: 0, code: 'address_was_erased' }] },
    ])
  expect(await db().donor.findUnique({ where: { id: donorId } })).toMatchObject({ name: '' })
  const kept = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ said: string }[]>`select to_jsonb(r)::text as said from import_row r`,
  )
  expect(kept.filter(({ said }) => said.includes('Elm'))).toEqual([])
})
