import { beforeAll, expect, test } from 'vitest'
import { mergeDonors } from '#app/domain/donor-records/merge-donors.server.ts'
import { stopContact } from '#app/domain/donor-records/stop-contact.server.ts'
import { writeNote } from '#app/domain/donor-records/write-note.server.ts'
import { mailInReach } from '#app/domain/mail/mail-in-reach.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { givenMail } from '#tests/support/given-mail.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let team: Team
let elsewhere = ''
const donors: Record<'ana' | 'ben' | 'cem', string> = { ana: '', ben: '', cem: '' }
let mergeId = ''
let noteId = ''

/** The rule that a statement of the app's role breaks; 'done' where none stands in its way. */
async function as(scope: Scope, sql: string): Promise<string> {
  try {
    await inTransaction({ scope }, (tx) => tx.$executeRawUnsafe(sql))
    return 'done'
  } catch (error) {
    if (error instanceof ConstraintViolation) return error.constraint
    const text = String((error as Error).message)
    return /permission denied|row-level security/.exec(text)?.[0] ?? text
  }
}
const app = (sql: string) => as({ kind: 'system' }, sql)
const owner = (sql: string) =>
  asOwner(world.ownerUrl, null, (client) =>
    client.query(sql).then(
      () => 'done',
      (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
    ),
  )

beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  elsewhere = await givenFund({ slug: 'elsewhere' })
  for (const name of ['ana', 'ben', 'cem'] as const) {
    const email = `${name}@donor.example`
    donors[name] = await givenDonor({ email })
    const fundId = name === 'cem' ? elsewhere : team.fundId
    await givenCharge({ email, parts: [{ fundId, giftCents: 10_00n }], at: new Date() })
  }
  const staff = team.treasurer
  const pair = { survivorId: donors.ana, mergedId: donors.ben }
  const stepUpId = await givenStepUp(staff.id, boundTo.mergeDonors(pair))
  mergeId = (await mergeDonors({ staff, ...pair, stepUpId })).mergeId
  noteId = (await writeNote({ staff, donorId: donors.ana, text: 'Prefers letters.' })).noteId
})

test('a gift changes its donor along a merge only, and nothing else about it ever', async () => {
  expect(await app(`update payment set donor_id = '${donors.cem}'`)).toBe('permission denied')
  expect(await owner(`update payment set donor_id = '${donors.cem}'`)).toBe('payments_are_append_only')
  const merging = (sql: string) => owner(`select set_config('homeward.merging', 'on', false); ${sql}`)
  expect(await merging('update payment set amount_cents = 1')).toBe('payments_are_append_only')
  expect(await merging(`update payment set donor_id = '${donors.cem}'`)).toBe('donor_follows_a_merge')
  expect(await merging('delete from payment')).toBe('payments_are_append_only')
  // Back to its old donor only once the merge is undone.
  expect(
    await merging(`update payment set donor_id = '${donors.ben}' where donor_id = '${donors.ana}'`),
  ).toBe('donor_follows_a_merge')
})

const insert = async (survivor: string, merged: string, over: { by?: string; bound?: string } = {}) => {
  const by = over.by ?? team.treasurer.id
  const stepUp = await givenStepUp(by, over.bound ?? `merge_donors:${survivor}:${merged}`)
  return `insert into donor_merge (survivor_id, merged_id, merged_by, step_up_id, occurred_at)
          values ('${survivor}', '${merged}', '${by}', '${stepUp}', now())`
}

test('a merge by hand keeps every rule: two that stand, a proof, the right person, no one erased', async () => {
  const { ana, ben, cem } = donors
  const dan = await givenDonor({ email: 'dan@donor.example' })
  expect(await owner(await insert(dan, dan))).toBe('merge_needs_two_donors')
  expect(await owner(await insert(dan, ben))).toBe('donor_is_merged_away')
  expect(await owner(await insert(ben, dan))).toBe('donor_is_merged_away')
  expect(await owner(await insert(ana, dan, { bound: `merge_donors:${dan}:${ana}` }))).toBe(
    'step_up_is_fresh_and_bound',
  )
  expect(await owner(await insert(ana, dan, { by: team.intake.id }))).toBe('donor_is_in_their_funds')
  expect(await owner(await insert(ana, cem))).toBe('donor_is_in_their_funds')
  expect(await owner(`update donor_merge set survivor_id = '${dan}'`)).toBe('merge_is_undone_once')
  expect(await owner('update donor_merge set undone_at = now()')).toMatch(/step_up|undone_by_someone/)
  expect(await owner('delete from donor_merge')).toBe('merge_is_undone_once')
  expect(await owner('delete from donor_merge_row')).toBe('merge_is_undone_once')
  expect(
    await app(
      `insert into donor_merge_row (merge_id, kind, row_id) values ('${mergeId}', 'payment', gen_random_uuid())`,
    ),
  ).toBe('permission denied')
  const proof = await givenStepUp(team.treasurer.id, boundTo.undoMerge(mergeId))
  expect(
    await app(`update donor_merge set undone_at = occurred_at + interval '31 days', undone_by = '${team.treasurer.id}',
                 undo_step_up_id = '${proof}'`),
  ).toBe('merge_can_be_undone_for_thirty_days')
})

