import { expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { saidOfEnd } from '#tests/support/given-case-end.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import {
  givenActiveBond,
  givenForfeitedBond,
  givenWrittenOffBond,
  recover,
  walk,
} from '#tests/support/given-loss.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordForfeiture, recordReturn, reinstateBond } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** The stories share one ledger: each reads the rows that it added. */
async function added(story: () => Promise<unknown>): Promise<string> {
  const before = (await rows()).length
  await story()
  return (await rows())
    .slice(before)
    .map((row) => row.replace(/^fund-\w+ +/, '').replace(/ {2,}/g, '  '))
    .join('\n')
}

const rows = async () => (await ledgerTable(world)).split('\n').slice(1)

test('a court bail is forfeited, and later remitted in part', async () => {
  const story = async () => {
    const team = await givenTeam({ bank: 10_000_00n })
    const bondId = await givenForfeitedBond(team, { principal: 4_000_00n })
    await recover(team.approver, bondId, { received: 1_500_00n, reference: 'Check 881' })
    await recover(team.treasurer, bondId, { received: 500_00n, reference: 'Check 902' })
    await moveBond({ staff: team.intake, bondId, to: 'closed', knownFrom: 'court_docket' })
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $10,000.00
    bond_posted  bond_deposit  bank  $4,000.00
    bond_forfeited  forfeited  bond_deposit  $4,000.00
    recovered  bank  recoveries  $1,500.00
    recovered  bank  recoveries  $500.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('an immigration bond is breached in spite of an appeal, rescinded, and cancelled with interest', async () => {
  const story = async () => {
    const team = await givenTeam({ bank: 10_000_00n })
    const { intake, approver } = team
    const bondId = await givenActiveBond(team, { kind: 'immigration_bond', principal: 7_500_00n })
    await walk(team, bondId, ['delivery_demand', 'breach_noticed', 'appealed'])
    await recordForfeiture({ staff: approver, bondId, knownFrom: 'ice_notice' })
    await walk(team, bondId, ['rescinded'])
    await reinstateBond({ staff: approver, bondId, knownFrom: 'ice_notice' })
    const said = await saidOfEnd(intake, bondId)
    await recordDisposition({ staff: intake, bondId, knownFrom: 'ice_notice', ...said })
    await recordReturn({
      staff: approver,
      bondId,
      received: cents(7_500_00n),
      deductions: [],
      interest: cents(412_50n),
      reference: 'Treasury 88-2001',
    })
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $10,000.00
    bond_posted  bond_deposit  bank  $7,500.00
    bond_forfeited  forfeited  bond_deposit  $7,500.00
    reversal  bond_deposit  forfeited  $7,500.00
    case_disposed  refund_due  bond_deposit  $7,500.00
    bond_returned  bank  refund_due  $7,500.00
    bond_interest  bank  interest  $412.50"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('a bond is written off, and found', async () => {
  const story = async () => {
    const team = await givenTeam({ bank: 10_000_00n })
    const bondId = await givenWrittenOffBond(team, { principal: 2_000_00n })
    await recover(team.approver, bondId, { received: 2_000_00n })
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $10,000.00
    bond_posted  bond_deposit  bank  $2,000.00
    case_disposed  refund_due  bond_deposit  $2,000.00
    written_off  written_off  refund_due  $2,000.00
    recovered  bank  recoveries  $2,000.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
