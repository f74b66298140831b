import { beforeAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { useRunning } from '#tests/support/running.ts'
import { until } from '#tests/support/until.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled } = await useRunning(world)

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
})

/** SendGrid's side for this file's account: how many mails it took, and how it is to fail. */
async function sendgrid(fail?: { status: number; times: number } | null): Promise<number> {
  const response = await fetch(`${world.sandbox.url}/control/mail`, {
    method: fail === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${world.sandbox.mailKey}`, 'content-type': 'application/json' },
    ...(fail === undefined ? {} : { body: JSON.stringify({ fail }) }),
  })
  if (!response.ok) throw new Error(await response.text())
  return ((await response.json()) as { mails: number }).mails
}

const eventsOf = async (email: string) =>
  (await db().mailEvent.findMany({ where: { mail: { recipient: email } }, orderBy: { id: 'asc' } })).map(
    ({ kind, detail }) => (kind === 'failed' ? `${kind} ${detail}` : kind),
  )

test.each([503, 429])('SendGrid answers %i: gifts go on, receipts wait, and leave once', async (status) => {
  const email = `robin-${status}@donor.example`
  const before = await sendgrid({ status, times: 1_000 })
  await give({ slug: 'bail', amount: '25', email })
  await until(async () => (await eventsOf(email)).includes(`failed ${status}`))
  expect(await db().receipt.count({ where: { payment: { intent: { email } } } })).toBe(1)
  expect(await db().payment.count({ where: { intent: { email } } })).toBe(1)
  expect(await brokenBooks()).toEqual([])

  await sendgrid(null)
  await until(async () => (await eventsOf(email)).includes('sent'))
  await settled()
  expect((await eventsOf(email)).filter((kind) => kind === 'sent')).toHaveLength(1)
  expect(await sendgrid()).toBe(before + 1)
})

test('a mail that SendGrid refuses for what it is, waits for a person and is not tried again', async () => {
  const email = 'refused@donor.example'
  const before = await sendgrid({ status: 400, times: 1 })
  await give({ slug: 'bail', amount: '25', email })
  await until(async () => (await eventsOf(email)).length === 3)
  await settled()
  expect(await eventsOf(email)).toEqual(['attempted', 'failed 400', 'parked'])
  expect(await sendgrid()).toBe(before)
  expect(await brokenBooks()).toEqual([])
})
