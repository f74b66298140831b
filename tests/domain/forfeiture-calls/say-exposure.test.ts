import { beforeAll, describe, expect, test } from 'vitest'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { sharedBondPage } from '#app/domain/disbursements/shared-bonds/shared-bond-page.server.ts'
import { fundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { proposeForfeitureCall } from '#app/domain/forfeiture-calls/propose-forfeiture-call.server.ts'
import { sayExposure } from '#app/domain/forfeiture-calls/say-exposure.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenCoPaidBond, payWith, timezone } from '#tests/support/given-copay.ts'
import { approveBy, givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { walk } from '#tests/support/given-loss.ts'
import { type Alliance, givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { recordForfeiture, recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let alliance: Alliance
beforeAll(async () => {
  team = await givenTeam()
  alliance = await givenAlliance()
})

const say = (staff: ActingStaff, bondId: string, full: bigint) =>
  sayExposure({ staff, bondId, full: cents(full) })
const call = (staff: ActingStaff, bondId: string, amount: bigint) =>
  proposeForfeitureCall({
    ...{ staff, bondId, amount: cents(amount), payee: 'Larkspur County Clerk' },
    ...{ venue: 'Larkspur County Court', evidenceNote: '' },
  })
async function pageOf(staff: ActingStaff, bondId: string, role: Role = 'intake') {
  const roles = staff.fundIds.map((fundId) => ({ fundId, role }))
  const page = await bondPage({ bondId, staff: { ...staff, roles, language: 'en' } })
  if (!page) throw new Error('the bond is of this fund')
  return page
}
const saidOf = async (staff: ActingStaff, bondId: string) =>
  (await pageOf(staff, bondId)).saidExposure.said.map(({ whole, by }) => [whole, by])
async function forfeit(of: Pick<Team, 'intake' | 'approver' | 'treasurer' | 'fundId'>, bondId: string) {
  await recordRelease({ staff: of.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await walk(of, bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: of.approver, bondId, knownFrom: 'court_notice' })
}
const told = (bondIds: readonly string[]) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({
      where: { action: 'bond.exposure_said', subjectId: { in: [...bondIds] }, outcome: 'done' },
      orderBy: { id: 'asc' },
      select: { subjectId: true, fundId: true, detail: true },
    }),
  )

describe('a percentage bond whose payment did not say of what', () => {
  test('is said afterwards: the fund’s exposure, its forecast and the calls are by it', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 500_00n })
    await forfeit(team, bondId)
    expect((await pageOf(team.intake, bondId)).exposure).toBeNull()
    expect(await refusalOf(call(team.intake, bondId, 1n))).toMatchObject({
      ...{ code: 'forfeiture_call_stays_within_exposure', params: { left: 0n } },
    })

    await say(team.intake, bondId, 10_000_00n)
    expect(await pageOf(team.intake, bondId)).toMatchObject({
      exposure: { full: 10_000_00n, left: 9_000_00n, called: 0n, isForfeited: true },
      saidExposure: { said: [{ whole: 10_000_00n, by: 'intake' }], isOpen: true },
      mayFollow: true,
    })
    const forecast = await fundForecast({
      ...{ fundId: team.fundId, fundIds: [team.fundId], language: 'en', timezone, at: new Date() },
    })
    expect(forecast).toMatchObject({ standing: { exposureCents: 9_000_00n } })

    const { disbursementId } = await call(team.intake, bondId, 9_000_00n)
    await approveBy(team.approver, disbursementId)
    await payWith(team.intake, disbursementId, { principal: 9_000_00n })
    expect((await pageOf(team.intake, bondId)).exposure).toMatchObject({ left: 0n, called: 9_000_00n })
    expect(await told([bondId])).toEqual([
      { subjectId: bondId, fundId: team.fundId, detail: { fromCents: '100000', toCents: '1000000' } },
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('is put right where it was wrong: what was said last counts, and all that was said stays', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 1_000_00n, family: 0n, exposure: 5_000_00n })
    await say(team.approver, bondId, 50_000_00n)
    await say(team.intake, bondId, 10_000_00n)
    await say(team.intake, bondId, 10_000_00n)
    expect((await pageOf(team.intake, bondId)).exposure).toMatchObject({ full: 10_000_00n, left: 9_000_00n })
    expect(await saidOf(team.intake, bondId)).toEqual([
      [10_000_00n, 'intake'],
      [50_000_00n, 'approver'],
      [5_000_00n, 'intake'],
    ])
    const rows = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.bondExposure.findMany({ where: { bondId }, orderBy: { id: 'asc' } }),
    )
    expect(rows.map(({ replaces }) => replaces)).toEqual([null, rows[0]?.id])

    await say(team.intake, bondId, 1_000_00n)
    expect((await pageOf(team.intake, bondId)).exposure).toBeNull()
  })

  test('is never below its deposit, nor below what is proposed or was paid upon calls', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 500_00n, exposure: 10_000_00n })
    const least = (amount: bigint) => ({
      ...{ code: 'exposure_is_at_least_what_was_called', params: { least: amount } },
    })
    expect(await refusalOf(say(team.intake, bondId, 999_99n))).toMatchObject(least(1_000_00n))
    await forfeit(team, bondId)
    const { disbursementId } = await call(team.intake, bondId, 4_000_00n)
    expect(await refusalOf(say(team.intake, bondId, 4_999_99n))).toMatchObject(least(5_000_00n))
    await approveBy(team.approver, disbursementId)
    await payWith(team.intake, disbursementId, { principal: 3_000_00n })
    expect(await refusalOf(say(team.intake, bondId, 3_999_99n))).toMatchObject(least(4_000_00n))
    expect(await saidOf(team.intake, bondId)).toEqual([[10_000_00n, 'intake']])
    await say(team.intake, bondId, 4_000_00n)
    expect(await refusalOf(call(team.intake, bondId, 1n))).toMatchObject({ params: { left: 0n } })
  })
})

