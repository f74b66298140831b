import { beforeAll, expect, test } from 'vitest'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { settled, control } = await useRunning(world)

let bail = ''
let rides = ''
beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
  rides = await givenFund({ slug: 'rides', feesPaidBy: 'operating' })
  await control.post('account', { disputeFee: 1500 })
})

test('a gift to two funds, given back piece by piece, comes back to the cent', async () => {
  const intent = await givenIntent({
    parts: [
      { fundId: bail, giftCents: 30_01n },
      { fundId: rides, giftCents: 20_00n, feeCoverCents: 1_00n },
    ],
  })
  const { id: charge } = await control.post<{ id: string }>('charges', {
    amount: 51_01,
    metadata: { intent },
  })
  await settled()
  for (const amount of [7, 3_33, 10_00, 6_61]) {
    await stripe().refunds.create({ charge, amount })
    await settled()
  }
  await stripe().refunds.create({ charge })
  await settled()

  const [header, ...rows] = (await ledgerTable(world)).split('\n')
  expect([header, ...rows.sort()].join('\n')).toMatchInlineSnapshot(`
    "fund       code                debit            credit     amount
    bail       donation            stripe           gifts      $30.01
    bail       processing_fee      processing_fees  stripe      $0.85
    bail       refund              gifts            stripe      $0.04
    bail       refund              gifts            stripe      $1.96
    bail       refund              gifts            stripe      $3.89
    bail       refund              gifts            stripe      $5.88
    bail       refund              gifts            stripe     $18.24
    operating  processing_fee      processing_fees  stripe      $0.57
    rides      donation            stripe           gifts      $20.00
    rides      donation_fee_cover  stripe           fee_cover   $1.00
    rides      refund              gifts            stripe      $0.03
    rides      refund              gifts            stripe      $1.30
    rides      refund              gifts            stripe      $2.59
    rides      refund              gifts            stripe      $3.93
    rides      refund              gifts            stripe     $12.15
    rides      refund_fee_cover    fee_cover        stripe      $0.07
    rides      refund_fee_cover    fee_cover        stripe      $0.13
    rides      refund_fee_cover    fee_cover        stripe      $0.19
    rides      refund_fee_cover    fee_cover        stripe      $0.61"
  `)
  const left = await db().$queryRaw`
    select code, sum(balance_cents)::int as cents from account_balance where code in ('gifts', 'fee_cover') group by code order by code`
  expect(left).toEqual([
    { code: 'fee_cover', cents: 0 },
    { code: 'gifts', cents: 0 },
  ])
  expect(await brokenBooks()).toEqual([])
})

test('a gift to two funds, given back in part, then disputed for the rest, and won: each fund bears its share of each', async () => {
  const told = (await ledgerTable(world)).split('\n').length
  const intent = await givenIntent({
    parts: [
      { fundId: bail, giftCents: 30_01n },
      { fundId: rides, giftCents: 20_00n, feeCoverCents: 1_00n },
    ],
  })
  const { id: charge } = await control.post<{ id: string }>('charges', {
    amount: 51_01,
    metadata: { intent },
  })
  await settled()
  await stripe().refunds.create({ charge, amount: 11_01 })
  await settled()
  const { id } = await control.post<{ id: string }>('disputes', { charge })
  await settled()
  expect(await brokenBooks()).toEqual([])
  await control.post(`disputes/${id}/close`, { status: 'won' })
  await settled()

  const [header, ...rows] = (await ledgerTable(world)).split('\n')
  expect([header, ...rows.slice(told - 1).sort()].join('\n')).toMatchInlineSnapshot(`
    "fund       code                debit            credit          amount
    bail       dispute             dispute_losses   stripe          $23.53
    bail       dispute_won         stripe           dispute_losses  $23.53
    bail       donation            stripe           gifts           $30.01
    bail       processing_fee      processing_fees  stripe           $0.85
    bail       processing_fee      processing_fees  stripe           $9.00
    bail       refund              gifts            stripe           $6.48
    operating  processing_fee      processing_fees  stripe           $0.57
    operating  processing_fee      processing_fees  stripe           $6.00
    rides      dispute             dispute_losses   stripe          $16.47
    rides      dispute_won         stripe           dispute_losses  $16.47
    rides      donation            stripe           gifts           $20.00
    rides      donation_fee_cover  stripe           fee_cover        $1.00
    rides      refund              gifts            stripe           $4.32
    rides      refund_fee_cover    fee_cover        stripe           $0.21"
  `)
  const losses = await db().$queryRaw`
    select sum(balance_cents)::int as cents from account_balance where code = 'dispute_losses'`
  expect(losses).toEqual([{ cents: 0 }])
  expect(await brokenBooks()).toEqual([])
})
