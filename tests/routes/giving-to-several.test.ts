import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { db } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { entryOf, errorBeside, gift, visitorTo } from '#tests/support/visitor.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const visitor = visitorTo(app.url)
const form = '/funds/bail/donate'

const named = (name: string) => [{ language: 'en', name, summary: 'Helps.', purpose: 'To help.' }]

beforeAll(async () => {
  await givenFund({ slug: 'bail', minimumGiftCents: 500n })
  await givenFund({ slug: 'rides', texts: named('Rides Home') })
  await givenFund({ slug: 'legal', texts: named('Legal Fund'), minimumGiftCents: 2_000n })
  const full = await givenFund({ slug: 'full', texts: named('Full Fund') })
  const staff = await givenActor(full, ['administrator'])
  await changeFundState({ staff, fundId: full, to: 'full', reason: 'board_decision' })
})

const sessionOf = (answer: Response) => answer.headers.get('location')?.split('/').at(-1) ?? ''
const pay = (id: string) => app.control.post<{ status: string }>(`sessions/${id}/pay`)
type Session = { cancel_url: string; amount_total: number }
type Lines = { data: { description: string; amount_total: number }[] }
const atStripe = async <Answer>(path: string): Promise<Answer> => {
  const answer = await fetch(`${world.sandbox.url}/v1/checkout/sessions/${path}`, {
    headers: { authorization: `Bearer ${world.sandbox.stripeKey}` },
  })
  return (await answer.json()) as Answer
}
const linesOf = (id: string) => atStripe<Lines>(`${id}/line_items`)
const several = (fields: Record<string, string>, also: string[] = []): [string, string][] => [
  ...Object.entries(gift({ token: randomUUID(), ...fields })),
  ...also.map((slug): [string, string] => ['also', slug]),
]
const intents = () => db().giftIntent.count()

