import { expect, it } from 'vitest'
import {
  listen,
  movements,
  openAccount,
  openQuickAccount,
  paidCharge,
  refusal,
  setClock,
} from './stripe-side.ts'

const line = ({
  type,
  reporting_category,
  amount,
  fee,
  net,
}: Awaited<ReturnType<typeof movements>>[number]) => `${type} ${reporting_category} ${amount} ${fee} ${net}`

it('refunds in parts, keeps its fee, and refuses more than is left', async () => {
  const account = await openQuickAccount()
  const { types } = await listen(account)
  const charge = await paidCharge(account, 5000)
  const refund = await account.stripe.refunds.create({
    payment_intent: String(charge.payment_intent),
    amount: 1500,
    metadata: { refund: 'r1' },
    expand: ['charge', 'balance_transaction'],
  })
  expect(refund).toMatchObject({
    status: 'succeeded',
    metadata: { refund: 'r1' },
    charge: { amount_refunded: 1500, refunded: false },
    balance_transaction: { amount: -1500, fee: 0, type: 'refund' },
  })
  const tooMuch = await refusal(account.stripe.refunds.create({ charge: charge.id, amount: 3501 }))
  expect(tooMuch.message).toContain('$35.01')
  await account.stripe.refunds.create({ charge: charge.id })
  expect(await refusal(account.stripe.refunds.create({ charge: charge.id }))).toMatchObject({
    code: 'charge_already_refunded',
  })
  expect((await movements(account)).map(line)).toEqual([
    'charge charge 5000 140 4860',
    'refund refund -1500 0 -1500',
    'refund refund -3500 0 -3500',
  ])
  await account.control('POST webhooks/drain')
  expect(types()).toEqual(expect.arrayContaining(['refund.created', 'charge.refunded', 'refund.updated']))
})

it('waits with the money of a refund until the charge has settled', async () => {
  const account = openAccount()
  const charge = await paidCharge(account, 5000)
  const refund = await account.stripe.refunds.create({ charge: charge.id })
  expect(refund).toMatchObject({ status: 'pending', balance_transaction: null })
  await account.control('POST webhooks/drain')
  expect((await account.stripe.refunds.retrieve(refund.id)).status).toBe('succeeded')
  expect((await movements(account)).map(({ type }) => type)).toEqual(['charge', 'refund'])
})

it('takes a refund back when the bank returns it', async () => {
  const account = await openQuickAccount()
  const charge = await paidCharge(account, 5000)
  const refund = await account.stripe.refunds.create({ charge: charge.id })
  await account.control(`POST refunds/${refund.id}/fail`)
  expect(await account.stripe.refunds.retrieve(refund.id)).toMatchObject({
    failure_reason: 'expired_or_canceled_card',
    status: 'failed',
  })
  expect((await movements(account)).map(line).at(-1)).toBe('refund_failure refund_failure 5000 0 5000')
  expect(await account.stripe.charges.retrieve(charge.id)).toMatchObject({
    amount_refunded: 0,
    refunded: false,
  })
})

it('withdraws a dispute with its fee, and gives the money back when it is won', async () => {
  const account = await openQuickAccount()
  const { types } = await listen(account)
  const charge = await paidCharge(account, 5000, '4000000000000259')
  const [dispute] = (await account.stripe.disputes.list({ charge: charge.id })).data
  expect(dispute).toMatchObject({
    amount: 5000,
    status: 'needs_response',
    balance_transactions: [{ fee: 1500 }],
  })
  expect(await refusal(account.stripe.refunds.create({ charge: charge.id }))).toMatchObject({
    code: 'charge_disputed',
  })
  const answered = await account.stripe.disputes.update(dispute?.id ?? '', {
    evidence: { uncategorized_text: 'Here it is.' },
  })
  expect(answered).toMatchObject({ status: 'under_review', evidence: { uncategorized_text: 'Here it is.' } })
  await account.control(`POST disputes/${dispute?.id}/close`, { status: 'won' })
  expect((await account.stripe.disputes.retrieve(dispute?.id ?? '')).balance_transactions).toHaveLength(2)
  expect((await movements(account)).map(line)).toEqual([
    'charge charge 5000 140 4860',
    'adjustment dispute -5000 1500 -6500',
    'adjustment dispute_reversal 5000 0 5000',
  ])
  await account.control('POST webhooks/drain')
  expect(types()).toEqual(
    expect.arrayContaining([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ]),
  )
})

it('loses a dispute that is accepted, and returns the fee of a won one where the account says so', async () => {
  const account = await openQuickAccount()
  await account.control('POST account', { disputeFeeReturned: true })
  const [first, second] = [await paidCharge(account, 5000), await paidCharge(account, 6000)]
  const lost = await account.control<{ id: string }>('POST disputes', {
    charge: first.id,
    reason: 'duplicate',
  })
  expect((await account.stripe.disputes.close(lost.id)).status).toBe('lost')
  const won = await account.control<{ id: string }>('POST disputes', { charge: second.id, amount: 2000 })
  await account.control(`POST disputes/${won.id}/close`, { status: 'won' })
  expect((await movements(account)).map(line).slice(2)).toEqual([
    'adjustment dispute -5000 1500 -6500',
    'adjustment dispute -2000 1500 -3500',
    'adjustment dispute_reversal 2000 -1500 3500',
  ])
})

