import { beforeAll, expect, test } from 'vitest'
import { givingPause } from '#app/domain/defence/giving-pause.server.ts'
import { liftPause } from '#app/domain/defence/lift-pause.server.ts'
import * as donate from '#app/routes/_public.funds.$slug.donate/route.tsx'
import { controlOf } from '#tests/support/control.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenLimits } from '#tests/support/given-defence.ts'
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
})
