import { expect, test } from 'vitest'
import { myCash } from '#app/domain/cash/reads/my-cash.server.ts'
import { recordOwnAttempt } from '#app/domain/cash/record-own-attempt.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { postAssignedBond } from '#app/domain/postings/post-assigned-bond.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { back, givenAdvance } from '#tests/support/given-advance.ts'
import { givenTeam, hashOf } from '#tests/support/given-disbursement.ts'
import { assign, givenApprovedBond, givenPoster } from '#tests/support/given-posting.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a cash advance unposted: who only posts pays one bond from it, the court refuses the other, the rest comes back', async () => {
  const team = await givenTeam({ bank: 10_000_00n })
  const poster = await givenPoster(team.fundId)
  const of = { staffId: poster.id, language: 'en' }
  const first = await givenApprovedBond(team, { principal: 2_000_00n, fees: 20_00n })
  const second = await givenApprovedBond(team, { principal: 3_000_00n, fees: 0n })
  for (const bond of [first, second]) await assign(team, bond, poster)
  const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))
  expect(await free()).toBe(4_980_00n)

  const advanceId = await givenAdvance(team, { poster, amount: 5_020_00n, for: [first, second] })
  expect(await free()).toBe(4_980_00n)
  const contentHash = await hashOf(first)
  await postAssignedBond({
    ...{ staff: poster, disbursementId: first, contentHash, from: { advanceId } },
    stepUpId: await givenStepUp(poster.id, boundTo.pay({ id: first, contentHash })),
    ...{ principal: cents(1_800_00n), fees: cents(20_00n), payee: 'Larkspur County Clerk' },
    ...{ method: 'cash', receiptNumber: 'R-81' },
  })
  // What was not used is still with the poster: not free before it is counted.
  expect(await free()).toBe(4_980_00n)
  expect(await myPosting({ ...of, disbursementId: second })).toMatchObject({ carried: [{ advanceId }] })
  expect(await myCash(of)).toMatchObject([
    {
      ...{ amountCents: 5_020_00n, spentCents: 1_820_00n, leftCents: 3_200_00n, waits: false },
      due: { isBackLate: false, areReceiptsLate: false },
    },
  ])
  await recordOwnAttempt({ staff: poster, advanceId, disbursementId: second, reason: 'court_refused' })
  const [carried] = await myCash(of)
  expect(
    carried?.covers.map(({ disbursementId, state, isTheirs }) => [disbursementId, state, isTheirs]),
  ).toEqual(
    expect.arrayContaining([
      [first, 'paid', false],
      [second, 'tried', true],
    ]),
  )
  expect(await myPosting({ ...of, disbursementId: second })).toMatchObject({ carried: [] })
  await back(team, advanceId, 3_200_00n)
  expect(await myCash(of)).toEqual([])
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
