import { request } from 'node:http'
import { JSDOM } from 'jsdom'
import { beforeAll, expect, test } from 'vitest'
import { newFormToken } from '#app/domain/donations/form-token.ts'
import { unsubscribeLink } from '#app/domain/impact-updates/unsubscribe-link.ts'
import { pageOpened } from '#app/domain/mail-sign-ups/page-opened.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { tributeLink } from '#app/domain/tributes/tribute-link.ts'
import { donorSession } from '#app/http/session.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db } from '#app/platform/db.ts'
import { wordsFor } from '#app/words/words.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenDonorLink, givenDonorSession } from '#tests/support/given-donor.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const visitor = visitorTo(app.url)

type Sent = { action: string; own: boolean; fields: { name: string; type: string; value: string }[] }
const forms = new Map<string, Sent>()
let cookie = ''
let monthlyPath = ''

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
  await givenFund({ slug: 'rides' })
  const tribute = { tribute: 'honour', tributeName: 'June Example', tributeEmail: 'kim@reader.example' }
  const answer = await visitor.post(
    '/funds/bail/donate',
    gift({ frequency: 'monthly', amount: '20', ...tribute }),
  )
  await app.control.post(`sessions/${answer.headers.get('location')?.split('/').at(-1)}/pay`)
  await app.settled()
  const { id, donorId, intentId } = await db().recurringDonation.findFirstOrThrow()
  cookie = donorSession.begun(await givenDonorSession(donorId)).split(';')[0] ?? ''
  const pathOf = (link: string) => new URL(link).pathname
  monthlyPath = pathOf(scheduleLink(id, 'en'))
  const strangers = [
    '/funds/bail/donate',
    '/ar/funds/bail/donate',
    '/updates/sign-up',
    '/donor/sign-in',
    `/donor/sign-in/${await givenDonorLink(donorId)}`,
    monthlyPath,
    `${monthlyPath}/change?change=amount&amount=35`,
    pathOf(tributeLink({ intentId, language: 'en' })),
    pathOf(unsubscribeLink({ donorId, topic: 'impact', language: 'en' })),
  ]
  const own = ['', '/monthly', '/impact', '/documents', '/settings', '/erasure'].map(
    (path) => `/donor${path}`,
  )
  for (const path of strangers) await collect(path, false)
  for (const path of own) await collect(path, true)
})

/** Every form that a page sends, as it stands there, filled in a minute ago. */
async function collect(path: string, own: boolean): Promise<void> {
  const page = await visitor.get(path, own ? { cookie } : {})
  expect([path, page.status]).toEqual([path, 200])
  const { document } = new JSDOM(await page.text(), { url: app.url + path }).window
  for (const form of document.querySelectorAll<HTMLFormElement>('form[method=post]')) {
    const fields = [...form.elements]
      .map((field) => field as HTMLInputElement)
      // The trap for programs: what fills it in is told what everyone is told.
      .filter(({ name }) => name !== '' && name !== 'website')
      .map(({ name, type, value }) => ({ name, type, value: renewed(name) ?? value }))
    const { pathname, search } = new URL(form.action)
    if (/\/(?:sign-out|language)$/.test(pathname)) continue
    forms.set([pathname, ...fields.map(({ name, value }) => `${name}=${value}`)].join(' ').slice(0, 300), {
      ...{ action: pathname + search, own, fields },
    })
  }
}

const aMinuteAgo = new Date(Date.now() - 60_000)
const opened = await asOfTime(aMinuteAgo, async () => pageOpened())

function renewed(name: string): string | null {
  if (name === 'token') return newFormToken(crypto.randomUUID(), aMinuteAgo)
  return name === 'opened' ? opened : null
}

const typed = new Set(['text', 'textarea', 'search', 'email', 'tel', 'url', 'number', 'date'])
const chosen = new Set(['hidden', 'select-one', 'radio', 'submit'])

