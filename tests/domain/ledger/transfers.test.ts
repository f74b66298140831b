import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountCodeOf, accountCodes, accountTypes, subLedgerOf } from '#app/domain/ledger/accounts.ts'
import { reverse } from '#app/domain/ledger/reverse.ts'
import { type Transfer, transferCodes } from '#app/domain/ledger/transfer.ts'
import { betweenFunds, opening } from '#app/domain/ledger/transfers/between-funds.ts'
import * as bonds from '#app/domain/ledger/transfers/bonds.ts'
import * as cash from '#app/domain/ledger/transfers/cash.ts'
import * as copay from '#app/domain/ledger/transfers/copay.ts'
import * as gifts from '#app/domain/ledger/transfers/gifts.ts'
import * as spending from '#app/domain/ledger/transfers/spending.ts'
import * as stripe from '#app/domain/ledger/transfers/stripe.ts'
import { type Cents, cents, zero } from '#app/domain/money/cents.ts'
import { balanceOf, balancesOf, netAssetsOf } from './in-memory-books.ts'

const fundId = 'northside'
const bondId = 'bond'
const agreementId = 'agreement'
const posterId = 'poster'

/** Every event that the chart knows, at one amount. */
const events = (amount: Cents): Record<string, Transfer[]> => ({
  opening: opening({ fundId, account: 'bank', amount }),
  donationSettled: gifts.donationSettled({ fundId, gift: amount, feeCover: amount }),
  giftRefunded: gifts.giftRefunded({ fundId, gift: amount, feeCover: amount }),
  refundFailed: gifts.refundFailed({ fundId, gift: amount, feeCover: amount }),
  offlineGiftCleared: gifts.offlineGiftCleared({ fundId, into: 'cash_box', amount }),
  stripeFeeTaken: stripe.stripeFeeTaken({ fundId, fee: amount }),
  disputeOpened: stripe.disputeOpened({ fundId, amount }),
  disputeWon: stripe.disputeWon({ fundId, amount }),
  payoutMade: stripe.payoutMade({ fundId, amount }),
  payoutArrived: stripe.payoutArrived({ fundId, amount }),
  payoutFailed: stripe.payoutFailed({ fundId, from: 'in_transit', amount }),
  reserveMoved: stripe.reserveMoved({ fundId, amount }),
  toppedUp: stripe.toppedUp({ fundId, amount }),
  notUnderstood: stripe.notUnderstood({ fundId, moved: 'stripe', amount }),
  suspenseWasGift: stripe.suspenseWasGift({
    ...{ operatingId: 'operating', fundId, amount, fee: zero, feesPaidBy: 'fund' },
  }),
  suspenseWasOperating: stripe.suspenseWasOperating({ fundId, amount }),
  bondPosted: bonds.bondPosted({ fundId, bondId, from: 'bank', amount }),
  bondFeePaid: bonds.bondFeePaid({ fundId, from: { posterId }, amount }),
  caseDisposed: bonds.caseDisposed({ fundId, bondId, amount }),
  bondReturned: bonds.bondReturned({ fundId, bondId, amount }),
  bondWithheld: bonds.bondWithheld({ fundId, bondId, amount }),
  bondForfeited: bonds.bondForfeited({ fundId, bondId, amount }),
  forfeitureCalled: bonds.forfeitureCalled({ fundId, from: { posterId }, amount }),
  writtenOff: bonds.writtenOff({ fundId, bondId, amount }),
  recovered: bonds.recovered({ fundId, amount }),
  interestReceived: bonds.interestReceived({ fundId, amount }),
  advanceSignedOut: bonds.advanceSignedOut({ fundId, posterId, amount }),
  advanceReturned: bonds.advanceReturned({ fundId, posterId, amount }),
  copayReceived: copay.copayReceived({ fundId, agreementId, amount }),
  copayPosted: copay.copayPosted({ fundId, agreementId, bondId, amount }),
  copayFreed: copay.copayFreed({ fundId, agreementId, bondId, amount }),
  copayPaidOut: copay.copayPaidOut({ fundId, agreementId, amount }),
  copayRecovered: copay.copayRecovered({ fundId, agreementId, amount }),
  copayLost: copay.copayLost({ fundId, bondId, outOf: 'refund_due', amount }),
  supportPaid: spending.supportPaid({ fundId, from: 'bank', amount }),
  offlineGiftPartBack: gifts.offlineGiftPartBack({ fundId, outOf: 'bank', amount }),
  programCostPaid: spending.programCostPaid({ fundId, from: 'reimbursement_due', amount }),
  payablePaid: spending.payablePaid({ fundId, payable: 'reimbursement_due', amount }),
  bankFeeTaken: spending.bankFeeTaken({ fundId, amount }),
  cashBanked: spending.cashBanked({ fundId, amount }),
  cashDrawn: cash.cashDrawn({ fundId, amount }),
  cashDiffers: cash.cashDiffers({ fundId, amount }),
  betweenFunds: betweenFunds({ fromFundId: fundId, toFundId: 'southside', amount }),
})

