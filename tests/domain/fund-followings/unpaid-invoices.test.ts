import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import type { SettableState } from '#app/domain/funds/changes.ts'
import { stopMonthlyGift } from '#app/domain/schedule-wishes/stop-monthly-gift.server.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { changeAsDonor, givenMonthly, givenMonthlyGifts } from '#tests/support/given-monthly.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { control, settled } = running

const hour = 3_600
const day = 24 * hour

/** How long an invoice is a draft here, and how much later one gift is charged than the other: the sandbox refuses one at a time. */
const drafted = 4 * hour
const apart = 3 * hour

let bail = ''
let rides = ''
let administrator: Awaited<ReturnType<typeof givenActor>>
beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
  rides = await givenFund({ slug: 'rides' })
  administrator = await givenActor(bail, ['administrator'])
  await control.post('account', { invoiceDraftSeconds: drafted })
})

type Gift = Awaited<ReturnType<typeof givenMonthly>>

async function move(to: SettableState) {
  await changeFundState({ staff: administrator, fundId: bail, to, reason: 'board_decision' })
  await settled()
}

async function pass(seconds: number) {
  await control.post('clock', { advanceSeconds: seconds })
  await settled()
}

/** To this many seconds after the next charge of a gift, by Stripe's own word. */
async function toCharge({ stripeSubscriptionId }: Gift, seconds: number) {
  const { now } = await control.get<{ now: number }>('clock')
  const { items } = await stripe().subscriptions.retrieve(stripeSubscriptionId)
  await pass((items.data[0]?.current_period_end ?? now) - now + seconds)
}

const invoicesOf = async ({ stripeSubscriptionId: subscription }: Gift) =>
  (await stripe().invoices.list({ subscription })).data.map(({ status, total }) => [status, total])

const chargesOf = ({ id }: Gift) => db().payment.count({ where: { recurringDonationId: id } })

const partsPaid = async ({ id }: Gift) => {
  const newest = await db().payment.findFirstOrThrow({
    where: { recurringDonationId: id },
    orderBy: { occurredAt: 'desc' },
    include: { donations: true },
  })
  return newest.donations
    .map(({ fundId, giftCents }) => [fundId === bail ? 'bail' : 'rides', giftCents])
    .sort()
}

describe('a fund that pauses while an invoice is unpaid', () => {
  let single: Gift
  let divided: Gift
  beforeEach(async () => {
    single = await givenMonthly(running)
    await pass(apart)
    divided = await givenMonthly(running)
    const shares = [bail, rides].map((fundId) => ({ fundId, share: 1n }))
    await changeAsDonor(divided.token, { kind: 'split', shares })
    await settled()
  })

  const nothingWasCharged = async () => {
    for (const gift of [single, divided]) {
      expect(await chargesOf(gift)).toBe(1)
      expect((await invoicesOf(gift))[0]).toEqual(['void', 20_00])
    }
    expect(await brokenBooks()).toEqual([])
  }

  const goesOnFromTheNextDate = async () => {
    await toCharge(divided, drafted + hour)
    expect([await chargesOf(single), await chargesOf(divided)]).toEqual([1, 2])
    expect(await partsPaid(divided)).toEqual([['rides', 10_00n]])
    await move('open')
    await pass(2 * day)
    expect([await chargesOf(single), await chargesOf(divided)]).toEqual([1, 2])
    await toCharge(divided, drafted + hour)
    expect([await chargesOf(single), await chargesOf(divided)]).toEqual([2, 3])
    expect(await partsPaid(divided)).toEqual([
      ['bail', 10_00n],
      ['rides', 10_00n],
    ])
    expect(await brokenBooks()).toEqual([])
  }

  test('in the hours between the draft and its charge: it is voided, and what goes on is charged from its next date', async () => {
    await toCharge(divided, hour / 2)
    expect(await invoicesOf(single)).toMatchObject([
      ['draft', 20_00],
      ['paid', 20_00],
    ])
    await move('paused')
    await pass(drafted)
    await nothingWasCharged()
    await goesOnFromTheNextDate()
  })

  test('while the card is being tried again: it is voided, and what goes on is charged from its next date', async () => {
    const refused = ({ stripeSubscriptionId: subscription }: Gift) =>
      control.post('next-payment', { fail: 'card_declined', subscription })
    await refused(single)
    await toCharge(single, drafted + hour)
    await refused(divided)
    await pass(apart)
    expect((await invoicesOf(divided))[0]).toEqual(['open', 20_00])
    await move('paused')
    await pass(20 * day)
    await nothingWasCharged()
    await goesOnFromTheNextDate()
  })
})

test('a fund that is full takes what was asked before: the draft of a divided gift is charged', async () => {
  const [gift] = (await givenMonthlyGifts(running, [{}])) as [Gift]
  await changeAsDonor(gift.token, {
    kind: 'split',
    shares: [bail, rides].map((fundId) => ({ fundId, share: 1n })),
  })
  await toCharge(gift, hour / 2)
  await move('full')
  await pass(drafted)
  expect(await chargesOf(gift)).toBe(2)
  await move('open')
})

test('a gift that its donor stops or lets rest in those hours is not charged any more', async () => {
  const [stopped, resting] = (await givenMonthlyGifts(running, [{}, {}])) as [Gift, Gift]
  await toCharge(resting, hour / 2)
  await stopMonthlyGift(stopped.token)
  await changeAsDonor(resting.token, { kind: 'pause', until: null })
  await pass(drafted)
  for (const gift of [stopped, resting]) expect(await chargesOf(gift)).toBe(1)
  expect(await brokenBooks()).toEqual([])
})
