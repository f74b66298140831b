import { expect, test } from 'vitest'
import { cents } from '#app/domain/money/cents.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { givenDueBond } from '#tests/support/given-loss.ts'
import { givenRemittance, place } from '#tests/support/given-remittance.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { closeRemittance } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('one court check over three bonds: one whole, one less costs, one in part', async () => {
  const team = await givenTeam({ bank: 10_000_00n })
  const whole = await givenDueBond(team, { principal: 500_00n })
  const less = await givenDueBond(team, { principal: 800_00n })
  const part = await givenDueBond(team, { principal: 1_000_00n })
  const remittanceId = await givenRemittance(team.intake, { total: 1_640_00n, reference: 'Check 4410' })
  await place(team.intake, remittanceId, whole, { received: 500_00n })
  await place(team.intake, remittanceId, less, {
    received: 740_00n,
    deductions: [{ reason: 'court_costs', amount: cents(60_00n) }],
  })
  await place(team.intake, remittanceId, part, { received: 400_00n })
  await closeRemittance({ staff: team.approver, remittanceId })

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code           debit         credit            amount
    opening        bank          opening       $10,000.00
    bond_posted    bond_deposit  bank             $500.00
    case_disposed  refund_due    bond_deposit     $500.00
    bond_posted    bond_deposit  bank             $800.00
    case_disposed  refund_due    bond_deposit     $800.00
    bond_posted    bond_deposit  bank           $1,000.00
    case_disposed  refund_due    bond_deposit   $1,000.00
    bond_returned  bank          refund_due       $500.00
    bond_returned  bank          refund_due       $740.00
    bond_withheld  withheld      refund_due        $60.00
    bond_returned  bank          refund_due       $400.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
