import { expect, test } from 'vitest'
import { rejectExpense } from '#app/domain/expenses/reject-expense.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { approveClaim, givenClaim, givenOwed, payClaim, settleClaims } from '#tests/support/given-expense.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a reimbursement and a card bill: claimed by one, approved by another, paid by a third', async () => {
  const purposeCodes = ['court_bail', 'ride_home', 'food_and_clothes', 'legal_filing']
  const team = await givenTeam({ bank: 5_000_00n, fund: { purposeCodes } })
  const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))

  const wrong = await givenClaim(team, { lines: [{ receiptNumber: 'T-77', amount: 29_72n }] })
  await rejectExpense({ staff: team.approver, claimId: wrong, reason: 'amount_unclear' })
  const reimbursed = await givenClaim(team, {
    lines: [
      { receiptNumber: 'T-77', amount: 29_72n },
      { purposeCode: 'legal_filing', merchantKind: 'public_office', amount: 45_00n },
    ],
  })
  expect(await free()).toBe(5_000_00n)
  await approveClaim(team.approver, reimbursed)
  expect(await free()).toBe(4_925_28n)

  const groceries = { purposeCode: 'food_and_clothes', merchantKind: 'shop', amount: 112_40n } as const
  const bill = [
    await givenOwed(team, { kind: 'card', lines: [groceries] }),
    await givenOwed(team, { kind: 'card', lines: [{ amount: 18_00n }] }),
  ]
  const nextMonth = await givenOwed(team, { kind: 'card', lines: [{ amount: 7_00n }] })
  expect(await free()).toBe(4_787_88n)
  await payClaim(team.treasurer, reimbursed)
  await settleClaims(team.treasurer, bill)
  expect(await free()).toBe(4_787_88n)
  await settleClaims(team.treasurer, [nextMonth])

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code          debit              credit                amount
    opening       bank               opening            $5,000.00
    support       support            reimbursement_due     $29.72
    program_cost  program_cost       reimbursement_due     $45.00
    support       support            card_payable         $112.40
    support       support            card_payable          $18.00
    support       support            card_payable           $7.00
    payable_paid  reimbursement_due  bank                  $74.72
    payable_paid  card_payable       bank                 $130.40
    payable_paid  card_payable       bank                   $7.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