it('pays out daily what is available; the parts add up to the payout', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2026-03-02T12:00:00Z')
  const { types } = await listen(account)
  const charge = await paidCharge(account, 5000)
  await account.stripe.refunds.create({ charge: charge.id, amount: 1000 })
  await setClock(account, '2026-03-03T12:00:00Z')
  await paidCharge(account, 7000)
  expect((await account.stripe.payouts.list()).data).toEqual([])
  await setClock(account, '2026-03-04T12:00:00Z')

  const [payout] = (await account.stripe.payouts.list()).data
  expect(payout).toMatchObject({
    amount: 3860,
    automatic: true,
    reconciliation_status: 'completed',
    status: 'in_transit',
  })
  const parts = await account.stripe.balanceTransactions.list({
    payout: payout?.id ?? '',
    expand: ['data.source'],
  })
  expect(parts.data.map(({ type }) => type).sort()).toEqual(['charge', 'payout', 'refund'])
  expect(parts.data.reduce((sum, { net }) => sum + net, 0)).toBe(0)
  expect(await account.stripe.balance.retrieve()).toMatchObject({
    pending: [{ amount: 6816 }],
    available: [{ amount: 0 }],
  })

  await setClock(account, '2026-03-05T12:00:00Z')
  expect((await account.stripe.payouts.retrieve(payout?.id ?? '')).status).toBe('paid')
  expect((await account.stripe.payouts.list()).data).toHaveLength(2)
  await account.control('POST webhooks/drain')
  expect(types()).toEqual(
    expect.arrayContaining(['payout.created', 'payout.reconciliation_completed', 'payout.paid']),
  )
})

it('takes a failed payout back and sends it with the next one', async () => {
  const account = await openQuickAccount()
  await paidCharge(account, 5000)
  const payout = await account.control<{ id: string }>('POST payouts', { everything: true })
  await account.control(`POST payouts/${payout.id}/fail`)
  expect(await account.stripe.payouts.retrieve(payout.id)).toMatchObject({
    status: 'failed',
    failure_code: 'account_closed',
  })
  expect((await movements(account)).map(line).slice(1)).toEqual([
    'payout payout -4860 0 -4860',
    'payout_failure payout_reversal 4860 0 4860',
  ])
  await account.control('POST clock', { advanceSeconds: 86_400 })
  const [next] = (await account.stripe.payouts.list()).data
  const parts = await account.stripe.balanceTransactions.list({ payout: next?.id })
  expect(parts.data.map(({ type }) => type)).toEqual(['payout', 'payout_failure'])
})

it('sends a payout by hand, without composition, and cancels it while it waits', async () => {
  const account = await openQuickAccount()
  await account.control('POST account', { automaticPayouts: false, payoutDelayDays: 0 })
  await paidCharge(account, 5000)
  const { payouts, balanceTransactions } = account.stripe
  expect(await refusal(payouts.create({ amount: 4861, currency: 'usd' }))).toMatchObject({
    code: 'balance_insufficient',
  })
  const payout = await payouts.create({ amount: 4000, currency: 'usd' })
  expect(payout).toMatchObject({
    automatic: false,
    reconciliation_status: 'not_applicable',
    status: 'pending',
  })
  expect(await refusal(balanceTransactions.list({ payout: payout.id }))).toMatchObject({ statusCode: 400 })
  expect((await payouts.cancel(payout.id)).status).toBe('canceled')
  expect((await movements(account)).map(line).at(-1)).toBe('payout_cancel payout_reversal 4000 0 4000')
})

it('emits every other type when asked, and charges that the app did not start', async () => {
  const account = await openQuickAccount()
  const others = [
    'stripe_fee',
    'tax_fee',
    'stripe_fx_fee',
    'reserve_transaction',
    'reserve_hold',
    'reserved_funds',
    'payout_minimum_balance_hold',
    'payment_network_reserve_hold',
    'topup',
    'topup_reversal',
    'something_new',
  ]
  for (const type of others) await account.control('POST balance-transactions', { type, amount: -100 })
  await account.control('POST charges', { amount: 2500, type: 'payment', metadata: { from: 'dashboard' } })
  const [charge] = (await account.stripe.charges.list()).data
  await account.stripe.refunds.create({ charge: charge?.id, amount: 500 })
  expect((await movements(account)).map(({ type }) => type)).toEqual([...others, 'payment', 'payment_refund'])
  expect(charge).toMatchObject({ metadata: { from: 'dashboard' }, payment_intent: null })
  const { rows } = await account.control<{ rows: { metadata: object; netCents: number }[] }>('GET truth')
  expect(rows).toHaveLength(13)
  expect(rows.at(-1)).toMatchObject({ netCents: -500, metadata: { from: 'dashboard' } })
  expect(await account.control('GET summary')).toMatchObject({
    charges: 1,
    refunds: 1,
    netCents: 2415 - 1100 - 500,
  })
})

it('takes another fee where the account has another, rounded half up', async () => {
  const account = await openQuickAccount()
  await account.control('POST account', { feeBps: 290, feeFixed: 30 })
  await paidCharge(account, 1250)
  await account.control('POST account', { feeBps: 250, feeFixed: 0 })
  await paidCharge(account, 1020)
  expect((await movements(account)).map(({ fee }) => fee)).toEqual([66, 26])
})

it('sets the clock back only while nothing has happened', async () => {
  const account = await openQuickAccount()
  await setClock(account, '2025-06-01T00:00:00Z')
  await paidCharge(account, 5000)
  await expect(setClock(account, '2025-05-01T00:00:00Z')).rejects.toThrow('cannot go back')
  await account.control('POST clock', { reset: true })
  const { now } = await account.control<{ now: number }>('GET clock')
  expect(Math.abs(now - Date.now() / 1000)).toBeLessThan(60)
  expect((await account.stripe.payouts.list()).data[0]?.status).toBe('paid')
})
