import { beforeAll, expect, test } from 'vitest'
import { closeTriedPage } from '#app/domain/defence/close-tried-page.server.ts'
import { givingPause } from '#app/domain/defence/giving-pause.server.ts'
import { liftPause } from '#app/domain/defence/lift-pause.server.ts'
import { recordFailedTry } from '#app/domain/defence/record-failed-try.server.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import * as donate from '#app/routes/_public.funds.$slug.donate/route.tsx'
import { controlOf } from '#tests/support/control.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits, shipped } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { gift } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const control = controlOf(world)
let fundId = ''
beforeAll(async () => {
  await control.post('account', { settleDelayMs: 0 })
  fundId = await givenFund({ slug: 'bail', minimumGiftCents: 500n })
})

const opened = async () => (await control.get<{ sessions: number }>('summary')).sessions
const system = { scope: { kind: 'system' } } as const

/** The form's own action, as the host calls it. Answers the payment page that it led to. */
async function post(number: number, address: string): Promise<string | null> {
  const body = new URLSearchParams(gift({ amount: '5', email: `p${number}@donor.example` }))
  const request = new Request('http://localhost:3000/funds/bail/donate', { method: 'POST', body })
  const context = { ...frame, address }
  const answer: unknown = await donate.action({ request, params: { slug: 'bail' }, context })
  if (answer instanceof Response) return answer.headers.get('Location')?.split('/').at(-1) ?? null
  expect(answer).toMatchObject({ init: { status: 409 } })
  return null
}

const frame = {
  nonce: '',
  language: 'en',
  pathname: '/funds/bail/donate',
  mode: 'demonstration',
  appUrl: 'http://localhost:3000',
} as const

async function flood(posts: number, addressOf: (number: number) => string): Promise<string[]> {
  const pages: string[] = []
  let next = 0
  const sender = async () => {
    while (next < posts) {
      const number = next++
      const page = await post(number, addressOf(number))
      if (page) pages.push(page)
    }
  }
  await Promise.all(Array.from({ length: 10 }, sender))
  return pages
}

async function givesWell(address: string): Promise<void> {
  const page = await post(-1, address)
  expect((await control.post<{ status: string }>(`sessions/${page}/pay`)).status).toBe('complete')
}

test('a thousand posts and a hundred refused cards from one network: twenty payment pages, ten cards, and a good donor gives', async () => {
  await givenLimits(world)
  const before = await opened()
  const pages = await flood(1_000, () => '203.0.113.66')
  expect(pages).toHaveLength(shipped.fromNetwork)
  expect(await opened()).toBe(before + shipped.fromNetwork)

  let refused = 0
  for (let tried = 0; tried < 100; tried++) {
    const page = pages[tried % pages.length] ?? ''
    const answer = await control
      .post<{ charge: string }>(`sessions/${page}/pay`, { card: '4000000000000002' })
      .catch(() => null)
    if (!answer) continue
    refused++
    const charge = await stripe().charges.retrieve(answer.charge)
    await inTransaction(system, (tx) => recordFailedTry(tx, charge, new Date()))
    const closing = await db().$queryRaw<{ intent: string }[]>`
      select replace(key, 'gift.close:', '') as intent from graphile_worker.jobs where task_identifier = 'gift.close'`
    for (const { intent } of closing) await closeTriedPage({ intentId: intent })
  }
  expect(refused).toBe(shipped.triesFromNetwork)
  expect(await givingPause()).toBeNull()
  await givesWell('198.51.100.5')
  await sweep('fast')
  expect(await db().donor.count()).toBe(1)
  const [counts] = await db().defenceCount.findMany({ where: { what: 'too_many_gifts_begun' } })
  expect(Number(counts?.times)).toBe(1_000 - shipped.fromNetwork)
}, 120_000)

test('from everywhere at once: exactly the site’s measure, then a pause; when a person lifts it, a good donor gives', async () => {
  await givenLimits(world, { onSite: 25 })
  const before = await opened()
  const pages = await flood(200, (number) => `2001:db8:${number.toString(16)}::1`)
  expect(pages).toHaveLength(25)
  expect(await opened()).toBe(before + 25)
  const pause = await givingPause()
  expect(await post(-1, '198.51.100.5')).toBeNull()
  const staff = await givenActor(fundId, ['administrator'])
  await liftPause({ staff, pauseId: pause?.id ?? '', reason: 'attack_over' })
  await givesWell('198.51.100.5')
}, 60_000)
