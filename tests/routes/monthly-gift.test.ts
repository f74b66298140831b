import { beforeAll, describe, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { catalogs } from '#app/words/catalogs.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const visitor = visitorTo(app.url)

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
})

async function givenMonthlyGift(email: string, prefix = '', slug = 'bail') {
  const answer = await visitor.post(
    `${prefix}/funds/${slug}/donate`,
    gift({ frequency: 'monthly', amount: '20', email }),
  )
  const sessionId = answer.headers.get('location')?.split('/').at(-1)
  await app.control.post(`sessions/${sessionId}/pay`)
  await app.settled()
  const schedule = await db().recurringDonation.findFirstOrThrow({ where: { donor: { email } } })
  const link = (language = 'en') => scheduleLink(schedule.id, language).slice(app.url.length)
  return { ...schedule, link }
}

const stateOf = async (id: string) =>
  (await db().recurringDonation.findUniqueOrThrow({ where: { id } })).state

test('the receipt carries a link that stops the gift with one click, in the language of the giver', async () => {
  const { id, link, stripeSubscriptionId } = await givenMonthlyGift('sol@donor.example', '/es')
  const mail = await db().mail.findFirstOrThrow({ where: { recipient: 'sol@donor.example' } })
  expect(JSON.stringify(mail.props)).toContain(`${app.url}${link('es')}`)

  const page = await visitor.get(link('es'))
  expect(page.status).toBe(200)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('x-robots-tag')).toBe('noindex')
  const html = await page.text()
  expect(html).toContain('Su donación mensual')
  expect(html).toContain('$20')
  expect(html).not.toMatch(/sol@donor|Robin|<script/)

  const answer = await visitor.post(link('es'), { act: 'stop' })
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe(link('es'))
  expect(await (await visitor.get(link('es'))).text()).toContain('está parada')
  expect(await stateOf(id)).toBe('cancelled')
  expect((await stripe().subscriptions.retrieve(stripeSubscriptionId)).status).toBe('canceled')

  expect((await visitor.post(link(), { act: 'stop' })).status).toBe(303)
  await app.control.post('clock', { advanceSeconds: 40 * 86_400 })
  await app.settled()
  expect(await db().payment.count({ where: { recurringDonationId: id } })).toBe(1)
  const told = await db().mail.count({
    where: { recipient: 'sol@donor.example', message: 'monthly-cancelled' },
  })
  expect(told).toBe(1)
  expect(await brokenBooks()).toEqual([])
})

describe('with a gift that runs', () => {
  let monthly: Awaited<ReturnType<typeof givenMonthlyGift>>
  beforeAll(async () => {
    monthly = await givenMonthlyGift('rio@donor.example')
  })

  test.each(['en', 'es', 'ar'])('the page speaks %s', async (language) => {
    const page = await visitor.get(monthly.link(language))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(`<html lang="${language}"`)
  })

  test('its card is changed at Stripe', async () => {
    const answer = await visitor.post(monthly.link('es'), { act: 'card' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(new RegExp(`^${world.sandbox.url}/billing/`))
  })

  test('a mail’s link leads there with one click, and leaves nothing at Stripe where nobody reads', async () => {
    const click = (headers = {}) => visitor.get(`${monthly.link('es')}/card`, headers)
    const answer = await click()
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(new RegExp(`^${world.sandbox.url}/billing/`))
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await click({ 'sec-purpose': 'prefetch' })).headers.get('location')).toBe(monthly.link('es'))

    await app.control.post('fail', { route: 'POST /v1/billing_portal/sessions', times: 3, replayed: false })
    const later = (await click()).headers.get('location') ?? ''
    await app.control.remove('fail')
    expect(later).toBe(`${monthly.link('es')}?card=later`)
    expect(await (await visitor.get(later)).text()).toContain(catalogs.es.errors?.stripe_unavailable)
  })

  test('what is neither is refused, and another site cannot press the button', async () => {
    expect((await visitor.post(monthly.link(), { act: 'double' })).status).toBe(422)
    const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
    expect((await visitor.post(monthly.link(), { act: 'stop' }, foreign)).status).toBe(403)
    expect(await stateOf(monthly.id)).toBe('active')
  })

  test('a link that was made up is a page that does not exist', async () => {
    const made = [`${monthly.id}.${'x'.repeat(43)}`, monthly.id, 'x', '%00', `${monthly.link().slice(9)}x`]
    for (const token of made) {
      expect((await visitor.get(`/monthly/${token}`)).status).toBe(404)
      const card = await visitor.get(`/monthly/${token}/card`)
      expect(card.headers.get('location') ?? '').not.toContain('/billing/')
      expect((await visitor.post(`/monthly/${token}`, { act: 'stop' })).status).toBe(404)
      expect((await visitor.post(`/monthly/${token}`, { act: 'card' })).status).toBe(404)
    }
    expect(await stateOf(monthly.id)).toBe('active')
  })

  test('when Stripe is away it says that the gift still runs, and stops it later', async () => {
    await app.control.post('fail', { route: 'GET /v1/subscriptions/:id', times: 3 })
    const answer = await visitor.post(monthly.link(), { act: 'stop' })
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('this gift still runs')
    await app.control.post('fail', { route: 'POST /v1/billing_portal/sessions', times: 3, replayed: false })
    expect((await visitor.post(monthly.link(), { act: 'card' })).status).toBe(409)
    await app.control.remove('fail')

    await app.control.post('fail', { route: 'DELETE /v1/subscriptions/:id', mode: 'reset', times: 1 })
    expect((await visitor.post(monthly.link(), { act: 'stop' })).status).toBe(303)
    expect(await stateOf(monthly.id)).toBe('cancelled')
    const ended = await visitor.get(`${monthly.link()}/card`)
    expect(ended.headers.get('location')).toBe(monthly.link())
  })
})

test('while its fund is paused, the page offers no rest with a day at its end', async () => {
  const fundId = await givenFund({ slug: 'pausing' })
  const { link } = await givenMonthlyGift('uma@donor.example', '', 'pausing')
  const offered = async () => [...(await (await visitor.get(link())).text()).matchAll(/<details id="(\w+)"/g)]
  expect((await offered()).map(([, kind]) => kind)).toContain('pause')
  const staff = await givenActor(fundId, ['administrator'])
  await changeFundState({ staff, fundId, to: 'paused', reason: 'board_decision' })
  await app.settled()
  expect((await offered()).map(([, kind]) => kind)).toEqual(['amount', 'split'])
  const page = await (await visitor.get(link())).text()
  expect(page).toContain('takes no gifts at the moment')
  expect(page).toContain('change=pause&amp;until=')
})
