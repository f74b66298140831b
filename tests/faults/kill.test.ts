import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { startSandbox } from '#tests/sandbox/start.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { ownPort } from '#tests/support/own-port.ts'
import { until } from '#tests/support/until.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const data = await mkdtemp(join(tmpdir(), 'homeward-kill-'))
const port = await ownPort()
const openSandbox = () =>
  startSandbox({ data, port, key: world.sandbox.stripeKey, sendgridKey: world.sandbox.mailKey })
let sandbox = await openSandbox()
const app = await useApp(world, { sandboxUrl: sandbox.url, settleDelayMs: 300 })
const visitor = visitorTo(app.url)
afterAll(async () => {
  await sandbox.stop()
  await rm(data, { recursive: true, force: true })
})

const total = 200
const donors = 10

/** A patient donor: fills in the form and pays, and tries again whenever nobody answers. */
async function give(number: number): Promise<void> {
  const fields = gift({
    token: randomUUID(),
    amount: String(10 + (number % 7)),
    email: `donor-${number}@donor.example`,
    frequency: number % 5 === 0 ? 'monthly' : 'once',
  })
  const session = await patiently(async () => {
    const answer = await visitor.post('/funds/bail/donate', fields)
    return answer.status === 303 ? (answer.headers.get('location')?.split('/').at(-1) ?? null) : null
  })
  await patiently(async () => ((await isPaid(session)) ? true : pay(session)))
}

const pay = async (session: string) =>
  (await app.control.post<{ status: string }>(`sessions/${session}/pay`)).status === 'complete'

async function isPaid(session: string): Promise<boolean> {
  const answer = await fetch(`${world.sandbox.url}/v1/checkout/sessions/${session}`, {
    headers: { authorization: `Bearer ${world.sandbox.stripeKey}` },
  })
  return ((await answer.json()) as { status: string }).status === 'complete'
}

async function patiently<T>(attempt: () => Promise<T | null | false>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await attempt().catch(() => null)
    if (answer) return answer
    await delay(200 + Math.random() * 200)
  }
  throw new Error('nobody answered for too long')
}

async function killSandbox(): Promise<void> {
  await sandbox.kill('SIGKILL')
  sandbox = await openSandbox()
}

test('web, worker and sandbox are killed in the middle of 200 gifts: each gift is there once', async () => {
  await givenFund({ slug: 'bail' })
  await app.control.post('account', { retryFactor: 0.3 })

  let next = 0
  let paid = 0
  const giving = Promise.all(
    Array.from({ length: donors }, async () => {
      while (next < total) {
        next += 1
        await give(next)
        paid += 1
      }
    }),
  )
  const kills = [
    () => app.restart('worker'),
    killSandbox,
    () => app.restart('web'),
    killSandbox,
    () => app.restart('worker'),
    () => app.restart('web'),
  ]
  const killedAt: number[] = []
  for (const [index, kill] of kills.entries()) {
    await until(async () => paid >= index * 30, 60)
    await delay(Math.random() * 200)
    killedAt.push(paid)
    await kill()
  }
  await giving
  expect(killedAt.filter((count) => count < total).length).toBeGreaterThanOrEqual(4)

  const moved = performance.now()
  const sent = () => db().mailEvent.count({ where: { kind: 'sent', mail: { message: 'receipt' } } })
  await until(async () => (await sent()) === total, 60)
  expect(performance.now() - moved).toBeLessThan(60_000)
  await app.settled()

  const { charges, netCents } = await app.control.get<{ charges: number; netCents: number }>('summary')
  expect(charges).toBe(total)
  expect(await db().payment.count()).toBe(total)
  expect(await db().receipt.count()).toBe(total)
  expect(await db().donor.count()).toBe(total)
  expect(await db().recurringDonation.count({ where: { state: 'active' } })).toBe(total / 5)
  expect(await db().suspenseItem.count()).toBe(0)
  const [stripe] = await db().$queryRaw<{ cents: bigint }[]>`
    select sum(balance_cents)::bigint as cents from account_balance where code = 'stripe'`
  expect(stripe?.cents).toBe(BigInt(netCents))
  expect(await brokenBooks()).toEqual([])
}, 300_000)