/** As it stands, with one field otherwise; of several with one name the first is sent. */
function bodyWith({ fields }: Sent, change: { name: string; value: string }): Record<string, string> {
  const body: Record<string, string> = {}
  for (const { name, type, value } of fields)
    if (type !== 'checkbox') body[name] ??= typed.has(type) && value === '' ? example(name) : value
  return { ...body, [change.name]: change.value }
}

/** Nothing else is wrong with the form. */
const example = (name: string): string => (/email/i.test(name) ? 'new@donor.example' : '')

const send = ({ action, own }: Sent, body: Record<string, string>): Promise<Response> =>
  visitor.post(action, body, own ? { cookie } : {})

/** What comes by the clock, whatever is sent: the seals of the audit, the worker's beat, how far a walk came. */
const writtenByTheClock = ['audit_seal', 'worker_heartbeat', 'sweep_cursor']

const counts = (): Promise<Record<string, number>> =>
  asOwner(world.ownerUrl, null, async (owner) => {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
        where schemaname = 'public' and relname <> all ($1) order by 1`,
      [['_prisma_migrations', 'refused_form', ...writtenByTheClock]],
    )
    const { rows } = await owner.query<{ name: string; n: number }>(
      tables
        .map(({ name }) => `select '${name}' as name, count(*)::int as n from ${name}`)
        .join(' union all '),
    )
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
  })

/** What each of these fields answers to a value, eight at a time. */
async function tryAll(
  kinds: Set<string>,
  values: string[],
  judge: (place: string, answer: Response, value: string) => Promise<string | null>,
): Promise<string[]> {
  const tries = [...forms.values()].flatMap((form) =>
    form.fields
      .filter(({ type }) => kinds.has(type))
      .flatMap(({ name }) => values.map((value) => ({ form, name, value }))),
  )
  const found: string[] = []
  for (let from = 0; from < tries.length; from += 8)
    await Promise.all(
      tries.slice(from, from + 8).map(async ({ form, name, value }) => {
        const place = `${form.action.replace(/[\w.-]{30,}/g, '…')} ${name}=${JSON.stringify(value.slice(0, 30))}`
        const wrong = await judge(place, await send(form, bodyWith(form, { name, value })), value)
        if (wrong) found.push(wrong)
      }),
    )
  return found
}

const isRefused = async (place: string, { status }: Response) =>
  status >= 400 && status < 500 ? null : `${place} answers ${status}`

test('what no field takes is refused by every field alone, and nothing is stored', async () => {
  expect(forms.size).toBeGreaterThan(15)
  const before = await counts()
  expect(await tryAll(typed, ['Robin\0Example', 'Å'.repeat(30_000)], isRefused)).toEqual([])
  const noChoice = `'; drop table gift_intent; --<script>alert(1)</script>`
  expect(await tryAll(chosen, [noChoice], isRefused)).toEqual([])
  expect(await counts()).toEqual(before)
})

/** A click on a link that stops something works whatever comes along with it. */
const stopsAnyway = /^\/(?:unsubscribe|monthly|tribute)\/[^/]+$|^\/donor\/sign-in\/./

test('a field that no form has is refused, whatever it is called', async () => {
  const before = await counts()
  const found: string[] = []
  for (const form of forms.values()) {
    if (stopsAnyway.test(form.action)) continue
    for (const name of ['currency', '__proto__', 'constructor', 'amount[0]', 'donorId'])
      found.push(
        (await isRefused(
          `${form.action} with ${name}`,
          await send(form, bodyWith(form, { name, value: 'eur' })),
        )) ?? '',
      )
  }
  expect(found.filter(Boolean)).toEqual([])
  expect(await counts()).toEqual(before)
})

