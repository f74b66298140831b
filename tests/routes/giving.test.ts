import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund } from '#tests/support/given.ts'
import { entryOf, errorBeside, gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)
const visitor = visitorTo(app.url)
const form = '/funds/bail/donate'

beforeAll(async () => {
  await givenFund({ slug: 'bail', minimumGiftCents: 500n })
})

type Summary = { apiCalls: Record<string, number>; sessions: number; charges: number }
const summary = () => app.control.get<Summary>('summary')

/** What Stripe and the rows know of gifts. A walk by the clock reads movements, whatever is sent. */
async function traces() {
  const { apiCalls, ...rest } = await summary()
  const { 'GET /v1/balance_transactions': _read, ...calls } = apiCalls
  return { ...rest, calls, intents: await db().giftIntent.count() }
}

/** Runs it and shows that nothing was stored and nothing was sent to Stripe. */
async function leavesNoTrace<T>(act: () => Promise<T>): Promise<T> {
  const before = await traces()
  const answer = await act()
  expect(await traces()).toEqual(before)
  return answer
}

describe('bad input is answered with the form: every value kept, each reason beside its field', () => {
  const amountTooSmall = 'The smallest gift to this fund is $5.00.'
  const unreadable = 'We could not read this as dollars. Write it like 25 or 25.50.'
  const nameUnprintable = 'This name has signs in it that we cannot print on a receipt.'
  const notAnAddress = 'This does not look like an e-mail address. It should be like name@example.org.'

  test.each<[field: string, entered: string, said: string]>([
    ['amount', '', 'Choose an amount, or write one.'],
    ['amount', '1e3', unreadable],
    ['amount', '0x10', unreadable],
    ['amount', 'NaN', unreadable],
    ['amount', '-5', 'The amount must be more than zero.'],
    ['amount', '0', 'The amount must be more than zero.'],
    ['amount', '0.001', 'Dollars have at most two digits after the point, like 25.50.'],
    ['amount', '1,00', 'This could be read in two ways. Write it like 1,000 or 1000.50.'],
    ['amount', '4.99', amountTooSmall],
    [
      'amount',
      '50000.01',
      'The largest gift that can be made here is $50,000.00. For more, please write to us.',
    ],
    [
      'amount',
      '99999999999999999999',
      'The largest gift that can be made here is $50,000.00. For more, please write to us.',
    ],
    ['name', '', 'Write your name, for the receipt.'],
    ['name', '<script>alert(1)</script>', nameUnprintable],
    ['name', 'Robin\r\nBcc: other@donor.example', nameUnprintable],
    ['name', 'Robin\u202eelpmaxE', nameUnprintable],
    ['name', 'R'.repeat(121), 'This name is longer than we can print on a receipt. Please shorten it.'],
    ['email', '', 'Write your e-mail address, for the receipt.'],
    ['email', 'robin', notAnAddress],
    ['email', 'robin@donor.example\r\nBcc: other@donor.example', notAnAddress],
    ['email', `${'r'.repeat(250)}@donor.example`, 'This e-mail address is too long.'],
    ['frequency', 'yearly', 'Choose once or every month.'],
  ])('%s %j', async (field, entered, said) => {
    const token = randomUUID()
    const answer = await leavesNoTrace(() =>
      visitor.post(form, gift({ token, coverFee: 'on', incognito: 'on', updates: 'on', [field]: entered })),
    )
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(errorBeside(html, field === 'frequency' ? 'submit' : field)).toBe(said)
    expect(html.match(/-error"/g)).not.toBeNull()

    const kept = gift({ token, [field]: entered })
    // An input of one line shows no line breaks; browsers take them out.
    for (const name of ['amount', 'name', 'email', 'token']) expect(entryOf(html, name)).toBe(kept[name])
    for (const name of ['coverFee', 'incognito', 'updates'])
      expect(html).toMatch(new RegExp(`<input[^>]*name="${name}"[^>]*checked`))
  })

  test('everything missing at once: one sentence for each', async () => {
    const answer = await leavesNoTrace(() => visitor.post(form, {}))
    expect(answer.status).toBe(422)
    const html = await answer.text()
    for (const field of ['amount', 'name', 'email', 'submit']) expect(errorBeside(html, field)).toBeTruthy()
  })

  test('the trap for machines', async () => {
    const answer = await leavesNoTrace(() => visitor.post(form, gift({ website: 'https://spam.example' })))
    expect(answer.status).toBe(422)
  })
})

test.each([
  ['$1,000', 100_000],
  ['٢٥', 2_500],
  ['USD 25.50', 2_550],
  ['50000', 5_000_000],
])('an amount typed as %s goes to the payment page', async (amount, cents) => {
  const answer = await visitor.post(
    form,
    gift({ amount, token: randomUUID(), name: 'Zoë O’Neill-"Ñ" & אבג' }),
  )
  expect(answer.status).toBe(303)
  const part = await db().giftIntentPart.findFirstOrThrow({ orderBy: { intent: { recordedAt: 'desc' } } })
  expect(part.giftCents).toBe(BigInt(cents))
  expect(answer.headers.get('location')).toContain(world.sandbox.url)
})

test('a body of 10 MB, and one that does not say its length, are refused', async () => {
  const large = await leavesNoTrace(() => visitor.post(form, gift({ name: 'x'.repeat(10_000_000) })))
  expect(large.status).toBe(413)
  expect(await large.text()).toContain('more than the form can take')

  const endless = await leavesNoTrace(() =>
    fetch(app.url + form, {
      method: 'POST',
      body: new Blob([new URLSearchParams(gift()).toString()]).stream(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url },
      duplex: 'half',
    } as RequestInit),
  )
  expect(endless.status).toBe(411)
})

test.each(['application/json', 'text/plain', 'multipart/form-data'])(
  'a body of %s is refused',
  async (type) => {
    const answer = await leavesNoTrace(() =>
      fetch(app.url + form, {
        method: 'POST',
        body: JSON.stringify(gift()),
        headers: { 'content-type': type, origin: app.url },
      }),
    )
    expect(answer.status).toBe(415)
  },
)

test('a form of several parts is read as well', async () => {
  const body = new FormData()
  for (const [name, value] of Object.entries(gift({ token: randomUUID() }))) body.append(name, value)
  const answer = await fetch(app.url + form, {
    method: 'POST',
    redirect: 'manual',
    body,
    headers: { origin: app.url },
  })
  expect(answer.status).toBe(303)
})

test('a fund that is not there: 404, with a good form and a bad one', async () => {
  for (const fields of [gift(), {}]) {
    const answer = await leavesNoTrace(() => visitor.post('/funds/nowhere/donate', fields))
    expect(answer.status).toBe(404)
  }
  expect((await visitor.get('/funds/nowhere/donate')).status).toBe(404)
  expect((await visitor.get('/funds/operating/donate')).status).toBe(404)
})

test('what another site sends is refused', async () => {
  for (const headers of [
    { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example', 'sec-fetch-site': '' },
  ]) {
    const answer = await leavesNoTrace(() => visitor.post(form, gift(), headers))
    expect(answer.status).toBe(403)
  }
})

test('a forwarded host is not believed', async () => {
  const forwarded = { 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'https' }
  expect(await (await visitor.get(form, forwarded)).text()).not.toContain('elsewhere.example')

  const answer = await visitor.post(form, gift({ token: randomUUID() }), forwarded)
  expect(answer.status).toBe(303)
  const sessionId = answer.headers.get('location')?.split('/').at(-1) ?? ''
  const session = await fetch(`${world.sandbox.url}/v1/checkout/sessions/${sessionId}`, {
    headers: { authorization: `Bearer ${world.sandbox.stripeKey}` },
  })
  expect(((await session.json()) as { success_url: string }).success_url).toContain(`${app.url}/thanks/`)
})

describe('when Stripe is away', () => {
  const route = 'POST /v1/checkout/sessions'

  test('the form comes back whole, in words; the next try opens one payment page', async () => {
    await app.control.post('fail', { route, mode: 'before', status: 500, times: 1 })
    const before = await summary()
    const answer = await visitor.post(form, gift({ token: randomUUID(), amount: '75.50' }))
    expect(answer.status).toBe(409)
    const html = await answer.text()
    expect(errorBeside(html, 'submit')).toContain('The card service does not answer right now.')
    expect(entryOf(html, 'amount')).toBe('75.50')
    expect((await summary()).sessions).toBe(before.sessions)

    const again = await visitor.post(form, gift({ token: entryOf(html, 'token') ?? '', amount: '75.50' }))
    expect(again.status).toBe(303)
    expect((await summary()).sessions).toBe(before.sessions + 1)
  })

  test('an answer that breaks off is asked for again under the same key: one payment page', async () => {
    const before = await summary()
    await app.control.post('fail', { route, mode: 'reset', times: 1 })
    const answer = await visitor.post(form, gift({ token: randomUUID() }))
    expect(answer.status).toBe(303)
    expect((await summary()).sessions).toBe(before.sessions + 1)
  })

  test('a failure that Stripe keeps for a day does not keep the donor for a day', async () => {
    await app.control.post('fail', { route, mode: 'after', times: 1 })
    const answer = await visitor.post(form, gift({ token: randomUUID() }))
    expect(answer.status).toBe(409)
    const token = entryOf(await answer.text(), 'token') ?? ''
    expect((await visitor.post(form, gift({ token }))).status).toBe(303)
  })
})

describe('at once', () => {
  const place = (answers: Response[]) => new Set(answers.map((answer) => answer.headers.get('location')))

  test('one form sent 50 times leads to one intent and one payment page', async () => {
    const before = { ...(await summary()), intents: await db().giftIntent.count() }
    const fields = gift({ token: randomUUID(), amount: '31' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => visitor.post(form, fields)))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([303]))
    expect(place(answers).size).toBe(1)
    expect((await summary()).sessions).toBe(before.sessions + 1)
    expect(await db().giftIntent.count()).toBe(before.intents + 1)
  })

  test('pressed again while Stripe takes its time: the second waits for the page of the first', async () => {
    await app.control.post('fail', { route: 'POST /v1/checkout/sessions', mode: 'slow', delayMs: 4_000 })
    const fields = gift({ token: randomUUID(), amount: '32' })
    const answers = await Promise.all([visitor.post(form, fields), visitor.post(form, fields)])
    expect(answers.map((answer) => answer.status)).toEqual([303, 303])
    expect(place(answers).size).toBe(1)
  })

  test('the first monthly gifts of a deployment, all at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        visitor.post(form, gift({ token: randomUUID(), frequency: 'monthly' })),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 303))
    expect(place(answers).size).toBe(10)
  })
})

describe('a form that is changed and sent again', () => {
  const sessionOf = (answer: Response) => answer.headers.get('location')?.split('/').at(-1) ?? ''
  const pay = (id: string) => app.control.post<{ status: string }>(`sessions/${id}/pay`)

  test('closes the payment page that was left, so that only one gift can be paid', async () => {
    const token = randomUUID()
    const first = sessionOf(await visitor.post(form, gift({ token, amount: '40' })))
    const second = sessionOf(await visitor.post(form, gift({ token, amount: '45' })))
    expect(second).not.toBe(first)
    await expect(pay(first)).rejects.toThrow(/expired/)
    expect((await pay(second)).status).toBe('complete')
  })

  test.each(['the same', 'another'])('says that it is paid, with %s amount', async (kind) => {
    const token = randomUUID()
    const session = sessionOf(await visitor.post(form, gift({ token, amount: '40' })))
    await pay(session)
    await app.settled()
    const before = await summary()
    const again = await visitor.post(form, gift({ token, amount: kind === 'another' ? '45' : '40' }))
    expect(again.status).toBe(409)
    expect(errorBeside(await again.text(), 'submit')).toContain('already been paid')
    expect((await summary()).sessions).toBe(before.sessions)
  })

  test('and before anybody knows of the payment, Stripe is asked', async () => {
    await app.control.post('webhooks', { mode: 'hold' })
    const token = randomUUID()
    await pay(sessionOf(await visitor.post(form, gift({ token, amount: '40' }))))
    const again = await visitor.post(form, gift({ token, amount: '45' }))
    expect(again.status).toBe(409)
    await app.control.post('webhooks', { mode: 'deliver' })
    await app.control.post('webhooks/release')
  })
})
