import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { unsubscribeLink } from '#app/domain/impact-updates/unsubscribe-link.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db } from '#app/platform/db.ts'
import * as unsubscribePage from '#app/routes/_public.unsubscribe.$token.tsx'
import * as publicUpdatePage from '#app/routes/_public.updates.$slug.tsx'
import * as closes from '#app/routes/admin.closes/route.tsx'
import * as updatesList from '#app/routes/admin.updates._index.tsx'
import * as update from '#app/routes/admin.updates.$updateId._index/route.tsx'
import * as mail from '#app/routes/admin.updates.$updateId.mail.ts'
import * as publication from '#app/routes/admin.updates.$updateId.publication.tsx'
import * as compose from '#app/routes/admin.updates.new/route.tsx'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenBounce, givenMail } from '#tests/support/given-mail.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()

type Route = Parameters<ReturnType<typeof visitor>['get']>[0]
type Person = Awaited<ReturnType<typeof signedIn>>

const text = (language: string) => ({
  [`texts.${language}.title`]: `Summer, ${language}`,
  [`texts.${language}.situation`]: 'More people wait in jail.',
  [`texts.${language}.results`]: 'The pool posted bail.',
  [`texts.${language}.actions`]: 'Come to the meeting.',
})
const empty = (language: string) => Object.fromEntries(Object.keys(text(language)).map((name) => [name, '']))

let team: Team
let closeId: string
let updateId: string
let treasurer: Person
let intake: Person
let auditor: Person
let elsewhere: Person

beforeAll(async () => {
  team = await givenTeam()
  await givenGift(team.fundId, { amount: 50_00n, email: 'ana@donor.example' })
  await givenSomeoneHome(team)
  closeId = (await makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })).closeId
  updateId = await draft()
  const other = await givenTeam()
  const enter = async (id: string) => {
    await givenTotp(id)
    return signedIn(id)
  }
  treasurer = await enter(team.treasurer.id)
  intake = await enter(team.intake.id)
  auditor = await enter((await givenActor(team.fundId, ['auditor'])).id)
  const administrator = await givenActor(other.fundId, ['administrator'])
  elsewhere = await enter(administrator.id)
})

const draft = async () => {
  const words = { title: 'Summer', situation: 'Waiting.', results: 'Bail.', actions: 'Come.' }
  const composed = await composeUpdate({
    ...{ staffId: team.intake.id, closeId },
    texts: { en: words, es: { ...words, title: 'Verano' } },
  })
  return composed.updateId
}

describe('who is let in', () => {
  const one = () => ({ params: { updateId } })
  const loaders: [string, Route, () => { params?: Record<string, string> }][] = [
    ['closes', closes, () => ({})],
    ['the list', updatesList, () => ({})],
    ['composing', compose, () => ({})],
    ['one update', update, one],
    ['its mail', mail, one],
    ['its publication', publication, one],
  ]
  const actions: typeof loaders = [
    ['closes', closes, () => ({})],
    ['composing', compose, () => ({})],
    ['its publication', publication, one],
  ]

  test.each(loaders)('a stranger who opens %s is asked to sign in', async (_, route, asked) => {
    const { status, location } = await visitor().get(route, asked())
    expect(status).toBe(302)
    expect(location).toMatch(/^\/admin\/sign-in/)
  })

  test.each(actions)('a stranger who sends %s is asked to sign in', async (_, route, asked) => {
    const { status, location } = await visitor().post(route, {}, asked())
    expect(status).toBe(302)
    expect(location).toMatch(/^\/admin\/sign-in/)
  })

  test('the wrong role is refused', async () => {
    expect((await auditor.get(compose)).status).toBe(403)
    expect((await auditor.get(publication, one())).status).toBe(403)
    expect((await auditor.post(closes, { fundId: team.fundId })).status).toBe(403)
    expect((await auditor.post(compose, {})).status).toBe(403)
    expect((await auditor.post(publication, {}, one())).status).toBe(403)
    expect((await intake.get(publication, one())).status).toBe(403)
    expect((await treasurer.get(compose)).status).toBe(403)
    expect((await auditor.get(update, one())).status).toBe(200)
  })

  test('another fund’s update and close do not exist', async () => {
    expect((await elsewhere.get(update, one())).status).toBe(404)
    expect((await elsewhere.get(mail, one())).status).toBe(404)
    expect((await elsewhere.get(publication, one())).status).toBe(404)
    expect((await elsewhere.post(publication, {}, one())).status).toBe(404)
    expect((await elsewhere.post(closes, { fundId: team.fundId })).status).toBe(404)
    const { data } = await elsewhere.get(compose, { search: `?from=${updateId}` })
    expect(data).toMatchObject({ closes: [], from: null })
    const other = { closeId, ...text('en'), ...text('es'), ...empty('ar') }
    expect((await elsewhere.post(compose, other)).status).toBe(409)
    expect((await treasurer.get(update, { params: { updateId: 'x' } })).status).toBe(404)
  })
})

