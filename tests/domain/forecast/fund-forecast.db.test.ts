import { expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { fundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { listStandings } from '#app/domain/forecast/list-standings.server.ts'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
} from '#tests/support/given-disbursement.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const team = await givenTeam({ bank: 20_000_00n, fund: { reserveFloorCents: 1_000_00n } })
const { fundId } = team
const read = (fundIds = [fundId]) =>
  fundForecast({ fundId, fundIds, language: 'en', timezone: 'America/Chicago', at: new Date() })

test('before anything happened there is money, a floor, and nothing to expect', async () => {
  expect(await read()).toMatchObject({
    name: 'Bail Fund',
    state: 'open',
    standing: { bankCents: 20_000_00n, reserveFloorCents: 1_000_00n, freeCents: 19_000_00n },
    averageBondCents: null,
    morePeople: null,
    returns: { outCents: 0n, laterCents: 0n, lostCents: 0n },
    basis: [],
    changes: [],
  })
})

test('the subtraction on the page is the one of the database, through approvals, payments and a new floor', async () => {
  const approved = await givenProposal(team, { principal: 3_000_00n, fees: 40_00n })
  await approveBy(team.approver, approved)
  await givenPostedBond(team, { principal: 2_000_00n })
  await givenPostedBond(team, { principal: 4_000_00n })
  const administrator = await givenActor(fundId, ['administrator'])
  await changeReserve({ staff: administrator, fundId, to: cents(2_000_00n), reason: 'fees_ahead' })

  const page = await read()
  const free = await inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, fundId))
  expect(page?.standing).toEqual({
    advancesCents: 0n,
    coveredCents: 0n,
    expensesDueCents: 0n,
    bankCents: 14_000_00n,
    cashBoxCents: 0n,
    familiesCents: 0n,
    reservedCents: 3_040_00n,
    nightsCents: 0n,
    reserveFloorCents: 2_000_00n,
    freeCents: free,
    atStripeCents: 0n,
    inTransitCents: 0n,
    outOnBondsCents: 6_000_00n,
    dueBackCents: 0n,
    familiesPostedCents: 0n,
    exposureCents: 0n,
  })
  expect(free).toBe(8_960_00n)
  expect(page).toMatchObject({ averageBondCents: 3_000_00n, morePeople: 2, returns: { outCents: 6_000_00n } })
  expect(page?.basis).toEqual([
    { kind: 'court_bail', lost: { cents: 5n, ofCents: 100n }, endedCount: 0, isGuess: true },
  ])
  expect(page?.changes).toMatchObject([
    { what: 'reserve', from: '100000', to: '200000', by: 'administrator' },
  ])
})

test('eight bonds that ended replace the guess: how long they were out, and what the court kept', async () => {
  const administrator = await givenActor(fundId, ['administrator'])
  await changeReserve({ staff: administrator, fundId, to: cents(0n), reason: 'board_decision' })
  for (let bond = 0; bond < 8; bond++) {
    const occurredAt = new Date(Date.now() - (100 + bond) * 86_400_000)
    const { bondId } = await givenPostedBond(team, { principal: 100_00n, occurredAt })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    if (bond === 0) expect((await read())?.standing.dueBackCents).toBe(100_00n)
    await recordReturn({
      staff: team.approver,
      bondId,
      received: cents(90_00n),
      deductions: [{ reason: 'court_costs', amount: cents(10_00n) }],
      interest: cents(0n),
      reference: `C-${bond}`,
    })
  }
  const page = await read()
  expect(page?.basis).toEqual([
    { kind: 'court_bail', lost: { cents: 80_00n, ofCents: 800_00n }, endedCount: 8, isGuess: false },
  ])
  expect(page?.returns).toMatchObject({ outCents: 6_000_00n, lostCents: 600_00n, laterCents: 0n })
  expect(page?.returns.months.at(-1)).toMatchObject({ midCents: 5_400_00n })
})

test('funds of others are not there', async () => {
  const other = await givenTeam()
  expect(await read([other.fundId])).toBeNull()
  const listed = await listStandings({ fundIds: [other.fundId], language: 'es' })
  expect(listed.map(({ id, name, freeCents }) => [id, name, freeCents])).toEqual([
    [other.fundId, 'Fondo de fianzas', 20_000_00n],
  ])
})
