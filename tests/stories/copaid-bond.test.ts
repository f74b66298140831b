import { expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { proposeForfeitureCall } from '#app/domain/forfeiture-calls/propose-forfeiture-call.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { back, givenAdvance, givenApproved } from '#tests/support/given-advance.ts'
import { caseOf, givenCoPaidBond, givenHeldPart, givenPaidOut, payWith } from '#tests/support/given-copay.ts'
import { approveBy, givenTeam } from '#tests/support/given-disbursement.ts'
import { recover, walk } from '#tests/support/given-loss.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordForfeiture, recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
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

test('a co-paid bond is forfeited, and what the court remits makes the family whole first', async () => {
  const story = async () => {
    const team = await givenTeam({ bank: 10_000_00n })
    const { bondId, agreementId } = await givenCoPaidBond(team, { fees: 40_00n })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    await recover(team.treasurer, bondId, { received: 700_00n, reference: 'Check 881' })
    await recover(team.treasurer, bondId, { received: 800_00n, reference: 'Check 902' })
    await givenPaidOut(team, agreementId ?? '', 1_000_00n)
    await moveBond({ staff: team.intake, bondId, to: 'closed', knownFrom: 'court_docket' })
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $10,000.00
    copay_received  bank  copay_held  $1,000.00
    bond_posted  bond_deposit  bank  $5,000.00
    bond_fee  bond_fees  bank  $40.00
    copay_posted  copay_held  copay_posted  $1,000.00
    bond_forfeited  forfeited  bond_deposit  $4,000.00
    copay_loss  copay_posted  bond_deposit  $1,000.00
    copay_recovered  bank  copay_held  $700.00
    recovered  bank  recoveries  $500.00
    copay_recovered  bank  copay_held  $300.00
    copay_paid_out  copay_held  bank  $1,000.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('a co-paid bond comes back in part: the first dollars are the family’s', async () => {
  const story = async () => {
    const team = await givenTeam({ bank: 10_000_00n })
    const { bondId, agreementId } = await givenCoPaidBond(team)
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    const back = (received: bigint, kept: bigint) =>
      recordReturn({
        ...{ staff: team.approver, bondId, interest: cents(0n), reference: 'Check 12' },
        received: cents(received),
        deductions: kept > 0n ? [{ reason: 'fines' as const, amount: cents(kept) }] : [],
      })
    await back(600_00n, 0n)
    await givenPaidOut(team, agreementId ?? '', 600_00n)
    await back(200_00n, 4_200_00n)
    await givenPaidOut(team, agreementId ?? '', 200_00n)
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $10,000.00
    copay_received  bank  copay_held  $1,000.00
    bond_posted  bond_deposit  bank  $5,000.00
    copay_posted  copay_held  copay_posted  $1,000.00
    case_disposed  refund_due  bond_deposit  $5,000.00
    bond_returned  bank  refund_due  $600.00
    copay_freed  copay_posted  copay_held  $600.00
    copay_paid_out  copay_held  bank  $600.00
    bond_returned  bank  refund_due  $200.00
    bond_withheld  withheld  refund_due  $4,000.00
    copay_loss  copay_posted  refund_due  $200.00
    copay_freed  copay_posted  copay_held  $200.00
    copay_paid_out  copay_held  bank  $200.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('a percentage bond is forfeited, and called for more than its deposit', async () => {
  const story = async () => {
    const team = await givenTeam({ bank: 20_000_00n })
    const { bondId } = await givenCoPaidBond(team, { own: 1_000_00n, family: 0n, exposure: 10_000_00n })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    const { disbursementId } = await proposeForfeitureCall({
      ...{ staff: team.intake, bondId, amount: cents(9_000_00n), payee: 'Larkspur County Clerk' },
      ...{ venue: 'Larkspur County Court', evidenceNote: 'Order of judgment seen.' },
    })
    await approveBy(team.approver, disbursementId)
    await payWith(team.intake, disbursementId, { principal: 8_500_00n })
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $20,000.00
    bond_posted  bond_deposit  bank  $1,000.00
    bond_forfeited  forfeited  bond_deposit  $1,000.00
    forfeiture_call  forfeited  bank  $8,500.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('the court remits all that it took of a percentage bond: the family’s part first, and the call to the fund', async () => {
  const story = async () => {
    const team = await givenTeam({ bank: 20_000_00n })
    const { bondId } = await givenCoPaidBond(team, { own: 700_00n, family: 300_00n, exposure: 10_000_00n })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    const { disbursementId } = await proposeForfeitureCall({
      ...{ staff: team.intake, bondId, amount: cents(9_000_00n), payee: 'Larkspur County Clerk' },
      ...{ venue: 'Larkspur County Court', evidenceNote: 'Order of judgment seen.' },
    })
    const remitted = (received: bigint, reference: string) =>
      recover(team.treasurer, bondId, { received, reference })
    // Nothing was paid upon the call yet: no more can come than the deposit.
    expect(await refusalOf(remitted(1_000_01n, 'Check 910'))).toMatchObject({ params: { left: 1_000_00n } })
    await approveBy(team.approver, disbursementId)
    await payWith(team.intake, disbursementId, { principal: 9_000_00n })

    expect(await refusalOf(remitted(10_000_01n, 'Check 911'))).toEqual({
      code: 'recovery_stays_within_the_loss',
      params: { left: 10_000_00n, entered: 10_000_01n },
    })
    expect(await remitted(500_00n, 'Check 912')).toMatchObject({ stillLost: 9_500_00n })
    expect(await remitted(9_500_00n, 'Check 913')).toMatchObject({ stillLost: 0n })
    expect(await refusalOf(remitted(1n, 'Check 914'))).toMatchObject({ code: 'bond_step_not_possible' })
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $20,000.00
    copay_received  bank  copay_held  $300.00
    bond_posted  bond_deposit  bank  $1,000.00
    copay_posted  copay_held  copay_posted  $300.00
    bond_forfeited  forfeited  bond_deposit  $700.00
    copay_loss  copay_posted  bond_deposit  $300.00
    forfeiture_call  forfeited  bank  $9,000.00
    recovered  bank  recoveries  $200.00
    copay_recovered  bank  copay_held  $300.00
    recovered  bank  recoveries  $9,500.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('a co-paid bond is carried to the window in cash: the family’s part goes with the fund’s, and the rest is counted back', async () => {
  const story = async () => {
    // Nothing but this bond could be paid from the fund's own money.
    const team = await givenTeam({ bank: 4_040_00n })
    const disbursementId = await givenApproved(team, { principal: 4_000_00n, fees: 40_00n })
    const agreementId = await givenHeldPart(team, {
      caseCode: await caseOf(disbursementId),
      amount: 1_000_00n,
    })
    const advanceId = await givenAdvance(team, { amount: 5_040_00n, for: [disbursementId] })
    await payWith(team.intake, disbursementId, {
      ...{ principal: 3_900_00n, fees: 40_00n, from: { advanceId } },
      family: { agreementId, amount: cents(1_000_00n) },
    })
    await back(team, advanceId, 100_00n)
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "opening  bank  opening  $4,040.00
    copay_received  bank  copay_held  $1,000.00
    advance_out  advance  bank  $5,040.00
    bond_posted  bond_deposit  advance  $4,900.00
    bond_fee  bond_fees  advance  $40.00
    copay_posted  copay_held  copay_posted  $1,000.00
    advance_back  bank  advance  $100.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
