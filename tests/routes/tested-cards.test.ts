import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { givingPause } from '#app/domain/defence/giving-pause.server.ts'
import { liftPause } from '#app/domain/defence/lift-pause.server.ts'
import { newFormToken } from '#app/domain/donations/form-token.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { formatDate } from '#app/words/dates.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits, shipped } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { entryOf, errorBeside, gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
// As behind a proxy, which writes the address that it sees last.
process.env.TRUST_PROXY = '1'
const app = await useApp(world)
const visitor = visitorTo(app.url)
const form = '/funds/bail/donate'
let administrator: Awaited<ReturnType<typeof givenActor>>

beforeAll(async () => {
  const fundId = await givenFund({ slug: 'bail', minimumGiftCents: 500n })
  administrator = await givenActor(fundId, ['administrator'])
})

const from = (address: string, said = '') => ({
  'x-forwarded-for': said ? `${said}, ${address}` : address,
})
const sessionOf = (answer: Response) => answer.headers.get('location')?.split('/').at(-1) ?? ''
const opened = async () => (await app.control.get<{ sessions: number }>('summary')).sessions
const anyone = () => `${randomUUID()}@donor.example`
let made = 0
const anyAddress = () => `100.${64 + (++made >> 16)}.${(made >> 8) & 255}.${made & 255}`