test('a larger body than any form’s is refused in words before it is read', async () => {
  const { port } = new URL(app.url)
  const { t } = wordsFor('en')
  const actions = [...new Set([...forms.values()].map(({ action }) => action))]
  for (const path of actions) {
    const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const headers = { 'Content-Length': 10 * 1024 * 1024, Origin: app.url, 'Sec-Fetch-Site': 'same-origin' }
      const sending = request({ host: 'localhost', port, method: 'POST', path, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part) => {
          text += part
        })
        response.on('end', () => {
          resolve({ status: response.statusCode, text })
          sending.destroy()
        })
      })
      sending.once('error', reject)
      sending.flushHeaders()
    })
    const says = wordsFor(path.startsWith('/ar/') ? 'ar' : 'en').t('errors:form_too_large')
    expect([path, answer.status, answer.text.trim()]).toEqual([path, 413, says])
  }
  expect(t('errors:form_too_large')).not.toContain('form_too_large')
})

test('text that means something elsewhere means nothing here', async () => {
  const texts = [
    '=HYPERLINK("https://evil.example";"x")',
    `"><script>alert(1)</script>'; drop table donor; --`,
    'new@donor.example\r\nBcc: all@evil.example',
    '{{7*7}} {amount} {0} %00%0d%0a ../../etc/passwd',
  ]
  const isHarmless = async (place: string, answer: Response) => {
    if (answer.status >= 500) return `${place} answers ${answer.status}`
    if (answer.headers.get('bcc')) return `${place} writes a header`
    const html = await answer.text()
    return html.includes('<script>alert(1)') ? `${place} says it raw` : null
  }
  expect(await tryAll(typed, texts, isHarmless)).toEqual([])
  await app.settled()
  const mails = await db().mail.findMany({ select: { recipient: true } })
  for (const { recipient } of mails) expect(recipient).toMatch(/^[\w.-]+@(?:donor|reader)\.example$/)
  expect(await brokenBooks()).toEqual([])
})

test.each([
  ['1e3', 'amount_not_a_number'],
  ['-5', 'amount_negative'],
  ['0', 'amount_negative'],
  ['0.001', 'amount_too_many_decimals'],
  ['€25', 'amount_not_a_number'],
  ['25 EUR', 'amount_not_a_number'],
  ['CAD 25', 'amount_not_a_number'],
])('a monthly gift is not changed to %s, which is kept as it was typed', async (amount, code) => {
  const before = await counts()
  const query = new URLSearchParams({ change: 'amount', amount })
  const page = await visitor.get(`${monthlyPath}/change?${query}`)
  expect(page.status).toBeGreaterThanOrEqual(400)
  const html = await page.text()
  const { document } = new JSDOM(html).window
  expect(document.querySelector('#amount-error')?.textContent).toContain(wordsFor('en').t(`errors:${code}`))
  expect(document.querySelector<HTMLInputElement>('[name=amount]')?.value).toBe(amount)
  expect(await counts()).toEqual(before)
})

test('digits of another keyboard are read as the same number, on Arabic pages and on English ones', async () => {
  const rides = await db().fund.findUniqueOrThrow({ where: { slug: 'rides' } })
  for (const prefix of ['', '/ar']) {
    const look = async (query: Record<string, string>) => {
      const page = await visitor.get(`${prefix}${monthlyPath}/change?${new URLSearchParams(query)}`)
      const { document } = new JSDOM(await page.text()).window
      return [page.status, document.querySelector<HTMLInputElement>('[name=amountCents]')?.value]
    }
    for (const amount of ['٢٥', '۲۵', '２５', '25'])
      expect([amount, ...(await look({ change: 'amount', amount }))]).toEqual([amount, 200, '2500'])
    expect((await look({ change: 'day', day: '١٥' }))[0]).toBe(200)
    for (const day of ['1e1', '0x10', '1.5', '29', '٠', ''])
      expect([day, (await look({ change: 'day', day }))[0]]).not.toEqual([day, 200])
    const split = { change: 'split', 'parts[0].fund': rides.id, 'parts[0].share': '٣' }
    expect((await look(split))[0]).toBe(200)
  }
})
