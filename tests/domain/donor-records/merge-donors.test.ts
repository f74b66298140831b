import { beforeAll, expect, test } from 'vitest'
import { eraseMe } from '#app/domain/donor-area/erasure/erase-me.server.ts'
import { donorRows } from '#app/domain/donor-area/export/donor-rows.server.ts'
import { giftsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { historyOfDonor } from '#app/domain/donor-area/gifts/history-of-donor.server.ts'
import { askSignInLink } from '#app/domain/donor-area/sign-in/ask-sign-in-link.server.ts'
import { mergeDonors } from '#app/domain/donor-records/merge-donors.server.ts'
import { mergePreview } from '#app/domain/donor-records/merge-preview.server.ts'
import { stopContact } from '#app/domain/donor-records/stop-contact.server.ts'
import { writeNote } from '#app/domain/donor-records/write-note.server.ts'
import { endConsent } from '#app/domain/impact-updates/end-consent.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { example as impactMail } from '#emails/impact-update.tsx'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor, givenDonorSession } from '#tests/support/given-donor.ts'
import { csvOf, givenBroughtIn, undo as undoImport } from '#tests/support/given-import.ts'
import { mergeBy, type Pair, undoBy } from '#tests/support/given-merge.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled } = await useRunning(world)
const system: <T>(work: (tx: Tx) => Promise<T>) => Promise<T> = (work) =>
  inTransaction({ scope: { kind: 'system' } }, work)

const [stays, joins] = ['robin@donor.example', 'robin.old@donor.example']
let team: Team
let survivorId = ''
let mergedId = ''

const idOf = async (email: string) => (await db().donor.findUniqueOrThrow({ where: { email } })).id
const gifts = async (donorId: string) =>
  (await db().payment.findMany({ where: { donorId }, orderBy: { occurredAt: 'asc' } })).map(
    ({ amountCents }) => Number(amountCents / 100n),
  )
const schedules = (donorId: string) => db().recurringDonation.count({ where: { donorId, state: 'active' } })
const topics = async (donorId: string) =>
  (await db().donorConsent.findMany({ where: { donorId, endedAt: null }, orderBy: { topic: 'asc' } })).map(
    ({ topic }) => topic,
  )

const merge = (pair: Pair, staff = team.treasurer) => mergeBy(staff, pair)
const undo = (donorId: string, mergeId: string, staff = team.treasurer) => undoBy(staff, { donorId, mergeId })

beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  await give({ slug: 'bail', amount: '20', frequency: 'monthly', email: stays, updates: true })
  await settled()
  const monthly = { slug: 'bail', amount: '35', frequency: 'monthly', updates: true } as const
  await give({ ...monthly, email: joins, name: 'R. Example' })
  await settled()
  await give({ slug: 'bail', amount: '50', email: joins, name: 'R. Example' })
  await settled()
  ;[survivorId, mergedId] = [await idOf(stays), await idOf(joins)]
})

test('both stand side by side with what will happen, for whoever answers for all of their funds', async () => {
  const givenAt = new Date()
  await system((tx) =>
    tx.donorConsent.createMany({
      data: [
        { donorId: survivorId, topic: 'news', givenAt, source: 'donor settings' },
        { donorId: mergedId, topic: 'alerts', givenAt, source: 'donor settings' },
      ],
    }),
  )
  await endConsent({ donorId: mergedId, topic: 'impact' })
  const staff = {
    ...team.treasurer,
    roles: [{ fundId: team.fundId, role: 'treasurer' as const }],
    language: 'en',
  }
  const seen = await mergePreview({ survivorId, mergedId, staff })
  expect(seen).toMatchObject({
    survivor: { name: 'Robin Example', email: 'r•••@donor.example', gifts: 1, others: 0 },
    merged: { name: 'R. Example', gifts: 2, givenCents: 85_00n, schedules: [{ amountCents: 35_00n }] },
    ending: ['impact'],
    staying: ['alerts', 'news'],
  })
  expect(await mergePreview({ survivorId, mergedId: team.fundId, staff })).toBeNull()
})

test('a merge needs two donors, a proof bound to them, and someone who may in every fund of both', async () => {
  const pair = { survivorId, mergedId }
  expect(await whyRefused(merge({ survivorId, mergedId: survivorId }))).toBe('merge_needs_two_donors')
  expect(await whyRefused(merge({ survivorId, mergedId: team.fundId }))).toBe('donor_unknown')
  expect(await whyRefused(merge(pair, team.intake))).toBe('role_may_not')
  const stepUpId = await givenStepUp(
    team.treasurer.id,
    boundTo.mergeDonors({ survivorId: mergedId, mergedId: survivorId }),
  )
  expect(await whyRefused(mergeDonors({ staff: team.treasurer, ...pair, stepUpId }))).toBe(
    'step_up_is_fresh_and_bound',
  )
  const elsewhere = await givenFund({ slug: 'elsewhere' })
  const both = await givenDonor({ email: 'both@donor.example' })
  await givenCharge({
    email: 'both@donor.example',
    parts: [{ fundId: elsewhere, giftCents: 5_00n }],
    at: new Date(),
  })
  expect(await whyRefused(merge({ survivorId, mergedId: both }))).toBe('donor_unknown')
  await givenCharge({
    email: 'both@donor.example',
    parts: [{ fundId: team.fundId, giftCents: 5_00n }],
    at: new Date(),
  })
  expect(await whyRefused(merge({ survivorId, mergedId: both }))).toBe('role_may_not')
  expect(await whyRefused(merge(pair, await givenActor(elsewhere, ['treasurer'])))).toBe('donor_unknown')
  expect(await db().auditEvent.count({ where: { action: 'donor.merged', outcome: 'refused' } })).toBe(7)
  expect(await gifts(mergedId)).toEqual([35, 50])
})