/** Many posts, a few at a time, as programs send them: for data, not for a page. How many opened a payment page, and which. */
async function flood(posts: number, headersOf: () => Record<string, string>) {
  const pages: string[] = []
  let left = posts
  const worker = async () => {
    while (left-- > 0) {
      const answer = await visitor.post(`${form}.data`, gift({ amount: '5', email: anyone() }), headersOf())
      const page = /\bcs_\w+/.exec(await answer.text())?.[0]
      if (page) pages.push(page)
      else expect(answer.status).toBe(409)
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return pages
}

async function givesWell(address: string): Promise<void> {
  const answer = await visitor.post(form, gift({ email: anyone(), name: 'Noor Example' }), from(address))
  expect(answer.status).toBe(303)
  const { status } = await app.control.post<{ status: string }>(`sessions/${sessionOf(answer)}/pay`)
  expect(status).toBe('complete')
}

test('a thousand posts with made-up addresses are one network to us; a hundred refused cards close its pages, and a good donor gives', async () => {
  await givenLimits(world)
  const before = await opened()
  const pages = await flood(1_000, () => from('203.0.113.66', anyAddress()))
  expect(pages).toHaveLength(shipped.fromNetwork)
  expect(await opened()).toBe(before + shipped.fromNetwork)
  const counts = await db().defenceCount.findMany({ where: { what: 'too_many_gifts_begun' } })
  // They are kept by the hour, and one may end among the thousand.
  expect(counts.reduce((sum, { times }) => sum + Number(times), 0)).toBe(1_000 - shipped.fromNetwork)

  // Refused cards, page after page: when the network is shut, every page of it is.
  let refused = 0
  for (let tried = 0; tried < 100; tried++) {
    const page = pages[tried % pages.length] ?? ''
    const answer = await app.control
      .post<{ status: string }>(`sessions/${page}/pay`, { card: '4000000000000002' })
      .catch(() => null)
    if (answer?.status === 'open') refused++
    if (tried % 5 === 4 && refused === tried + 1) await app.settled()
  }
  expect(refused).toBe(shipped.triesFromNetwork)
  expect(await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.failedTry.count())).toBe(refused)
  expect(await db().checkoutSession.count({ where: { state: 'open' } })).toBe(0)
  const again = await visitor.post(form, gift({ email: anyone() }), from('203.0.113.66'))
  expect(errorBeside(await again.text(), 'submit')).toContain('Banks refused many cards')

  expect(await givingPause()).toBeNull()
  await givesWell('198.51.100.5')
  // Whoever only tried cards is written to by nobody, and is nobody's donor.
  await app.settled()
  expect(await db().mail.findMany({ select: { message: true } })).toEqual([{ message: 'receipt' }])
  expect(await db().donor.count()).toBe(1)
}, 240_000)

test('from everywhere at once: the site lets so many begin, then the form pauses, says until when, and a person lifts it', async () => {
  await givenLimits(world, { onSite: 6 })
  const before = await opened()
  const pages = await flood(16, () => from(anyAddress()))
  expect(pages).toHaveLength(6)
  expect(await opened()).toBe(before + 6)

  const pause = await givingPause()
  const paused = 'Giving by card is paused'
  const page = await (await visitor.get(form)).text()
  expect(page).toContain(paused)
  expect(page).toContain('+1 555 0100')
  expect(page).toContain(formatDate(pause?.endsAt ?? new Date(0), 'en', 'America/Chicago', 'minute'))
  expect(page).not.toContain('name="token"')
  for (const [language, title] of [
    ['es', 'Las donaciones con tarjeta están en pausa'],
    ['ar', 'التبرع بالبطاقة متوقف الآن'],
    ['vi', 'Việc đóng góp bằng thẻ đang tạm ngừng'],
    ['zh', '用银行卡捐款已暂停'],
  ])
    expect(await (await visitor.get(`/${language}${form}`)).text()).toContain(title)
  // Whoever was writing just then keeps what they wrote, and may send it when the form opens again.
  const kept = gift({ amount: '75.50', email: anyone(), token: randomUUID() })
  const back = await visitor.post(form, kept, from('198.51.100.5'))
  expect(back.status).toBe(409)
  const html = await back.text()
  expect(html).toContain(paused)
  for (const name of ['amount', 'name', 'email', 'token']) expect(entryOf(html, name)).toBe(kept[name])

  await liftPause({ staff: administrator, pauseId: pause?.id ?? '', reason: 'attack_over' })
  expect(await (await visitor.get(form)).text()).not.toContain(paused)
  expect((await visitor.post(form, kept, from('198.51.100.5'))).status).toBe(303)
  await givesWell('198.51.100.6')
  expect(await brokenBooks()).toEqual([])
}, 240_000)

test('a form that was not sent out by us, or long ago, comes back whole and is sent again; one sent too fast is held back', async () => {
  await givenLimits(world, { leastSeconds: 4 })
  const address = from('198.51.100.9')
  const before = await opened()
  const kept: Record<string, string> = { ...gift({ amount: '33', email: anyone() }), token: randomUUID() }
  const foreign = await visitor.post(form, kept, address)
  expect(foreign.status).toBe(422)
  const html = await foreign.text()
  expect(errorBeside(html, 'submit')).toContain('could not tell where this form came from')
  for (const name of ['amount', 'name', 'email'] as const) expect(entryOf(html, name)).toBe(kept[name])
  expect(await opened()).toBe(before)

  const sent = performance.now()
  const fresh = { ...kept, token: entryOf(html, 'token') ?? '' }
  expect((await visitor.post(form, fresh, address)).status).toBe(303)
  expect(performance.now() - sent).toBeGreaterThan(500)
  const old = { ...kept, token: newFormToken(randomUUID(), new Date(Date.now() - 25 * 3_600_000)) }
  expect(errorBeside(await (await visitor.post(form, old, address)).text(), 'submit')).toContain(
    'more than a day',
  )
  expect((await visitor.post(form, { ...kept, website: 'x' }, address)).status).toBe(422)
  const counted = await db().defenceCount.findMany({
    where: { what: { in: ['form_foreign', 'form_too_old', 'trap'] } },
  })
  expect(Object.fromEntries(counted.map(({ what, times }) => [what, Number(times)]))).toEqual({
    ...{ form_foreign: 1, form_too_old: 1, trap: 1 },
  })
})

test('nobody learns who gives: known or not, every public page and form answers alike', async () => {
  await givenLimits(world)
  const { email } = await db().donor.findFirstOrThrow({ where: { email: { not: null } } })
  const known = email ?? ''
  const plain = async (answer: Response) => ({
    status: answer.status,
    location: answer.headers.get('location')?.replace(/cs_[\w]+/, '') ?? null,
    cookies: answer.headers.getSetCookie().length,
    // What differs from page to page: tokens, nonces, ids, and the address that was typed.
    text: (await answer.text())
      .replaceAll(/nonce="[^"]*"|[0-9a-f-]{36}\.\d+\.[\w-]+|\d{13}\.[\w-]+|[\w.-]+@[\w.]+example/g, '')
      .replaceAll(/[\w-]{36,}/g, ''),
  })
  const alike = async (ask: (email: string) => Promise<Response>) => {
    const [one, other] = [await plain(await ask(known)), await plain(await ask(anyone()))]
    expect(one).toEqual(other)
    return one.status
  }
  const address = from('198.51.100.20')
  expect(await alike((email) => visitor.post('/donor/sign-in', { email }, address))).toBe(200)
  expect(await alike((email) => visitor.post(form, gift({ email }), address))).toBe(303)
  expect(await alike((email) => visitor.post(form, gift({ email, amount: '1' }), address))).toBe(422)
  const signUp = async (email: string) => {
    const opened = entryOf(await (await visitor.get('/updates/sign-up', address)).text(), 'opened') ?? ''
    await new Promise((resolve) => setTimeout(resolve, 2_050))
    return visitor.post('/updates/sign-up', { email, topics: 'news', language: 'en', opened }, address)
  }
  expect(await alike(signUp)).toBeLessThan(500)
  // Over the measure of an address: the same words for a donor's and for any other.
  for (let more = 0; more < 6; more++)
    for (const email of [known, 'kim@donor.example']) await visitor.post(form, gift({ email }), address)
  const over = await Promise.all(
    [known, 'kim@donor.example'].map(async (email) =>
      plain(await visitor.post(form, gift({ email }), address)),
    ),
  )
  expect(over[0]).toEqual(over[1])
  expect(over[0]?.status).toBe(409)

  // Links that nobody was sent: one answer for what is made up and for what is there under another signature.
  const { thanksToken } = await db().giftIntent.findFirstOrThrow()
  const schedule = randomUUID()
  for (const path of ['/thanks/', '/monthly/', '/unsubscribe/', '/donor/sign-in/', '/updates/confirm/']) {
    const made = await Promise.all(
      [`${schedule}.${'x'.repeat(43)}`, `${thanksToken.slice(0, -2)}xx`, 'x'].map(
        async (token) => (await visitor.get(`${path}${token}`)).status,
      ),
    )
    expect([path, new Set(made).size]).toEqual([path, 1])
  }
})
