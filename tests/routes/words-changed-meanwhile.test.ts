import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { newFormToken } from '#app/domain/donations/form-token.ts'
import { dayOf, startOfDay } from '#app/domain/recurring-donations/charge-dates.ts'
import { db } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits } from '#tests/support/given-defence.ts'
import { givenNewWords } from '#tests/support/given-purpose.ts'
import { entryOf, gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const visitor = visitorTo(app.url)
const timezone = 'America/Chicago'
const newWords = 'To pay bail, and rides to court.'

/** Today has begun with new words of the bail fund; the rides fund says what it always said. */
const midnight = startOfDay(dayOf(new Date(), timezone), timezone)
beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail' })
  await givenFund({ slug: 'rides' })
  await givenNewWords({ fundId, from: dayOf(midnight, timezone), name: 'New Bail', purpose: newWords })
  await givenLimits(world, { fromNetwork: 1_000, forEmail: 1_000, onSite: 10_000 })
})

const evening = (form: string = randomUUID()) => newFormToken(form, new Date(midnight.getTime() - 1_000))
const versions = async (email: string) =>
  (await db().giftIntentPart.findMany({ where: { intent: { email } }, include: { fundPurpose: true } })).map(
    ({ fundPurpose }) => fundPurpose.version,
  )
const traces = async () => [
  await app.control.get<{ sessions: number }>('summary').then(({ sessions }) => sessions),
  await db().giftIntent.count(),
]

test.each([
  ['', 'has changed since you opened this page'],
  ['/es', 'cambió para qué se usan las donaciones'],
  ['/ar', 'تغيّر ما تُستخدم فيه التبرعات'],
  ['/vi', 'đã thay đổi từ khi quý vị mở trang này'],
  ['/zh', '捐款的用途说明已经更改'],
])(
  '%s: words that began after the form left are shown before anything is stored; the form comes back whole and is taken',
  async (language, said) => {
    const email = `${randomUUID()}@donor.example`
    const id = randomUUID()
    const filled = gift({
      ...{ token: evening(id), amount: '37', email, frequency: 'monthly', coverFee: 'on' },
      ...{ comment: 'For all who wait.', 'share.rides': '12' },
    })
    const before = await traces()
    const answer = await visitor.post(`${language}/funds/bail/donate`, filled)
    expect(answer.status).toBe(422)
    expect(await traces()).toEqual(before)
    const html = await answer.text()
    expect(html).toContain(said)
    expect(html).toContain('href="#purpose"')
    expect(html).toMatch(/id="purpose"[\s\S]*To pay bail, and rides to court\./)
    for (const name of ['amount', 'email', 'name', 'share.rides'])
      expect(entryOf(html, name)).toBe(filled[name])
    expect(html).toContain('For all who wait.')
    expect(entryOf(html, 'coverFee')).not.toBeNull()

    const token = entryOf(html, 'token') ?? ''
    expect(token.split('.')[0]).toBe(id)
    const again = await visitor.post(`${language}/funds/bail/donate`, { ...filled, token })
    expect(again.status).toBe(303)
    expect((await versions(email)).sort()).toEqual([1, 2])
  },
)

test.each([
  ['', 'What New Bail is for'],
  ['/es', 'Para qué es New Bail'],
  ['/ar', 'الغرض من \u2068New Bail\u2069'],
  ['/vi', 'New Bail dùng vào việc gì'],
  ['/zh', 'New Bail 的用途'],
])('%s: the words of each other fund stand beside it, with the way to its page', async (language, said) => {
  const page = await (await visitor.get(`${language}/funds/rides/donate`)).text()
  const words = newWords.replaceAll('.', '\\.')
  const toItsPage = `(?:(?!</details>).)*href="${language}/funds/bail"`
  expect(page).toMatch(new RegExp(`<summary[^>]*>${said}</summary><p[^>]*>${words}</p>${toItsPage}`, 's'))
})

test('of a part for another fund that fund’s new words are shown, by its name', async () => {
  const email = `${randomUUID()}@donor.example`
  const filled = gift({ token: evening(), email, also: 'bail' })
  const answer = await visitor.post('/funds/rides/donate', filled)
  expect(answer.status).toBe(422)
  const html = await answer.text()
  expect(html).toMatch(/id="purpose"[\s\S]*<h3[^>]*>New Bail<\/h3>[\s\S]*To pay bail, and rides to court\./)
  expect(await versions(email)).toEqual([])
  const alone = await visitor.post('/funds/rides/donate', gift({ token: evening(), email }))
  expect(alone.status).toBe(303)
  expect(await versions(email)).toEqual([1])
})

test('a form that is older than a day, and older than the words, says both; what else is to be mended first loses neither', async () => {
  const email = `${randomUUID()}@donor.example`
  const dayOld = newFormToken(randomUUID(), new Date(Date.now() - 25 * 3_600_000))
  const filled = gift({ token: dayOld, email })
  const unreadable = await (await visitor.post('/funds/bail/donate', { ...filled, amount: 'x' })).text()
  expect(entryOf(unreadable, 'token')).toBe(dayOld)
  const html = await (await visitor.post('/funds/bail/donate', filled)).text()
  expect(html).toContain('has changed since you opened this page')
  expect(html).toContain('open for more than a day')
  const again = { ...filled, token: entryOf(html, 'token') ?? '' }
  expect((await visitor.post('/funds/bail/donate', again)).status).toBe(303)
  expect(await versions(email)).toEqual([2])
})

test('a form that left after midnight is taken at once', async () => {
  const email = `${randomUUID()}@donor.example`
  const page = await (await visitor.get('/funds/bail/donate')).text()
  const sent = gift({ token: entryOf(page, 'token') ?? '', email })
  expect((await visitor.post('/funds/bail/donate', sent)).status).toBe(303)
  expect(await versions(email)).toEqual([2])
})
