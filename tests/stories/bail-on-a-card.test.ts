import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { chargeOf } from '#tests/support/given-charge.ts'
import { approveBy, givenProposal, givenTeam, payBy } from '#tests/support/given-disbursement.ts'
import { givenOwed, settleClaims } from '#tests/support/given-expense.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('bail on the fund’s own card: owed on the card, paid with its statement as printed, and back from the court', async () => {
  const team = await givenTeam({ bank: 5_000_00n })
  const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))
  const ride = await givenOwed(team, { kind: 'card', lines: [{ amount: 30_00n }] })
  const disbursementId = await givenProposal(team, { principal: 2_500_00n, fees: 62_50n })
  await approveBy(team.approver, disbursementId)
  expect(await free()).toBe(2_407_50n)
  const { bondId } = await payBy(team.intake, disbursementId, {
    ...{ principal: 2_400_00n, fees: 60_00n, method: 'card_kiosk', from: { cardLast4: '4242' } },
  })
  // Nothing has left the bank, and what is owed on the card is no longer free: only what was not used came back.
  expect(await free()).toBe(2_510_00n)

  const charge = await chargeOf(disbursementId)
  await settleClaims(team.treasurer, [ride], { chargeIds: [charge], billed: cents(2_490_00n) })
  expect(await free()).toBe(2_510_00n)
  await recordRelease({ staff: team.intake, bondId: bondId ?? '', outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({ staff: team.intake, bondId: bondId ?? '', knownFrom: 'court_docket' })
  await recordReturn({
    ...{ staff: team.approver, bondId: bondId ?? '', received: cents(2_400_00n), deductions: [] },
    ...{ interest: zero, reference: 'Check 881' },
  })

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code           debit         credit           amount
    opening        bank          opening       $5,000.00
    support        support       card_payable     $30.00
    bond_posted    bond_deposit  card_payable  $2,400.00
    bond_fee       bond_fees     card_payable     $60.00
    payable_paid   card_payable  bank          $2,490.00
    case_disposed  refund_due    bond_deposit  $2,400.00
    bond_returned  bank          refund_due    $2,400.00"
  `)
  expect(await free()).toBe(4_910_00n)
  expect(await brokenBooks()).toEqual([])
})
