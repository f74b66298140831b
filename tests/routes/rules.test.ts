import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { reportPath } from '#app/domain/reports/report-path.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as certificates from '#app/routes/admin.certificates/route.tsx'
import * as reports from '#app/routes/admin.reports._index/route.tsx'
import * as report from '#app/routes/admin.reports.$fundId.$ruleId.$term/route.tsx'
import * as reportExport from '#app/routes/admin.reports.$fundId.$ruleId.$term_.export.tsx'
import * as reportFile from '#app/routes/admin.reports.$fundId.$ruleId.$term_.files.$exportId.ts'
import * as places from '#app/routes/admin.rules_.places/route.tsx'
import { givenReviewedRule, givenRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { entryOf, errorBeside, gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)
const browser = visitorTo(app.url)

type Role = Parameters<typeof givenActor>[1][number]

const slug = 'bail'
const place = 'US-ZZ'
let team: Team
let keeper: Team['intake']
let stranger: Awaited<ReturnType<typeof member>>
beforeAll(async () => {
  team = await givenTeam({ bank: 40_000_00n, fund: { slug } })
  keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place })
  const other = await givenFund()
  stranger = await member(['administrator', 'treasurer', 'approver'], other)
})

async function member(roles: Role[], fundId = team.fundId) {
  const { id } = await givenActor(fundId, roles)
  const { code } = await givenTotp(id)
  return { code, ...(await signedIn(id)) }
}
const asking = { kind: 'litigation', effect: 'blocks_soliciting', cap: cents(0n) } as const
const donate = (fields: Record<string, string> = {}, of = slug, language = '') =>
  browser.post(`${language}/funds/${of}/donate`, gift({ token: randomUUID(), ...fields }))

describe('a place that lets nobody ask for gifts', () => {
  const silent = 'silent'
  let fundId: string
  let schedule: string
  beforeAll(async () => {
    fundId = await givenFund({ slug: silent })
    const session = await donate({ frequency: 'monthly', amount: '20' }, silent)
    const id = session.headers.get('location')?.split('/').at(-1)
    await app.control.post(`sessions/${id}/pay`)
    await app.settled()
    schedule = (await db().recurringDonation.findFirstOrThrow()).stripeSubscriptionId
    const staff = await givenActor(fundId, ['administrator'])
    await addPlace({ staff, fundId, place: 'US-QQ' })
    await givenRule(staff, { ...asking, code: 'silence', place: 'US-QQ' })
  })

  test('unreviewed it only warns staff on the fund’s page; donors still give', async () => {
    const cookie = (await member(['auditor'], fundId)).cookie()
    const html = await (await browser.get(`/admin/funds/${fundId}`, { cookie })).text()
    expect(html).toContain('Counsel has not reviewed it, so it only warns, and donors can give.')
    expect((await donate({}, silent)).status).toBe(303)
  })

  test.each([
    ['', 'does not let us ask for gifts', '/funds"'],
    ['/es', 'no nos permite pedir donaciones', '/es/funds"'],
    ['/ar', 'لا تسمح لنا بطلب التبرعات', '/ar/funds"'],
  ])(
    'reviewed, donors read it in their language (%s), and a form that is sent anyway is refused',
    async (language, words, others) => {
      const staff = await givenActor(fundId, ['administrator'])
      await givenReviewedRule(staff, { ...asking, code: 'silence', place: 'US-QQ' })
      const before = await db().giftIntent.count()
      const html = await (await browser.get(`${language}/funds/${silent}/donate`)).text()
      expect(html).toContain(words)
      expect(html).toContain(others)
      expect(html).not.toContain('name="frequency"')
      expect(await (await browser.get(`${language}/funds/${silent}`)).text()).toContain(words)
      for (const frequency of ['once', 'monthly']) {
        const answer = await donate({ frequency }, silent, language)
        expect(answer.status).toBe(409)
        expect(await answer.text()).toContain(words)
      }
      expect(await db().giftIntent.count()).toBe(before)
    },
  )

  test('what runs goes on: the next month is charged and booked, and staff read that it does', async () => {
    await app.control.post('clock', { advanceSeconds: 32 * 86_400 })
    await app.settled()
    const { id } = await db().recurringDonation.findUniqueOrThrow({
      where: { stripeSubscriptionId: schedule },
    })
    expect(await db().payment.count({ where: { recurringDonationId: id } })).toBe(2)
    const cookie = (await member(['auditor'], fundId)).cookie()
    const html = await (await browser.get(`/admin/funds/${fundId}`, { cookie })).text()
    expect(html).toContain('Monthly gifts that run go on.')
  })
})

