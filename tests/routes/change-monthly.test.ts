import { beforeAll, describe, expect, test } from 'vitest'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import * as monthly from '#app/routes/admin.monthly/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { changeAsDonor, tokenOf } from '#tests/support/given-monthly.ts'
import { entryOf, gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)
const visitor = visitorTo(app.url)

let fundId = ''
let elsewhere = ''
let rides = ''
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  elsewhere = await givenFund({ slug: 'elsewhere' })
  const words = { language: 'en', name: 'Rides Home', summary: 'Drives.', purpose: 'To drive people home.' }
  rides = await givenFund({ slug: 'rides', texts: [words] })
})

async function givenMonthlyGift(email: string) {
  const answer = await visitor.post('/funds/bail/donate', gift({ frequency: 'monthly', amount: '20', email }))
  const sessionId = answer.headers.get('location')?.split('/').at(-1)
  await app.control.post(`sessions/${sessionId}/pay`)
  await app.settled()
  const schedule = await db().recurringDonation.findFirstOrThrow({ where: { donor: { email } } })
  const link = (language = 'en') => scheduleLink(schedule.id, language).slice(app.url.length)
  return { ...schedule, link }
}

const amountOf = async (id: string) =>
  (await stripe().subscriptions.retrieve(id)).items.data[0]?.price.unit_amount

