import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { eraseMe } from '#app/domain/donor-area/erasure/erase-me.server.ts'
import { donorRows } from '#app/domain/donor-area/export/donor-rows.server.ts'
import { impactOfDonor } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { decideComment } from '#app/domain/gift-comments/decide-comment.server.ts'
import { listComments } from '#app/domain/gift-comments/list-comments.server.ts'
import { listMatches } from '#app/domain/gift-comments/list-matches.server.ts'
import { openedMatchExport } from '#app/domain/gift-comments/opened-match-export.server.ts'
import { ownComments } from '#app/domain/gift-comments/own-comments.server.ts'
import { withdrawComment } from '#app/domain/gift-comments/withdraw-comment.server.ts'
import { dayAfter } from '#app/domain/recurring-donations/charge-dates.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as fundPage from '#app/routes/_public.funds.$slug._index/route.tsx'
import * as comments from '#app/routes/admin.comments/route.tsx'
import * as matches from '#app/routes/admin.comments_.matches.tsx'
import * as matchesFile from '#app/routes/admin.comments_.matches_.files.$exportId.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { run } from '#tests/support/by-hand.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenNewWords } from '#tests/support/given-purpose.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const { give, settled } = await useRunning(world)

let fundId = ''
let shown = ''
let kept = ''
let unpaid = ''
const intentOf = (email: string) =>
  db()
    .giftIntent.findFirstOrThrow({ where: { email } })
    .then(({ id }) => id)

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  await give({
    ...{ slug: 'bail', amount: '50', email: 'kim@donor.example', name: 'Kim Example' },
    more: { comment: 'Thank you.\r\nAll of you.', commentPublic: 'on', employer: '=HYPERLINK("x")' },
  })
  await give({ slug: 'bail', amount: '25', email: 'lee@donor.example', more: { comment: 'For you alone.' } })
  await give({
    ...{ slug: 'bail', amount: '25', email: 'max@donor.example', card: '4000000000000002' },
    more: { comment: 'Never paid.', employer: 'Nobody Inc' },
  })
  await settled()
  ;[shown, kept, unpaid] = (await Promise.all(
    ['kim', 'lee', 'max'].map((name) => intentOf(`${name}@donor.example`)),
  )) as [string, string, string]
})

async function member(roles: Role[], fund = fundId) {
  const { id } = await givenActor(fund, roles)
  const { code } = await givenTotp(id)
  return { id, code, ...(await signedIn(id)) }
}
type Page = {
  comments: { intentId: string; paymentId: string | null; text: string; steps: string[] }[]
  matches: { employer: string }[]
}
const steps = () => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.giftCommentStep.count())

test('the fund’s people read what was said with a paid gift; another fund’s see nothing', async () => {
  expect((await visitor().get(comments)).status).toBe(302)
  expect((await (await member(['intake'])).get(comments)).status).toBe(403)
  const auditor = await member(['auditor'])
  const page = (await auditor.get(comments)).data as Page
  expect(page.comments.map(({ text }) => text).sort()).toEqual(['For you alone.', 'Thank you.\nAll of you.'])
  expect(page.matches.map(({ employer }) => employer)).toEqual(['=HYPERLINK("x")'])
  // Where an answer goes is shown, to who asks, on the gift's own page.
  const gifts = await db().payment.findMany({ select: { id: true } })
  expect(page.comments.map(({ paymentId }) => paymentId).sort()).toEqual(gifts.map(({ id }) => id).sort())
  expect(JSON.stringify(page.comments)).not.toContain('@')
  expect((await auditor.post(comments, { intentId: shown, step: 'read' })).status).toBe(403)

  const stranger = await member(['treasurer'], await givenFund({ slug: 'elsewhere' }))
  expect((await stranger.get(comments)).data).toMatchObject({ comments: [], matches: [] })
  expect((await stranger.post(comments, { intentId: shown, step: 'read' })).status).toBe(409)
  expect(await steps()).toBe(0)
})

test('the file of employers is made with a proof, names receipts and no donors, and holds no formula', async () => {
  const auditor = await member(['auditor'])
  expect((await auditor.post(matches, { code: '' })).data).toMatchObject({
    errors: { code: 'step_up_missing' },
  })
  expect(await db().matchExport.count()).toBe(0)
  const made = await auditor.post(matches, { code: auditor.code(1) })
  expect(made.status).toBe(302)
  const exportId = made.location?.split('made=')[1] ?? ''
  expect((await auditor.get(matches, { search: `?made=${exportId}` })).data).toMatchObject({
    file: `/admin/comments/matches/files/${exportId}`,
  })

  const fileFor = async (of: typeof auditor) => {
    const request = new Request('http://localhost:3000/admin', { headers: { Cookie: of.cookie() } })
    return (await matchesFile.loader({ request, params: { exportId }, context: {} as never })) as Response
  }
  const text = await (await fileFor(auditor)).text()
  expect(text).toMatch(
    /^"receipt","day","fund","employer","dollars"\r\n"\d+","[\d-]{10}","Bail Fund","'=HYPERLINK\(""x""\)","50.00"\r\n$/,
  )
  expect(text).not.toContain('Kim')
  await expect(fileFor(await member(['auditor']))).rejects.toMatchObject({ status: 404 })
  const staff = { id: auditor.id, fundIds: [fundId] }
  const later = new Date(Date.now() + 16 * 60_000)
  expect(await asOfTime(later, () => openedMatchExport({ exportId, staff }))).toBeNull()
  const taken = await db().auditEvent.findMany({
    where: { action: 'comment.matches_exported', outcome: 'done' },
  })
  expect(taken).toMatchObject([{ actorId: auditor.id, fundId, detail: { gifts: 1 } }])
})

