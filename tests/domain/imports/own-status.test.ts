import { beforeAll, expect, test } from 'vitest'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { decideRow, decideRows } from '#app/domain/imports/decide-rows.server.ts'
import { importPage } from '#app/domain/imports/import-page.server.ts'
import { mapColumns } from '#app/domain/imports/map-columns.server.ts'
import { readImport } from '#app/domain/imports/read-file.server.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { giftsOf, givenUpload, rowsOf, start } from '#tests/support/given-import.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let fundId: string
let staff: Team['treasurer']
beforeAll(async () => {
  const team = await givenTeam()
  fundId = team.fundId
  staff = team.treasurer
})

/** A file whose columns a person named: the last of them says how each gift stands. */
async function mapped(rows: string[], more: { refunded?: string } = {}): Promise<string> {
  const file = ['Who,Mail,When,What,Back,State', ...rows].join('\n')
  const batchId = await givenUpload({ staff, fundId, layout: 'own', file })
  const columns = { name: 'Who', email: 'Mail', date: 'When', amount: 'What', status: 'State', ...more }
  await mapColumns({ staff, batchId, columns, name: '' })
  await readImport({ batchId })
  return batchId
}

const saidOf = async (batchId: string) =>
  (await rowsOf(batchId)).map(({ taken, problems, findings }) => [
    ...[taken, (problems as object[]).length],
    (findings as { why: string; ref: string }[]).map(({ why, ref }) =>
      why === 'status_unclear' ? `${why} ${ref}` : why,
    ),
  ])

const pageOf = async (batchId: string) => {
  const page = await importPage({
    ...{ batchId, fundIds: [fundId], language: 'en', show: 'waiting', after: 0 },
    ...{ withUndo: false, donorsOf: [fundId], stayedAfter: null },
  })
  if (!page) throw new Error('no page')
  return page
}

test('of a file with columns of one’s own, a status that does not plainly say “paid” waits for a person', async () => {
  await givenDonor({ email: 'hal@donor.example', name: 'Hal Other' })
  const batchId = await mapped([
    'Ana,ana@donor.example,2019-01-01,5.00,,Paid',
    'Bo,bo@donor.example,2019-01-02,6.00,,COMPLETED',
    'Cy,cy@donor.example,2019-01-03,7.00,,Pending',
    'Dee,dee@donor.example,2019-01-04,8.00,,',
    `Eli,eli@donor.example,2019-01-05,9.00,,${'x'.repeat(60)}`,
    'Fay,,2019-01-06,10.00,,Cleared',
    'Hal,hal@donor.example,2019-01-07,11.00,,Failed',
    'Ivy,ivy@donor.example,2019-01-08,none,,Failed',
  ])
  expect(await saidOf(batchId)).toEqual([
    [true, 0, []],
    [true, 0, []],
    [false, 0, ['status_unclear Pending']],
    [false, 0, ['status_unclear ']],
    [false, 0, [`status_unclear ${'x'.repeat(40)}`]],
    [false, 0, ['no_email', 'status_unclear Cleared']],
    [false, 0, ['other_name', 'status_unclear Failed']],
    [false, 1, []],
  ])
  const { waiting, rows } = await pageOf(batchId)
  expect(waiting).toMatchObject([
    { why: 'problem', count: 1 },
    { why: 'other_name', count: 1, takeable: 0 },
    { why: 'no_email', count: 1, takeable: 0 },
    { why: 'status_unclear', status: '', count: 1, takeable: 1 },
    { why: 'status_unclear', status: 'Cleared', count: 1, takeable: 1 },
    { why: 'status_unclear', status: 'Failed', count: 1, takeable: 0 },
    { why: 'status_unclear', status: 'Pending', count: 1, takeable: 1 },
    { why: 'status_unclear', status: 'x'.repeat(40), count: 1, takeable: 1 },
  ])
  expect(rows.lines.slice(0, 2).map(({ findings }) => findings.map(({ status }) => status))).toEqual([
    ['Pending'],
    [''],
  ])

  await decideRow({ staff, batchId, line: 4, decision: 'skip' })
  const take = { ...{ staff, batchId, count: 1 }, why: 'status_unclear', decision: 'take' } as const
  expect(await whyRefused(decideRows({ ...take, why: 'other_name' }))).toBe('rows_changed')
  expect(await whyRefused(decideRows({ ...take, status: 'Failed' }))).toBe('rows_changed')
  for (const status of ['', 'Cleared', 'x'.repeat(40)]) await decideRows({ ...take, status })
  await decideRows({ ...take, decision: 'skip', status: 'Failed' })
  await decideRows({ ...take, decision: 'skip', why: 'problem' })
  await start({ staff, batchId })
  await bringIn({ batchId })
  expect((await giftsOf(batchId)).map(({ line }) => line)).toEqual([2, 3, 5, 6, 7])
  expect(await brokenBooks()).toEqual([])
})

test('one status is decided by itself, and leaves what bears another; of very many, the rarest are decided together', async () => {
  const row = (status: string, at: number) => `Ana,ana${at}@donor.example,2019-03-01,5.00,,${status}`
  const often = Array.from({ length: 20 }, (_, at) => [`Status ${at}`, `Status ${at}`]).flat()
  const statuses = ['Success', 'Failed', 'Success', 'Refunded', ...often, 'Success', 'Note 1', 'Note 2']
  const batchId = await mapped(statuses.map(row))
  const { waiting } = await pageOf(batchId)
  expect(waiting.map(({ status }) => status)).toHaveLength(21)
  expect(waiting[0]).toMatchObject({ why: 'status_unclear', status: 'Success', count: 3, takeable: 3 })
  expect(waiting.at(-1)).toMatchObject({ why: 'status_unclear', status: undefined, count: 6 })

  const all = { staff, batchId, why: 'status_unclear' } as const
  await decideRows({ ...all, status: 'Success', decision: 'take', count: 3 })
  const taken = async () => (await rowsOf(batchId)).filter((each) => each.taken).map(({ line }) => line - 2)
  expect((await taken()).map((at) => statuses[at])).toEqual(['Success', 'Success', 'Success'])
  // The most frequent one is gone, so another one stands by itself.
  expect(await whyRefused(decideRows({ ...all, decision: 'skip', count: 6 }))).toBe('rows_changed')
  const left = (await pageOf(batchId)).waiting
  expect(left).toHaveLength(21)
  await decideRows({ ...all, decision: 'skip', count: left.at(-1)?.count ?? 0 })
  expect((await pageOf(batchId)).waiting).toHaveLength(20)
  expect(await taken()).toHaveLength(3)
})

test('a gift of which a part went back is plainly paid where the file says how much', async () => {
  const rows = ['Jo,jo@donor.example,2019-02-01,20.00,5.00,Partially refunded']
  expect(await saidOf(await mapped(rows, { refunded: 'Back' }))).toEqual([[false, 0, ['partly_refunded']]])
  expect(await saidOf(await mapped(rows))).toEqual([[false, 0, ['status_unclear Partially refunded']]])
})
