import { expect, test } from 'vitest'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import {
  bondFeePaid,
  bondPosted,
  bondReturned,
  bondWithheld,
  caseDisposed,
  interestReceived,
} from '#app/domain/ledger/transfers/bonds.ts'
import { donationSettled } from '#app/domain/ledger/transfers/gifts.ts'
import { payoutArrived, payoutMade, stripeFeeTaken } from '#app/domain/ledger/transfers/stripe.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { balancesOf, netAssetsOf } from './in-memory-books.ts'

const fundId = 'northside'
const bail = 'bail'
const immigration = 'immigration'

const gifts = [
  ...donationSettled({ fundId, gift: cents(20_000_00n), feeCover: zero }),
  ...stripeFeeTaken({ fundId, fee: cents(640_00n) }),
  ...payoutMade({ fundId, amount: cents(19_360_00n) }),
  ...payoutArrived({ fundId, amount: cents(19_360_00n) }),
]
const postings = [
  ...bondPosted({ fundId, bondId: bail, from: 'bank', amount: cents(8_000_00n) }),
  ...bondFeePaid({ fundId, from: 'bank', amount: cents(40_00n) }),
  ...bondPosted({ fundId, bondId: immigration, from: 'bank', amount: cents(7_500_00n) }),
  ...bondFeePaid({ fundId, from: 'bank', amount: cents(25_00n) }),
]
const returns = [
  ...caseDisposed({ fundId, bondId: bail, amount: cents(8_000_00n) }),
  ...bondReturned({ fundId, bondId: bail, amount: cents(7_640_00n) }),
  ...bondWithheld({ fundId, bondId: bail, amount: cents(360_00n) }),
  ...caseDisposed({ fundId, bondId: immigration, amount: cents(7_500_00n) }),
  ...bondReturned({ fundId, bondId: immigration, amount: cents(7_500_00n) }),
  ...interestReceived({ fundId, amount: cents(637_50n) }),
]

test('the worked example ends at $19,572.50 in the bank, which is all that the fund owns', () => {
  const life = [...gifts, ...postings, ...returns]
  expect(balancesOf(life)).toEqual({
    bank: 19_572_50n,
    gifts: 20_000_00n,
    processing_fees: 640_00n,
    bond_fees: 65_00n,
    withheld: 360_00n,
    interest: 637_50n,
  })
  expect(netAssetsOf(life)).toBe(19_572_50n)
})

test('posting and returning change net assets by nothing but fees, costs and interest', () => {
  expect(netAssetsOf(gifts)).toBe(19_360_00n)
  expect(netAssetsOf(postings)).toBe(-65_00n)
  expect(netAssetsOf(returns)).toBe(-360_00n + 637_50n)
})

test('while both bonds are out, the money is with the courts and not gone', () => {
  expect(balancesOf([...gifts, ...postings])).toMatchObject({
    bank: 3_795_00n,
    [`bond_deposit:${bail}`]: 8_000_00n,
    [`bond_deposit:${immigration}`]: 7_500_00n,
  })
})

test('the books of the worked example, leg by leg', () => {
  expect([...gifts, ...postings, ...returns].map(line).join('\n')).toMatchInlineSnapshot(`
    "donation        stripe                   gifts                    2000000
    processing_fee  processing_fees          stripe                   64000
    payout_made     in_transit               stripe                   1936000
    payout_arrived  bank                     in_transit               1936000
    bond_posted     bond_deposit:bail        bank                     800000
    bond_fee        bond_fees                bank                     4000
    bond_posted     bond_deposit:immigration bank                     750000
    bond_fee        bond_fees                bank                     2500
    case_disposed   refund_due:bail          bond_deposit:bail        800000
    bond_returned   bank                     refund_due:bail          764000
    bond_withheld   withheld                 refund_due:bail          36000
    case_disposed   refund_due:immigration   bond_deposit:immigration 750000
    bond_returned   bank                     refund_due:immigration   750000
    bond_interest   bank                     interest                 63750"
  `)
})

function line({ code, debit, credit, amount }: Transfer): string {
  const name = (ref: Transfer['debit']) => (typeof ref === 'string' ? ref : `${ref.account}:${ref.sub}`)
  return `${code.padEnd(15)} ${name(debit).padEnd(24)} ${name(credit).padEnd(24)} ${amount}`
}