describe('closes', () => {
  test('the page shows truth and public figure side by side, and a close is made from it', async () => {
    await givenSomeoneHome(team)
    const { data } = await treasurer.get(closes)
    const [fund] = data.funds as { preview: { cutAt: Date; figures: { name: string; reason: string }[] } }[]
    expect(fund?.preview.figures.find(({ name }) => name === 'posted')?.reason).toBe('changes')

    const sent = { fundId: team.fundId, cutAt: fund?.preview.cutAt.toISOString() ?? '' }
    expect(await treasurer.post(closes, sent)).toMatchObject({
      status: 303,
      location: `/admin/closes#fund-${team.fundId}`,
    })
    // Pressed again, the same cut has been reached already.
    const again = await treasurer.post(closes, sent)
    expect(again.status).toBe(409)
    expect(again.data).toMatchObject({ refusal: { code: 'publication_cut_not_after_last' } })
    expect((await treasurer.post(closes, { fundId: 'x' })).status).toBe(422)
    expect((await treasurer.post(closes, { ...sent, k: '1' })).status).toBe(422)
  })
})

describe('updates', () => {
  test('what is missing comes back beside its field, with everything that was typed', async () => {
    const sent = { closeId, ...text('en'), ...text('es'), ...empty('ar'), 'texts.es.actions': ' ' }
    const back = await intake.post(compose, sent)
    expect(back.status).toBe(422)
    expect(back.data).toMatchObject({
      errors: { 'texts.es.actions': 'required' },
      values: { 'texts.en.title': 'Summer, en' },
    })
    const half = await intake.post(compose, {
      ...{ closeId, ...text('en'), ...text('es'), ...empty('ar') },
      'texts.ar.title': 'صيف',
    })
    expect(half.data).toMatchObject({ errors: { 'texts.ar.situation': 'required' } })
  })

  test('written, read as its donors will, published, and there for everyone', async () => {
    const sent = { closeId, ...text('en'), ...text('es'), ...empty('ar') }
    const { status, location } = await intake.post(compose, sent)
    expect(status).toBe(303)
    const id = location?.split('/').at(-1) ?? ''
    const { slug } = await db().impactUpdate.findUniqueOrThrow({ where: { id } })
    const there = { params: { slug } }
    expect((await visitor().get(publicUpdatePage, there)).status).toBe(404)

    const { data } = await treasurer.get(update, { params: { updateId: id } })
    const mails = data.mails as { language: string; written: boolean; text: string }[]
    expect(mails.map(({ language, written }) => [language, written])).toEqual([
      ['en', true],
      ['es', true],
      ['ar', false],
      ['vi', false],
      ['zh', false],
    ])
    expect(mails[0]?.text).toContain('The pool posted bail.')
    expect(mails[0]?.text).toContain('Your $50 is part of a shared pool')
    expect((await treasurer.get(mail, { params: { updateId: id }, search: '?language=es' })).status).toBe(200)

    const of = { params: { updateId: id } }
    // Besides the donor: a reader of news, one whose address is struck off, and one who is to be left alone.
    const reader = (email: string) =>
      db().donor.create({
        data: {
          ...{ email, name: 'Reader Example', language: 'es' },
          donorConsents: { create: { topic: 'news', givenAt: new Date(), source: 'sign-up' } },
        },
      })
    await reader('news@donor.example')
    await reader('struck@donor.example')
    const before = (await treasurer.get(publication, of)).data
    expect(before).toMatchObject({
      audience: {
        ...{ impact: 1, news: 2, stopped: 0 },
        languages: [
          { language: 'en', count: 1 },
          { language: 'es', count: 2 },
        ],
      },
    })
    await givenBounce(await givenMail({ email: 'struck@donor.example' }))
    expect((await treasurer.get(publication, of)).data).toMatchObject({
      audience: { impact: 1, news: 1, stopped: 1, languages: [{ count: 1 }, { language: 'es', count: 1 }] },
    })
    expect(await treasurer.post(publication, {}, of)).toMatchObject({ status: 303 })
    const again = await treasurer.post(publication, {}, of)
    expect(again.status).toBe(409)
    expect(again.data).toMatchObject({ refusal: { code: 'update_already_published' } })
    expect((await treasurer.get(update, of)).data).toMatchObject({
      update: { delivery: { sent: 0, waiting: 1, total: 1 } },
    })
    const { data: read } = await visitor().get(publicUpdatePage, there)
    expect(read).toMatchObject({ update: { title: 'Summer, en', language: 'en' } })
    const jobs = await db().$queryRaw`
      select 1 from graphile_worker._private_jobs where key = ${`impact.deliver:${id}`}`
    expect(jobs).toHaveLength(1)
  })

  test('a new draft begins with the words of an earlier one', async () => {
    const { data } = await intake.get(compose, { search: `?from=${updateId}` })
    expect(data).toMatchObject({ from: { closeId, texts: { en: { title: 'Summer' } } } })
    const [first] = data.closes as { figures: { name: string; sentences: Record<string, string> }[] }[]
    const people = first?.figures.find(({ name }) => name === 'people_freed')
    expect(people?.sentences.en).toMatch(/went home \(to /)
    expect(people?.sentences.ar).toMatch(/إلى البيت/)
  })
})

describe('a link to stop mails', () => {
  const tokenOf = (donorId: string) =>
    unsubscribeLink({ donorId, topic: 'impact', language: 'es' }).split('/').at(-1) ?? ''
  const consents = (donorId: string) => db().donorConsent.findMany({ where: { donorId } })

  test('ends nothing by being opened, and everything by one press or one click of a mail program', async () => {
    await givenGift(team.fundId, { amount: 20_00n, email: 'bo@donor.example' })
    const { id } = await db().donor.findUniqueOrThrow({ where: { email: 'bo@donor.example' } })
    const there = { params: { token: tokenOf(id) } }
    expect((await visitor().get(unsubscribePage, there)).data).toEqual({ topic: 'impact' })
    expect((await consents(id))[0]?.endedAt).toBeNull()

    const oneClick = { 'List-Unsubscribe': 'One-Click' }
    expect((await visitor().post(unsubscribePage, oneClick, there)).status).toBe(200)
    const [ended] = await consents(id)
    expect(ended).toMatchObject({ endedBy: 'donor' })
    expect((await visitor().post(unsubscribePage, {}, there)).data).toEqual({ stopped: true })
    expect((await consents(id))[0]?.endedAt).toEqual(ended?.endedAt)
  })

  test('that was made up stops nobody', async () => {
    const { id } = await db().donor.findUniqueOrThrow({ where: { email: 'ana@donor.example' } })
    for (const token of [
      'x',
      `${id}.impact.${'A'.repeat(43)}`,
      tokenOf(randomUUID()).replace(/^[^.]+/, id),
    ]) {
      expect((await visitor().get(unsubscribePage, { params: { token } })).status).toBe(404)
      expect((await visitor().post(unsubscribePage, {}, { params: { token } })).status).toBe(404)
    }
    expect((await consents(id))[0]?.endedAt).toBeNull()
  })
})
