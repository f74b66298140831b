import { expect, test } from 'vitest'
import { freeToCommit, fundBalances } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { back, givenAdvance, payFrom } from '#tests/support/given-advance.ts'
import { givenApprovedCall } from '#tests/support/given-call.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { recover } from '#tests/support/given-loss.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const rows = async () => (await ledgerTable(world)).split('\n').slice(1)
const columns = (row: string) => row.replace(/^fund-\w+ +/, '').replace(/ {2,}/g, '  ')
const added = async (before: number) => (await rows()).slice(before).map(columns).join('\n')
const stands = (team: Team) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => ({
    ...(await fundBalances(tx, team.fundId)),
    free: await freeToCommit(tx, team.fundId),
  }))

test('cash is carried to the court that called: it leaves the poster’s hands, and the bank only once', async () => {
  const team = await givenTeam()
  const { bondId, disbursementId } = await givenApprovedCall(team)
  const before = (await rows()).length
  expect(await stands(team)).toMatchObject({ bank: 19_000_00n, free: 10_000_00n })

  const advanceId = await givenAdvance(team, { amount: 9_000_00n, for: [disbursementId] })
  expect(await stands(team)).toMatchObject({ bank: 10_000_00n, advance: 9_000_00n, free: 10_000_00n })
  await payFrom(team.intake, advanceId, disbursementId, { principal: 8_800_00n })
  expect(await stands(team)).toMatchObject({ bank: 10_000_00n, advance: 200_00n, free: 10_000_00n })
  expect(await brokenBooks()).toEqual([])
  expect(await back(team, advanceId, 200_00n)).toEqual({ left: 0n })
  expect(await recover(team.treasurer, bondId, { received: 9_800_00n })).toMatchObject({ stillLost: 0n })

  expect(await added(before)).toMatchInlineSnapshot(`
    "advance_out  advance  bank  $9,000.00
    forfeiture_call  forfeited  advance  $8,800.00
    advance_back  bank  advance  $200.00
    recovered  bank  recoveries  $9,800.00"
  `)
  expect(await stands(team)).toMatchObject({ bank: 20_000_00n, advance: 0n, free: 20_000_00n })
  expect(await brokenBooks()).toEqual([])
})

test('a call is paid out of a float, and what it took counts no longer against the poster’s cap', async () => {
  const team = await givenTeam({ bank: 40_000_00n })
  const { disbursementId } = await givenApprovedCall(team)
  const before = (await rows()).length
  const float = await givenAdvance(team, { amount: 9_500_00n })
  await payFrom(team.intake, float, disbursementId, { principal: 9_000_00n })
  // Of the $10,000 that one may carry they have $500: as much as they may have is signed out again.
  await givenAdvance(team, { amount: 9_500_00n })
  expect(await added(before)).toMatchInlineSnapshot(`
    "advance_out  advance  bank  $9,500.00
    forfeiture_call  forfeited  advance  $9,000.00
    advance_out  advance  bank  $9,500.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
