import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { getJson, key, mail, post, raw, sdk, startReceiver, startSandbox } from './sendgrid-calls.ts'

test('a mail sent with the SDK is taken and read again as it was sent', async () => {
  const { url } = await startSandbox()
  const [answer] = await sdk(url).send({ ...mail, customArgs: { outbox: '7' }, categories: ['receipt'] })

  expect(answer.statusCode).toBe(202)
  const inbox = await getJson(`${url}/inbox.json?key=${key}`)
  expect(inbox.total).toBe(1)
  expect(inbox.mails[0]).toMatchObject({
    messageId: answer.headers['x-message-id'],
    at: '2026-03-14T09:26:53.000Z',
    from: { email: 'fund@example.org', name: 'Lakeshore Community Bail Fund' },
    to: [{ email: 'ana@example.org' }],
    subject: 'Your receipt',
    text: 'Thank you.',
    html: mail.html,
    customArgs: { outbox: '7' },
    categories: ['receipt'],
  })
})

test('a thousand personalizations travel in one request, each with its own subject, headers and words', async () => {
  const { url } = await startSandbox()
  const personalizations = Array.from({ length: 1000 }, (_, index) => ({
    to: `donor${index}@example.org`,
    subject: `For {{name}}`,
    headers: { 'List-Unsubscribe': `<https://fund.example/u/${index}>` },
    substitutions: { name: `Donor ${index}`, share: `$${index}` },
    customArgs: { donor: String(index) },
  }))
  await sdk(url).send({ ...mail, text: '{{name}}: {{share}}', personalizations, to: undefined })

  const inbox = await getJson(`${url}/inbox.json?key=${key}&to=DONOR42@example.org`)
  expect(inbox.total).toBe(1)
  expect(inbox.mails[0]).toMatchObject({
    subject: 'For Donor 42',
    text: 'Donor 42: $42',
    headers: { 'List-Unsubscribe': '<https://fund.example/u/42>' },
    customArgs: { donor: '42' },
  })
  expect((await getJson(`${url}/inbox.json?key=${key}`)).total).toBe(1000)
})

test.each([
  ['no sender', { from: undefined }, 'from.email', 'The from object must be provided'],
  ['a bad sender', { from: { email: 'fund' } }, 'from.email', 'Does not contain a valid address.'],
  ['no subject', { subject: undefined }, 'subject', 'The subject is required.'],
  ['no content', { content: undefined }, 'content', 'the content parameter is required'],
  [
    'empty content',
    { content: [{ type: 'text/plain', value: '' }] },
    'content.0.value',
    'at least one character',
  ],
  [
    'no personalization',
    { personalizations: [] },
    'personalizations',
    'must have at least one personalization',
  ],
  ['an empty to', { personalizations: [{ to: [] }] }, 'personalizations.0.to', 'The to array is required'],
  [
    'a bad address',
    to('ana at example'),
    'personalizations.0.to.0.email',
    'Does not contain a valid address.',
  ],
  ['the same address twice', to('a@b.org', { cc: 'A@b.org' }), 'personalizations.0', 'should be unique'],
  ['a reserved header', { headers: { Subject: 'x' } }, 'headers', 'reserved'],
  [
    'a number as substitution',
    to('a@b.org', {}, { n: 1 }),
    'personalizations.0.substitutions.n',
    'must be a string',
  ],
  ['1,001 personalizations', crowd(1001), 'personalizations', 'You have provided 1001 personalizations.'],
  ['1,001 recipients', crowd(501, 'cc'), 'personalizations', '1000 total recipients'],
  ['a template it does not hold', { template_id: 'd-1' }, 'template_id', 'must be a valid GUID'],
])('refuses %s, by field and in words, and takes nothing', async (_, change, field, message) => {
  const { url } = await startSandbox()
  const answer = await post(`${url}/v3/mail/send`, { ...raw, ...change })

  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    errors: expect.arrayContaining([
      { field, message: expect.stringContaining(message), help: expect.stringContaining('errors.html#') },
    ]),
  })
  expect((await getJson(`${url}/inbox.json?key=${key}`)).total).toBe(0)
})

test('a key that is not one of SendGrid, a body that is not JSON and one over 30 MB are refused', async () => {
  const { url } = await startSandbox()
  const send = `${url}/v3/mail/send`
  expect((await post(send, raw, { Authorization: 'Bearer sk_test_1' })).status).toBe(401)
  expect((await post(send, raw, { 'Content-Type': 'text/plain' })).status).toBe(415)
  expect((await post(send, '{"from":')).status).toBe(400)
  const huge = { ...raw, content: [{ type: 'text/plain', value: 'x'.repeat(30 * 1024 * 1024) }] }
  expect((await post(send, huge)).status).toBe(413)
})

test('accounts do not see each other', async () => {
  const { url } = await startSandbox()
  await sdk(url, 'SG.one').send(mail)
  expect((await getJson(`${url}/inbox.json?key=SG.one`)).total).toBe(1)
  expect((await getJson(`${url}/inbox.json?key=SG.two`)).total).toBe(0)
  const [id] = (await getJson(`${url}/inbox.json?key=SG.one`)).mails.map((one: { id: string }) => one.id)
  expect((await fetch(`${url}/inbox/${id}?key=SG.two`)).status).toBe(404)
})

