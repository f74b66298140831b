import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { arrangeRide } from '#app/domain/rides/arrange-ride.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenDate, inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenDueBond } from '#tests/support/given-loss.ts'
import { givenIntakeTeam, givenRequest, type IntakeTeam } from '#tests/support/given-request.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let desk: IntakeTeam
let auditor: string
let personId: string
let held: string
let active: string
let dateId: string
beforeAll(async () => {
  team = await givenTeam({ bank: 200_000_00n })
  desk = await givenIntakeTeam()
  auditor = (await givenActor(team.fundId, ['auditor'])).id
  const known = await givenPerson(team.fundId)
  personId = known.personId
  held = (await givenPostedBond(team, { caseCode: known.caseCode })).bondId
  active = await givenActiveBond(team)
  dateId = await givenDate(team, active)
})

const rowsOf = (sql: string, values: unknown[]) =>
  run<{ id: string }>(world.ownerUrl, [[sql, values]]).then(([row]) => row?.id ?? '')

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const ride = (of: Partial<Record<string, unknown>> = {}): Statement => [
    `insert into case_ride (id, bond_id, date_id, driver, arranged_by, occurred_at)
       values ($1, $2, $3, 'volunteer', $4, now())`,
    [
      of.id ?? randomUUID(),
      of.bond ?? active,
      of.date === null ? null : (of.date ?? dateId),
      of.by ?? team.intake.id,
    ],
  ]

  test('a ride: by whom, to what, and once', async () => {
    expect(await broken(ride({ by: auditor }))).toBe('date_recorder_holds_the_role')
    expect(await broken(ride({ bond: held }))).toBe('ride_is_of_the_bonds_date')
    expect(await broken(ride({ date: null }))).toBe('ride_home_is_of_the_held')
    expect(await broken(ride(), ride())).toBe('ride_is_arranged_once')
    expect(await broken(ride({ bond: held, date: null }), ride({ bond: held, date: null }))).toBe(
      'ride_is_arranged_once',
    )
    const gone = await givenDate(team, active, { day: inDays(role === 'app' ? 41 : 42) })
    await changeCourtDate({
      ...{ staff: team.intake, bondId: active, dateId: gone, change: 'cancelled' },
      ...{ knownFrom: 'lawyer', next: null },
    })
    expect(await broken(ride({ date: gone }))).toBe('ride_is_to_a_coming_date')
    const over = await givenDueBond(team)
    expect(await broken(ride({ bond: over, date: null }))).toBe('ride_home_is_of_the_held')
  })

  test('is taken back once, by someone, and never rewritten or removed', async () => {
    const id = randomUUID()
    const put = ride({ id, bond: held, date: null })
    const back = (by: string | null): Statement => [
      'update case_ride set taken_back_at = now(), taken_back_by = $2 where id = $1',
      [id, by],
    ]
    expect(await broken(put, back(auditor))).toBe('date_recorder_holds_the_role')
    expect(await broken(put, back(team.intake.id), back(team.intake.id))).toBe('ride_is_taken_back_once')
    expect(await broken(put, [`update case_ride set driver = 'staff' where id = $1`, [id]])).toBe(
      'ride_is_taken_back_once',
    )
  })
})

test('a word rests with the person of the case, is not changed, and keeps them from being erased half', async () => {
  const broken = (...statements: Statement[]) =>
    brokenRule(namingViolations(() => run(world.ownerUrl, statements)))
  await arrangeRide({
    ...{ staff: team.intake, bondId: held, dateId: null, driver: 'relative', word: 'Side door' },
  })
  const rideId = await rowsOf('select id from case_ride where bond_id = $1', [held])
  const other = await givenPerson(team.fundId)
  const word = (person: string): Statement => [
    `insert into person_ride (ride_id, person_id, sealed) values ($1, $2, '\\x00')`,
    [rideId, person],
  ]
  expect(await broken(word(other.personId))).toBe('papers_are_of_their_case')
  expect(await broken([`update person_ride set sealed = '\\x00'`, []])).toBe('person_fields_are_added_anew')
  expect(await broken(['delete from case_ride', []])).toBe('ride_is_taken_back_once')
  const hold: Statement = [
    `insert into legal_demand (kind, scope, fund_id, received_on, counsel, opened_by, occurred_at)
     values ('warrant', 'fund', $1, '2026-01-01', 'Counsel Example', $2, now())`,
    [team.fundId, team.intake.id],
  ]
  expect(await broken(hold, ['delete from person_ride where person_id = $1', [personId]])).toBe(
    'person_is_on_hold',
  )
})

test('a wish for a ride home is of someone known, and is seen by its own fund alone', async () => {
  const requestId = await givenRequest(desk.fundId)
  const wish: Statement = ['insert into request_ride (request_id) values ($1)', [requestId]]
  const asking = await rowsOf('select person_id as id from help_request where id = $1', [requestId])
  const forget: Statement[] = [
    ['delete from person_field where person_id = $1', [asking]],
    ['delete from request_field where person_id = $1', [asking]],
    ['delete from vault_keys.person_index where person_id = $1', [asking]],
    [
      'update vault_keys.person_key set wrapped_key = null, destroyed_at = now() where person_id = $1',
      [asking],
    ],
    ['update person set erased_at = now() where id = $1', [asking]],
  ]
  const broken = (...statements: Statement[]) =>
    brokenRule(namingViolations(() => run(world.ownerUrl, statements)))
  expect(await broken(wish, ...forget)).toBe('erased_person_leaves_nothing')
  expect(await broken(...forget, wish)).toBe('ride_is_of_someone_known')

  await run(world.appUrl, [wish])
  const seen = async (scope: string) =>
    (await run<{ request_id: string }>(world.appUrl, [['select request_id from request_ride', []]], scope))
      .length
  expect(await seen(`staff:${desk.fundId}`)).toBe(1)
  for (const scope of [`staff:${team.fundId}`, 'donor', 'public', '']) expect(await seen(scope)).toBe(0)
})
