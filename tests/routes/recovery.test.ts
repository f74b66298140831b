import { beforeAll, describe, expect, test } from 'vitest'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenBreachedBond, givenDueBond, givenForfeitedBond, walk } from '#tests/support/given-loss.ts'
import { act, code, keepCookie, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const chase = 'admin.bonds.$bondId.chase.tsx'
const recovery = 'admin.bonds.$bondId.recovery.tsx'
const reinstatement = 'admin.bonds.$bondId.reinstatement.tsx'
const bondRoute = 'admin.bonds.$bondId/route.tsx'

let team: Team
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  for (const staff of [team.intake, team.approver]) await signIn(staff)
})

describe('asking for what is due', () => {
  let bondId: string
  beforeAll(async () => {
    bondId = await givenDueBond(team)
  })
  const ask = (form: Record<string, string>) => act(chase, team.intake, form, { bondId })

  test('what cannot be read comes back whole', async () => {
    const form = { kind: 'claim_filed', drawnTo: '', note: '', dueOn: 'soon', lastDay: '' }
    expect(await ask(form)).toMatchObject({
      status: 422,
      data: { values: form, errors: { note: 'required', dueOn: 'malformed' } },
    })
  })

  test('a claim says to whom the check is drawn', async () => {
    const form = { kind: 'claim_filed', drawnTo: '', note: 'by_letter', dueOn: '', lastDay: '' }
    expect(await ask(form)).toMatchObject({
      status: 409,
      data: { values: form, errors: { drawnTo: 'claim_says_to_whom_it_is_drawn' } },
    })
    expect(locationOf(await ask({ ...form, drawnTo: 'depositor', lastDay: inDays(371) }))).toBe(
      `/admin/bonds/${bondId}`,
    )
  })

  test('the desk shows it with its last day, and the bond with who asked', async () => {
    expect(await load('admin.recovery/route.tsx', team.intake)).toMatchObject({
      all: { bonds: 1, cents: 2_500_00n },
      rows: [{ id: bondId, lastDay: inDays(371), next: 'record_return' }],
      mayAskIn: [team.fundId],
      isFirst: true,
    })
    expect(await load(bondRoute, team.approver, { bondId })).toMatchObject({
      page: { state: 'claimed', chases: [{ kind: 'claim_filed', by: 'intake' }] },
    })
  })

  test('of a fund that is not theirs the desk says nothing', async () => {
    expect(
      await load('admin.recovery/route.tsx', team.intake, undefined, '?fund=elsewhere&after=nothing'),
    ).toMatchObject({ all: { bonds: 0 }, rows: [], isFirst: true })
  })
})

test('the place of the court is said, and comes back where none was chosen', async () => {
  const administrator = await givenActor(team.fundId, ['administrator'])
  for (const place of ['US-RA', 'US-RB']) await addPlace({ staff: administrator, fundId: team.fundId, place })
  const bondId = await givenDueBond(team)
  const say = (place: string) => act('admin.bonds.$bondId.place.tsx', team.intake, { place }, { bondId })
  expect(await say('')).toMatchObject({ status: 422, data: { errors: { place: 'required' } } })
  expect(await say('US-RC')).toMatchObject({
    status: 409,
    data: { errors: { place: 'place_of_a_bond_is_its_funds' } },
  })
  expect(locationOf(await say('US-RB'))).toBe(`/admin/bonds/${bondId}`)
  expect(await load(bondRoute, team.intake, { bondId })).toMatchObject({
    page: { place: { court: 'US-RB', places: ['US-RA', 'US-RB'] } },
  })
})

describe('after a loss', () => {
  test('more than was lost is refused beside the field, and what came is on the bond', async () => {
    const bondId = await givenForfeitedBond(team)
    const came = (form: Record<string, string>, steps = 0) =>
      act(
        recovery,
        team.approver,
        { reference: 'Check 12', code: code(team.approver, steps), ...form },
        { bondId },
      )
    expect(await came({ received: '1,00' })).toMatchObject({
      status: 422,
      data: { errors: { received: 'amount_ambiguous' }, values: { received: '1,00' } },
    })
    expect(await came({ received: '2,500.01' }, -1)).toMatchObject({
      status: 409,
      data: {
        errors: { received: 'recovery_stays_within_the_loss' },
        refusal: { params: { left: 2_500_00n } },
        values: { received: '2,500.01', reference: 'Check 12' },
      },
    })
    const back = await came({ received: '900' })
    expect(locationOf(back)).toBe(`/admin/bonds/${bondId}`)
    keepCookie(team.approver, back)
    expect(await came({ received: '900' }, 1)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'recovery_is_recorded_once' } },
    })
    expect(await load(bondRoute, team.approver, { bondId })).toMatchObject({
      page: {
        state: 'remitted',
        money: { lost: 2_500_00n, recovered: 900_00n },
        acts: { recovery: null, reinstatement: { code: 'bond_step_not_possible' } },
      },
    })
  })

  test('a rescinded breach brings the deposit back', async () => {
    const bondId = await givenBreachedBond(team)
    await walk(team, bondId, ['rescinded'])
    // An authenticator of its own, since this one's codes of the minute are spent.
    await signIn(team.treasurer)
    const form = { knownFrom: 'ice_notice', occurredAt: '', code: code(team.treasurer) }
    const back = await act(reinstatement, team.treasurer, form, { bondId })
    expect(locationOf(back)).toBe(`/admin/bonds/${bondId}`)
    keepCookie(team.treasurer, back)
    expect(await load(bondRoute, team.approver, { bondId })).toMatchObject({
      page: { state: 'active', money: { lost: 0n, deposited: 2_500_00n } },
    })
    expect(await act(reinstatement, team.treasurer, form, { bondId })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'bond_step_not_possible' } },
    })
  })
})
