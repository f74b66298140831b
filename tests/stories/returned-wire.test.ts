import { expect, test } from 'vitest'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { approveBy, givenProposal, givenTeam, payBy } from '#tests/support/given-disbursement.ts'
import { historyOf, prepare, prepareAll } from '#tests/support/given-preparation.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('an immigration bond whose wire came back: sent once more and posted, and another given up', async () => {
  const team = await givenTeam({ bank: 20_000_00n })
  const { intake, approver } = team
  const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))
  const wanted = { kind: 'immigration_bond', principal: 7_500_00n, fees: 25_00n } as const

  const posted = await givenProposal(team, wanted)
  const givenUp = await givenProposal(team, wanted)
  for (const id of [posted, givenUp]) {
    await prepare(intake, id, 'verification_sent', { knownFrom: 'own_visit' })
    await prepare(intake, id, 'verified')
    await approveBy(approver, id)
  }
  expect(await free()).toBe(4_950_00n)

  // The wires go out and come back: nothing that is free to commit changes, whoever looks when.
  for (const id of [posted, givenUp]) {
    await prepareAll(team, id, ['contract_signed', 'wire_sent'])
    expect(await free()).toBe(4_950_00n)
    await prepare(intake, id, 'wire_returned', { knownFrom: 'receipt' })
    expect(await free()).toBe(4_950_00n)
  }

  await prepareAll(team, posted, ['contract_signed', 'wire_sent'])
  const { bondId } = await payBy(intake, posted, { principal: 7_500_00n, fees: 25_00n })
  expect(await free()).toBe(4_950_00n)
  await prepare(intake, givenUp, 'returned_unposted')
  await cancelDisbursement({ staff: intake, disbursementId: givenUp, reason: 'could_not_post' })
  expect(await free()).toBe(12_475_00n)

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code         debit         credit       amount
    opening      bank          opening  $20,000.00
    bond_posted  bond_deposit  bank      $7,500.00
    bond_fee     bond_fees     bank         $25.00"
  `)
  expect((await historyOf(bondId ?? '')).map(([, to]) => to)).toEqual([
    'verification_sent',
    'verified',
    'contract_signed',
    'wire_sent',
    'wire_returned',
    'contract_signed',
    'wire_sent',
    'posted',
  ])
  expect(await brokenBooks()).toEqual([])
})