test('every event writes positive two-sided legs, and nothing at all for zero', () => {
  for (const [name, transfers] of Object.entries(events(cents(5_00n)))) {
    expect(transfers.length, name).toBeGreaterThan(0)
    for (const { amount, debit, credit } of transfers) {
      expect(amount, name).toBe(5_00n)
      expect(accountCodeOf(debit), name).not.toBe(accountCodeOf(credit))
    }
  }
  expect(Object.values(events(zero)).flat()).toEqual([])
})

test('a sub-ledger account always says whose, and every code of the chart is used', () => {
  const all = Object.values(events(cents(1n))).flat()
  for (const ref of all.flatMap(({ debit, credit }) => [debit, credit])) {
    expect(typeof ref === 'object').toBe(subLedgerOf(accountCodeOf(ref)) !== undefined)
  }
  expect(new Set([...all.map(({ code }) => code), 'reversal'])).toEqual(new Set(transferCodes))
  // Nothing is booked to a card until there is a card bill to pay.
  const touched = new Set(all.flatMap(({ debit, credit }) => [accountCodeOf(debit), accountCodeOf(credit)]))
  expect(accountCodes.filter((code) => !touched.has(code))).toEqual(['card_payable'])
})

test('posting, disposing, signing out and returning keep net assets', () => {
  const moves = events(cents(5_00n))
  for (const name of [
    'bondPosted',
    'caseDisposed',
    'bondReturned',
    'advanceSignedOut',
    'payoutMade',
    'payoutArrived',
    'reserveMoved',
    'toppedUp',
    'copayReceived',
    'copayPosted',
    'copayFreed',
    'copayPaidOut',
    'copayRecovered',
    'copayLost',
    'betweenFunds',
    'cashBanked',
    'cashDrawn',
    'cashDiffers',
    'payablePaid',
  ]) {
    expect(netAssetsOf(moves[name] ?? []), name).toBe(0n)
  }
})

describe('signs', () => {
  test('Stripe may turn a movement round: the sides swap and the amount stays positive', () => {
    const amount = cents(-3_00n)
    expect(stripe.payoutMade({ fundId, amount })).toEqual([
      { code: 'payout_made', fundId, debit: 'stripe', credit: 'in_transit', amount: 3_00n },
    ])
    expect(stripe.stripeFeeTaken({ fundId, fee: amount })).toMatchObject([
      { debit: 'stripe', credit: 'processing_fees', amount: 3_00n },
    ])
    expect(gifts.giftRefunded({ fundId, gift: cents(-1n), feeCover: zero })).toMatchObject([
      { debit: 'stripe', credit: 'gifts', amount: 1n },
    ])
  })

  test('what people do has no sign: a negative amount is a bug', () => {
    expect(() => bonds.bondPosted({ fundId, bondId, from: 'bank', amount: cents(-1n) })).toThrow(RangeError)
    expect(() => gifts.offlineGiftCleared({ fundId, into: 'bank', amount: cents(-1n) })).toThrow(RangeError)
  })
})

