import { beforeAll, expect, test } from 'vitest'
import { importRows } from '#app/domain/imports/import-rows.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import {
  csvOf,
  giftsOf,
  givenBroughtIn,
  givenImport,
  givenUpload,
  rowsOf,
  start,
  undo,
} from '#tests/support/given-import.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let batchId: string
let inId: string
let donorId: string
beforeAll(async () => {
  team = await givenTeam()
  const of = { staff: team.treasurer, fundId: team.fundId }
  batchId = await givenImport({
    ...of,
    file: csvOf([{ email: 'ana@donor.example' }, { email: '', name: '' }, { amount: '-5' }]),
  })
  inId = await givenBroughtIn({ ...of, file: csvOf([{ email: 'bo@donor.example', id: 'ch_once' }]) })
  donorId = await givenDonor({ email: 'ana@donor.example' })
})

const system: Scope = { kind: 'system' }
const run = (sql: string, scope = system) => inTransaction({ scope }, (tx) => tx.$executeRawUnsafe(sql))
const rule = (sql: string) => brokenRule(run(sql))
const gift = (over: Record<string, string> = {}) => {
  const row = {
    ...{
      batch_id: `'${batchId}'`,
      line: '2',
      donor_id: `'${donorId}'`,
      fund_id: `'${team.fundId}'`,
      purpose_version: '1',
    },
    ...{ amount_cents: '2500', given_on: `'2019-05-05'`, occurred_at: 'now()', ...over },
  }
  return `insert into imported_gift (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`
}
const event = (of: {
  kind: string
  run?: number
  staff?: string
  proof?: string
  rows?: number
  cents?: number
  batch?: string
}) =>
  `insert into import_event (batch_id, kind, run, staff_id, step_up_id, rows, cents, occurred_at)
   values ('${of.batch ?? batchId}', '${of.kind}', ${of.run ?? 0}, ${of.staff ? `'${of.staff}'` : 'null'},
           ${of.proof ? `'${of.proof}'` : 'null'}, ${of.rows ?? 0}, ${of.cents ?? 0}, now())`

test('no gift comes in but what was confirmed, in the run that was confirmed', async () => {
  const { id: staff } = team.treasurer
  const bound = boundTo.startImport({ batchId, rows: 1, cents: 25_00n })
  const proof = await givenStepUp(staff, bound)
  expect(await rule(gift())).toBe('import_is_what_was_confirmed')
  expect(await rule(event({ kind: 'committed', run: 1 }))).toBe('import_is_started_once')
  expect(await rule(event({ kind: 'started', run: 1, rows: 1, cents: 25_00 }))).toBe(
    'step_up_is_fresh_and_bound',
  )
  expect(await rule(event({ kind: 'started', run: 1, staff, proof, rows: 1, cents: 25_00 }))).toBe(
    'every_row_is_decided',
  )
  const decide = (line: number, decision: string) =>
    `update import_row set decision = '${decision}', decided_by = '${staff}', decided_at = now() where batch_id = '${batchId}' and line = ${line}`
  expect(await rule(decide(3, 'take'))).toBe('row_needs_a_donor')
  expect(await rule(decide(4, 'take'))).toBe('faulty_row_is_never_taken')
  expect(
    await rule(`update import_row set amount_cents = 1 where batch_id = '${batchId}' and line = 2`),
  ).toBe('import_stays_as_uploaded')
  expect(
    await rule(`insert into import_row (batch_id, line, email, name, amount_cents, given_on, fund_id)
    values ('${batchId}', 9, 'x@donor.example', '', 1, '2019-01-01', '${team.fundId}')`),
  ).toBe('import_stays_as_uploaded')
  await run(decide(3, 'skip'))
  await run(decide(4, 'skip'))
  expect(await rule(event({ kind: 'started', run: 2, staff, proof, rows: 1, cents: 25_00 }))).toBe(
    'import_is_started_once',
  )
  expect(await rule(event({ kind: 'started', run: 1, staff, proof, rows: 2, cents: 25_00 }))).toBe(
    'step_up_is_fresh_and_bound',
  )
  const approver = (await givenActor(team.fundId, ['approver'])).id
  const theirs = await givenStepUp(approver, bound)
  expect(
    await rule(event({ kind: 'started', run: 1, staff: approver, proof: theirs, rows: 1, cents: 25_00 })),
  ).toBe('role_may_not')

  await start({ staff: team.treasurer, batchId })
  expect(await rule(decide(2, 'skip'))).toBe('rows_stand_while_they_are_brought_in')
  expect(await rule(gift({ amount_cents: '2501' }))).toBe('import_is_what_was_confirmed')
  expect(await rule(gift({ line: '3' }))).toBe('import_is_what_was_confirmed')
  const other = await givenDonor({ email: 'else@donor.example' })
  expect(await rule(gift({ donor_id: `'${other}'` }))).toBe('import_is_what_was_confirmed')
  expect(await rule(event({ kind: 'committed', run: 1, rows: 1, cents: 25_00 }))).toBe(
    'import_is_what_was_confirmed',
  )
  expect(
    await rule(`insert into imported_donor (donor_id, batch_id) values ('${donorId}', '${batchId}')`),
  ).toBe('import_is_what_was_confirmed')
  // A gift that was written by hand stands nowhere until its batch is in, and the books say so.
  await run(gift())
  const [line] = await inTransaction(
    { scope: system },
    (tx) =>
      tx.$queryRaw<
        { stands: boolean }[]
      >`select stands from donor_gift_line where donor_id = ${donorId}::uuid`,
  )
  expect(line?.stands).toBe(false)
  expect(await brokenBooks()).toEqual([expect.stringContaining('imported_gift_is_of_a_batch_that_is_in')])
  await run(event({ kind: 'committed', run: 1, rows: 1, cents: 25_00 }))
  for (const kind of ['cancelled', 'read', 'stopped'])
    expect(await rule(event({ kind, run: 1 }))).toBe('import_ends_once')
  expect(await brokenBooks()).toEqual([])
})

