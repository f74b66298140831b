import { randomUUID } from 'node:crypto'
import { get, type IncomingMessage } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { decideRefundPolicy } from '#app/domain/refund-policies/decide-policy.server.ts'
import { proposeRefundPolicy } from '#app/domain/refund-policies/propose-policy.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { withinTheHour } from '#tests/support/within-the-hour.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world, { settleDelayMs: 3_000 })
const visitor = visitorTo(app.url)

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
  await givenFund({ slug: 'careful', policyName: 'standard' })
})

const give = async (slug: string) => {
  const answer = await visitor.post(`/funds/${slug}/donate`, gift({ token: randomUUID() }))
  const session = answer.headers.get('location')?.split('/').at(-1)
  await app.control.post(`sessions/${session}/pay`)
}
const totals = async (slug: string) => (await visitor.get(`/funds/${slug}/totals.json`)).json()

test('a gift is received, then booked; the totals grow by exactly that', async () => {
  await give('bail')
  const { thanksToken } = await db().giftIntent.findFirstOrThrow()
  const here = `/thanks/${thanksToken}`
  const waiting = await visitor.get(here)
  expect(waiting.headers.get('cache-control')).toBe('no-store')
  expect(waiting.headers.get('x-robots-tag')).toBe('noindex')
  expect(await waiting.text()).toContain('Received. It is being booked.')
  expect(await totals('bail')).toMatchObject({ fund: 'bail', currency: 'usd', raisedCents: 0, gifts: 0 })

  await app.settled()
  const booked = await (await visitor.get(here)).text()
  expect(booked).toContain('Your gift is in the pool')
  expect(booked).toMatch(/Receipt 1001/)
  expect(await totals('bail')).toMatchObject({ raisedCents: 50_00, gifts: 1, display: 'exact' })
  expect((await visitor.get('/thanks/made-up')).status).toBe(404)
})

test('the totals are open to every site, and a fund that is not there has none', async () => {
  const answer = await visitor.get('/funds/bail/totals.json', { origin: 'https://press.example' })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('set-cookie')).toBeNull()
  for (const slug of ['nowhere', 'operating'])
    expect((await visitor.get(`/funds/${slug}/totals.json`)).status).toBe(404)
})

test('a fund under the standard policy does not show the gifts of this hour', async () => {
  await withinTheHour()
  await give('careful')
  await app.settled()
  const shown = await totals('careful')
  expect(shown).toMatchObject({ raisedCents: 0, gifts: 0, display: 'hourly', demonstration: false })
  expect(shown.asOf).toMatch(/:00:00\.000Z$/)
  expect(await (await visitor.get('/funds/careful')).text()).not.toContain('$50')
})

test('a fund’s page prints its own refund policy, from the second yes on, in the language of its reader', async () => {
  const printed = async (prefix = '', slug = 'promising') =>
    (await visitor.get(`${prefix}/funds/${slug}`)).text()
  const fundId = await givenFund({ slug: 'promising' })
  const [one, other] = [
    await givenActor(fundId, ['administrator']),
    await givenActor(fundId, ['administrator']),
  ]
  const propose = (texts: { en: string; es?: string }) =>
    proposeRefundPolicy({
      staff: one,
      fundId,
      alone: 0n,
      days: null,
      texts: { es: '', ar: '', vi: '', zh: '', ...texts },
    })
  const confirm = async (policyId: string) => {
    const stepUpId = await givenStepUp(other.id, boundTo.confirmRefundPolicy(policyId))
    await decideRefundPolicy({ staff: other, fundId, policyId, decision: 'confirmed', stepUpId })
  }
  const usual = 'If something went wrong with your gift, write to us.'
  const { policyId } = await propose({ en: 'Within <b>90</b> days.', es: 'En 90 días.' })
  expect(await printed()).toContain(usual)
  expect(await printed()).not.toMatch(/Within|90\D{1,20}days/)

  await confirm(policyId)
  expect(await printed()).toContain('How refunds work')
  expect(await printed()).toContain('Within &lt;b&gt;90&lt;/b&gt; days.')
  expect(await printed()).not.toContain(usual)
  expect(await printed('/es')).toContain('En 90 días.')
  for (const prefix of ['/ar', '/vi', '/zh']) expect(await printed(prefix)).toContain('Within &lt;b&gt;90')
  expect(await printed('', 'bail')).toContain(usual)

  await confirm((await propose({ en: 'Within a week.' })).policyId)
  expect(await printed()).toContain('Within a week.')
  expect(await printed('/es')).toContain('Within a week.')
})