test('joined, they are one donor with two monthly gifts; taken apart, each has its own, and the books never moved', async () => {
  const ledger = await ledgerTable(world)
  const year = String(new Date().getUTCFullYear())
  const period = { from: `${year}-01-01`, to: `${year}-12-31` }
  const statement = (donorId: string) => issueStatement({ donorId, period, timezone: 'America/Chicago' })
  expect((await statement(mergedId))?.givenCents).toBe(85_00n)
  const session = await givenDonorSession(mergedId)

  const { mergeId } = await merge({ survivorId, mergedId })
  expect([await gifts(survivorId), await gifts(mergedId)]).toEqual([[20, 35, 50], []])
  expect([await schedules(survivorId), await schedules(mergedId)]).toEqual([2, 0])
  expect([await topics(survivorId), await topics(mergedId)]).toEqual([['news'], ['alerts']])
  expect(await db().donorSession.count({ where: { endedAt: null, donorId: mergedId } })).toBe(0)
  expect(session).toBeTruthy()
  const area = await giftsOfDonor({
    donorId: survivorId,
    language: 'en',
    timezone: 'UTC',
    after: null,
  } as never)
  expect(JSON.stringify(area, (_, value) => (typeof value === 'bigint' ? Number(value) : value))).toMatch(
    /5000/,
  )
  expect((await statement(survivorId))?.givenCents).toBe(105_00n)

  // Both addresses sign in to the one that stands.
  await askSignInLink({ email: joins, language: 'en', next: '', address: '127.0.0.1' })
  await settled()
  const links = await db().donorSignInLink.findMany({ where: { usedAt: null } })
  expect(links.map(({ donorId }) => donorId)).toEqual([survivorId])
  expect(await db().mail.count({ where: { message: 'donor-sign-in', recipient: joins } })).toBe(1)

  // What comes by the old address from now on is theirs too.
  await give({ slug: 'bail', amount: '15', email: joins, updates: true })
  await give({ slug: 'bail', amount: '10', frequency: 'monthly', email: joins })
  await settled()
  expect((await gifts(survivorId)).toSorted()).toEqual([10, 15, 20, 35, 50])
  expect([await schedules(survivorId), await gifts(mergedId)]).toEqual([3, []])

  const kept: string[] = []
  for await (const { section, fields } of donorRows(survivorId))
    if (section === 'profile') kept.push(String(fields.email))
  expect(kept).toEqual([stays, joins])
  expect(await brokenBooks()).toEqual([])

  // Whoever left one address alone left both alone.
  await system((tx) =>
    tx.donorConsent.create({
      data: { donorId: survivorId, topic: 'impact', givenAt: new Date(), source: 'donor settings' },
    }),
  )
  await undo(survivorId, mergeId)
  await stopContact({
    staff: team.treasurer,
    donorId: mergedId,
    topic: 'impact',
    reason: 'donor_asked',
    until: null,
  })
  const again = await merge({ survivorId, mergedId })
  const mailId = await system((tx) =>
    queueMail(tx, {
      ...{ message: 'impact-update', dedupeKey: 'after', to: stays, language: 'en', donorId: survivorId },
      props: impactMail,
    }),
  )
  await settled()
  const facts = await db().mailEvent.findMany({ where: { mailId: mailId ?? '' } })
  expect(facts.map(({ kind, detail }) => [kind, detail])).toEqual([['suppressed', 'left_alone']])

  await undo(survivorId, again.mergeId)
  expect([await gifts(survivorId), (await gifts(mergedId)).toSorted()]).toEqual([[20], [10, 15, 35, 50]])
  expect([await schedules(survivorId), await schedules(mergedId)]).toEqual([1, 2])
  expect(await brokenBooks()).toEqual([])
  expect((await ledgerTable(world)).startsWith(ledger)).toBe(true)
  expect(ledger).toMatchInlineSnapshot(`
    "fund       code            debit            credit       amount
    bail       opening         bank             opening  $20,000.00
    bail       donation        stripe           gifts        $20.00
    bail       processing_fee  processing_fees  stripe        $0.74
    bail       donation        stripe           gifts        $35.00
    bail       processing_fee  processing_fees  stripe        $1.07
    bail       donation        stripe           gifts        $50.00
    bail       processing_fee  processing_fees  stripe        $1.40
    elsewhere  donation        stripe           gifts         $5.00
    bail       donation        stripe           gifts         $5.00"
  `)
})