test('what is in is history; it ends only by an undoing, and nothing that a donor holds', async () => {
  const [came] = await giftsOf(inId)
  if (!came) throw new Error('no gift')
  expect(
    await rule(`insert into imported_gift_end (gift_id, occurred_at) values ('${came.id}', now())`),
  ).toBe('only_what_is_in_is_undone')
  expect(await rule(event({ kind: 'undone', batch: inId }))).toBe('only_what_is_in_is_undone')
  const proof = await givenStepUp(team.treasurer.id, 'undo_import:another')
  expect(await rule(event({ kind: 'undo_started', staff: team.treasurer.id, proof, batch: inId }))).toBe(
    'step_up_is_fresh_and_bound',
  )
  await asOwner(world.ownerUrl, null, async (owner) => {
    for (const table of [
      'imported_gift',
      'import_event',
      'imported_donor',
      'import_mapping',
      'imported_gift_end',
      'import_batch',
    ])
      await expect(owner.query(`delete from ${table}`)).rejects.toThrow('imports_are_append_only')
    await expect(owner.query('update imported_gift set amount_cents = 1')).rejects.toThrow(
      'imports_are_append_only',
    )
    await expect(owner.query(`update import_batch set layout = 'own'`)).rejects.toThrow(
      'import_stays_as_uploaded',
    )
    await expect(
      owner.query(`update donor set email = 'x' where id = '${came.donorId}'`),
    ).resolves.toBeTruthy()
  })
  await expect(run(`delete from imported_gift`)).rejects.toThrow()
})

test('a row gets the fund that a person said of its campaign, and no other; what was said is history', async () => {
  const elsewhere = await givenTeam()
  const file =
    'Donor Email,Campaign,Amount,Donated At\nc@donor.example,Spring,5.00,2019-01-01\nd@donor.example,,5.00,2019-01-02'
  const named = await givenImport({ staff: team.treasurer, fundId: team.fundId, file })
  const [row] = await rowsOf(named)
  const token = Buffer.from(row?.campaignToken ?? []).toString('hex')
  const row2 = (set: string, line = 2) =>
    `update import_row set ${set} where batch_id = '${named}' and line = ${line}`
  const said = (fund: string | null, by = team.treasurer.id) =>
    `insert into import_campaign_choice (batch_id, campaign_token, fund_id, chosen_by, occurred_at)
     values ('${named}', '\\x${token}', ${fund ? `'${fund}'` : 'null'}, '${by}', now())`
  const approver = await givenActor(team.fundId, ['approver'])

  expect(await rule(row2(`fund_id = '${team.fundId}'`))).toBe('import_stays_as_uploaded')
  expect(await rule(row2(`fund_id = '${elsewhere.fundId}'`, 3))).toBe('import_stays_as_uploaded')
  expect(await rule(row2(`findings = '[]'`))).toBe('row_needs_a_fund')
  expect(await rule(row2(`decision = 'take', decided_by = '${team.treasurer.id}', decided_at = now()`))).toBe(
    'row_needs_a_fund',
  )
  expect(await rule(said(team.fundId, approver.id))).toBe('role_may_not')
  expect(await rule(said(elsewhere.fundId))).toBe('role_may_not')
  await run(said(team.fundId))
  expect(await rule(row2(`fund_id = '${elsewhere.fundId}'`))).toBe('import_stays_as_uploaded')
  await run(row2(`fund_id = '${team.fundId}', findings = '[]'`))
  expect(await rule(row2('fund_id = null'))).toBe('import_stays_as_uploaded')
  expect(await rule(row2(`campaign = 'Autumn'`))).toBe('import_stays_as_uploaded')
  await start({ staff: team.treasurer, batchId: named })
  expect(await rule(said(null))).toBe('campaigns_are_chosen_in_the_preview')

  const seen = (scope: Scope) => inTransaction({ scope }, (tx) => tx.importCampaignChoice.count())
  expect(await seen({ kind: 'staff', fundIds: [team.fundId] })).toBe(1)
  for (const scope of [
    { kind: 'staff', fundIds: [elsewhere.fundId] },
    { kind: 'public' },
    { kind: 'donor', donorId },
  ] as Scope[])
    expect(await seen(scope)).toBe(0)
  await asOwner(world.ownerUrl, null, (owner) =>
    expect(owner.query('delete from import_campaign_choice')).rejects.toThrow('imports_are_append_only'),
  )
})