test('read, approved with consent only, decided once, and each is in the audit', async () => {
  const treasurer = await member(['treasurer'])
  const press = (intentId: string, step: string) => treasurer.post(comments, { intentId, step })
  for (const [intentId, step, status] of [
    [shown, 'read', 303],
    [shown, 'read', 303],
    [shown, 'approved', 303],
    [shown, 'set_aside', 409],
    [kept, 'approved', 409],
    [kept, 'taken_down', 409],
    [kept, 'praised', 422],
    ['x', 'read', 422],
    [randomUUID(), 'read', 409],
  ] as const)
    expect([step, (await press(intentId, step)).status]).toEqual([step, status])
  expect(await steps()).toBe(2)
  const audited = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({
      where: { subject: 'comment', subjectId: shown },
      orderBy: { recordedAt: 'asc' },
    }),
  )
  expect(audited.map(({ action }) => action)).toEqual([
    ...['comment.read', 'comment.read', 'comment.approved', 'comment.set_aside'],
  ])
  expect(
    JSON.stringify(audited, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  ).not.toContain('Thank')
})

test('words that may point to a person are not shown, whoever asks', async () => {
  await give({
    ...{ slug: 'bail', amount: '25', email: 'ana@donor.example', name: 'Ana Example' },
    more: { comment: 'For the man with A 123-456-789.', commentPublic: 'on', wordsSeen: 'on' },
  })
  await settled()
  const intentId = await intentOf('ana@donor.example')
  for (const role of ['treasurer', 'administrator'] as const) {
    const staff = { ...(await givenActor(fundId, [role])), fundIds: [fundId] }
    expect(await refusalOf(decideComment({ staff, intentId, step: 'approved' }))).toMatchObject({
      code: 'comment_points_to_someone',
    })
  }
  expect(
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.giftCommentStep.count({ where: { intentId } }),
    ),
  ).toBe(0)
})

test('fifty at once are one; the database holds consent, payment and role', async () => {
  const staff = { ...(await givenActor(fundId, ['treasurer'])), fundIds: [fundId] }
  const before = await steps()
  await fifty(() => decideComment({ staff, intentId: kept, step: 'read' }))
  expect(await steps()).toBe(before + 1)
  expect(await refusalOf(decideComment({ staff, intentId: kept, step: 'approved' }))).toMatchObject({
    code: 'comment_is_public_by_consent',
  })
  const sql = `insert into gift_comment_step (intent_id, step, staff_id, occurred_at) values ($1::uuid, $2, $3::uuid, now())`
  const broken = (intentId: string, step: string, by: string) =>
    brokenRule(namingViolations(() => run(world.appUrl, [[sql, [intentId, step, by]]])))
  expect(await broken(kept, 'approved', staff.id)).toBe('comment_is_public_by_consent')
  expect(await broken(unpaid, 'read', staff.id)).toBe('comment_follows_a_payment')
  expect(await broken(shown, 'set_aside', staff.id)).toBe('comment_is_decided_once')
  expect(await broken(kept, 'taken_down', staff.id)).toBe('only_shown_words_are_taken_down')
  const { id: intake } = await givenActor(fundId, ['intake'])
  expect(await broken(kept, 'set_aside', intake)).toBe('comment_decider_holds_the_role')
  for (const [change, rule] of [
    [`update gift_comment set may_be_public = true`, 'comment_is_only_emptied'],
    [`update gift_match set employer = 'Acme'`, 'match_is_only_emptied'],
    [`update gift_match set emptied_at = now()`, 'match_is_named_or_emptied'],
  ] as const)
    expect(await brokenRule(namingViolations(() => run(world.appUrl, [[change, []]])))).toBe(rule)
})

const inPublic = async () => {
  const { status, data } = await visitor().get(fundPage, { params: { slug: 'bail' } })
  expect(status).toBe(200)
  return (data as { words: { text: string; month: Date }[] }).words
}

