import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { closeOpenPages } from '#app/domain/fund-followings/close-open-pages.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import type { SettableState } from '#app/domain/funds/changes.ts'
import { db } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenLimits } from '#tests/support/given-defence.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { useRunning } from '#tests/support/running.ts'
import { gift } from '#tests/support/visitor.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { control, settled } = await useRunning(world)

let bail = ''
let administrators: [Actor, Actor]
type Actor = Awaited<ReturnType<typeof givenActor>>
beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
  await givenFund({ slug: 'rides' })
  administrators = [await givenActor(bail, ['administrator']), await givenActor(bail, ['administrator'])]
  await givenLimits(world, { fromNetwork: 1_000, forEmail: 1_000, onSite: 10_000 })
})

/** Someone sends the form and reaches the payment page. Answers its id. */
async function begin(slug: string, more: Record<string, unknown> = {}): Promise<string> {
  const form = GiftForm.parse({ coverFee: '', incognito: '', updates: '', ...gift(), ...more })
  const { redirectTo } = await startGift({
    ...{ slug, form, token: randomUUID(), shownAt: new Date(), language: 'en', address: '198.51.100.7' },
  })
  return redirectTo.split('/').at(-1) ?? ''
}
const pay = (page: string) => control.post<{ status: string }>(`sessions/${page}/pay`)
const stateOf = async (id: string) => (await db().checkoutSession.findUniqueOrThrow({ where: { id } })).state

async function move(to: SettableState, fundId = bail, staff = administrators[0]) {
  await changeFundState({ staff, fundId, to, reason: 'board_decision' })
  await settled()
}

test('a fund that stops closes the payment pages that are open for it, of a divided gift too; what was paid and what others get stays', async () => {
  const paid = await begin('bail')
  await pay(paid)
  const pages = [
    await begin('bail'),
    await begin('bail', { frequency: 'monthly' }),
    await begin('rides', { also: ['bail'] }),
  ]
  const other = await begin('rides')
  await move('paused')
  for (const page of pages) {
    await expect(pay(page)).rejects.toThrow(/expired/)
    expect(await stateOf(page)).toBe('expired')
  }
  expect(await stateOf(paid)).toBe('complete')
  expect(await pay(other)).toMatchObject({ status: 'complete' })

  await move('open')
  const again = await begin('bail')
  await closeOpenPages({ fundId: bail })
  expect(await pay(again)).toMatchObject({ status: 'complete' })
})

test('a fund that is full or closing takes no new gift either', async () => {
  const whileFull = await begin('bail')
  await move('full')
  await expect(pay(whileFull)).rejects.toThrow(/expired/)
  await move('open')
  const whileClosing = await begin('bail')
  await givenClosing(administrators, bail)
  await settled()
  await expect(pay(whileClosing)).rejects.toThrow(/expired/)
})

test('a page that was being opened in that moment is closed a minute later', async () => {
  const fundId = await givenFund({ slug: 'late' })
  const page = await begin('late')
  const { intentId, url, expiresAt } = await db().checkoutSession.findUniqueOrThrow({ where: { id: page } })
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query('delete from checkout_session where id = $1', [page]),
  )
  await move('paused', fundId, await givenActor(fundId, ['administrator']))
  await db().checkoutSession.create({ data: { id: page, intentId, url, expiresAt } })

  const [again] = await db().$queryRaw<{ seconds: number }[]>`
    select extract(epoch from run_at - now())::float8 as seconds from graphile_worker.jobs
     where key = ${`gift.close-pages-again:${fundId}`}`
  expect(again?.seconds).toBeGreaterThan(20)
  expect(again?.seconds).toBeLessThanOrEqual(60)
  await closeOpenPages({ fundId })
  await expect(pay(page)).rejects.toThrow(/expired/)
})

test('one page that Stripe does not close holds up no other, is not taken for closed, and is tried again', async () => {
  const fundId = await givenFund({ slug: 'tried' })
  const pages = [await begin('tried'), await begin('tried')]
  await control.post('fail', { route: 'POST /v1/checkout/sessions/:id/expire', status: 400 })
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query('alter table fund_state_change disable trigger stopped_fund_closes_its_pages'),
  )
  await move('paused', fundId, await givenActor(fundId, ['administrator']))
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query('alter table fund_state_change enable trigger stopped_fund_closes_its_pages'),
  )
  await expect(closeOpenPages({ fundId })).rejects.toThrow('1 payment pages could not be closed')
  expect((await Promise.all(pages.map(stateOf))).sort()).toEqual(['expired', 'open'])
  await closeOpenPages({ fundId })
  for (const page of pages) await expect(pay(page)).rejects.toThrow(/expired/)
})