test('a merge is taken back within thirty days, once, by who may; and nobody joins who was joined to another', async () => {
  const { mergeId } = await merge({ survivorId, mergedId })
  expect(await whyRefused(merge({ survivorId, mergedId }))).toBe('donor_is_merged_away')
  const third = await givenDonor({ email: 'third@donor.example' })
  expect(await whyRefused(merge({ survivorId: mergedId, mergedId: third }))).toBe('donor_is_merged_away')
  expect(await whyRefused(undo(survivorId, mergeId, team.intake))).toBe('role_may_not')
  expect(await whyRefused(undo(third, mergeId))).toBe('merge_unknown')
  const later = new Date(Date.now() + 31 * 86_400_000)
  expect(await whyRefused(asOfTime(later, () => undo(survivorId, mergeId)))).toBe(
    'merge_can_be_undone_for_thirty_days',
  )
  await undo(survivorId, mergeId)
  expect(await whyRefused(undo(survivorId, mergeId))).toBe('merge_is_undone_once')
})

test('gifts of before this site are read as those of the record that stands, and are each their own again after', async () => {
  const batchId = await givenBroughtIn({
    ...{ staff: team.treasurer, fundId: team.fundId, byWorker: true },
    file: csvOf([{ email: joins, name: 'R. Example', amount: '12.00' }]),
  })
  const history = async (donorId: string) =>
    (await historyOfDonor({ donorId, language: 'en' })).map(({ cents }) => cents)
  expect([await history(survivorId), await history(mergedId)]).toEqual([[], [12_00n]])
  const { mergeId } = await merge({ survivorId, mergedId })
  expect([await history(survivorId), await history(mergedId)]).toEqual([[12_00n], []])
  expect(await brokenBooks()).toEqual([])
  await undo(survivorId, mergeId)
  expect([await history(survivorId), await history(mergedId)]).toEqual([[], [12_00n]])
  await undoImport({ staff: team.treasurer, batchId, byWorker: true })
  expect(await history(mergedId)).toEqual([])
  expect(await brokenBooks()).toEqual([])
})

test('fifty merges of overlapping pairs at once make no circle, and no gift is lost', async () => {
  const ids = await Promise.all(
    Array.from({ length: 6 }, (_, n) => givenDonor({ email: `p${n}@donor.example` })),
  )
  for (const [n] of ids.entries())
    await givenCharge({
      ...{ email: `p${n}@donor.example`, at: new Date() },
      parts: [{ fundId: team.fundId, giftCents: BigInt(n + 1) * 100n }],
    })
  const pairs = ids.flatMap((one) =>
    ids.filter((other) => other !== one).map((other) => [one, other] as const),
  )
  const done = await fifty(async (number) => {
    const [one = '', other = ''] = pairs[number % pairs.length] ?? []
    await merge({ survivorId: one, mergedId: other })
  })
  const open = await system((tx) =>
    tx.donorMerge.findMany({ where: { mergedId: { in: ids }, undoneAt: null } }),
  )
  expect(open).toHaveLength(done)
  expect(new Set(open.map((each) => each.mergedId)).size).toBe(done)
  const away = new Set(open.map((each) => each.mergedId))
  const over = new Map(open.map((each) => [each.mergedId, each.survivorId]))
  const standsAt = (id: string, steps = 0): number => {
    const up = over.get(id)
    return up === undefined || steps > 6 ? steps : standsAt(up, steps + 1)
  }
  expect(ids.filter((id) => standsAt(id) > 6)).toEqual([])
  const kept = await db().payment.findMany({ where: { donorId: { in: ids } } })
  expect(kept.reduce((sum, { amountCents }) => sum + amountCents, 0n)).toBe(21_00n)
  expect(kept.filter(({ donorId }) => away.has(donorId))).toEqual([])
})

test('whoever is erased is erased at every address, with what was written down', async () => {
  const { mergeId } = await merge({ survivorId, mergedId })
  await writeNote({ staff: team.treasurer, donorId: survivorId, text: 'Prefers letters.' })
  await eraseMe({ donorId: survivorId })
  const gone = await db().donor.findMany({ where: { id: { in: [survivorId, mergedId] } } })
  expect(gone.map(({ name, email }) => [name, email?.startsWith('erased:')])).toEqual([
    ['', true],
    ['', true],
  ])
  expect(await system((tx) => tx.donorNote.findMany({ select: { sealed: true } }))).toEqual([
    { sealed: null },
  ])
  expect(await db().giftIntent.count({ where: { email: { in: [stays, joins] } } })).toBe(0)
  expect(await db().mail.count({ where: { recipient: { in: [stays, joins] } } })).toBe(0)
  expect(await whyRefused(undo(survivorId, mergeId))).toBe('donor_is_erased')
  expect(await brokenBooks()).toEqual([])
})
