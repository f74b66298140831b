import { expect, test } from 'vitest'
import { recordAttempt } from '#app/domain/cash/record-attempt.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { back, givenAdvance, givenApproved, payFrom } from '#tests/support/given-advance.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a cash advance unposted: one bond is paid from the float, the court refuses the other, the rest comes back', async () => {
  const team = await givenTeam({ bank: 10_000_00n })
  const first = await givenApproved(team, { principal: 2_000_00n, fees: 20_00n })
  const second = await givenApproved(team, { principal: 3_000_00n })
  const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))
  expect(await free()).toBe(4_980_00n)

  const advanceId = await givenAdvance(team, { amount: 5_020_00n, for: [first, second] })
  expect(await free()).toBe(4_980_00n)
  await payFrom(team.intake, advanceId, first, { principal: 1_800_00n, fees: 20_00n })
  // What was not used is still with the poster: not free before it is counted.
  expect(await free()).toBe(4_980_00n)
  await recordAttempt({
    staff: team.intake,
    advanceId,
    disbursementId: second,
    reason: 'court_refused',
  })
  await back(team, advanceId, 3_200_00n)
  expect(await free()).toBe(5_180_00n)
  await cancelDisbursement({ staff: team.intake, disbursementId: second, reason: 'could_not_post' })
  expect(await free()).toBe(8_180_00n)

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code          debit         credit       amount
    opening       bank          opening  $10,000.00
    advance_out   advance       bank      $5,020.00
    bond_posted   bond_deposit  advance   $1,800.00
    bond_fee      bond_fees     advance      $20.00
    advance_back  bank          advance   $3,200.00"
  `)
  expect(await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.bond.count())).toBe(1)
  expect(await brokenBooks()).toEqual([])
})
