import { expect, test } from 'vitest'
import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { layOut, ledgerTable } from '#tests/support/ledger-table.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled, control } = await useRunning(world)
let told = 1

/** The rows that the ledger gained since the last time, as a table of their own. */
async function newRows(): Promise<string> {
  await settled()
  const lines = (await ledgerTable(world)).split('\n')
  const gained = [lines[0] ?? '', ...lines.slice(told)]
  told = lines.length
  return layOut(gained.map((line) => line.split(/ {2,}/)))
}

const movement = (fields: Record<string, unknown>) => control.post('balance-transactions', fields)
type Made = { id: string }

test('every kind of movement at Stripe, one after another, as the books take it', async () => {
  await givenFund({ slug: 'bail' })
  await control.post('account', { disputeFee: 1500 })

  const first = await give({ slug: 'bail', amount: '100', coverFee: true })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code                debit            credit      amount
    donation            stripe           gifts      $100.00
    donation_fee_cover  stripe           fee_cover    $2.56
    processing_fee      processing_fees  stripe       $2.56"
  `)

  const refund = await stripe().refunds.create({ charge: first.charge ?? '', amount: 2_500 })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code              debit      credit  amount
    refund            gifts      stripe  $24.38
    refund_fee_cover  fee_cover  stripe   $0.62"
  `)
  await control.post(`refunds/${refund.id}/fail`)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code                     debit   credit     amount
    refund_failed            stripe  gifts      $24.38
    refund_failed_fee_cover  stripe  fee_cover   $0.62"
  `)
  await stripe().refunds.create({ charge: first.charge ?? '' })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code              debit      credit   amount
    refund            gifts      stripe  $100.00
    refund_fee_cover  fee_cover  stripe    $2.56"
  `)

  const second = await give({ slug: 'bail', amount: '80' })
  await settled()
  const won = await control.post<Made>('disputes', { charge: second.charge })
  await control.post(`disputes/${won.id}/close`, { status: 'won' })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code            debit            credit          amount
    donation        stripe           gifts           $80.00
    processing_fee  processing_fees  stripe           $2.06
    dispute         dispute_losses   stripe          $80.00
    processing_fee  processing_fees  stripe          $15.00
    dispute_won     stripe           dispute_losses  $80.00"
  `)

  const third = await give({ slug: 'bail', amount: '60' })
  const lost = await control.post<Made>('disputes', { charge: third.charge })
  await control.post(`disputes/${lost.id}/close`, { status: 'lost' })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code            debit            credit  amount
    donation        stripe           gifts   $60.00
    processing_fee  processing_fees  stripe   $1.62
    dispute         dispute_losses   stripe  $60.00
    processing_fee  processing_fees  stripe  $15.00"
  `)
  expect(await db().dispute.findMany({ orderBy: { amountCents: 'asc' }, select: { state: true } })).toEqual([
    { state: 'lost' },
    { state: 'won' },
  ])

  const payout = await control.post<Made>('payouts', { everything: true })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code         debit       credit  amount
    payout_made  in_transit  stripe  $43.76"
  `)
  await control.post(`payouts/${payout.id}/pay`)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code            debit  credit      amount
    payout_arrived  bank   in_transit  $43.76"
  `)
  await control.post(`payouts/${payout.id}/fail`)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code           debit   credit  amount
    payout_failed  stripe  bank    $43.76"
  `)

  const again = await control.post<Made>('payouts', { everything: true })
  expect(await newRows()).toMatchInlineSnapshot(`
    "code         debit       credit  amount
    payout_made  in_transit  stripe  $43.76"
  `)
  await control.post(`payouts/${again.id}/fail`)
  expect(await newRows()).toMatchInlineSnapshot(`
    "code           debit   credit      amount
    payout_failed  stripe  in_transit  $43.76"
  `)

  await movement({ type: 'stripe_fee', amount: -200 })
  await movement({ type: 'tax_fee', amount: -10 })
  await movement({ type: 'topup', amount: 5_000 })
  await movement({ type: 'topup_reversal', amount: -1_000 })
  await movement({ type: 'reserve_hold', amount: -900 })
  await movement({ type: 'reserve_release', amount: 900 })
  await movement({ type: 'a_type_of_tomorrow', amount: 123, fee: 3 })
  await sweep('fast')
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code            debit            credit          amount
    operating  processing_fee  processing_fees  stripe           $2.00
    operating  processing_fee  processing_fees  stripe           $0.10
    operating  stripe_topup    stripe           bank            $50.00
    operating  stripe_topup    bank             stripe          $10.00
    operating  stripe_reserve  stripe_reserve   stripe           $9.00
    operating  stripe_reserve  stripe           stripe_reserve   $9.00
    operating  suspense        stripe           suspense         $1.20"
  `)

  const typed = await control.post<Made>('charges', { amount: 4_000, description: 'Typed in by hand' })
  await stripe().refunds.create({ charge: typed.id, amount: 1_000 })
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code      debit     credit    amount
    operating  suspense  stripe    suspense  $38.82
    operating  suspense  suspense  stripe    $10.00"
  `)
  expect(
    await db().suspenseItem.findMany({
      select: { reason: true, amountCents: true },
      orderBy: { amountCents: 'asc' },
    }),
  ).toMatchInlineSnapshot(`
    [
      {
        "amountCents": -1000n,
        "reason": "refund_of_unknown",
      },
      {
        "amountCents": 120n,
        "reason": "unknown_type",
      },
      {
        "amountCents": 3882n,
        "reason": "charge_not_ours",
      },
    ]
  `)

  expect(await brokenBooks()).toEqual([])
})

test('a payout that failed before it was composed goes with the next one', async () => {
  await give({ slug: 'bail', amount: '40' })
  await settled()
  await newRows()
  await control.post('webhooks', { mode: 'drop' })
  const payout = await control.post<Made>('payouts', { everything: true })
  await sweep('fast')
  await control.post(`payouts/${payout.id}/fail`)
  await sweep('fast')
  expect(await newRows()).toMatchInlineSnapshot(`"fund  code  debit  credit  amount"`)
  expect(await brokenBooks()).toEqual([])

  await control.post('webhooks', { mode: 'deliver' })
  await control.post('payouts', { everything: true })
  await sweep('slow')
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code           debit       credit      amount
    bail       payout_made    in_transit  stripe      $82.58
    operating  payout_made    in_transit  stripe      $67.92
    bail       payout_failed  stripe      in_transit  $82.58
    operating  payout_failed  stripe      in_transit  $67.92
    bail       payout_made    in_transit  stripe      $82.58
    operating  payout_made    in_transit  stripe      $67.92"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('a payout made by hand is divided by what each fund had, and the next automatic one carries the rest', async () => {
  await givenFund({ slug: 'rides' })
  await give({ slug: 'bail', amount: '300' })
  await give({ slug: 'rides', amount: '100' })
  await settled()
  await control.post('account', { automaticPayouts: false })
  // Ten days on all of it is available.
  await control.post('clock', { advanceSeconds: 10 * 86_400 })
  await newRows()
  const byHand = await stripe().payouts.create({ amount: 5_000, currency: 'usd' })
  await settled()
  await sweep('slow')
  // What a fund had may still change while charges wait for their owner.
  expect(await newRows()).toMatchInlineSnapshot(`"fund  code  debit  credit  amount"`)
  expect(await db().stripePayout.findUniqueOrThrow({ where: { id: byHand.id } })).toMatchObject({
    automatic: false,
    amountCents: 5_000n,
  })
  const later = () => asOfTime(new Date(Date.now() + 40 * 86_400_000), () => sweep('slow'))
  await later()
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund   code         debit       credit  amount
    bail   payout_made  in_transit  stripe  $37.52
    rides  payout_made  in_transit  stripe  $12.48"
  `)
  await control.post(`payouts/${byHand.id}/pay`)
  await later()
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund   code            debit  credit      amount
    bail   payout_arrived  bank   in_transit  $37.52
    rides  payout_arrived  bank   in_transit  $12.48"
  `)
  const { txnId } = await db().stripePayout.findUniqueOrThrow({ where: { id: byHand.id } })
  const listed = inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.stripePayoutItem.create({ data: { payoutId: byHand.id, txnId } }),
  )
  expect(await brokenRule(listed)).toBe('only_automatic_payouts_are_listed')
  expect(await brokenBooks()).toEqual([])

  await control.post('account', { automaticPayouts: true })
  await control.post('payouts', { everything: true })
  await sweep('slow')
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund   code         debit       credit   amount
    bail   payout_made  in_transit  stripe  $255.58
    rides  payout_made  in_transit  stripe   $85.02"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('all of it adds up to what Stripe says it holds', async () => {
  const { balanceCents } = await control.get<{ balanceCents: number }>('summary')
  const [row] = await db().$queryRaw<{ cents: bigint }[]>`
    select sum(balance_cents)::bigint as cents from account_balance where code = 'stripe'`
  expect(row?.cents).toBe(BigInt(balanceCents))
})