test('a proposal can be checked before it is sent: findings, the count so far, and all that was typed', async () => {
  await givenReviewedRule(keeper, { code: 'a-cap', place })
  const limit = { kind: 'bonds_per_period', bondCount: 3, periodDays: 90, cap: cents(0n) } as const
  await givenRule(keeper, { code: 'a-count', place, ...limit })
  await givenRule(keeper, {
    ...asking,
    code: 'a-charge',
    place,
    kind: 'excluded_charge_class',
    effect: 'warns',
  })
  await givenPostedBond(team, { principal: 100_00n })
  const cookie = (await member(['intake'])).cookie()
  const typed = {
    ...{ fundId: team.fundId, purposeCode: 'court_bail', principal: '2,500', fees: '40' },
    ...{ 'payees[0]': 'Larkspur County Clerk', venue: 'Larkspur County Court', evidenceNote: 'Seen.' },
  }
  const send = async (fields: Record<string, string>) => {
    const answer = await browser.post('/admin/disbursements/new', fields, { cookie })
    return { status: answer.status, html: await answer.text() }
  }
  const made = () =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.disbursement.count({ where: { fundId: team.fundId } }),
    )
  const before = await made()

  const checked = await send({ ...typed, intent: 'check' })
  expect(checked.status).toBe(200)
  expect(checked.html).toContain('At most $2,000.00 for one bond; this one is $2,500.00.')
  expect(checked.html).toContain('a-charge, version 1')
  expect(checked.html).toContain('a-count, US-ZZ: 1 of 3 bonds in 90 days so far; this would be number 2.')
  expect(entryOf(checked.html, 'venue')).toBe('Larkspur County Court')
  expect(checked.html).toContain('value="Larkspur County Clerk"')

  const early = await send({ ...typed, venue: '', 'payees[0]': '', intent: 'check' })
  expect([early.status, early.html.includes('At most $2,000.00')]).toEqual([200, true])
  const unreadable = await send({ ...typed, principal: 'a lot', intent: 'check' })
  expect(unreadable.status).toBe(422)
  expect(errorBeside(unreadable.html, 'principal')).not.toBeNull()
  const back = await send({ ...typed, venue: '' })
  expect([back.status, back.html.includes('At most $2,000.00')]).toEqual([422, true])
  const refused = await send({ ...typed, 'payees[0]': '' })
  expect(refused.status).toBeGreaterThanOrEqual(400)
  expect(refused.html).toContain('At most $2,000.00')
  const foreign = await send({ ...typed, fundId: randomUUID(), intent: 'check' })
  expect([foreign.status, foreign.html.includes('At most $2,000.00')]).toEqual([200, false])
  expect(await made()).toBe(before)
})

test('strangers sign in, posters see nothing, and another fund’s things are none', async () => {
  for (const page of [places, certificates, reports]) {
    expect(await visitor().get(page)).toMatchObject({ status: 302 })
    expect(await (await member(['poster'])).get(page)).toMatchObject({ status: 403 })
    expect(JSON.stringify((await stranger.get(page)).data)).not.toContain(team.fundId)
  }
  for (const page of [places, certificates])
    expect((await (await member(['intake'])).post(page, {})).status).toBe(403)
  const params = { fundId: team.fundId, ruleId: randomUUID(), term: '2026-01-01' }
  expect((await stranger.get(report, { params })).status).toBe(404)
  expect((await stranger.post(report, {}, { params })).status).toBe(404)
  expect((await stranger.get(reportFile, { params: { ...params, exportId: randomUUID() } })).status).toBe(404)
  expect((await stranger.get(reportExport, { params })).status).toBe(404)
  expect((await stranger.post(reportExport, { code: stranger.code(1) }, { params })).status).toBe(404)
  expect((await stranger.get(report, { params: { ...params, term: 'soon' } })).status).toBe(404)
})

test('without JavaScript: a place is ended by two people', async () => {
  await addPlace({ staff: keeper, fundId: team.fundId, place: 'US-YY' })
  const proposer = (await member(['administrator'])).cookie()
  const approver = (await member(['approver'])).cookie()
  const at = '/admin/rules/places'
  const { id: placeId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.fundPlace.findFirstOrThrow({ where: { place: 'US-YY' } }),
  )
  const propose = (reason: string) =>
    browser.post(at, { act: 'end_place', placeId, reason }, { cookie: proposer })
  const unsaid = await propose('')
  expect(unsaid.status).toBe(422)
  expect(errorBeside(await unsaid.text(), `reason-${placeId}`)).not.toBeNull()
  expect((await propose('no_longer_serves')).status).toBe(303)
  const twice = await propose('board_decision')
  expect(twice.status).toBe(409)
  expect(await twice.text()).toContain('It waits for another person.')

  const ending = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.fundPlaceEnding.findFirstOrThrow(),
  )
  const confirm = (cookie: string) =>
    browser.post(at, { act: 'decide_ending', endingId: ending.id, outcome: 'confirmed' }, { cookie })
  expect(await (await confirm(proposer)).text()).toContain('Whoever proposed it cannot confirm it.')
  expect(await (await browser.get(at, { cookie: approver })).text()).toContain('Confirm: stop serving it')
  expect((await confirm(approver)).status).toBe(303)
  expect(await (await browser.get(at, { cookie: approver })).text()).not.toContain('US-YY')
  expect(
    (await stranger.post(places, { act: 'end_place', placeId, reason: 'board_decision' })).data,
  ).toMatchObject({
    refusal: { code: 'place_unknown' },
  })
})

