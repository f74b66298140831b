import { expect, test } from 'vitest'
import { classifyBalanceTransaction } from '#app/domain/ledger/classify-balance-transaction.ts'

const transaction = (type: string, amount: number, fee = 0, reporting_category = type) => ({
  type,
  reporting_category,
  currency: 'usd',
  amount,
  fee,
  net: amount - fee,
})

test.each([
  ['charge', 5000, 140, 'charge', 5000n],
  ['payment', 5000, 140, 'charge', 5000n],
  ['refund', -5000, 0, 'refund', 5000n],
  ['payment_refund', -5000, 0, 'refund', 5000n],
  ['refund_failure', 5000, 0, 'refund_failed', 5000n],
  ['stripe_fee', -200, 0, 'account_fee', 200n],
  ['tax_fee', -20, 0, 'account_fee', 20n],
  ['stripe_fx_fee', -20, 0, 'account_fee', 20n],
  ['payout', -9000, 0, 'payout', 9000n],
  ['payout', 300, 0, 'payout', -300n],
  ['payout_failure', 9000, 0, 'payout_failed', 9000n],
  ['payout_cancel', 9000, 0, 'payout_failed', 9000n],
  ['reserve_transaction', -100, 0, 'reserve', 100n],
  ['reserve_release', 100, 0, 'reserve', -100n],
  ['reserved_funds', -100, 0, 'reserve', 100n],
  ['payout_minimum_balance_hold', -100, 0, 'reserve', 100n],
  ['payment_network_reserve_release', 100, 0, 'reserve', -100n],
  ['topup', 100, 0, 'topup', 100n],
  ['topup_reversal', -100, 0, 'topup', -100n],
])('%s of %i is booked as what it does', (type, amount, fee, kind, booked) => {
  expect(classifyBalanceTransaction(transaction(type, amount, fee))).toEqual({
    kind,
    amount: booked,
    fee: BigInt(fee),
  })
})

test('a dispute is an adjustment, known by its category; its fee comes in the same transaction', () => {
  expect(classifyBalanceTransaction(transaction('adjustment', -5000, 1500, 'dispute'))).toEqual({
    kind: 'dispute',
    amount: 5000n,
    fee: 1500n,
  })
  expect(classifyBalanceTransaction(transaction('adjustment', 5000, -1500, 'dispute_reversal'))).toEqual({
    kind: 'dispute_won',
    amount: 5000n,
    fee: -1500n,
  })
})

test.each([
  'issuing_transaction',
  'transfer',
  'payment_reversal',
  'a_type_from_next_year',
  'toString',
  '__proto__',
])('%s is not understood, and waits in suspense with its net', (type) => {
  expect(classifyBalanceTransaction(transaction(type, -700, 5))).toEqual({
    kind: 'suspense',
    amount: -705n,
    fee: 0n,
    reason: 'unknown_type',
  })
})

test('another adjustment, another currency, or figures that do not add up wait in suspense too', () => {
  expect(classifyBalanceTransaction(transaction('adjustment', 5, 0, 'other_adjustment'))).toMatchObject({
    kind: 'suspense',
    reason: 'unknown_type',
  })
  expect(classifyBalanceTransaction({ ...transaction('charge', 5000), currency: 'eur' })).toMatchObject({
    kind: 'suspense',
    reason: 'foreign_currency',
  })
  expect(classifyBalanceTransaction({ ...transaction('charge', 5000, 140), net: 5000 })).toMatchObject({
    kind: 'suspense',
    amount: 5000n,
    reason: 'net_mismatch',
  })
})