describe('a donor without a script', () => {
  let schedule: Awaited<ReturnType<typeof givenMonthlyGift>>
  beforeAll(async () => {
    schedule = await givenMonthlyGift('sol@donor.example')
  })

  test('stops a gift that was divided, and reads of every fund that had a part', async () => {
    const { id, link } = await givenMonthlyGift('lou@donor.example')
    const shares = [
      { fundId, share: 3n },
      { fundId: rides, share: 1n },
    ]
    await changeAsDonor(tokenOf(id), { kind: 'split', shares })
    await visitor.post(link(), { act: 'stop' })
    const page = await (await visitor.get(link())).text()
    expect(page).toContain('$20 each month to Bail Fund and Rides Home stopped on')
  })

  test('asks for another amount, sees what would happen, confirms it, and takes it back', async () => {
    const page = await (await visitor.get(schedule.link())).text()
    expect(page).toContain('Next charge')
    expect(entryOf(page, 'amount')).toBe('20')

    const address = `${schedule.link()}/change?change=amount&amount=35&coverFee=on`
    const preview = await visitor.get(address)
    expect([preview.status, preview.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const html = await preview.text()
    expect(html).toContain('$36.09')
    expect(html).toContain('Until now it was $20 each month')
    expect(html).not.toMatch(/sol@donor|Robin|<script/)
    expect(await amountOf(schedule.stripeSubscriptionId)).toBe(20_00)

    const form = Object.fromEntries(
      ['formKey', 'amountCents', 'nextChargeAt'].map((name) => [name, entryOf(html, name) ?? '']),
    )
    const done = await visitor.post(address, form)
    expect([done.status, done.headers.get('location')]).toEqual([303, `${schedule.link()}?done=amount`])
    expect((await visitor.post(address, form)).status).toBe(303)
    expect(await amountOf(schedule.stripeSubscriptionId)).toBe(36_09)
    expect(await (await visitor.get(`${schedule.link()}?done=amount`)).text()).toContain(
      'The amount is changed',
    )

    expect((await visitor.post(address, { ...form, formKey: crypto.randomUUID() })).status).toBe(409)
    const back = await (await visitor.get(`${schedule.link()}/change?change=undo`)).text()
    expect(back).toContain('$20')
  })

  test('what is typed wrongly comes back as it was typed, and moves nothing', async () => {
    const before = await amountOf(schedule.stripeSubscriptionId)
    const wrong = await visitor.get(`${schedule.link()}/change?change=amount&amount=1%2C00`)
    expect(wrong.status).toBe(422)
    expect(entryOf(await wrong.text(), 'amount')).toBe('1,00')
    const small = await visitor.get(`${schedule.link()}/change?change=amount&amount=1`)
    expect(small.status).toBe(409)
    const html = await small.text()
    expect(entryOf(html, 'amount')).toBe('1')
    expect(html).toContain('$5')
    for (const query of [
      '',
      'change=double',
      'change=day&day=31',
      'change=pause&until=never',
      'change=skip&x=1',
    ])
      expect((await visitor.get(`${schedule.link()}/change?${query}`)).status).toBe(422)
    expect((await visitor.post(`${schedule.link()}/change?change=skip`, {})).status).toBe(422)
    expect(await amountOf(schedule.stripeSubscriptionId)).toBe(before)
  })

  test.each(['en', 'es', 'ar'])('the pages speak %s', async (language) => {
    const page = await visitor.get(`${schedule.link(language)}/change?change=pause&until=`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(`<html lang="${language}"`)
    expect((await visitor.get(schedule.link(language))).status).toBe(200)
  })

  test('a link that was made up is a page that does not exist', async () => {
    const made = `/monthly/${schedule.id}.${'x'.repeat(43)}/change?change=pause&until=`
    expect((await visitor.get(made)).status).toBe(404)
    const confirmed = { formKey: crypto.randomUUID(), amountCents: '2000', nextChargeAt: '' }
    expect((await visitor.post(made, confirmed)).status).toBe(404)
    const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
    const real = `${schedule.link()}/change?change=pause&until=`
    expect((await visitor.post(real, confirmed, foreign)).status).toBe(403)
  })

  test('reads the words of every fund beside its share, and those of a new one before it is confirmed', async () => {
    const page = await (await visitor.get(schedule.link())).text()
    expect(page).toMatch(
      /What Rides Home is for<\/summary><p[^>]*>To drive people home\.<\/p>(?:(?!<\/details>).)*href="\/funds\/rides"/s,
    )
    const shares = { change: 'split', 'parts[0].fund': fundId, 'parts[0].share': '1' }
    const split = { ...shares, 'parts[1].fund': rides, 'parts[1].share': '1' }
    const address = `${schedule.link()}/change?${new URLSearchParams(split)}`
    const html = await (await visitor.get(address)).text()
    expect(html).toContain('To drive people home.')
    expect(html).toContain('Purpose, version 1')
    expect(html).not.toContain('To pay bail for people')
    const form = Object.fromEntries(
      ['formKey', 'amountCents', 'nextChargeAt', 'newWords'].map((name) => [name, entryOf(html, name) ?? '']),
    )
    expect((await visitor.post(address, { ...form, newWords: '' })).status).toBe(409)
    expect((await visitor.post(address, form)).headers.get('location')).toBe(`${schedule.link()}?done=split`)
  })
})

describe('the staff', () => {
  const member = async (of: string, roles: Parameters<typeof givenActor>[1]) => {
    const { id } = await givenActor(of, roles)
    await givenTotp(id)
    return signedIn(id)
  }

  test('see the gifts of their funds by state, and ask for a card where it was refused, once in three days', async () => {
    const { id, email } = { ...(await givenMonthlyGift('rio@donor.example')), email: 'rio@donor.example' }
    const standsAt = (state: string) => db().recurringDonation.update({ where: { id }, data: { state } })
    const treasurer = await member(fundId, ['treasurer'])
    const { data } = await treasurer.get(monthly, { search: '?view=active' })
    expect((data.schedules as { id: string }[]).map((each) => each.id)).toContain(id)
    expect(data.views).toEqual(expect.arrayContaining([expect.objectContaining({ view: 'active' })]))

    // A card that works never failed, and nobody writes that it did.
    for (const state of ['active', 'paused']) {
      await standsAt(state)
      expect(await treasurer.post(monthly, { scheduleId: id })).toMatchObject({
        status: 409,
        data: { refusal: { code: 'card_is_not_asked_for' } },
      })
    }
    expect(await db().mail.count({ where: { recipient: email, message: 'card-needed' } })).toBe(0)

    await standsAt('past_due')
    expect((await treasurer.post(monthly, { scheduleId: id })).status).toBe(303)
    expect(await treasurer.post(monthly, { scheduleId: id })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'card_is_asked_for_rarely' } },
    })
    expect((await treasurer.post(monthly, { scheduleId: 'x' })).status).toBe(422)
    expect((await treasurer.post(monthly, { scheduleId: crypto.randomUUID() })).status).toBe(404)
    expect(await db().mail.count({ where: { recipient: email, message: 'card-needed' } })).toBe(1)
  })

  test('of another fund find nothing, and an auditor only reads', async () => {
    const { id } = await db().recurringDonation.findFirstOrThrow()
    const stranger = await member(elsewhere, ['treasurer'])
    expect((await stranger.get(monthly)).data.schedules).toEqual([])
    expect((await stranger.post(monthly, { scheduleId: id })).status).toBe(404)
    const auditor = await member(fundId, ['auditor'])
    expect((await auditor.get(monthly)).status).toBe(200)
    expect((await auditor.post(monthly, { scheduleId: id })).status).toBe(403)
    expect((await (await member(fundId, ['intake'])).get(monthly)).status).toBe(403)
  })
})