test('without JavaScript: a certificate is entered, seen by another, and ended', async () => {
  await givenRule(keeper, { ...asking, code: 'a-paper', place, kind: 'certificate', effect: 'warns' })
  const enterer = (await member(['administrator'])).cookie()
  const approver = (await member(['approver'])).cookie()
  const at = '/admin/certificates'
  const paper = {
    act: 'add',
    fundId: team.fundId,
    ruleCode: 'a-paper',
    number: 'ZZ-17',
    validFrom: '2026-01-01',
  }
  const post = (fields: Record<string, string>, cookie = enterer) => browser.post(at, fields, { cookie })
  const backwards = await post({ ...paper, validUntil: '2025-01-01' })
  expect(backwards.status).toBe(422)
  const html = await backwards.text()
  expect(errorBeside(html, 'validUntil')).toContain('cannot lie before the first')
  expect(entryOf(html, 'number')).toBe('ZZ-17')
  expect((await post({ ...paper, validUntil: '2099-01-01' })).status).toBe(303)
  expect((await post({ ...paper, validUntil: '2099-01-01' })).status).toBe(409)
  expect((await stranger.post(certificates, { ...paper, validUntil: '2099-01-01' })).status).toBe(404)

  const { id: certificateId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.certificate.findFirstOrThrow(),
  )
  expect(await (await post({ act: 'confirm', certificateId })).text()).toContain(
    'Someone else looks at the paper.',
  )
  expect((await post({ act: 'confirm', certificateId }, approver)).status).toBe(303)
  expect(await (await browser.get(at, { cookie: approver })).text()).toContain('Number ZZ-17.')
  const revoke = { act: 'revoke', certificateId, revokedOn: '2026-02-01' }
  expect(await (await post(revoke, approver)).text()).toContain('may')
  expect((await post(revoke)).status).toBe(303)
  expect(await (await browser.get(at, { cookie: approver })).text()).toContain(
    'No longer from February 1, 2026 on.',
  )
})

test('without JavaScript: a report is listed, drawn, taken as a file with a proof, and marked as filed', async () => {
  const ruleId = await givenReviewedRule(keeper, {
    ...{ code: 'a-report', place, kind: 'report_due', effect: 'report_due', cap: cents(0n) },
    ...{ bondKind: 'immigration_bond', period: 'per_event', withinDays: 5 },
    figures: ['bonds_posted', 'posted_cents'],
  })
  const { bondId } = await givenPostedBond(team, { kind: 'immigration_bond', principal: 1_500_00n })
  const { caseCode, postedAt } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findUniqueOrThrow({ where: { id: bondId } }),
  )
  const start = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(postedAt)
  const at = reportPath({ fundId: team.fundId, ruleId, start, caseCode })
  const treasurer = (await member(['treasurer'])).cookie()
  const someone = await member(['auditor'])
  const auditor = someone.cookie()
  const get = async (path: string, cookie = treasurer) => (await browser.get(path, { cookie })).text()
  expect(await get('/admin/reports')).toContain(`href="${at}"`)
  const page = await get(at)
  expect(page).toContain('$1,500.00')
  expect(page).toContain('This report names nobody.')
  expect(await get(at, auditor)).not.toContain('Mark it as filed')
  expect(page).toContain(`href="${at}/export"`)
  const unproved = await browser.post(`${at}/export`, { code: '' }, { cookie: auditor })
  expect(unproved.status).toBe(409)
  expect(await db().reportExport.count()).toBe(0)
  const made = await browser.post(`${at}/export`, { code: someone.code(1) }, { cookie: auditor })
  expect(made.status).toBe(302)
  const renewed = made.headers.get('set-cookie')?.split(';')[0] ?? ''
  const ready = await get(made.headers.get('location') ?? '', renewed)
  const fileAt = new RegExp(`href="(${at}/files/[0-9a-f-]+)"`).exec(ready)?.[1] ?? ''
  expect((await browser.get(fileAt, { cookie: treasurer })).status).toBe(404)
  const file = await browser.get(fileAt, { cookie: renewed })
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="a-report-${start}.csv"`)
  expect(await file.text()).toContain(`"${caseCode}","posted_dollars","1500.00"`)
  const taken = await db().auditEvent.findMany({ where: { action: 'report.exported', outcome: 'done' } })
  expect(taken, 'who took the file is kept').toMatchObject([{ fundId: team.fundId }])

  const filing = { filedOn: start, confirmation: 'DHS 26/7' }
  const post = (fields: Record<string, string>, cookie = treasurer) => browser.post(at, fields, { cookie })
  expect((await post(filing, renewed)).status).toBe(403)
  const misread = await post({ ...filing, confirmation: '<b>' })
  expect(misread.status).toBe(422)
  expect(entryOf(await misread.text(), 'filedOn')).toBe(start)
  expect((await post({ ...filing, filedOn: '2999-01-01' })).status).toBe(409)
  expect((await post(filing)).status).toBe(303)
  expect(await get(at)).toContain('Confirmation: DHS 26/7.')
  const twice = await post(filing)
  expect(twice.status).toBe(409)
  expect(await twice.text()).toContain('already been marked as filed')
})
