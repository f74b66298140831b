import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import type { AccountCode } from '#app/domain/ledger/accounts.ts'
import { accountTypes } from '#app/domain/ledger/accounts.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { donationSettled } from '#app/domain/ledger/transfers/gifts.ts'
import { payoutArrived, payoutMade, stripeFeeTaken } from '#app/domain/ledger/transfers/stripe.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { saidOfEnd } from '#tests/support/given-case-end.ts'
import { givenActor, givenPostedBond, type Team } from '#tests/support/given-disbursement.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const
const on = (day: string) => new Date(`${day}T15:00:00Z`)

test('the worked example: gifts in, two bonds out, both back, and every cent is where it should be', async () => {
  const team = await givenFundWithPeople()
  const { fundId, intake, approver } = team

  await giftsArrive(fundId)
  expect(await netAssets(fundId)).toBe(19_360_00n)

  const bail = await givenPostedBond(team, {
    principal: 8_000_00n,
    fees: 40_00n,
    occurredAt: on('2023-02-01'),
  })
  const ice = await givenPostedBond(team, {
    kind: 'immigration_bond',
    principal: 7_500_00n,
    fees: 25_00n,
    occurredAt: on('2023-02-03'),
  })
  expect(await netAssets(fundId)).toBe(19_360_00n - 65_00n)

  for (const { bondId } of [bail, ice]) {
    const occurredAt = on('2023-02-04')
    await recordRelease({ staff: intake, bondId, outcome: 'released', knownFrom: 'jail', occurredAt })
  }
  const ended = { bail: on('2023-08-10'), ice: on('2025-12-03') }
  await recordDisposition({
    staff: intake,
    bondId: bail.bondId,
    knownFrom: 'court_docket',
    occurredAt: ended.bail,
  })
  await recordReturn({
    staff: approver,
    bondId: bail.bondId,
    received: cents(7_640_00n),
    deductions: [{ reason: 'court_costs', amount: cents(360_00n) }],
    interest: zero,
    reference: 'Cheque 20417',
    occurredAt: ended.bail,
  })
  await recordDisposition({
    staff: intake,
    bondId: ice.bondId,
    knownFrom: 'ice_notice',
    occurredAt: ended.ice,
    ...(await saidOfEnd(intake, ice.bondId)),
  })
  await recordReturn({
    staff: approver,
    bondId: ice.bondId,
    received: cents(7_500_00n),
    deductions: [],
    interest: cents(637_50n),
    reference: 'Treasury 88-1402',
    occurredAt: ended.ice,
  })

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code            debit            credit            amount
    donation        stripe           gifts         $20,000.00
    processing_fee  processing_fees  stripe           $640.00
    payout_made     in_transit       stripe        $19,360.00
    payout_arrived  bank             in_transit    $19,360.00
    bond_posted     bond_deposit     bank           $8,000.00
    bond_fee        bond_fees        bank              $40.00
    bond_posted     bond_deposit     bank           $7,500.00
    bond_fee        bond_fees        bank              $25.00
    case_disposed   refund_due       bond_deposit   $8,000.00
    bond_returned   bank             refund_due     $7,640.00
    bond_withheld   withheld         refund_due       $360.00
    case_disposed   refund_due       bond_deposit   $7,500.00
    bond_returned   bank             refund_due     $7,500.00
    bond_interest   bank             interest         $637.50"
  `)
  expect(await inTransaction(system, (tx) => fundBalances(tx, fundId))).toMatchObject({
    bank: 19_572_50n,
    bond_deposit: 0n,
    refund_due: 0n,
  })
  expect(await netAssets(fundId)).toBe(19_572_50n)
  expect(await brokenBooks()).toEqual([])
})

async function givenFundWithPeople(): Promise<Team> {
  const fundId = await givenFund()
  return {
    fundId,
    intake: await givenActor(fundId, ['intake']),
    approver: await givenActor(fundId, ['approver']),
    treasurer: await givenActor(fundId, ['treasurer']),
  }
}

/** $20,000.00 of gifts, $640.00 of card fees, all of it paid out to the bank. */
async function giftsArrive(fundId: string): Promise<void> {
  const net = cents(19_360_00n)
  await inTransaction(system, (tx) =>
    postTransfers(tx, {
      source: { kind: 'story', id: fundId },
      occurredAt: on('2023-01-15'),
      transfers: [
        ...donationSettled({ fundId, gift: cents(20_000_00n), feeCover: zero }),
        ...stripeFeeTaken({ fundId, fee: cents(640_00n) }),
        ...payoutMade({ fundId, amount: net }),
        ...payoutArrived({ fundId, amount: net }),
      ],
    }),
  )
}

async function netAssets(fundId: string): Promise<bigint> {
  const balances = await inTransaction(system, (tx) => fundBalances(tx, fundId))
  return Object.entries(balances).reduce((total, [code, amount]) => {
    const { type } = accountTypes[code as AccountCode]
    if (type === 'asset') return total + amount
    return type === 'liability' ? total - amount : total
  }, 0n)
}
