import { expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled, control } = await useRunning(world)

const month = 31 * 86_400
const mailsTo = async () =>
  (await db().mail.findMany({ orderBy: { recordedAt: 'asc' }, select: { message: true } })).map(
    (mail) => mail.message,
  )

test("a donor's year: monthly gift, failed renewal, recovered, refunded, cancelled", async () => {
  await givenFund({ slug: 'bail' })
  await give({ slug: 'bail', amount: '20', frequency: 'monthly', coverFee: true })
  await settled()

  await control.post('clock', { advanceSeconds: month })
  await settled()

  await control.post('next-payment', { fail: 'card_declined' })
  await control.post('clock', { advanceSeconds: month })
  await settled()
  const [schedule] = await db().recurringDonation.findMany()
  expect(schedule?.state).toBe('past_due')

  await control.post('next-payment', { fail: null })
  await control.post('clock', { advanceSeconds: 8 * 86_400 })
  await settled()
  expect((await db().recurringDonation.findFirstOrThrow()).state).toBe('active')

  const payments = await db().payment.findMany({ orderBy: { occurredAt: 'asc' } })
  expect(payments).toHaveLength(3)
  await stripe().refunds.create({ charge: payments[2]?.chargeId ?? '' })
  await settled()

  await stripe().subscriptions.cancel(schedule?.stripeSubscriptionId ?? '')
  await control.post('clock', { advanceSeconds: 3 * month })
  await settled()
  expect((await db().recurringDonation.findFirstOrThrow()).state).toBe('cancelled')

  const gifts = (await ledgerTable(world)).split('\n').filter((row) => !row.startsWith('payout'))
  expect(gifts.map((row) => row.trimEnd()).join('\n')).toMatchInlineSnapshot(`
    "code                debit            credit      amount
    donation            stripe           gifts       $20.00
    donation_fee_cover  stripe           fee_cover    $0.76
    processing_fee      processing_fees  stripe       $0.76
    donation            stripe           gifts       $20.00
    donation_fee_cover  stripe           fee_cover    $0.76
    processing_fee      processing_fees  stripe       $0.76
    donation            stripe           gifts       $20.00
    donation_fee_cover  stripe           fee_cover    $0.76
    processing_fee      processing_fees  stripe       $0.76
    refund              gifts            stripe      $20.00
    refund_fee_cover    fee_cover        stripe       $0.76"
  `)
  expect(await mailsTo()).toMatchInlineSnapshot(`
    [
      "receipt",
      "receipt",
      "payment-failed",
      "receipt",
      "refund-notice",
      "monthly-cancelled",
    ]
  `)
  expect(await brokenBooks()).toEqual([])
})
