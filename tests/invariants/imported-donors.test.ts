import { beforeAll, expect, test } from 'vitest'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { decideRow } from '#app/domain/imports/decide-rows.server.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { csvOf, givenImport, givenUpload, rowsOf, start } from '#tests/support/given-import.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let batchId: string
let other: string
beforeAll(async () => {
  team = await givenTeam()
  const { treasurer: staff, fundId } = team
  batchId = await givenImport({ staff, fundId, file: csvOf([{ email: '', name: 'Wen Paper' }]) })
  await decideRow({ staff, batchId, line: 2, decision: 'take' })
  other = await givenDonor({ email: 'xi@donor.example' })
})

const system: Scope = { kind: 'system' }
const run = (sql: string) => inTransaction({ scope: system }, (tx) => tx.$executeRawUnsafe(sql))
const rule = (sql: string) => brokenRule(run(sql))
const key = (donorId: string, token = 'sha256(int4send(2))', kind = 'row') =>
  `insert into imported_donor_key (batch_id, token, kind, donor_id) values ('${batchId}', ${token}, '${kind}', '${donorId}')`

test('a row without an address is the gift of whom its batch made, and of nobody else', async () => {
  expect(await rule(key(other))).toBe('import_is_what_was_confirmed')
  await start({ staff: team.treasurer, batchId })
  // A donor whom no row names, and a number that no row has.
  expect(await rule(key(other))).toBe('import_is_what_was_confirmed')
  expect(await rule(key(other, "sha256('1')", 'number'))).toBe('import_is_what_was_confirmed')
  const [row] = await rowsOf(batchId)
  expect(
    await rule(`insert into imported_gift (batch_id, line, donor_id, fund_id, purpose_version, amount_cents, given_on, occurred_at)
                values ('${batchId}', 2, '${other}', '${row?.fundId}', 1, 2500, '2019-05-05', now())`),
  ).toBe('import_is_what_was_confirmed')
  await bringIn({ batchId })
  await asOwner(world.ownerUrl, null, (owner) =>
    expect(owner.query('delete from imported_donor_key')).rejects.toThrow('imports_are_append_only'),
  )
  const seen = (scope: Scope) => inTransaction({ scope }, (tx) => tx.importedDonorKey.count())
  expect(await seen({ kind: 'staff', fundIds: [team.fundId] })).toBe(1)
  expect(await seen({ kind: 'staff', fundIds: [(await givenTeam()).fundId] })).toBe(0)
  expect(await seen({ kind: 'public' })).toBe(0)
})

test('a file of gifts holds no row of donors alone, and such a row holds no sum', async () => {
  const { treasurer: staff, fundId } = team
  const gifts = await givenUpload({ staff, fundId, file: csvOf([{}]) })
  const donors = await givenUpload({
    staff,
    fundId,
    layout: 'givewp_donors',
    file: 'Name,Email\nA,a@b.example',
  })
  const row = (of: string, ofDonor: boolean, cents: number, day: string | null) =>
    `insert into import_row (batch_id, line, email, name, amount_cents, given_on, fund_id, of_donor)
     values ('${of}', 2, '', 'A', ${cents}, ${day ? `'${day}'` : 'null'}, '${fundId}', ${ofDonor})`
  expect(await rule(row(gifts, true, 0, null))).toBe('import_stays_as_uploaded')
  expect(await rule(row(donors, false, 100, '2019-01-01'))).toBe('import_stays_as_uploaded')
  expect(await rule(row(donors, true, 100, null))).toBe('sound_row_is_whole')
})