test('a reversal undoes any transfer and names no new business event', () => {
  for (const original of Object.values(events(cents(7n))).flat()) {
    expect(balancesOf([original, reverse(original)])).toEqual({})
    expect(reverse(original).code).toBe('reversal')
  }
})

test('a suspense movement, once understood, is reversed and booked as what it was', () => {
  const arrived = stripe.notUnderstood({ fundId: 'operating', moved: 'stripe', amount: cents(50_00n) })
  const understood = [
    ...arrived.map((original, part) => reverse(original, part)),
    ...gifts.donationSettled({ fundId, gift: cents(50_00n), feeCover: zero }),
  ]
  expect(balancesOf(arrived)).toEqual({ stripe: 50_00n, suspense: -50_00n })
  expect(balancesOf([...arrived, ...understood])).toEqual({ stripe: 50_00n, gifts: 50_00n })
})

test('a family gets its part back first, and a loss beyond the fund’s part is theirs by agreement', () => {
  const life = [
    ...gifts.offlineGiftCleared({ fundId, into: 'bank', amount: cents(700_00n) }),
    ...copay.copayReceived({ fundId, agreementId, amount: cents(300_00n) }),
    ...bonds.bondPosted({ fundId, bondId, from: 'bank', amount: cents(1_000_00n) }),
    ...copay.copayPosted({ fundId, agreementId, bondId, amount: cents(300_00n) }),
    ...bonds.caseDisposed({ fundId, bondId, amount: cents(1_000_00n) }),
    ...bonds.bondReturned({ fundId, bondId, amount: cents(250_00n) }),
    ...bonds.bondWithheld({ fundId, bondId, amount: cents(700_00n) }),
    ...copay.copayLost({ fundId, bondId, outOf: 'refund_due', amount: cents(50_00n) }),
    ...copay.copayFreed({ fundId, agreementId, bondId, amount: cents(250_00n) }),
    ...copay.copayPaidOut({ fundId, agreementId, amount: cents(250_00n) }),
  ]
  expect(balancesOf(life)).toEqual({ gifts: 700_00n, withheld: 700_00n })
  expect(netAssetsOf(life)).toBe(0n)
})

test('interfund sums to zero over all funds', () => {
  const move = betweenFunds({ fromFundId: 'a', toFundId: 'b', amount: cents(9n) })
  const own = (id: string) => move.filter((transfer) => transfer.fundId === id)
  expect(balanceOf(own('a'), 'interfund:b') + balanceOf(own('b'), 'interfund:a')).toBe(0n)
  expect(() => betweenFunds({ fromFundId: 'a', toFundId: 'a', amount: cents(9n) })).toThrow(RangeError)
})

test('an opening balance stands on the account’s own side', () => {
  expect(opening({ fundId, account: 'card_payable', amount: cents(5n) })).toMatchObject([
    { debit: 'opening', credit: 'card_payable', amount: 5n },
  ])
  expect(opening({ fundId, account: 'bank', amount: cents(-5n) })).toMatchObject([
    { debit: 'opening', credit: 'bank', amount: 5n },
  ])
})

test('any run of events balances: what is owned less owed is income less expense and opening', () => {
  const amounts = fc.array(fc.tuple(fc.nat({ max: 36 }), fc.nat({ max: 1_000_000 })), { maxLength: 40 })
  fc.assert(
    fc.property(amounts, (picks) => {
      const run = picks.flatMap(([pick, amount]) => Object.values(events(cents(amount)))[pick] ?? [])
      const balances = Object.entries(balancesOf(run))
      const of = (type: string) =>
        balances
          .filter(([name]) => accountTypes[accountNameOf(name)].type === type)
          .reduce((total, [, balance]) => total + balance, 0n)
      expect(of('asset') - of('liability')).toBe(of('income') - of('expense') + of('equity'))
    }),
  )
})

function accountNameOf(balance: string) {
  const code = accountCodes.find((known) => known === balance.split(':')[0])
  if (!code) throw new Error(`no such account: ${balance}`)
  return code
}
