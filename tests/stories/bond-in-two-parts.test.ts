import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenPostedBond, givenTeam } from '#tests/support/given-disbursement.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a bond that comes back in two parts, less what the court kept', async () => {
  const team = await givenTeam({ bank: 10_000_00n })
  const { bondId } = await givenPostedBond(team, { principal: 3_000_00n, fees: 45_00n })
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })

  await recordReturn({
    staff: team.approver,
    bondId,
    received: cents(1_800_00n),
    deductions: [{ reason: 'court_costs', amount: cents(150_00n) }],
    interest: zero,
    reference: 'Cheque 301',
  })
  await recordReturn({
    staff: team.treasurer,
    bondId,
    received: cents(820_00n),
    deductions: [
      { reason: 'fines', amount: cents(200_00n) },
      { reason: 'clerk_fee', amount: cents(30_00n) },
    ],
    interest: zero,
    reference: 'Cheque 355',
  })

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code           debit         credit            amount
    opening        bank          opening       $10,000.00
    bond_posted    bond_deposit  bank           $3,000.00
    bond_fee       bond_fees     bank              $45.00
    case_disposed  refund_due    bond_deposit   $3,000.00
    bond_returned  bank          refund_due     $1,800.00
    bond_withheld  withheld      refund_due       $150.00
    bond_returned  bank          refund_due       $820.00
    bond_withheld  withheld      refund_due       $200.00
    bond_withheld  withheld      refund_due        $30.00"
  `)
  const returns = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bondReturn.findMany({
      where: { bondId },
      orderBy: { recordedAt: 'asc' },
      include: { bondDeductions: true },
    }),
  )
  expect(returns.map((back) => back.bondDeductions.map(({ reason }) => reason))).toEqual([
    ['court_costs'],
    ['fines', 'clerk_fee'],
  ])
  expect(await brokenBooks()).toEqual([])
})
