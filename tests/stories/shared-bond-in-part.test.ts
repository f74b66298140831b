import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a bond shared by two funds comes back in part, and each fund gets its share', async () => {
  const alliance = await givenAlliance({ slugs: ['county', 'valley'], bank: 10_000_00n })
  const { bondIds } = await givenSharedBond(alliance, {
    principals: [2_000_00n, 1_000_00n],
    fees: [45_00n, 0n],
  })
  const [bondId] = bondIds
  await recordRelease({ staff: alliance.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({ staff: alliance.intake, bondId, knownFrom: 'court_docket' })
  await recordReturn({
    staff: alliance.approver,
    bondId,
    received: cents(1_000_00n),
    deductions: [{ reason: 'court_costs', amount: cents(100_00n) }],
    interest: zero,
    reference: 'Cheque 301',
  })

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "fund    code           debit         credit            amount
    county  opening        bank          opening       $10,000.00
    valley  opening        bank          opening       $10,000.00
    county  bond_posted    bond_deposit  bank           $2,000.00
    county  bond_fee       bond_fees     bank              $45.00
    valley  bond_posted    bond_deposit  bank           $1,000.00
    county  case_disposed  refund_due    bond_deposit   $2,000.00
    valley  case_disposed  refund_due    bond_deposit   $1,000.00
    county  bond_returned  bank          refund_due       $666.67
    county  bond_withheld  withheld      refund_due        $66.66
    valley  bond_returned  bank          refund_due       $333.33
    valley  bond_withheld  withheld      refund_due        $33.34"
  `)
  expect(await brokenBooks()).toEqual([])
})
