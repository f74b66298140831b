import { expect, test } from 'vitest'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { watchMonthlyGifts } from '#app/domain/fund-followings/watch-monthly-gifts.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import type { SettableState } from '#app/domain/funds/changes.ts'
import { askForCard } from '#app/domain/recurring-donations/ask-for-card.server.ts'
import { cardUpdatePage } from '#app/domain/recurring-donations/card-update-page.server.ts'
import { dayOfMonth } from '#app/domain/recurring-donations/charge-dates.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import type { Change } from '#app/domain/schedule-wishes/plan-change.ts'
import { stopMonthlyGift } from '#app/domain/schedule-wishes/stop-monthly-gift.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { atStripeTime, changeAsDonor, givenMonthly } from '#tests/support/given-monthly.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const running = await useRunning(world)
const { settled, control } = running

test('a year of a monthly gift: changed, divided, skipped, paused, refused and recovered, cards that change and end, a fund that stops, refunded, disputed, ended', async () => {
  const bail = await givenFund({ slug: 'bail' })
  const rides = await givenFund({ slug: 'rides', feesPaidBy: 'operating' })
  const staff = await givenActor(bail, ['administrator', 'treasurer'])
  const gift = await givenMonthly(running)
  const change = (wished: Change) => atStripeTime(running, () => changeAsDonor(gift.token, wished))
  const pass = async (days: number) => {
    await control.post('clock', { advanceSeconds: days * 86_400 })
    await settled()
  }
  /** To the day after the next charge, by what the donor's page says. */
  const nextCharge = async () => {
    const { now } = await control.get<{ now: number }>('clock')
    const next = (await monthlyGift(gift.token, 'en'))?.nextChargeAt?.getTime() ?? 0
    await pass(Math.ceil((next / 1000 - now) / 86_400) + 1)
  }
  const charges = () => db().payment.count({ where: { recurringDonationId: gift.id } })
  const state = async () => (await monthlyGift(gift.token, 'en'))?.state
  const fund = async (to: SettableState) => {
    await changeFundState({ staff, fundId: bail, to, reason: 'board_decision' })
    await settled()
  }

  const recoveries = () =>
    db().recurringDonationChange.count({
      where: { recurringDonationId: gift.id, cause: { startsWith: 'recovered:' } },
    })
  const card = () =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.recurringDonationSight.findUniqueOrThrow({ where: { recurringDonationId: gift.id } }),
    )
  const putIn = async (number: string) => {
    const page = await cardUpdatePage(gift.token, 'en')
    await fetch(page ?? '', {
      method: 'POST',
      body: new URLSearchParams({ card: number }),
      redirect: 'manual',
    })
    await settled()
  }
  /** Stripe says another date for the card that is kept, so many months from its own today. */
  const cardEnds = async (inMonths: number) => {
    const { now } = await control.get<{ now: number }>('clock')
    const at = new Date(now * 1000)
    const month = at.getUTCFullYear() * 12 + at.getUTCMonth() + inMonths
    const { cardId } = await card()
    await control.post(`cards/${cardId}/expiry`, { month: (month % 12) + 1, year: Math.floor(month / 12) })
  }
  const night = async () => {
    await atStripeTime(running, async () => {
      await sweep('night')
      await watchMonthlyGifts()
    })
    await settled()
  }
  const cardMails = async () => {
    const asked = await db().mail.findMany({
      where: { message: 'card-needed' },
      orderBy: { recordedAt: 'asc' },
    })
    return asked.map(({ props }) => (props as { why: string }).why)
  }

  // First month: more, with the card fee, and a third of it for rides.
  await change({ kind: 'amount', giftCents: 30_00n, coverFee: true })
  await change({
    kind: 'split',
    shares: [
      { fundId: bail, share: 2n },
      { fundId: rides, share: 1n },
    ],
  })
  await nextCharge()
  expect(await charges()).toBe(2)

  // Another day: no month twice, and none at the change.
  const { nextChargeAt } = (await monthlyGift(gift.token, 'en')) ?? {}
  const usual = nextChargeAt && dayOfMonth(nextChargeAt, 'America/Chicago')
  await change({ kind: 'day', day: usual === 28 ? 27 : 28 })
  expect(await charges()).toBe(2)
  await nextCharge()
  await nextCharge()
  const afterDay = await charges()
  const months = (await db().payment.findMany({ where: { recurringDonationId: gift.id } })).map(
    ({ occurredAt }) => dayOf(occurredAt, 'America/Chicago').slice(0, 7),
  )
  expect(new Set(months).size).toBe(months.length)

  await change({ kind: 'skip' })
  await pass(33)
  expect(await charges()).toBe(afterDay)
  await change({ kind: 'pause', until: null })
  await pass(40)
  expect([await charges(), await state()]).toEqual([afterDay, 'paused'])
  await change({ kind: 'resume' })
  await nextCharge()
  expect([await charges(), await state()]).toEqual([afterDay + 1, 'active'])

  // The card says no; staff ask once; a new card brings it back.
  await control.post('next-payment', { fail: 'card_declined' })
  await nextCharge()
  expect(await state()).toBe('past_due')
  await askForCard({ staff, scheduleId: gift.id })
  await expect(askForCard({ staff, scheduleId: gift.id })).rejects.toThrow('card_is_asked_for_rarely')
  await control.post('next-payment', { fail: null })
  await pass(8)
  expect([await charges(), await state()]).toEqual([afterDay + 2, 'active'])
  expect(await recoveries()).toBe(1)

  // Refused again; the link in the mail leads to Stripe's own page, and another card pays at once what is owed.
  await control.post('next-payment', { fail: 'card_declined' })
  await nextCharge()
  await control.post('next-payment', { fail: null })
  expect([await charges(), await state()]).toEqual([afterDay + 2, 'past_due'])
  await putIn('5555555555554444')
  expect([await charges(), await state(), await recoveries()]).toEqual([afterDay + 3, 'active', 2])
  expect(await card()).toMatchObject({ cardBrand: 'mastercard', cardLast4: '4444' })

  // That card ends next month: told once. The network gives it another date by itself, and nobody is troubled.
  await cardEnds(1)
  await night()
  await night()
  expect(await cardMails()).toEqual(['asked', 'expires'])
  await cardEnds(30)
  await night()
  expect(await cardMails()).toEqual(['asked', 'expires'])
  expect((await card()).cardExpiresOn?.getTime()).toBeGreaterThan(Date.now() + 700 * 86_400_000)
  await nextCharge()
  expect(await charges()).toBe(afterDay + 4)

  // One fund stops and opens again: its part rests, the other goes on.
  await fund('paused')
  await nextCharge()
  await fund('open')
  expect((await monthlyGift(gift.token, 'en'))?.lines).toHaveLength(2)

  const last = await db().payment.findFirstOrThrow({ orderBy: { occurredAt: 'desc' } })
  await stripe().refunds.create({ charge: String(last.chargeId), amount: 5_01 })
  const [, before] = await db().payment.findMany({ orderBy: { occurredAt: 'desc' } })
  const dispute = await control.post<{ id: string }>('disputes', { charge: before?.chargeId })
  await settled()
  await control.post(`disputes/${dispute.id}/close`, { status: 'lost' })
  await settled()

  expect(await stopMonthlyGift(gift.token)).toBe(true)
  const whenStopped = await charges()
  await pass(62)
  await sweep('night')
  expect([await charges(), await state()]).toEqual([whenStopped, 'cancelled'])

  const [header, ...rows] = (await ledgerTable(world)).split('\n').filter((row) => !row.includes(' payout'))
  // Of one charge the funds come in the order of their ids, which is another every time.
  expect([header, ...rows.sort()].join('\n')).toMatchInlineSnapshot(`
    "fund       code                debit            credit      amount
    bail       dispute             dispute_losses   stripe      $20.65
    bail       donation            stripe           gifts       $20.00
    bail       donation            stripe           gifts       $20.00
    bail       donation            stripe           gifts       $20.00
    bail       donation            stripe           gifts       $20.00
    bail       donation            stripe           gifts       $20.00
    bail       donation            stripe           gifts       $20.00
    bail       donation            stripe           gifts       $20.00
    bail       donation            stripe           gifts       $20.00
    bail       donation_fee_cover  stripe           fee_cover    $0.65
    bail       donation_fee_cover  stripe           fee_cover    $0.65
    bail       donation_fee_cover  stripe           fee_cover    $0.65
    bail       donation_fee_cover  stripe           fee_cover    $0.65
    bail       donation_fee_cover  stripe           fee_cover    $0.65
    bail       donation_fee_cover  stripe           fee_cover    $0.65
    bail       donation_fee_cover  stripe           fee_cover    $0.65
    bail       processing_fee      processing_fees  stripe       $0.65
    bail       processing_fee      processing_fees  stripe       $0.65
    bail       processing_fee      processing_fees  stripe       $0.65
    bail       processing_fee      processing_fees  stripe       $0.65
    bail       processing_fee      processing_fees  stripe       $0.65
    bail       processing_fee      processing_fees  stripe       $0.65
    bail       processing_fee      processing_fees  stripe       $0.65
    bail       processing_fee      processing_fees  stripe       $0.74
    bail       processing_fee      processing_fees  stripe      $10.00
    operating  processing_fee      processing_fees  stripe       $0.33
    operating  processing_fee      processing_fees  stripe       $0.33
    operating  processing_fee      processing_fees  stripe       $0.33
    operating  processing_fee      processing_fees  stripe       $0.33
    operating  processing_fee      processing_fees  stripe       $0.33
    operating  processing_fee      processing_fees  stripe       $0.33
    operating  processing_fee      processing_fees  stripe       $0.33
    operating  processing_fee      processing_fees  stripe       $0.53
    operating  processing_fee      processing_fees  stripe       $5.00
    rides      dispute             dispute_losses   stripe      $10.33
    rides      donation            stripe           gifts       $10.00
    rides      donation            stripe           gifts       $10.00
    rides      donation            stripe           gifts       $10.00
    rides      donation            stripe           gifts       $10.00
    rides      donation            stripe           gifts       $10.00
    rides      donation            stripe           gifts       $10.00
    rides      donation            stripe           gifts       $10.00
    rides      donation            stripe           gifts       $10.00
    rides      donation_fee_cover  stripe           fee_cover    $0.33
    rides      donation_fee_cover  stripe           fee_cover    $0.33
    rides      donation_fee_cover  stripe           fee_cover    $0.33
    rides      donation_fee_cover  stripe           fee_cover    $0.33
    rides      donation_fee_cover  stripe           fee_cover    $0.33
    rides      donation_fee_cover  stripe           fee_cover    $0.33
    rides      donation_fee_cover  stripe           fee_cover    $0.33
    rides      donation_fee_cover  stripe           fee_cover    $0.53
    rides      refund              gifts            stripe       $4.76
    rides      refund_fee_cover    fee_cover        stripe       $0.25"
  `)
  // The year's paper says what the books say: gifts and fee cover, less what went back.
  const booked = rows
    .filter((row) => /donation|refund|dispute/.test(row))
    .reduce((sum, row) => sum + signed(row), 0n)
  const { now } = await control.get<{ now: number }>('clock')
  const period = { from: '2020-01-01', to: new Date(now * 1000).toISOString().slice(0, 10) }
  const statement = await issueStatement({ donorId: gift.donorId, period, timezone: 'America/Chicago' })
  expect(statement?.netCents).toBe(booked)

  const mails = await db().mail.findMany({ orderBy: [{ recordedAt: 'asc' }, { message: 'asc' }] })
  const told = mails.map(({ message, props }) => (props as { change?: string }).change ?? message)
  expect(told.filter((message) => message !== 'receipt')).toMatchInlineSnapshot(`
    [
      "amount",
      "split",
      "day",
      "skip",
      "pause",
      "resume",
      "payment-failed",
      "card-needed",
      "payment-failed",
      "card-needed",
      "fund_paused_part",
      "fund_open",
      "administrators-notice",
      "refund-notice",
      "administrators-notice",
      "dispute-notice",
      "monthly-cancelled",
    ]
  `)
  expect(await brokenBooks()).toEqual([])
}, 240_000)

/** What a row of the table adds to a giver's gifts, in cents. */
function signed(row: string): bigint {
  const amount = BigInt(/\$([\d,]+\.\d\d)$/.exec(row.trimEnd())?.[1]?.replaceAll(/[.,]/g, '') ?? '0')
  return /donation/.test(row) ? amount : -amount
}