describe('one gift over several funds', () => {
  test('one payment page with a line for each fund, one payment, a donation for each, one receipt', async () => {
    const page = await (await visitor.get(form)).text()
    expect(page).toContain('Give to several funds')
    expect(page).not.toContain('Full Fund')

    const answer = await visitor.post(
      form,
      several({ amount: '100', coverFee: 'on', 'share.legal': '٢٠' }, ['rides']),
    )
    expect(answer.status).toBe(303)
    const { amount_total } = await atStripe<Session>(sessionOf(answer))
    expect(amount_total).toBe(102_56)
    expect(
      (await linesOf(sessionOf(answer))).data.map((line) => [line.description, line.amount_total]),
    ).toEqual([
      ['Bail Fund', 41_03],
      ['Legal Fund', 20_51],
      ['Rides Home', 41_02],
    ])
    await pay(sessionOf(answer))
    await app.settled()
    const payment = await db().payment.findFirstOrThrow({
      include: { intent: true, donations: { orderBy: [{ giftCents: 'asc' }, { feeCoverCents: 'asc' }] } },
    })
    expect(payment.amountCents).toBe(102_56n)
    expect(payment.donations.map((donation) => [donation.giftCents, donation.feeCoverCents])).toEqual([
      [20_00n, 51n],
      [40_00n, 1_02n],
      [40_00n, 1_03n],
    ])
    const thanks = await (await visitor.get(`/thanks/${payment.intent.thanksToken}`)).text()
    expect(thanks).toContain('$102.56 joined 3 funds.')
    for (const line of ['Bail Fund', 'Rides Home', 'Legal Fund', '$20.51']) expect(thanks).toContain(line)
  })

  test('every month as well: one line, and the first gift is divided', async () => {
    const answer = await visitor.post(form, several({ amount: '25', frequency: 'monthly' }, ['rides']))
    const lines = await linesOf(sessionOf(answer))
    expect(lines.data.map((line) => line.amount_total)).toEqual([25_00])
    await pay(sessionOf(answer))
    await app.settled()
    const gifts = await db().donation.findMany({ where: { payment: { amountCents: 25_00n } } })
    expect(gifts.map(({ giftCents }) => giftCents).sort()).toEqual([12_50n, 12_50n])
  })

  test.each<[fields: Record<string, string>, also: string[], field: string, said: string]>([
    [
      { amount: '30' },
      ['legal'],
      'split',
      'Legal Fund takes gifts from $20.00, and its part comes to $15.00.',
    ],
    [{ amount: '30', 'share.rides': '30' }, [], 'split', 'leave nothing for Bail Fund'],
    [{ amount: '30', 'share.rides': '1e3' }, [], 'share.rides', 'We could not read this as dollars.'],
    [{ amount: '30' }, ['full'], 'split', 'takes no gifts right now'],
    [{ amount: '30' }, ['nowhere'], 'split', 'takes no gifts right now'],
    [{ amount: '30' }, ['../rides'], 'split', 'We could not read this.'],
    [{ amount: '30', currency: 'eur' }, [], 'submit', 'This form was changed on its way.'],
    [{ amount: '30', 'share.rides.x': '5' }, [], 'submit', 'This form was changed on its way.'],
    [{ amount: '30', __proto__x: '5' }, [], 'submit', 'This form was changed on its way.'],
  ])(
    '%j with %j is refused beside %s; what was entered stays, nothing is stored',
    async (fields, also, field, said) => {
      const before = await intents()
      const answer = await visitor.post(form, several(fields, also))
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(errorBeside(html, field)).toContain(said)
      expect(entryOf(html, 'amount')).toBe('30')
      for (const slug of also.filter((slug) => slug === 'legal'))
        expect(html).toMatch(new RegExp(`<input[^>]*name="also"[^>]*id="also-${slug}"[^>]*checked`))
      if (field !== 'submit') expect(html).toContain('<details open=""')
      expect(await intents()).toBe(before)
    },
  )

  test('an amount that comes twice is refused', async () => {
    const before = await intents()
    const answer = await visitor.post(form, [...several({ amount: '30' }), ['amount', '5000']])
    expect(answer.status).toBe(422)
    expect(await intents()).toBe(before)
  })

  test('another division is another gift; the first page is closed', async () => {
    const token = randomUUID()
    const first = await visitor.post(form, several({ token, amount: '60' }, ['rides']))
    const second = await visitor.post(form, several({ token, amount: '60', 'share.rides': '20' }))
    expect(sessionOf(second)).not.toBe(sessionOf(first))
    await expect(pay(sessionOf(first))).rejects.toThrow(/expired/)
    // The same cents written in another way are the same gift.
    const third = await visitor.post(form, several({ token, amount: '60', 'share.rides': '20' }, ['rides']))
    expect(sessionOf(third)).toBe(sessionOf(second))
  })
})

