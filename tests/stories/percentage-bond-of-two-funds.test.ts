import { beforeEach, describe, expect, test } from 'vitest'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { sharedBondPage } from '#app/domain/disbursements/shared-bonds/shared-bond-page.server.ts'
import { exposureOf } from '#app/domain/forfeiture-calls/exposure.server.ts'
import { proposeForfeitureCall } from '#app/domain/forfeiture-calls/propose-forfeiture-call.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run } from '#tests/support/by-hand.ts'
import { payWith } from '#tests/support/given-copay.ts'
import { approveBy } from '#tests/support/given-disbursement.ts'
import { recover, walk } from '#tests/support/given-loss.ts'
import { givenRemittance, place } from '#tests/support/given-remittance.ts'
import {
  type Alliance,
  givenAlliance,
  givenSharedProposal,
  paySharedBy,
} from '#tests/support/given-shared-bond.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { closeRemittance, recordForfeiture } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let alliance: Alliance
beforeEach(async () => {
  alliance = await givenAlliance()
})

async function approved(of: Parameters<typeof givenSharedProposal>[1]) {
  const shared = await givenSharedProposal(alliance, of)
  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
  return shared
}
const exposed = (bondId: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => exposureOf(tx, bondId))
const call = (bondId: string, amount: bigint) =>
  proposeForfeitureCall({
    ...{ staff: alliance.intake, bondId, amount: cents(amount), payee: 'Larkspur County Clerk' },
    ...{ venue: 'Larkspur County Court', evidenceNote: 'Order of judgment seen.' },
  })
