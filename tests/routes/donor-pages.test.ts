import { beforeAll, describe, expect, test } from 'vitest'
import { giftsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import * as confirmEmail from '#app/routes/_public.donor.email.$token.tsx'
import * as gifts from '#app/routes/donor._index.tsx'
import * as file from '#app/routes/donor.data.$format.ts'
import * as documents from '#app/routes/donor.documents.tsx'
import * as erasure from '#app/routes/donor.erasure.tsx'
import * as impact from '#app/routes/donor.impact.tsx'
import * as monthly from '#app/routes/donor.monthly.tsx'
import * as settings from '#app/routes/donor.settings.tsx'
import { givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedInDonor, visitor } from './visitor.ts'

const world = await useWorld()
const { give, settled, control } = await useRunning(world)

const donorOf = (email: string) => db().donor.findUniqueOrThrow({ where: { email } })
const paymentOf = (email: string) =>
  db().payment.findFirstOrThrow({ where: { donor: { email } }, orderBy: { occurredAt: 'desc' } })

let robin: Awaited<ReturnType<typeof signedInDonor>>
let other: Awaited<ReturnType<typeof signedInDonor>>

beforeAll(async () => {
  const team = await givenTeam({ bank: 20_000_00n, fund: { slug: 'bail' } })
  await give({ slug: 'bail', amount: '50', coverFee: true, updates: true, email: 'robin@donor.example' })
  await give({ slug: 'bail', amount: '20', frequency: 'monthly', email: 'robin@donor.example' })
  await give({ slug: 'bail', amount: '30', email: 'other@donor.example', name: '=cmd|other' })
  await settled()
  await givenSomeoneHome(team, { principal: 5_000_00n })
  await makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
  robin = await signedInDonor((await donorOf('robin@donor.example')).id)
  other = await signedInDonor((await donorOf('other@donor.example')).id)
})

test('every page asks who is there before anything else', async () => {
  for (const page of [gifts, monthly, impact, documents, settings, erasure]) {
    expect((await visitor().get(page)).status).toBe(302)
    if ('action' in page) expect((await visitor().post(page, {})).location).toBe('/donor/sign-in')
  }
  expect((await visitor().get(file, { params: { format: 'json' } })).status).toBe(302)
})

describe('what a donor sees is theirs', () => {
  test('gifts, with what went back of them, and the sum of each year', async () => {
    const { chargeId } = await db().payment.findFirstOrThrow({ where: { amountCents: 51_43n } })
    await stripe().refunds.create({ charge: String(chargeId), amount: 10_00 })
    await settled()
    const { data } = await robin.get(gifts)
    expect(data).toMatchObject({
      next: null,
      years: [{ year: new Date().getUTCFullYear(), gifts: 2, cents: 61_43n }],
    })
    const shown = data.gifts as { amountCents: bigint; monthly: boolean }[]
    expect(shown.toSorted((a, b) => Number(b.amountCents - a.amountCents))).toMatchObject([
      {
        amountCents: 51_43n,
        feeCoverCents: 1_43n,
        parts: [{ fund: 'Bail Fund', giftCents: 50_00n }],
        refunds: [{ cents: 10_00n }],
        disputes: [],
        card: { brand: 'visa', last4: '4242' },
        monthly: false,
      },
      { amountCents: 20_00n, monthly: true, refunds: [] },
    ])
    expect((await other.get(gifts)).data.gifts).toHaveLength(1)
    expect(
      (await (await signedInDonor(await givenDonor({ email: 'new@donor.example' }))).get(gifts)).data,
    ).toEqual({ gifts: [], next: null, years: [], hasOtherPapers: false, history: [], later: false })
  })

  test('page by page, each gift once', async () => {
    const { id: donorId } = await donorOf('robin@donor.example')
    const seen: string[] = []
    for (let after: string | null = null, last = false; !last; ) {
      const page = await giftsOfDonor({ donorId, language: 'en', timezone: 'UTC', after, limit: 1 })
      seen.push(...(page?.gifts.map(({ id }) => id) ?? []))
      after = page?.next ?? null
      last = after === null
    }
    expect(seen).toHaveLength(2)
    expect(new Set(seen).size).toBe(2)
  })

  test('another donor’s gift is no place to go on from, and their receipt is not to be had', async () => {
    const theirs = await paymentOf('other@donor.example')
    expect((await robin.get(gifts, { search: `?after=${theirs.id}` })).status).toBe(404)
    expect((await robin.get(gifts, { search: '?after=x' })).status).toBe(404)
    const own = await paymentOf('robin@donor.example')
    expect((await robin.get(gifts, { search: `?after=${own.id}` })).data).toMatchObject({ later: true })
    const number = String(theirs.receiptNumber)
    expect(await robin.post(documents, { number })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'receipt_unknown' } },
    })
    expect((await robin.post(documents, { number: '1; drop' })).status).toBe(422)
  })

  test('monthly gifts, with their next charge and the signed page where they are changed', async () => {
    const { data } = await robin.get(monthly)
    expect(data.monthly).toMatchObject([{ state: 'active', amountCents: 20_00n, card: { last4: '4242' } }])
    const [{ manageUrl, nextAt, startedAt }] = data.monthly as [
      { manageUrl: string; nextAt: Date; startedAt: Date },
    ]
    expect(nextAt > startedAt).toBe(true)
    expect(await monthlyGift(manageUrl.split('/').at(-1) ?? '', 'en')).toMatchObject({ amountCents: 20_00n })
    expect((await other.get(monthly)).data).toEqual({ monthly: [] })
  })

  test('impact as of the last close and no later', async () => {
    const { data } = await robin.get(impact)
    expect(data.funds).toMatchObject([{ fund: 'Bail Fund', share: { givenCents: 71_43n } }])
    const again = await give({ slug: 'bail', amount: '500', email: 'robin@donor.example' })
    await settled()
    expect(again.status).toBe('complete')
    expect((await robin.get(impact)).data).toEqual(data)
  })

  test('receipts, and one of them again, word for word, once in ten minutes', async () => {
    const { receipts } = (await robin.get(documents)).data as {
      receipts: { number: bigint; totalCents: bigint; replacedBy: bigint | null }[]
    }
    const replaced = receipts.filter(({ replacedBy }) => replacedBy !== null)
    expect([receipts.length, replaced.map(({ totalCents }) => totalCents)]).toEqual([4, [51_43n]])
    expect(receipts.find(({ number }) => number === replaced[0]?.replacedBy)?.totalCents).toBe(41_43n)
    const number = String(receipts[0]?.number)
    for (const _ of ['press', 'impatient press'])
      expect((await robin.post(documents, { number })).data).toMatchObject({ to: 'robin@donor.example' })
    const mails = await db().mail.findMany({
      where: { message: 'receipt', props: { path: ['number'], equals: number } },
    })
    expect(mails).toHaveLength(2)
    expect(mails[0]?.props).toEqual(mails[1]?.props)
    expect(await db().receipt.count()).toBe(4)
  })
})

