import { beforeEach, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { remittancePage } from '#app/domain/remittances/remittance-page.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenCoPaidBond } from '#tests/support/given-copay.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDueBond, givenForfeitedBond, recover, walk } from '#tests/support/given-loss.ts'
import { givenRemittance, place } from '#tests/support/given-remittance.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { closeRemittance, writeOff } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

const rows = async () => (await ledgerTable(world)).split('\n').slice(1)
const stateOf = (id: string) =>
  inTransaction(system, async (tx) => (await tx.bond.findUniqueOrThrow({ where: { id } })).state)
const linesOf = async (remittanceId: string) =>
  (await remittancePage({ remittanceId, staff: { ...team.intake, roles: [], language: 'en' } }))?.lines.map(
    ({ bondId, brings, received }) => ({ bondId, brings, received }),
  )

/** Of $1,000 a family's $400 and the fund's $600: due, asked for in vain, given up. */
async function givenLostWithFamily(): Promise<string> {
  const { bondId } = await givenCoPaidBond(team, { own: 600_00n, family: 400_00n })
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
  await walk(team, bondId, ['stale'])
  await writeOff({ staff: team.approver, bondId, knownFrom: 'court_docket' })
  return bondId
}

test('one check of a court over a bond that is due and one that was given up: both are booked, the family first', async () => {
  const due = await givenDueBond(team, { principal: 2_000_00n })
  const lost = await givenLostWithFamily()
  const before = (await rows()).length

  const remittanceId = await givenRemittance(team.intake, { total: 2_700_00n })
  await place(team.intake, remittanceId, due, { received: 2_000_00n })
  expect(await refusalOf(closeRemittance({ staff: team.approver, remittanceId }))).toMatchObject({
    code: 'remittance_adds_up',
  })
  await place(team.intake, remittanceId, lost, { received: 700_00n })
  expect(await linesOf(remittanceId)).toEqual([
    { bondId: due, brings: 'return', received: 2_000_00n },
    { bondId: lost, brings: 'recovery', received: 700_00n },
  ])
  expect((await rows()).length).toBe(before)
  expect(await refusalOf(closeRemittance({ staff: team.intake, remittanceId }))).toMatchObject({
    code: 'role_may_not',
  })
  await closeRemittance({ staff: team.approver, remittanceId })

  expect([await stateOf(due), await stateOf(lost)]).toEqual(['closed', 'recovered'])
  const added = (await rows())
    .slice(before)
    .map((row) => row.replace(/^fund-\w+ +/, '').replace(/ {2,}/g, '  '))
  expect(added.join('\n')).toMatchInlineSnapshot(`
    "bond_returned  bank  refund_due  $2,000.00
    recovered  bank  recoveries  $300.00
    copay_recovered  bank  copay_held  $400.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('all that was lost comes: the bond closes, and a forfeited one is remitted as by itself', async () => {
  const whole = await givenLostWithFamily()
  const part = await givenForfeitedBond(team, { principal: 500_00n })
  const remittanceId = await givenRemittance(team.intake, { total: 1_200_00n })
  await place(team.intake, remittanceId, whole, { received: 1_000_00n })
  await place(team.intake, remittanceId, part, { received: 200_00n })
  await closeRemittance({ staff: team.approver, remittanceId })
  expect([await stateOf(whole), await stateOf(part)]).toEqual(['closed', 'remitted'])

  const later = await givenRemittance(team.intake, { total: 300_00n })
  expect(await refusalOf(place(team.intake, later, part, { received: 300_01n }))).toMatchObject({
    ...{ code: 'recovery_stays_within_the_loss', params: { left: 300_00n } },
  })
  await place(team.intake, later, part, { received: 300_00n })
  await closeRemittance({ staff: team.approver, remittanceId: later })
  expect(await stateOf(part)).toBe('closed')
  expect(await brokenBooks()).toEqual([])
})

test('what was recovered meanwhile is not recovered twice: nothing of the payment is booked', async () => {
  const due = await givenDueBond(team, { principal: 100_00n })
  const lost = await givenForfeitedBond(team, { principal: 500_00n })
  const remittanceId = await givenRemittance(team.intake, { total: 600_00n })
  await place(team.intake, remittanceId, due, { received: 100_00n })
  await place(team.intake, remittanceId, lost, { received: 500_00n })
  await recover(team.treasurer, lost, { received: 1_00n, reference: 'Check 1' })
  const before = (await rows()).length
  expect(await refusalOf(closeRemittance({ staff: team.approver, remittanceId }))).toMatchObject({
    code: 'recovery_stays_within_the_loss',
  })
  expect((await rows()).length).toBe(before)
  expect(await stateOf(due)).toBe('refund_due')
})

test('who paid the lost bond does not close the payment that makes up for it', async () => {
  const payer = await givenActor(team.fundId, ['intake', 'treasurer'])
  const lost = await givenForfeitedBond({ ...team, intake: payer })
  const remittanceId = await givenRemittance(team.intake, { total: 1_00n })
  await place(team.intake, remittanceId, lost, { received: 1_00n })
  expect(await refusalOf(closeRemittance({ staff: payer, remittanceId }))).toMatchObject({
    code: 'return_recorder_is_not_payer',
  })
})