describe('back from the payment page without paying', () => {
  const leave = async (fields: Record<string, string>, also: string[] = []) => {
    const answer = await visitor.post(form, several(fields, also))
    const session = sessionOf(answer)
    const { cancel_url } = await atStripe<Session>(session)
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    return { session, cookie, back: cancel_url.replace(app.url, '') }
  }

  test('the same browser finds the whole form again, another one its amounts; the address names nobody', async () => {
    const fields = {
      amount: '77.50',
      coverFee: 'on',
      incognito: 'on',
      name: 'Kimberlina Example',
      email: 'kimberlina@donor.example',
    }
    const words = { tribute: 'memory', tributeName: 'June Example', comment: 'Thank you.', employer: '=Acme' }
    const { session, cookie, back } = await leave({ ...fields, ...words, token: randomUUID() }, ['rides'])
    expect(back).toMatch(/^\/funds\/bail\/donate\?again=[\w-]+\.[\w-]+$/)
    expect(decodeURIComponent(back + cookie)).not.toMatch(/kimberlina|example/i)

    const own = await (await visitor.get(back, { cookie })).text()
    expect(own).toContain('You came back without paying')
    expect(['amount', 'name', 'email', 'share.rides'].map((name) => entryOf(own, name))).toEqual([
      ...['77.50', 'Kimberlina Example', 'kimberlina@donor.example', '38.75'],
    ])
    for (const name of ['coverFee', 'incognito'])
      expect(own).toMatch(new RegExp(`<input[^>]*name="${name}"[^>]*checked`))
    expect(own).toMatch(/<input[^>]*id="tribute-memory"[^>]*checked/)
    expect([entryOf(own, 'tributeName'), entryOf(own, 'employer')]).toEqual(['June Example', '=Acme'])
    expect(own).toContain('Thank you.</textarea>')
    const again = await visitor.post(
      form,
      several({ ...fields, ...words, token: entryOf(own, 'token') ?? '', 'share.rides': '38.75' }),
    )
    expect(sessionOf(again)).toBe(session)

    const other = await leave({ amount: '10' })
    for (const elsewhere of ['', 'homeward-gift=x', other.cookie]) {
      const html = await (await visitor.get(back, { cookie: elsewhere })).text()
      expect(['amount', 'name', 'email'].map((name) => entryOf(html, name))).toEqual(['77.50', '', ''])
      expect(html).not.toMatch(/June|Thank you\.|=Acme/)
      expect(entryOf(html, 'token')).not.toBe(entryOf(own, 'token'))
    }
  })

  test('a fund of the split that closed meanwhile is named, with what would go to this one instead', async () => {
    const { cookie, back } = await leave({ amount: '60', token: randomUUID() }, ['rides'])
    const { id: fundId } = await db().fund.findUniqueOrThrow({ where: { slug: 'rides' } })
    const staff = await givenActor(fundId, ['administrator'])
    const become = (to: 'paused' | 'open') => changeFundState({ staff, fundId, to, reason: 'board_decision' })
    await become('paused')
    const said = /takes no gifts now\. The \$30\.00 for it would go to/
    for (const mine of [cookie, '']) {
      const html = await (await visitor.get(back, { cookie: mine })).text()
      expect(html).toMatch(said)
      expect([entryOf(html, 'amount'), html.includes('share.rides')]).toEqual(['60', false])
    }
    expect(await (await visitor.get(`/ar${back}`, { cookie })).text()).toContain('التبرعات الآن')
    await become('open')
  })

  test('an expired payment page is said, and the form sent again leads to a new one', async () => {
    const fields = { amount: '50', token: randomUUID() }
    const { session, cookie, back } = await leave(fields)
    await db().checkoutSession.update({ where: { id: session }, data: { state: 'expired' } })
    const html = await (await visitor.get(back, { cookie })).text()
    expect(html).toContain('The payment page had expired')
    expect(html).toMatch(/<input[^>]*id="preset-1"[^>]*checked/)
    const { thanksToken } = await db().giftIntent.findFirstOrThrow({ where: { formToken: fields.token } })
    expect(await (await visitor.get(`/thanks/${thanksToken}`)).text()).toContain(back)
    expect(sessionOf(await visitor.post(form, several(fields)))).not.toBe(session)
  })

  test('what is paid is not offered again', async () => {
    const { session, cookie, back } = await leave({ amount: '66', token: randomUUID() })
    await pay(session)
    await app.settled()
    const html = await (await visitor.get(back, { cookie })).text()
    expect(html).toContain('That gift has been paid')
    expect(html).toContain('/thanks/')
    expect(entryOf(html, 'name')).toBe('')
    expect(await (await visitor.get(back)).text()).not.toContain('/thanks/')
  })

  test('an address that was changed, of another fund or too old, opens a fresh form', async () => {
    const { cookie, back } = await leave({ amount: '44', token: randomUUID() })
    for (const address of [
      ...[back.replace('?again=', '?again=x'), `${back}x`, `${form}?again=x.y`, `${form}?again=`],
      back.replace('/bail/', '/legal/'),
    ]) {
      const answer = await visitor.get(address, { cookie })
      expect(answer.status).toBe(200)
      expect(entryOf(await answer.text(), 'name')).toBe('')
    }
  })
})