test('everything kept about a donor comes as a file, formula-safe, and is recorded', async () => {
  const read = async (browser: typeof robin, format: string) => {
    const handler = file.loader as (args: unknown) => Promise<Response>
    const request = new Request('http://localhost:3000/donor', { headers: { Cookie: browser.cookie() } })
    return (await handler({ request, params: { format }, context: {} })).text()
  }
  const kept = JSON.parse(await read(robin, 'json'))
  expect(Object.keys(kept)).toEqual(
    expect.arrayContaining([
      'profile',
      'consents',
      'gifts',
      'gifts_by_fund',
      'refunds',
      'monthly_gifts',
      'mails',
      'impact',
    ]),
  )
  expect(kept.profile).toMatchObject([{ email: 'robin@donor.example', name: 'Robin Example' }])
  expect(kept.gifts).toHaveLength(3)
  expect(kept.refunds).toMatchObject([{ amount_dollars: '10.00' }])
  expect(JSON.stringify(kept)).not.toContain('other@donor')
  const csv = await read(other, 'csv')
  expect(csv).toContain(`"profile","1","name","'=cmd|other"`)
  expect(csv).not.toContain('robin@donor')
  expect(await db().auditEvent.count({ where: { action: 'donor.data_downloaded' } })).toBe(2)
  expect((await robin.get(file, { params: { format: 'xml' } })).status).toBe(404)
})

test('after twenty files the next one is refused in words, on the page where it was asked for', async () => {
  for (let made = 0; made < 20; made++) await robin.get(file, { params: { format: 'csv' } })
  const refused = await robin.get(file, { params: { format: 'json' } })
  expect([refused.status, refused.location]).toEqual([303, '/donor/settings?data=later#data'])
  expect((await robin.get(settings, { search: '?data=later' })).data).toMatchObject({ dataLater: true })
  expect((await robin.get(settings)).data).toMatchObject({ dataLater: false })
})

