import { beforeAll, describe, expect, test } from 'vitest'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { decideRows } from '#app/domain/imports/decide-rows.server.ts'
import { importPage } from '#app/domain/imports/import-page.server.ts'
import { mapColumns } from '#app/domain/imports/map-columns.server.ts'
import { readImport } from '#app/domain/imports/read-file.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import {
  eventsOf,
  giftsOf,
  givenImport,
  givenUpload,
  kindsOf,
  rowsOf,
  start,
  undo,
} from '#tests/support/given-import.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

const system = { scope: { kind: 'system' } } as const
const list = (rows: string[]) =>
  ['"Donor ID",Name,Email,Address,Zip,"Number of donations","Sum of donations"', ...rows].join('\n')
const given = (file: string, layout = 'givewp_donors') =>
  givenImport({ staff: team.treasurer, fundId: team.fundId, layout, file })
const donors = () => db().donor.findMany({ where: { erasedAt: null }, orderBy: { name: 'asc' } })

const foundIn = async (batchId: string) =>
  (await rowsOf(batchId)).map(({ line, findings, problems }) => [
    line,
    ...(findings as { why: string; kind: string }[]).map(({ why, kind }) => `${why} ${kind}`.trim()),
    ...(problems as { code: string }[]).map(({ code }) => code),
  ])

const all = (
  batchId: string,
  why: 'no_email' | 'same_email' | 'same_number' | 'problem',
  decision: 'take' | 'skip' | 'known',
  count: number,
) => decideRows({ staff: team.treasurer, batchId, why, decision, count })

const bring = async (batchId: string) => {
  await start({ staff: team.treasurer, batchId })
  await bringIn({ batchId })
}

const rows = [
  '1,Quin One,quin@donor.example,1 Elm St,60601,3,75.00',
  '2,Quin Two,quin@donor.example,,,1,5.00',
  '3,Rae Paper,,2 Oak St,60602,1,5.00',
  '3,Rae Paper,,2 Oak St,60602,1,5.00',
  '4,Sol Known,sol@donor.example,,,1,5.00',
  '5,Bad,not-an-address,,,1,5.00',
]

test('a list of donors comes in without a gift: looked through first, doubles with why, and taken back whole', async () => {
  await givenDonor({ email: 'sol@donor.example', name: 'Sol Known' })
  const moved = await inTransaction(system, (tx) => tx.ledgerTransfer.count())
  const batchId = await given(list(rows))
  expect(await foundIn(batchId)).toEqual([
    [2],
    [3, 'same_email row'],
    [4, 'no_email'],
    [5, 'no_email', 'same_name_address row', 'same_number row'],
    [6, 'same_email donor'],
    [7, 'email_malformed'],
  ])
  await all(batchId, 'same_email', 'take', 2)
  await all(batchId, 'no_email', 'take', 2)
  await all(batchId, 'problem', 'skip', 1)
  const page = await importPage({
    ...{ batchId, fundIds: [team.fundId], donorsOf: [], language: 'en' },
    ...({ show: 'waiting', after: 0, withUndo: false, stayedAfter: null } as const),
  })
  expect(page).toMatchObject({
    ...{ isDonorList: true, months: [], refundsUnsaid: false },
    counts: { rows: 6, taken: 5, cents: 0n, newDonors: 2, knownDonors: 1 },
  })

  await bring(batchId)
  expect((await eventsOf(batchId)).at(-1)).toMatchObject({ kind: 'committed', rows: 5, cents: 0n, donors: 2 })
  expect((await donors()).map(({ name, email }) => [name, email])).toEqual([
    ['Quin One', 'quin@donor.example'],
    ['Rae Paper', null],
    ['Sol Known', 'sol@donor.example'],
  ])
  expect(await giftsOf(batchId)).toEqual([])
  expect(await inTransaction(system, (tx) => tx.ledgerTransfer.count())).toBe(moved)
  expect(await brokenBooks()).toEqual([])

  // The same list again: everyone on it is known, and why.
  const again = await given(list(rows.slice(0, 3)))
  expect(await foundIn(again)).toEqual([
    [2, 'same_email donor'],
    [3, 'other_name donor', 'same_email donor', 'same_email row'],
    [4, 'no_email', 'same_name_address donor', 'same_number donor'],
  ])

  await undo({ staff: team.treasurer, batchId })
  expect((await eventsOf(batchId)).at(-1)).toMatchObject({ kind: 'undone', rows: 0, donors: 2 })
  expect((await donors()).map(({ name }) => name)).toEqual(['Sol Known'])
  expect(await brokenBooks()).toEqual([])

  // What was taken back is known no more, and a corrected list names them again.
  const corrected = await given(list(rows.slice(2, 3)))
  expect(await foundIn(corrected)).toEqual([[2, 'no_email']])
})

test('whom another list knows stays when the first is taken back', async () => {
  const one = await given(list(['9,Tam Twice,,3 Ash St,60603,1,5.00']))
  await all(one, 'no_email', 'take', 1)
  await bring(one)
  const two = await given(list(['9,Tam Twice,,3 Ash St,60603,1,5.00']))
  await all(two, 'same_number', 'known', 1)
  await bring(two)
  expect((await eventsOf(two)).at(-1)).toMatchObject({ kind: 'committed', rows: 1, donors: 0 })
  await undo({ staff: team.treasurer, batchId: one })
  expect((await donors()).map(({ name }) => name)).toContain('Tam Twice')
  await undo({ staff: team.treasurer, batchId: two })
  expect(await brokenBooks()).toEqual([])
})

describe('a list is read by its maker’s columns, or by chosen ones', () => {
  test('and recognised by them', async () => {
    const customers = [
      'id,Description,Email,Name,Created (UTC),Delinquent,Card Address Line1,Card Address Zip,Total Spend,Payment Count',
      'cus_Fiction1,,uma@donor.example,Uma,2019-01-01 10:00,false,,,5.00,1',
    ].join('\n')
    for (const [file, layout] of [
      [customers, 'stripe_customers'],
      [list(rows.slice(0, 1)), 'givewp_donors'],
    ] as const) {
      const batchId = await given(file, 'recognized')
      const batch = await inTransaction(system, (tx) =>
        tx.importBatch.findUniqueOrThrow({ where: { id: batchId } }),
      )
      expect(batch.layout).toBe(layout)
      expect((await rowsOf(batchId)).map(({ problems }) => problems)).toEqual([[]])
    }
  })

  test('a person chooses the columns, none of them of a gift, and keeps that', async () => {
    const { treasurer: staff, fundId } = team
    const file = 'Nr,Wer,News\n7,Vic Sample,yes'
    const batchId = await givenUpload({ staff, fundId, layout: 'own_donors', file })
    await readImport({ batchId })
    expect(await kindsOf(batchId)).toEqual([])
    const columns = { name: 'Wer', donor_number: 'Nr', opt_in: 'News' }
    const map = (more: object) =>
      mapColumns({ staff, batchId, columns: { ...columns, ...more }, name: 'Members' })
    expect(await refusalOf(map({ amount: 'Nr' }))).toMatchObject({ code: 'import_is_elsewhere' })
    await map({})
    await readImport({ batchId })
    expect(await rowsOf(batchId)).toMatchObject([{ name: 'Vic Sample', ofDonor: true, problems: [] }])
    const [saved] = await inTransaction(system, (tx) =>
      tx.importMapping.findMany({ where: { name: 'Members' } }),
    )
    const again = await givenImport({ staff, fundId, layout: saved?.id ?? '', file })
    expect(await rowsOf(again)).toMatchObject([{ name: 'Vic Sample', ofDonor: true }])
  })
})
