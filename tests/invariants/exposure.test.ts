import { beforeEach, describe, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { sayExposure } from '#app/domain/forfeiture-calls/say-exposure.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenApprovedCall } from '#tests/support/given-call.ts'
import { givenCoPaidBond } from '#tests/support/given-copay.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

type Said = { whole?: bigint; replaces?: null; by?: string }

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const said = (bondId: string, full: bigint, of: Said = {}): Statement => [
    `insert into bond_exposure (bond_id, exposure_cents, whole_cents, replaces, recorded_by, occurred_at)
       values ($1, $2, $3, (select max(id) from bond_exposure where bond_id = $1 and $4::boolean), $5, now())`,
    [bondId, full, of.whole ?? full, of.replaces !== null, of.by ?? team.intake.id],
  ]
  const apart: Statement = ['set constraints said_exposure_is_divided immediate', []]

  test('what a court can call: of court bail, by who follows its bonds, at least what it cost and what is claimed', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 500_00n })
    const { bondId: ice } = await givenCoPaidBond(team, { kind: 'immigration_bond', family: 0n })
    const auditor = (await givenActor(team.fundId, ['auditor'])).id
    expect(await broken(said(ice, 9_000_00n))).toBe('exposure_is_of_court_bail')
    expect(await broken(said(bondId, 9_000_00n, { by: auditor }))).toBe('date_recorder_holds_the_role')
    expect(await broken(said(bondId, 999_99n))).toBe('exposure_is_at_least_what_was_called')
    expect(await broken(said(bondId, 9_000_00n, { whole: 9_000_01n }), apart)).toBe(
      'shared_exposure_is_divided',
    )
    const { bondId: called } = await givenApprovedCall(team)
    expect(await broken(said(called, 9_999_99n))).toBe('exposure_is_at_least_what_was_called')
  })

  test('what is said again names what it replaces', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 0n })
    await sayExposure({ staff: team.intake, bondId, full: cents(5_000_00n) })
    expect(await broken(said(bondId, 6_000_00n, { replaces: null }))).toBe('exposure_replaces_what_stands')
  })

  test('of a bond that is over nothing more is said', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 0n })
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    await recordReturn({
      ...{ staff: team.approver, bondId, received: cents(500_00n), interest: cents(0n), deductions: [] },
      reference: 'R-1',
    })
    expect(await broken(said(bondId, 5_000_00n))).toBe('exposure_of_an_ended_bond_stays')
  })

  test('a shared bond: of all its parts, and together what was said of the whole', async () => {
    const alliance = await givenAlliance()
    const [one = '', other = ''] = (await givenSharedBond(alliance)).bondIds
    const by = alliance.intake.id
    expect(await broken(said(one, 6_000_00n, { whole: 10_000_00n, by }), apart)).toBe(
      'shared_exposure_is_divided',
    )
    const two = (whole: bigint, otherWhole: bigint) =>
      broken(said(one, 6_000_00n, { whole, by }), said(other, 4_000_00n, { whole: otherWhole, by }), [
        'set constraints said_exposure_is_divided immediate',
        [],
      ])
    expect(await two(10_000_01n, 10_000_01n)).toBe('shared_exposure_is_divided')
    expect(await two(10_000_00n, 9_000_00n)).toBe('shared_exposure_is_divided')
  })
})

test('as owner: what was said stays, and the books name a part that carries another share than was said', async () => {
  const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 0n })
  await sayExposure({ staff: team.intake, bondId, full: cents(5_000_00n) })
  const rewriting = namingViolations(() =>
    run(world.ownerUrl, [['update bond_exposure set exposure_cents = exposure_cents + 1', []]]),
  )
  expect(await brokenRule(rewriting)).toBe('exposures_are_append_only')

  const alliance = await givenAlliance()
  const { bondIds } = await givenSharedBond(alliance)
  await sayExposure({ staff: alliance.intake, bondId: bondIds[0], full: cents(50_000_00n) })
  expect(await brokenBooks()).toEqual([])
  const set = (more: number) =>
    run(world.ownerUrl, [
      ['alter table bond_exposure disable trigger user', []],
      [
        'update bond_exposure set exposure_cents = exposure_cents + $2 where bond_id = $1',
        [bondIds[0], more],
      ],
      ['alter table bond_exposure enable trigger user', []],
    ])
  await set(1)
  expect((await brokenBooks()).map((line) => line.split(/ +/)[1])).toEqual(['shared_parts_never_drift'])
  await set(-1)
})