describe('settings', () => {
  test('the name counts from now on, and hiding the public one changes no receipt', async () => {
    expect((await robin.post(settings, { intent: 'name', name: 'Robin Otherwise' })).data).toEqual({
      saved: 'name',
    })
    await robin.post(settings, { intent: 'public', publicName: 'A neighbour', incognito: 'on' })
    expect((await robin.get(settings)).data).toMatchObject({
      settings: { name: 'Robin Otherwise', publicName: 'A neighbour', incognito: true, topics: ['impact'] },
    })
    await control.post('clock', { advanceSeconds: 32 * 86_400 })
    await settled()
    const names = await db().mail.findMany({
      where: { message: 'receipt', recipient: 'robin@donor.example' },
      orderBy: { recordedAt: 'asc' },
    })
    const donorNames = names.map(({ props }) => (props as { donorName: string }).donorName)
    expect(donorNames.at(-1)).toBe('Robin Otherwise')
    expect(new Set(donorNames.slice(0, -1))).toEqual(new Set(['Robin Example']))
  })

  test('topics end and begin, and each is history', async () => {
    const { id } = await donorOf('robin@donor.example')
    expect((await robin.post(settings, { intent: 'topics' })).data).toEqual({ saved: 'topics' })
    expect((await robin.get(settings)).data).toMatchObject({ settings: { topics: [] } })
    await robin.post(settings, { intent: 'topics', topics: 'news' })
    expect(await db().donorConsent.count({ where: { donorId: id } })).toBe(2)
    expect((await robin.post(settings, { intent: 'topics', topics: 'gossip' })).status).toBe(422)
    expect(await db().donorConsent.count({ where: { donorId: id, endedAt: null } })).toBe(1)
  })

  test('bad input comes back and changes nothing', async () => {
    const wrong: Record<string, string>[] = [
      { intent: 'name', name: ' ' },
      { intent: 'name', name: 'a\nBcc: x' },
      { intent: 'public', publicName: '<b>' },
      { intent: 'language', language: 'xx' },
      { intent: 'email', email: 'x' },
      { intent: 'name', name: 'Robin', incognito: 'on' },
      { intent: 'other' },
    ]
    for (const form of wrong) expect((await robin.post(settings, form)).status).toBe(422)
    expect((await robin.get(settings)).data).toMatchObject({ settings: { name: 'Robin Otherwise' } })
  })

  test('the language is the mails’ and the pages’', async () => {
    const answer = await robin.post(settings, { intent: 'language', language: 'es' })
    expect(answer).toMatchObject({ status: 303, location: '/donor/settings' })
    expect(await donorOf('robin@donor.example')).toMatchObject({ language: 'es' })
  })
})

test('a new address counts once it answered; the old one is told, and monthly gifts go on under it', async () => {
  const browser = await signedInDonor((await donorOf('robin@donor.example')).id)
  expect(
    (await browser.post(settings, { intent: 'email', email: 'robin@donor.example' })).data,
  ).toMatchObject({
    errors: { email: 'email_is_yours' },
  })
  const ask = async (email: string) => {
    expect((await browser.post(settings, { intent: 'email', email })).data).toEqual({ asked: email })
    const mail = await db().mail.findFirstOrThrow({
      where: { recipient: email, message: 'donor-email-change' },
    })
    return { token: (mail.props as { confirmUrl: string }).confirmUrl.split('/').at(-1) ?? '' }
  }
  const taken = await ask('other@donor.example')
  expect((await visitor().post(confirmEmail, {}, { params: taken })).data).toMatchObject({
    refusal: { code: 'donor_email_is_unique' },
  })
  const params = await ask('robin@new.example')
  expect((await visitor().post(confirmEmail, {}, { params: taken })).data).toMatchObject({
    refusal: { code: 'link_unknown' },
  })
  await visitor().get(confirmEmail, { params })
  expect(await donorOf('robin@donor.example')).toBeTruthy()
  expect((await visitor().post(confirmEmail, {}, { params })).data).toEqual({ changed: true })
  expect((await visitor().post(confirmEmail, {}, { params })).data).toMatchObject({
    refusal: { code: 'link_used' },
  })
  const { id } = await donorOf('robin@new.example')
  expect(
    await db().mail.count({ where: { recipient: 'robin@donor.example', message: 'donor-email-changed' } }),
  ).toBe(1)
  expect((await browser.get(gifts)).status).toBe(302)

  await control.post('clock', { advanceSeconds: 32 * 86_400 })
  await settled()
  expect(await db().donor.count({ where: { email: 'robin@donor.example' } })).toBe(0)
  const last = await db().payment.findFirstOrThrow({
    orderBy: { occurredAt: 'desc' },
    include: { intent: true },
  })
  expect(last).toMatchObject({ donorId: id, intent: { email: 'robin@new.example' } })
  expect(await brokenBooks()).toEqual([])
})