test('notes are ended and emptied, never changed; what was written down stays; nothing is written of the erased', async () => {
  expect(await app(`update donor_note set sealed = 'x'`)).toBe('donor_records_are_append_only')
  expect(
    await app(`update donor_note set written_by = gen_random_uuid(), sealed = null, emptied_at = now()`),
  ).toBe('donor_records_are_append_only')
  expect(await app('delete from donor_note')).toBe('permission denied')
  expect(await owner('delete from donor_note')).toBe('donor_records_are_append_only')
  expect(
    await app(
      `update donor set email = 'erased:' || id, name = '', erased_at = now() where id = '${donors.ana}'`,
    ),
  ).toBe('erased_donor_leaves_nothing')
  const stranger = await givenActor(elsewhere, ['treasurer'])
  for (const by of [team.intake.id, stranger.id]) {
    expect(
      await app(
        `insert into donor_note (donor_id, sealed, written_by, occurred_at) values ('${donors.ben}', 'x', '${by}', now())`,
      ),
    ).toBe('donor_is_in_their_funds')
    expect(
      await app(
        `insert into donor_note_end (note_id, reason, ended_by, occurred_at) values ('${noteId}', 'done', '${by}', now())`,
      ),
    ).toBe('donor_is_in_their_funds')
  }
  expect(
    await app(`insert into donor_export (donor_id, format, made_by, step_up_id, occurred_at)
      values ('${donors.ana}', 'csv', '${team.treasurer.id}',
              '${await givenStepUp(team.treasurer.id, boundTo.exportDonor({ donorId: donors.ana, format: 'json' }))}', now())`),
  ).toBe('step_up_is_fresh_and_bound')
})

test('each sees what is kept about donors of their own funds, and a signed-in donor sees none of it', async () => {
  const count = async (scope: Scope, table: string) =>
    inTransaction({ scope }, async (tx) => {
      const [row] = await tx.$queryRawUnsafe<{ count: bigint }[]>(`select count(*) from ${table}`)
      return Number(row?.count)
    })
  const mine: Scope = { kind: 'staff', fundIds: [team.fundId] }
  const others: Scope = { kind: 'staff', fundIds: [elsewhere] }
  const donor: Scope = { kind: 'donor', donorId: donors.ana }
  for (const table of ['donor_note', 'donor_merge', 'donor_merge_row'])
    expect([table, await count(mine, table), await count(others, table), await count(donor, table)]).toEqual([
      table,
      1,
      0,
      0,
    ])
  // Known twice, they see both of their own records; whoever is known once sees one.
  expect([await count(donor, 'donor'), await count({ kind: 'donor', donorId: donors.cem }, 'donor')]).toEqual(
    [2, 1],
  )
})

test('the books find a gift that stayed with a record that was merged away, and a circle', async () => {
  const { ana, ben } = donors
  const broken = async (breach: string, mended: string) => {
    await asOwner(world.ownerUrl, null, (client) => forced(client, breach))
    const said = (await brokenBooks()).map((line) => line.split(/\s+/)[1])
    await asOwner(world.ownerUrl, null, (client) => forced(client, mended))
    expect(await brokenBooks()).toEqual([])
    return said
  }
  const { paymentId } = await givenCharge({
    ...{ email: 'ben@donor.example', at: new Date() },
    parts: [{ fundId: team.fundId, giftCents: 3_00n }],
  })
  const moved = (to: string) => `update payment set donor_id = '${to}' where id = '${paymentId}'`
  expect(await broken(moved(ben), moved(ana))).toEqual([
    'gifts_are_with_who_stands',
    'gifts_are_with_who_they_came_by',
  ])
  const circle = `insert into donor_merge (survivor_id, merged_id, merged_by, step_up_id, occurred_at)
    select merged_id, survivor_id, merged_by, '${await givenStepUp(team.treasurer.id, 'circle')}', now() from donor_merge`
  expect(await broken(circle, `delete from donor_merge where survivor_id = '${ben}'`)).toContain(
    'merges_make_no_circle',
  )
})

test('whoever is left alone gets no mail by hand either, until the day is over, and receipts all the same', async () => {
  const staff = team.treasurer
  const update = await givenMail({ message: 'impact-update', email: 'ben@donor.example' })
  const receipt = await givenMail({ message: 'receipt', email: 'ben@donor.example' })
  const attempt = (mailId: string) =>
    app(`insert into mail_event (mail_id, kind) values ('${mailId}', 'attempted')`)
  await stopContact({ staff, donorId: donors.ana, topic: null, reason: 'complaint', until: null })
  // Mail that went to the address of a record that was merged away is still for its donor's funds only.
  const inReach = (fundIds: string[]) =>
    inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
      const [row] = await tx.$queryRaw<{ mails: number }[]>`
        select count(*)::int as mails from mail m where m.donor_id = ${donors.ben}::uuid and ${mailInReach(fundIds)}`
      return row?.mails
    })
  expect([await inReach([team.fundId]), await inReach([elsewhere])]).toEqual([2, 0])
  expect([await attempt(update.mailId), await attempt(receipt.mailId)]).toEqual([
    'donor_is_left_alone',
    'done',
  ])
  expect(await owner('delete from donor_contact_stop')).toBe('donor_records_are_append_only')
  expect(
    await app(`insert into donor_contact_stop (donor_id, reason, until, set_by, occurred_at)
               values ('${donors.ana}', 'complaint', '2020-01-01', '${staff.id}', now())`),
  ).toBe('contact_stop_ends_later')
  await app(`insert into donor_contact_stop_end (stop_id, reason, ended_by, occurred_at)
             select id, 'mistake', '${staff.id}', now() from donor_contact_stop`)
  await app(`insert into donor_contact_stop (donor_id, topic, reason, until, set_by, occurred_at)
             values ('${donors.ana}', 'impact', 'complaint', '2020-01-05', '${staff.id}', '2020-01-01')`)
  expect(await attempt(update.mailId)).toBe('done')
})
