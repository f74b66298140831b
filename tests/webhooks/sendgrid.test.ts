import { randomUUID, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { db } from '#app/platform/db.ts'
import { sendgridWebhook } from '#app/webhooks/sendgrid.ts'
import { generateKeys, readPrivateKey } from '#tests/sandbox/sendgrid/event-post.ts'
import { givenFund } from '#tests/support/given.ts'
import { factsOf, givenMail, openTopics } from '#tests/support/given-mail.ts'
import { mailControlOf } from '#tests/support/mail-control.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const mails = mailControlOf(world)
const ownKey = process.env.SANDBOX_SENDGRID_EVENTS_KEY ?? ''
const now = () => Math.floor(Date.now() / 1000)

let server: Server
let url: string
beforeAll(async () => {
  await givenFund({ slug: 'bail' })
  server = createServer((request, response) => void sendgridWebhook(request, response))
  await new Promise<void>((listening) => server.listen(0, listening))
  url = `http://localhost:${(server.address() as AddressInfo).port}/webhooks/sendgrid`
  await mails.set({ eventsUrl: url, eventsPrivateKey: ownKey })
})
afterAll(() => server.close())

type Signing = { key?: string; at?: number; signature?: string; timestamp?: string }

async function tell(body: unknown, of: Signing = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const timestamp = of.timestamp ?? String(of.at ?? now())
  const made = sign('sha256', Buffer.from(timestamp + text), readPrivateKey(of.key ?? ownKey))
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'X-Twilio-Email-Event-Webhook-Signature': of.signature ?? made.toString('base64'),
      'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
    },
    body: text,
  })
  return answer.status
}

const event = (of: object = {}) => ({
  ...{ sg_event_id: randomUUID(), event: 'bounce', type: 'bounce', email: 'gone@donor.example' },
  ...{ timestamp: now(), reason: '550 no such mailbox', status: '5.1.1', ip: '192.0.2.1', useragent: 'x' },
  ...of,
})
const kept = async () => [await db().sendgridEvent.count(), await db().mailSuppression.count()]

test('forged, changed, old, ahead or unreadable: refused with 400, and nothing is kept', async () => {
  const before = await kept()
  const one = event()
  const signature = sign('sha256', Buffer.from(`${now()}${JSON.stringify([one])}`), readPrivateKey(ownKey))
  expect(await tell([one], { key: generateKeys().privateKey })).toBe(400)
  expect(await tell([{ ...one, event: 'delivered' }], { signature: signature.toString('base64') })).toBe(400)
  // What lies ahead comes nearer on the way.
  for (const at of [now() - 302, now() + 330]) expect(await tell([one], { at })).toBe(400)
  for (const bent of ['', 'AAAA', 'not base64 at all'])
    expect(await tell([one], { signature: bent })).toBe(400)
  for (const timestamp of ['', '-1', '1e9', 'now']) expect(await tell([one], { timestamp })).toBe(400)
  for (const body of ['', '{', 'null', '{}', '"x"']) expect(await tell(body), body).toBe(400)
  expect(await tell(`[${' '.repeat(2_200_000)}]`)).toBe(413)
  expect(await kept()).toEqual(before)
})

test('told 50 times at once, it counts once: one event, one address struck off', async () => {
  const { mailId, email } = await givenMail()
  const [events, suppressions] = await kept()
  const same = event({ email, mail_id: mailId, reason: `550 5.1.1 <${email}>: no such mailbox` })
  const answers = await Promise.all(Array.from({ length: 50 }, () => tell([event({ event: 'open' }), same])))
  expect(new Set(answers)).toEqual(new Set([200]))
  expect(await factsOf(mailId)).toEqual(['bounced bounce'])
  expect(await kept()).toEqual([(events ?? 0) + 51, (suppressions ?? 0) + 1])
  expect(JSON.stringify(await db().sendgridEvent.findMany())).not.toMatch(/192\.0\.2\.1|useragent|@donor/)
})

test('in any order, and with events that are none of ours', async () => {
  const { mailId, email } = await givenMail()
  const told = [
    event({ event: 'delivered', type: undefined, email, mail_id: mailId, timestamp: now() }),
    event({ type: 'blocked', email, mail_id: mailId, timestamp: now() - 60 }),
    event({ mail_id: randomUUID(), event: 'delivered' }),
    event({ mail_id: "'; drop table mail", event: 'delivered' }),
    { event: 'bounce' },
    null,
    event({ sg_event_id: 'x'.repeat(300) }),
    event({ email: 'a\0b@donor.example', reason: '\0', event: 'deferred' }),
  ]
  const before = await kept()
  expect(await tell(told)).toBe(200)
  expect((await factsOf(mailId)).sort()).toEqual(['bounced blocked', 'delivered'])
  expect(await kept()).toEqual([(before[0] ?? 0) + 5, before[1]])
})

test.each([
  ['bounce', {}, ['hard_bounce everything'], ['alerts', 'impact', 'news']],
  ['bounce', { type: 'blocked' }, [], ['alerts', 'impact', 'news']],
  ['dropped', { reason: 'Bounced Address' }, ['dropped everything'], ['alerts', 'impact', 'news']],
  ['dropped', { reason: 'Recipient List over Package Quota' }, [], ['alerts', 'impact', 'news']],
  ['dropped', { reason: 'Unsubscribed Address' }, ['unsubscribed topics'], []],
  ['spamreport', {}, ['spam_report everything'], []],
  ['unsubscribe', {}, ['unsubscribed topics'], []],
  ['group_unsubscribe', {}, ['unsubscribed topics'], []],
])('%s %o', async (name, more, struckOff, topics) => {
  const { mailId, email, donorId } = await givenMail()
  expect(await tell([event({ event: name, email: email.toUpperCase(), mail_id: mailId, ...more })])).toBe(200)
  const [row] = await db().$queryRaw<{ hash: string }[]>`select address_hash(${email}) as hash`
  const found = await db().mailSuppression.findMany({ where: { addressHash: row?.hash ?? '' } })
  expect(found.map(({ cause, reach }) => `${cause} ${reach}`)).toEqual(struckOff)
  expect(await openTopics(donorId)).toEqual(topics)
})

test('the sandbox tells what became of a mail, as often as asked', async () => {
  const { mailId, email } = await givenMail()
  await sendQueuedMail({ mailId })
  for (const name of ['delivered', 'spamreport']) {
    expect(new Set((await mails.tell(email, name, 7)).statuses)).toEqual(new Set([200]))
  }
  expect(await factsOf(mailId)).toEqual(['attempted', 'sent', 'delivered', 'complained'])
})