test('what was approved stands on the fund’s page with its month and nothing of who said it, until it is taken down', async () => {
  const words = await inPublic()
  expect(words).toEqual([{ text: 'Thank you.\nAll of you.', month: expect.any(Date) }])
  expect(words[0]?.month.toISOString()).toMatch(/-01T00:00:00/)
  expect(Object.keys(words[0] ?? {})).toEqual(['text', 'month'])

  // Words that hold their giver's name stay with the fund; an incident stops what stands there.
  await give({
    ...{ slug: 'bail', amount: '30', email: 'nia@donor.example', name: 'Nia Example' },
    more: { comment: 'Yours, NIA', commentPublic: 'on' },
  })
  await settled()
  const treasurer = await member(['treasurer'])
  const named = await treasurer.post(comments, {
    intentId: await intentOf('nia@donor.example'),
    step: 'approved',
  })
  expect([named.status, JSON.stringify(named.data)]).toEqual([
    409,
    expect.stringContaining('comment_names_its_donor'),
  ])
  expect(await inPublic()).toHaveLength(1)

  expect((await treasurer.post(comments, { intentId: shown, step: 'taken_down' })).status).toBe(303)
  expect(await inPublic()).toEqual([])
  expect(await steps()).toBe(4)
})

test('a donor sees their words and who can read them, takes one back for good, and nobody else’s', async () => {
  for (const name of ['ona', 'pia'])
    await give({
      ...{ slug: 'bail', amount: '30', email: `${name}@donor.example`, name: 'Giver Example' },
      more: { comment: `Words of ${name}.`, commentPublic: 'on' },
    })
  await settled()
  const treasurer = await member(['treasurer'])
  const intents = await Promise.all(['ona', 'pia'].map((name) => intentOf(`${name}@donor.example`)))
  const [ona = '', pia = ''] = intents
  expect((await treasurer.post(comments, { intentId: ona, step: 'approved' })).status).toBe(303)
  expect((await treasurer.post(comments, { intentId: pia, step: 'approved' })).status).toBe(303)
  expect((await inPublic()).map(({ text }) => text).toSorted()).toEqual(['Words of ona.', 'Words of pia.'])

  const donorId = (await db().donor.findUniqueOrThrow({ where: { email: 'ona@donor.example' } })).id
  const own = () => ownComments({ donorId, language: 'en' })
  expect(await own()).toMatchObject([{ intentId: ona, text: 'Words of ona.', state: 'shown' }])
  expect(await refusalOf(withdrawComment({ donorId, intentId: pia }))).toMatchObject({
    code: 'comment_unknown',
  })
  await fifty(() => withdrawComment({ donorId, intentId: ona }))
  expect(await own()).toMatchObject([{ state: 'kept' }])
  expect((await inPublic()).map(({ text }) => text)).toEqual(['Words of pia.'])
  expect(
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.auditEvent.count({ where: { action: 'comment.withdrawn', subjectId: ona } }),
    ),
  ).toBe(1)
  const page = (await treasurer.get(comments)).data as {
    comments: { intentId: string; isWithdrawn: boolean }[]
  }
  expect(page.comments.filter((one) => one.isWithdrawn).map(({ intentId }) => intentId)).toEqual([ona])
  const attack = (sql: string, values: string[] = []) =>
    brokenRule(namingViolations(() => run(world.appUrl, [[sql, values]])))
  const withdraw = 'insert into gift_comment_withdrawal (intent_id, occurred_at) values ($1::uuid, now())'
  expect(await attack(withdraw, [kept])).toBe('comment_is_public_by_consent')
  expect(await attack(withdraw, [ona])).toBe('comment_is_withdrawn_once')

  // Their file holds the words; erasing takes them out of every page.
  const texts: string[] = []
  for await (const { section, fields } of donorRows(donorId))
    if (section === 'words_to_funds') texts.push(String(fields.text))
  expect(texts).toEqual(['Words of ona.'])
  const other = (await db().donor.findUniqueOrThrow({ where: { email: 'pia@donor.example' } })).id
  await eraseMe({ donorId: other })
  expect(await inPublic()).toEqual([])
})

test('a name that is announced and has not begun is said nowhere yet', async () => {
  const donorId = (await db().donor.findUniqueOrThrow({ where: { email: 'kim@donor.example' } })).id
  const said = async () => [
    ...(await listComments({ fundIds: [fundId] })).map(({ fundName }) => fundName),
    ...(await listMatches({ fundIds: [fundId], limit: 10 })).map(({ fundName }) => fundName),
    ...(await ownComments({ donorId, language: 'en' })).map(({ fundName }) => fundName),
    ...(await impactOfDonor({ donorId, language: 'en' })).map(({ fund }) => fund),
  ]
  const before = await said()
  expect(new Set(before)).toEqual(new Set(['Bail Fund']))
  const from = dayAfter(new Date(), 7, 'America/Chicago')
  await givenNewWords({ fundId, from, name: 'Freedom Fund' })
  const known = await db().fundPurposeText.findMany({ where: { fundId, version: 2, language: 'en' } })
  expect(known).toMatchObject([{ name: 'Freedom Fund' }])
  expect(await said()).toEqual(before)
})