test('asked to limit the rate, it answers 429 with the time of the reset', async () => {
  const { url } = await startSandbox()
  await post(`${url}/control/mail`, { rateLimit: { limit: 1, seconds: 60 } })
  await sdk(url).send(mail)
  const refused = await sdk(url)
    .send(mail)
    .catch((error) => error)

  expect(refused.code).toBe(429)
  expect(refused.response.headers).toMatchObject({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' })
  expect(Number(refused.response.headers['x-ratelimit-reset'])).toBeGreaterThan(Date.now() / 1000)
  expect(refused.response.body.errors[0].message).toBe('too many requests')

  await post(`${url}/control/mail`, { rateLimit: null })
  await sdk(url).send(mail)
})

test('asked to fail, it fails so many times: before taking the mail, after it, or without any answer', async () => {
  const { url } = await startSandbox()
  const outcome = async (fail: object) => {
    await post(`${url}/control/mail`, { fail })
    const failed = await sdk(url)
      .send(mail)
      .catch((error) => error)
    return [failed.code, (await getJson(`${url}/inbox.json?key=${key}`)).total]
  }
  expect(await outcome({ status: 503, times: 1 })).toEqual([503, 0])
  expect(await outcome({ status: 500, times: 1, mode: 'after' })).toEqual([500, 1])
  expect(await outcome({ status: 500, times: 1, mode: 'reset' })).toEqual(['ECONNRESET', 1])
  await sdk(url).send(mail)
  expect((await getJson(`${url}/inbox.json?key=${key}`)).total).toBe(2)
  expect((await post(`${url}/control/mail`, { fail: { status: 200, times: 1 } })).status).toBe(400)
})

test('after a restart everything is rebuilt from the truth log', async () => {
  const rows: string[] = []
  const first = await startSandbox(rows)
  await post(`${first.url}/control/mail`, { eventsUrl: 'http://127.0.0.1:9/events' })
  const keys = await (await post(`${first.url}/control/mail/keys`, {})).json()
  await sdk(first.url).send(mail)
  const before = await getJson(`${first.url}/inbox.json?key=${key}`)

  const second = await startSandbox(rows)
  expect(await getJson(`${second.url}/inbox.json?key=${key}`)).toEqual(before)
  expect(await getJson(`${second.url}/control/mail?key=${key}`)).toMatchObject({
    eventsUrl: 'http://127.0.0.1:9/events',
    eventsPublicKey: keys.publicKey,
  })
})

test('events are posted signed, as often as asked, under one id', async () => {
  const { url } = await startSandbox()
  const receiver = await startReceiver()
  const { publicKey } = await (await post(`${url}/control/mail/keys`, {})).json()
  await post(`${url}/control/mail`, { eventsUrl: receiver.url })
  await sdk(url).send({ ...mail, customArgs: { outbox: '7' } })

  const raised = await post(`${url}/control/mail/events`, {
    to: 'ana@example.org',
    event: 'bounce',
    copies: 3,
  })
  expect(await raised.json()).toMatchObject({ statuses: [204, 204, 204] })
  expect(receiver.taken).toHaveLength(3)

  const spki = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  for (const { body, headers } of receiver.taken) {
    const signed = Buffer.from(`${headers['x-twilio-email-event-webhook-timestamp']}${body}`)
    const signature = Buffer.from(String(headers['x-twilio-email-event-webhook-signature']), 'base64')
    expect(verify('sha256', signed, spki, signature)).toBe(true)
  }
  const events = receiver.taken.flatMap(({ body }) => JSON.parse(body))
  expect(new Set(events.map((event) => event.sg_event_id)).size).toBe(1)
  expect(events[0]).toMatchObject({ email: 'ana@example.org', event: 'bounce', status: '5.1.1', outbox: '7' })
  expect((await getJson(`${url}/inbox.json?key=${key}`)).mails[0].events).toMatchObject([{ event: 'bounce' }])
})

test('a control call that cannot be done says why', async () => {
  const { url } = await startSandbox()
  const events = `${url}/control/mail/events`
  expect((await post(events, { to: 'nobody@example.org', event: 'bounce' })).status).toBe(404)
  expect((await post(events, { to: 'ana@example.org', event: 'opened' })).status).toBe(400)
  await sdk(url).send(mail)
  expect((await post(events, { to: 'ana@example.org', event: 'bounce' })).status).toBe(409)
  expect((await post(`${url}/control/mail`, { eventsPrivateKey: 'nonsense' })).status).toBe(400)
  expect((await fetch(`${url}/control/mail/events`)).status).toBe(405)
})

function to(email: string, others: { cc?: string } = {}, substitutions?: object) {
  return {
    personalizations: [{ to: [{ email }], cc: others.cc ? [{ email: others.cc }] : [], substitutions }],
  }
}

function crowd(size: number, also?: 'cc') {
  const personalizations = Array.from({ length: size }, (_, index) => ({
    to: [{ email: `d${index}@example.org` }],
    ...(also && { [also]: [{ email: `copy${index}@example.org` }] }),
  }))
  return { personalizations }
}