test('nobody sees another fund’s batch, and a donor sees their own gifts alone', async () => {
  const seen = (scope: Scope) =>
    inTransaction({ scope }, async (tx) => [
      await tx.importBatch.count(),
      await tx.importRow.count(),
      await tx.importedGift.count(),
      await tx.importChunk.count(),
    ])
  const elsewhere = await givenTeam()
  await run(`insert into import_chunk (batch_id, position, bytes) values (gen_random_uuid(), 0, 'x')`)
  expect(await seen({ kind: 'staff', fundIds: [elsewhere.fundId] })).toEqual([0, 0, 0, 0])
  expect(await seen({ kind: 'public' })).toEqual([0, 0, 0, 0])
  expect(await seen({ kind: 'donor', donorId })).toEqual([0, 0, 1, 0])
  expect(await seen({ kind: 'staff', fundIds: [team.fundId] })).toEqual([3, 5, 2, 0])
})

test('whose an address is in another fund is not told by naming it in a file', async () => {
  const elsewhere = await givenTeam()
  const uma = { email: 'uma@donor.example', name: 'Uma Elsewhere' }
  await givenBroughtIn({ staff: elsewhere.treasurer, fundId: elsewhere.fundId, file: csvOf([uma]) })
  await givenDonor({ email: 'vic@donor.example', name: 'Vic Unknown' })
  const lines = [
    { ...uma, name: 'Guess' },
    { email: 'vic@donor.example', name: 'Guess' },
  ]
  const named = await givenImport({ staff: team.treasurer, fundId: team.fundId, file: csvOf(lines) })
  const shown = await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
    importRows(tx, { batchId: named, show: 'waiting', after: 0 }),
  )
  const names = shown.lines.flatMap(({ findings }) => findings.map(({ why, name }) => [why, name]))
  expect(names).toContainEqual(['other_name', null])
  expect(names).toContainEqual(['other_name', 'Vic Unknown'])
  expect(names.flat()).not.toContain('Uma Elsewhere')
})

test('a file is read when all of its rows are here, and not before', async () => {
  const batch = await givenUpload({ staff: team.treasurer, fundId: team.fundId, file: csvOf([{}]) })
  expect(await rule(event({ kind: 'read', rows: 1, batch }))).toBe('import_is_read_whole')
  await asOwner(world.ownerUrl, null, (owner) =>
    expect(owner.query(event({ kind: 'read', rows: 1, batch }))).rejects.toThrow('import_is_read_whole'),
  )
})

test('no more of a gift goes back than it was, only of one that stands, and what went back is not rewritten', async () => {
  const [standing] = await giftsOf(inId)
  const back = (id: string, cents: number, giftId = standing?.id ?? '') =>
    `insert into imported_gift_dispute (id, gift_id, state, amount_cents, gift_cents, occurred_at)
     values ('${id}', '${giftId}', 'open', ${cents}, ${cents}, now())`
  expect(await rule(back('dp_more', 25_01))).toBe('imported_gift_goes_back_within_itself')
  await run(back('dp_all', 25_00))
  expect(await rule(back('dp_again', 1))).toBe('imported_gift_goes_back_within_itself')
  expect(await rule(`update imported_gift_dispute set gift_cents = 1 where id = 'dp_all'`)).toBe(
    'what_went_back_is_not_rewritten',
  )
  await run(`update imported_gift_dispute set state = 'won' where id = 'dp_all'`)
  expect(await rule(`update imported_gift_dispute set state = 'lost' where id = 'dp_all'`)).toBe(
    'what_went_back_is_not_rewritten',
  )
  const owned = asOwner(world.ownerUrl, null, (owner) => owner.query('delete from imported_gift_dispute'))
  await expect(owned).rejects.toThrow('imports_are_append_only')

  const [taken] = await giftsOf(
    await givenBroughtIn({ ...of(), file: csvOf([{ email: 'cy@donor.example', id: 'ch_gone' }]) }),
  )
  await undo({ staff: team.treasurer, batchId: taken?.batchId ?? '' })
  expect(await rule(back('dp_gone', 1, taken?.id))).toBe('only_a_standing_gift_goes_back')
})

const of = () => ({ staff: team.treasurer, fundId: team.fundId })