async function forfeit(bondId: string) {
  const { intake, approver } = alliance
  await recordRelease({ staff: intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await walk({ ...alliance, fundId: alliance.fundIds[0] }, bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: approver, bondId, knownFrom: 'court_notice' })
}
const pageOf = (bondId: string) => {
  const roles = alliance.fundIds.map((fundId) => ({ fundId, role: 'approver' as const }))
  return bondPage({ bondId, staff: { ...alliance.approver, roles, language: 'en' } })
}
const rows = async () => (await ledgerTable(world)).split('\n').slice(1)

test('two funds put down ten percent, it is forfeited, and the court calls each of them for its part of the rest', async () => {
  const shared = await approved({ principals: [600_00n, 400_00n] })
  const before = (await rows()).length
  const { bondIds } = await paySharedBy(alliance.intake, shared, {
    principal: 1_000_00n,
    exposure: 10_000_00n,
  })
  const [one = '', other = ''] = bondIds
  expect(await exposed(one)).toMatchObject({ full: 6_000_00n, left: 5_400_00n })
  expect(await exposed(other)).toMatchObject({ full: 4_000_00n, left: 3_600_00n })
  expect(await refusalOf(call(one, 1n))).toMatchObject({ code: 'forfeiture_call_follows_a_forfeiture' })

  await forfeit(one)
  expect(await refusalOf(call(one, 5_400_01n))).toMatchObject({
    ...{ code: 'forfeiture_call_stays_within_exposure', params: { left: 5_400_00n } },
  })
  expect(await refusalOf(call(other, 3_600_01n))).toMatchObject({ params: { left: 3_600_00n } })
  for (const [bondId, amount] of [
    [one, 5_400_00n],
    [other, 3_600_00n],
  ] as const) {
    const { disbursementId } = await call(bondId, amount)
    await approveBy(alliance.approver, disbursementId)
    await payWith(alliance.intake, disbursementId, { principal: amount })
    expect(await exposed(bondId)).toMatchObject({ called: amount, left: 0n })
    expect(await refusalOf(call(bondId, 1n))).toMatchObject({ params: { left: 0n } })
  }
  const added = (await rows())
    .slice(before)
    .map((row) => row.replace(/^fund-\w+ +/, '').replace(/ {2,}/g, '  '))
  expect(added.join('\n')).toMatchInlineSnapshot(`
    "bond_posted  bond_deposit  bank  $600.00
    bond_posted  bond_deposit  bank  $400.00
    bond_forfeited  forfeited  bond_deposit  $600.00
    bond_forfeited  forfeited  bond_deposit  $400.00
    forfeiture_call  forfeited  bank  $5,400.00
    forfeiture_call  forfeited  bank  $3,600.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('the court remits: deposits come back by principal, and beyond them what each fund paid upon its calls', async () => {
  const shared = await approved({ principals: [600_00n, 400_00n] })
  const { bondIds } = await paySharedBy(alliance.intake, shared, {
    principal: 1_000_00n,
    exposure: 10_000_00n,
  })
  const [one = '', other = ''] = bondIds
  await forfeit(one)
  for (const [bondId, amount] of [
    [one, 5_400_00n],
    [other, 1_800_00n],
  ] as const) {
    const { disbursementId } = await call(bondId, amount)
    await approveBy(alliance.approver, disbursementId)
    await payWith(alliance.intake, disbursementId, { principal: amount })
  }
  const before = (await rows()).length
  const remitted = (received: bigint, reference: string) =>
    recover(alliance.approver, one, { received, reference })
  expect(await refusalOf(remitted(8_200_01n, 'A'))).toMatchObject({ params: { left: 8_200_00n } })
  expect(await remitted(500_00n, 'A')).toMatchObject({ stillLost: 7_700_00n })
  expect(await remitted(4_100_00n, 'B')).toMatchObject({ stillLost: 3_600_00n })
  expect(await brokenBooks()).toEqual([])

  // A fund pays upon a call when some has come back already: what comes next is divided by what each still has not.
  const { disbursementId } = await call(other, 900_00n)
  await approveBy(alliance.approver, disbursementId)
  await payWith(alliance.intake, disbursementId, { principal: 900_00n })
  expect(await remitted(4_499_99n, 'C')).toMatchObject({ stillLost: 1n })
  expect(await brokenBooks()).toEqual([])
  expect(await remitted(1n, 'D')).toMatchObject({ stillLost: 0n })
  const added = (await rows()).slice(before).map((row) => row.replace(/ {2,}/g, '  '))
  const came = added.filter((row) => row.includes('recovered')).map((row) => row.replace(/^fund-\w+ +/, ''))
  expect(came.join('\n')).toMatchInlineSnapshot(`
    "recovered  bank  recoveries  $300.00
    recovered  bank  recoveries  $200.00
    recovered  bank  recoveries  $3,000.00
    recovered  bank  recoveries  $1,100.00
    recovered  bank  recoveries  $2,699.99
    recovered  bank  recoveries  $1,800.00
    recovered  bank  recoveries  $0.01"
  `)
  expect(await refusalOf(remitted(1n, 'E'))).toMatchObject({ code: 'bond_step_not_possible' })
  expect(await brokenBooks()).toEqual([])
})

test('a call that was paid after its bond was closed comes back as any other, and the bond stays closed', async () => {
  const shared = await approved({ principals: [600_00n, 400_00n] })
  const { bondIds } = await paySharedBy(alliance.intake, shared, {
    principal: 1_000_00n,
    exposure: 10_000_00n,
  })
  const [one = ''] = bondIds
  await forfeit(one)
  const { disbursementId } = await call(one, 5_400_00n)
  await approveBy(alliance.approver, disbursementId)
  await walk({ ...alliance, fundId: alliance.fundIds[0] }, one, ['closed'])
  const remitted = (received: bigint, reference: string) =>
    recover(alliance.approver, one, { received, reference })
  expect(await refusalOf(remitted(1n, 'A'))).toMatchObject({ code: 'bond_step_not_possible' })
  expect(await pageOf(one)).toMatchObject({ acts: { recovery: { code: 'bond_step_not_possible' } } })

  await payWith(alliance.intake, disbursementId, { principal: 5_400_00n })
  expect(await pageOf(one)).toMatchObject({ acts: { recovery: null, return: {} }, lostInAll: 6_400_00n })
  const before = (await rows()).length
  expect(await refusalOf(remitted(6_400_01n, 'B'))).toMatchObject({ params: { left: 6_400_00n } })
  expect(await remitted(5_000_00n, 'B')).toMatchObject({ stillLost: 1_400_00n })
  expect(await brokenBooks()).toEqual([])
  const remittanceId = await givenRemittance(alliance.intake, { total: 1_400_00n })
  await place(alliance.intake, remittanceId, one, { received: 1_400_00n })
  await closeRemittance({ staff: alliance.approver, remittanceId })

  const came = (await rows())
    .slice(before)
    .map((row) => row.replace(/ {2,}/g, '  ').replace(/^fund-\w+ +/, ''))
  expect(came.join('\n')).toMatchInlineSnapshot(`
    "recovered  bank  recoveries  $4,600.00
    recovered  bank  recoveries  $400.00
    recovered  bank  recoveries  $1,400.00"
  `)
  expect(await pageOf(one)).toMatchObject({ state: 'closed', lostInAll: 0n })
  expect(await refusalOf(remitted(1n, 'C'))).toMatchObject({ code: 'bond_step_not_possible' })
  expect(await brokenBooks()).toEqual([])
})

describe('the full bond is divided by what each fund paid, to the cent', () => {
  test('thirds and unequal parts add up, and no part is below its own deposit', async () => {
    const shared = await approved({ principals: [333_34n, 333_33n] })
    const { bondIds } = await paySharedBy(alliance.intake, shared, {
      principal: 100_01n,
      exposure: 1_000_00n,
    })
    const parts = await Promise.all(bondIds.map(exposed))
    expect(parts.map((part) => part?.full)).toEqual([500_05n, 499_95n])
    const page = await sharedBondPage({
      sharedBondId: shared.sharedBondId,
      staff: { ...alliance.intake, roles: [], language: 'en' },
    })
    expect(page?.payment).toMatchObject({ principalCents: 100_01n, exposureCents: 1_000_00n })
  })

  test('the whole bond paid: nothing more can be called', async () => {
    const shared = await approved({})
    const { bondIds } = await paySharedBy(alliance.intake, shared, { principal: 5_000_00n })
    expect(await Promise.all(bondIds.map(exposed))).toEqual([null, null])
  })

  test('less than the deposit, or of an immigration bond, is refused and nothing is paid', async () => {
    const shared = await approved({})
    expect(
      await refusalOf(paySharedBy(alliance.intake, shared, { principal: 5_000_00n, exposure: 4_999_99n })),
    ).toMatchObject({ code: 'exposure_is_at_least_the_deposit', params: { deposit: 5_000_00n } })
    const immigration = await approved({ kind: 'immigration_bond' })
    expect(
      await refusalOf(
        paySharedBy(alliance.intake, immigration, { principal: 5_000_00n, exposure: 9_000_00n }),
      ),
    ).toMatchObject({ code: 'exposure_is_of_court_bail' })
    expect(await brokenBooks()).toEqual([])
  })
})

test('the books name a part that carries another share than was written with the payment', async () => {
  const shared = await approved({})
  await paySharedBy(alliance.intake, shared, { principal: 5_000_00n, exposure: 50_000_00n })
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])
  const set = (full: bigint) =>
    run(world.ownerUrl, [
      ['alter table shared_bond_payment disable trigger user', []],
      [
        'update shared_bond_payment set exposure_cents = $1 where shared_bond_id = $2',
        [full, shared.sharedBondId],
      ],
      ['alter table shared_bond_payment enable trigger user', []],
    ])
  await set(50_000_01n)
  expect(await named()).toEqual(['shared_parts_never_drift'])
  await set(50_000_00n)
  expect(await named()).toEqual([])
})