test('an immigration bond, a bond that is over and whoever does not follow bonds are refused', async () => {
  const { bondId: ice } = await givenCoPaidBond(team, { kind: 'immigration_bond', family: 0n })
  expect(await refusalOf(say(team.intake, ice, 9_000_00n))).toMatchObject({
    code: 'exposure_is_of_court_bail',
  })
  expect((await pageOf(team.intake, ice)).saidExposure.isOpen).toBe(false)

  const { bondId } = await givenCoPaidBond(team, { own: 1_000_00n, family: 0n })
  const auditor = await givenActor(team.fundId, ['auditor'])
  expect(await refusalOf(say(auditor, bondId, 9_000_00n))).toMatchObject({ code: 'role_may_not' })
  expect((await pageOf(auditor, bondId, 'auditor')).mayFollow).toBe(false)
  const stranger = (await givenTeam()).intake
  expect(await refusalOf(say(stranger, bondId, 9_000_00n))).toMatchObject({ code: 'bond_unknown' })

  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
  await say(team.intake, bondId, 2_000_00n)
  await recordReturn({
    ...{ staff: team.approver, bondId, received: cents(1_000_00n), interest: cents(0n), deductions: [] },
    reference: 'R-77',
  })
  expect(await refusalOf(say(team.intake, bondId, 9_000_00n))).toMatchObject({
    code: 'exposure_of_an_ended_bond_stays',
  })
  expect((await pageOf(team.intake, bondId)).saidExposure.isOpen).toBe(false)
})

test('a bond that was closed after it was forfeited can be called all the same, so it is said of it', async () => {
  const { bondId } = await givenCoPaidBond(team, { own: 1_000_00n, family: 0n })
  await forfeit(team, bondId)
  await walk(team, bondId, ['closed'])
  await say(team.intake, bondId, 3_000_00n)
  await call(team.intake, bondId, 2_000_00n)
  expect((await pageOf(team.intake, bondId)).exposure).toMatchObject({ left: 0n })
})

describe('a bond that funds share', () => {
  test('is said of as a whole: each fund answers for its part, and the audit of each tells it', async () => {
    const { bondIds, sharedBondId } = await givenSharedBond(alliance)
    const [one = '', other = ''] = bondIds
    const half = await givenActor(alliance.fundIds[0], ['intake'])
    expect(await refusalOf(say(half, one, 50_000_00n))).toMatchObject({
      code: 'shared_bond_needs_every_fund',
    })
    expect((await pageOf(half, one)).mayFollow).toBe(false)

    await say(alliance.intake, other, 50_000_00n)
    const exposures = async () =>
      Promise.all(bondIds.map(async (id) => (await pageOf(alliance.intake, id)).exposure?.full))
    expect(await exposures()).toEqual([30_000_00n, 20_000_00n])
    expect(await saidOf(alliance.intake, one)).toEqual([[50_000_00n, 'intake']])
    const shared = await sharedBondPage({
      sharedBondId,
      staff: { ...alliance.intake, roles: [], language: 'en' },
    })
    expect(shared?.payment).toMatchObject({ principalCents: 5_000_00n, exposureCents: 50_000_00n })
    expect((await told(bondIds)).map(({ fundId }) => fundId).toSorted()).toEqual(
      [...alliance.fundIds].toSorted(),
    )

    await forfeit({ ...alliance, fundId: alliance.fundIds[0] }, one)
    await call(alliance.intake, other, 18_000_00n)
    expect(await refusalOf(say(alliance.intake, one, 49_999_98n))).toMatchObject({
      ...{ code: 'exposure_is_at_least_what_was_called', params: { least: 50_000_00n } },
    })
    expect(await exposures()).toEqual([30_000_00n, 20_000_00n])
    await say(alliance.intake, one, 100_000_01n)
    expect(await exposures()).toEqual([60_000_01n, 40_000_00n])
    expect(await brokenBooks()).toEqual([])
  })
})