describe('words beside a gift', () => {
  const tribute = { tribute: 'honour', tributeName: 'June Example' }
  test.each<[fields: Record<string, string>, field: string, said: string]>([
    [{ tributeName: 'June Example' }, 'tribute', 'Say whether it is in honour or in memory'],
    [{ tribute: 'honour' }, 'tributeName', 'Write the name of the person.'],
    [{ tribute: 'joke' }, 'tribute', 'We could not read this.'],
    [{ ...tribute, tributeEmail: 'kim' }, 'tributeEmail', 'does not look like an e-mail address'],
    [{ ...tribute, tributeEmail: 'k@r.example\r\nBcc: x@y.example' }, 'tributeEmail', 'does not look like'],
    [{ ...tribute, tributeName: 'June\r\nBcc: x' }, 'tributeName', 'signs in it that we cannot print'],
    [{ ...tribute, tributeMessage: 'x'.repeat(501) }, 'tributeMessage', 'longer than we can take'],
    [{ ...tribute, tributeMessage: '<script>alert(1)</script>' }, 'tributeMessage', 'signs in it'],
    [{ ...tribute, tributeMessage: 'He is A 123 456 789.' }, 'tributeMessage', 'points to one person'],
    [{ comment: 'Call me: (312) 555-0142' }, 'comment', 'points to one person'],
    [{ comment: `a${String.fromCodePoint(0x202e)}b` }, 'comment', 'signs in it'],
    [{ employer: 'E'.repeat(121) }, 'employer', 'longer than we can print'],
  ])('%j is refused beside %s; nothing is stored', async (fields, field, said) => {
    const before = await intents()
    const answer = await visitor.post(form, several(fields))
    expect(answer.status).toBe(422)
    expect(errorBeside(await answer.text(), field)).toContain(said)
    expect(await intents()).toBe(before)
  })

  test('a text that points to someone is sent after a second look; it lies sealed, and other words are another gift', async () => {
    const token = randomUUID()
    const fields = { token, comment: 'Call me: (312) 555-0142', amount: '41' }
    const html = await (await visitor.post(form, several(fields))).text()
    expect(html).toContain('Send these words as they are')
    const sent = await visitor.post(form, several({ ...fields, wordsSeen: 'on' }))
    expect(sent.status).toBe(303)
    const other = await visitor.post(form, several({ ...fields, comment: 'Thank you.' }))
    expect(sessionOf(other)).not.toBe(sessionOf(sent))
    const rows = await asOwner(world.ownerUrl, null, (owner) =>
      owner.query<{ text: string }>(`select row_to_json(c)::text as text from gift_comment c`),
    )
    expect(JSON.stringify(rows.rows)).not.toContain('555-0142')
  })
})

test('a fund that takes no gifts says why and names those that do', async () => {
  const html = await (await visitor.get('/funds/full/donate')).text()
  expect(html).toContain('Another fund may need your gift more.')
  expect(html).toContain('href="/funds/rides/donate"')
  expect((await visitor.post('/funds/full/donate', gift())).status).toBe(409)
})

test.each([
  ['/ar/funds/bail/donate', '١٬٠٢٥٫٥٠', 1_025_50n],
  ['/ar/funds/bail/donate', '٢٥', 25_00n],
  ['/zh/funds/bail/donate', '＄１，０００．５０', 1_000_50n],
])('on %s the amount %s is read', async (page, amount, cents) => {
  const token = randomUUID()
  const answer = await visitor.post(page, gift({ token, amount }))
  expect(answer.status).toBe(303)
  const intent = await db().giftIntent.findFirstOrThrow({
    where: { formToken: token },
    include: { giftIntentParts: true },
  })
  expect(intent.giftIntentParts.map(({ giftCents }) => giftCents)).toEqual([cents])
  // With an Arabic comma it could be either.
  expect((await visitor.post(page, gift({ amount: '١،٠٠' }))).status).toBe(422)
})