const publicPages = ['/', '/funds', '/funds/bail', '/funds/bail/donate']

describe.each(publicPages)('%s', (path) => {
  test('is sent with strict headers and no script but the small ones of its own', async () => {
    const page = await visitor.get(path)
    expect(page.status).toBe(200)
    const policy = page.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(page.headers.get('x-powered-by')).toBeNull()
    expect(page.headers.get('set-cookie')).toBeNull()

    const html = await page.text()
    expect(html).not.toMatch(/__remix|window\.\$RC/)
    expect(html).not.toContain('\0')
    for (const [tag] of html.matchAll(/<script[^>]*>/g))
      expect(tag).toMatch(/src="\/assets\/(give|live-total)-/)
    expect(nonce).toMatch(/^[\w+/=]{20,}$/)
    expect(html).not.toMatch(/(?:src|href)="https?:\/\/(?!localhost)/)
  })

  test.each(['es', 'ar'])('speaks %s under its prefix, and by cookie', async (language) => {
    const prefixed = await (await visitor.get(`/${language}${path === '/' ? '' : path}`)).text()
    expect(prefixed).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`)
    const chosen = await (await visitor.get(path, { cookie: `language=${language}` })).text()
    expect(chosen).toContain(`<html lang="${language}"`)
    const bent = await visitor.get(path, { cookie: 'language=../../etc', 'accept-language': 'xx' })
    expect(await bent.text()).toContain('<html lang="en"')
  })
})

test('the language is remembered by a form, which leads back and never to another site', async () => {
  const answer = await visitor.post('/language', { language: 'es', to: '/funds' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/funds'])
  expect(answer.headers.get('set-cookie')).toMatch(/^language=es;/)
  for (const to of ['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example'])
    expect((await visitor.post('/language', { language: 'es', to })).headers.get('location')).toBe('/')
  expect((await visitor.post('/language', { language: 'tlh', to: '/' })).status).toBe(400)
})

/** A file as it crosses the wire: how many bytes came, and what they say. */
async function wire(path: string): Promise<{ text: string; bytes: number }> {
  const { hostname, port } = new URL(app.url)
  const [answer, sent] = await new Promise<[IncomingMessage, Buffer]>((resolve, reject) => {
    const asked = { hostname, port, path, headers: { 'accept-encoding': 'br' } }
    get(asked, (response) => {
      const parts: Buffer[] = []
      response
        .on('data', (part) => parts.push(part))
        .on('end', () => resolve([response, Buffer.concat(parts)]))
    }).on('error', reject)
  })
  expect([path, answer.statusCode]).toEqual([path, 200])
  const body = answer.headers['content-encoding'] === 'br' ? brotliDecompressSync(sent) : sent
  return { text: body.toString(), bytes: sent.length }
}

const every = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found)

/** Everything that a page loads, and how much of it is script. */
async function weigh(path: string): Promise<{ page: string; all: number; script: number }> {
  const page = await wire(path)
  const styles = await Promise.all(every(page.text, /<link rel="stylesheet" href="([^"]+)"/g).map(wire))
  const fonts = styles.flatMap(({ text }) => every(text, /url\(["']?([^"')]+\.woff2)/g))
  const scripts = await Promise.all(every(page.text, /<script[^>]*src="([^"]+)"/g).map(wire))
  expect(scripts.length).toBeGreaterThan(0)
  const sum = (files: { bytes: number }[]) => files.reduce((total, { bytes }) => total + bytes, 0)
  const script = sum(scripts)
  const all = page.bytes + sum(styles) + script + sum(await Promise.all(fonts.map(wire)))
  return { page: page.text, all, script }
}

test('the donate page is light, with ten funds to choose from too: 40 kB on the wire with all that it loads, 5 kB of it script', async () => {
  for (let number = 2; number <= 10; number++) {
    const words = { name: `Fund ${number}`, summary: 'Helps.', purpose: 'To help people home.' }
    await givenFund({ slug: `fund-${number}`, texts: [{ language: 'en', ...words }] })
  }
  for (const path of ['/funds/bail/donate', '/ar/funds/bail/donate']) {
    const { page, all, script } = await weigh(path)
    expect(page).toContain('share.fund-10')
    expect(script).toBeLessThan(5_000)
    expect(all).toBeLessThan(40_000)
  }
})

test('text is sent compressed, and files of a build are kept for a year', async () => {
  const page = await visitor.get('/funds/bail/donate', { 'accept-encoding': 'br' })
  expect(page.headers.get('content-encoding')).toBe('br')
  expect(page.headers.get('cache-control')).toBe('no-store')
  const sheet = /href="(\/assets\/[^"]+\.css)"/.exec(await page.text())?.[1] ?? ''
  expect((await visitor.get(sheet)).headers.get('cache-control')).toContain('immutable')
})

test('an address that is no page is answered in words, in the language asked', async () => {
  const page = await visitor.get('/es/nada/de/esto')
  expect(page.status).toBe(404)
  expect(await page.text()).toContain('<html lang="es"')
  for (const path of ['/funds/%00', '/funds/..%2f..%2fetc', '/assets/none.js', '/.env', '/funds/%E0%A4%A'])
    expect((await visitor.get(path)).status).toBeLessThan(500)
  for (const path of ['/funds/%00', '/.env', '/build/server/index.js'])
    expect((await visitor.get(path)).status).toBe(404)
})

test('it says that it is alive and ready', async () => {
  expect((await visitor.get('/healthz')).status).toBe(200)
  expect((await visitor.get('/readyz')).status).toBe(200)
})

test('a closed fund still stands for all to read, last of all, and takes nothing', async () => {
  // Its place in the list was before all others.
  const ended = await givenFund({ slug: 'ended', position: -1 })
  const one = await givenActor(ended, ['administrator'])
  const other = await givenActor(ended, ['administrator'])
  await givenClosing([one, other], ended)
  await givenClosing([one, other], ended, 'closed')
  for (const [prefix, why, mark] of [
    ['', 'This fund is closed.', 'Closed'],
    ['/es', 'Este fondo está cerrado.', 'Cerrado'],
    ['/ar', 'هذا الصندوق مغلق.', 'مغلق'],
    ['/vi', 'Quỹ này đã đóng.', 'Đã đóng'],
    ['/zh', '这个基金已经关闭。', '已关闭'],
  ]) {
    const fund = await (await visitor.get(`${prefix}/funds/ended`)).text()
    expect(fund).toContain(why)
    expect(fund).not.toContain('/funds/ended/donate"')
    const form = await (await visitor.get(`${prefix}/funds/ended/donate`)).text()
    expect(form).toContain(why)
    expect(form).toContain(`href="${prefix}/funds/bail/donate"`)
    const list = await (await visitor.get(`${prefix}/funds`)).text()
    expect(list).toContain(mark)
    expect(list.lastIndexOf('/funds/ended"')).toBeGreaterThan(list.lastIndexOf('/funds/careful"'))
  }
  expect((await visitor.post('/funds/ended/donate', gift())).status).toBe(409)
})
