import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { callsOf, givenDate, givenYes, inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenDueBond, walk } from '#tests/support/given-loss.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let auditor: string
let bondId: string
beforeAll(async () => {
  team = await givenTeam({ bank: 200_000_00n })
  auditor = (await givenActor(team.fundId, ['auditor'])).id
})
beforeEach(async () => {
  bondId = await givenActiveBond(team)
})

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const date = (of: Partial<Record<string, unknown>> = {}): Statement => [
    `insert into court_date (id, bond_id, day, half, hearing, place_sealed, known_from, replaces, recorded_by, occurred_at)
       values ($1, $2, $3, 'morning', $4, '\\x00', 'lawyer', $5, $6, now())`,
    [
      of.id ?? randomUUID(),
      of.bond ?? bondId,
      of.day ?? inDays(9),
      of.hearing ?? 'status',
      of.replaces ?? null,
      of.by ?? team.intake.id,
    ],
  ]
  const outcome = (dateId: string, how: string, by = team.intake.id): Statement => [
    `insert into court_date_outcome (date_id, bond_id, outcome, known_from, recorded_by, occurred_at)
       values ($1, $2, $3, 'lawyer', $4, now())`,
    [dateId, bondId, how, by],
  ]
  const contact = (wants: boolean, by = team.intake.id, voicemail = false): Statement => [
    `insert into case_contact (bond_id, wants_calls, language, voicemail, recorded_by, occurred_at)
       values ($1, $2, 'en', $3, $4, now())`,
    [bondId, wants, voicemail, by],
  ]
  const call = (dateId: string): Statement => [
    `insert into case_call (bond_id, date_id, kind, due_at) values ($1, $2, 'two_days', now())`,
    [bondId, dateId],
  ]
  const deadline = (of: Partial<Record<string, unknown>> = {}): Statement => [
    `insert into bond_deadline (id, bond_id, kind, paper, paper_on, last_day, recorded_by, occurred_at)
       values ($1, $2, $3, $4, $5, $6, $7, now())`,
    [
      of.id ?? randomUUID(),
      bondId,
      of.kind ?? 'set_aside',
      of.paper ?? 'court_order',
      of.paperOn ?? inDays(0),
      of.lastDay ?? inDays(5),
      of.by ?? team.intake.id,
    ],
  ]
  const deadlineEnd = (id: string, how: string): Statement => [
    `insert into bond_deadline_end (deadline_id, outcome, recorded_by, occurred_at) values ($1, $2, $3, now())`,
    [id, how, team.intake.id],
  ]

  test('a date: whose, when, once, by whom, and after what', async () => {
    expect(await broken(date({ by: auditor }))).toBe('date_recorder_holds_the_role')
    expect(await broken(date({ day: inDays(-1) }))).toBe('date_comes_after_posting')
    expect(await broken(date({ day: inDays(1830) }))).toBe('date_is_within_five_years')
    expect(await broken(date({ hearing: 'check_in' }))).toBe('hearing_fits_the_bond')
    expect(await broken(date(), date())).toBe('date_is_entered_once')
    expect(await broken(date({ bond: await givenDueBond(team) }))).toBe('dates_are_of_open_cases')
    const id = await givenDate(team, bondId)
    expect(await broken(date({ replaces: id }))).toBe('next_date_follows_its_change')
    expect(await broken(outcome(id, 'cancelled'), date({ replaces: id }))).toBe(
      'next_date_follows_its_change',
    )
  })

  test('an outcome: once, not before its day, with what follows from it', async () => {
    const id = await givenDate(team, bondId)
    expect(await broken(outcome(id, 'appeared'))).toBe('outcome_follows_its_day')
    expect(await broken(outcome(id, 'cancelled', auditor))).toBe('date_recorder_holds_the_role')
    expect(await broken(outcome(id, 'cancelled'), outcome(id, 'cancelled'))).toBe('date_has_one_outcome')
    expect(await broken(outcome(id, 'moved'))).toBe('moved_date_has_its_next')
    const today = await givenDate(team, bondId, { day: inDays(0) })
    expect(await broken(outcome(today, 'missed'))).toBe('missed_date_is_asked_about')
    const other = await givenDate(team, await givenActiveBond(team))
    expect(await broken(outcome(other, 'cancelled'))).toBe('outcome_is_of_the_bonds_date')
  })

  test('a call: only where wanted, planned once, done once by someone who may', async () => {
    const id = await givenDate(team, bondId)
    expect(await broken(call(id))).toBe('calls_are_made_only_where_wanted')
    expect(await broken(contact(true), contact(false), call(id))).toBe('calls_are_made_only_where_wanted')
    expect(await broken(contact(false, team.intake.id, true))).toBe('voicemail_needs_a_yes')
    expect(await broken(contact(true, auditor))).toBe('date_recorder_holds_the_role')
    expect(await broken(contact(true), call(id), call(id))).toBe('call_is_planned_once')
    expect(await broken(contact(true), outcome(id, 'cancelled'), call(id))).toBe('calls_end_with_their_date')

    await givenYes(team, bondId)
    const callId = (await callsOf(bondId))[0]?.id
    const done = (how: string, by: string | null, ride: string | null = null): Statement => [
      'update case_call set done_at = now(), outcome = $2, done_by = $3, ride = $4 where id = $1',
      [callId, how, by, ride],
    ]
    expect(await broken(done('reached', team.intake.id))).toBe('ride_is_asked_of_the_person')
    expect(await broken(done('no_answer', null))).toBe('case_call_is_done_by_someone_with_an_outcome')
    expect(await broken(done('no_answer', auditor))).toBe('date_recorder_holds_the_role')
    expect(await broken(done('not_needed', null), done('not_needed', null))).toBe('case_call_is_done_once')
    expect(await broken(['update case_call set due_at = now() where id = $1', [callId]])).toBe(
      'case_call_is_done_once',
    )
  })

  test('a deadline: from a paper of that kind and time, ended once as its day allows', async () => {
    expect(await broken(deadline({ lastDay: inDays(-1) }))).toBe('deadline_follows_its_paper')
    expect(await broken(deadline({ paper: 'i_323' }))).toBe('deadline_is_on_such_a_paper')
    expect(await broken(deadline({ kind: 'delivery', paper: 'i_340' }))).toBe('deadline_fits_the_bond')
    expect(await broken(deadline({ paperOn: inDays(1) }))).toBe('paper_is_from_the_bonds_time')
    expect(await broken(deadline(), deadline())).toBe('deadline_is_written_once')
    expect(await broken(deadline({ by: auditor }))).toBe('date_recorder_holds_the_role')
    const id = randomUUID()
    expect(await broken(deadline({ id }), deadlineEnd(id, 'missed'))).toBe('deadline_is_missed_after_its_day')
    expect(await broken(deadline({ id }), deadlineEnd(id, 'met'), deadlineEnd(id, 'met'))).toBe(
      'deadline_ends_once',
    )
    const notice: Statement = [
      `insert into bond_state_change (bond_id, from_state, to_state, changed_by, occurred_at)
         values ($1, 'missed_court', 'forfeiture_noticed', $2, now())`,
      [bondId, team.intake.id],
    ]
    expect(await broken(notice)).toBe('notice_carries_its_date')
  })

  test('an answer, a check, a term and its review: by whom, of what', async () => {
    const missed = randomUUID()
    const miss = (by: string): Statement => [
      'insert into missed_date (id, bond_id, recorded_by, occurred_at) values ($1, $2, $3, now())',
      [missed, bondId, by],
    ]
    expect(await broken(miss(auditor))).toBe('date_recorder_holds_the_role')
    const dates = [await givenDate(team, bondId), await givenDate(team, bondId, { half: 'morning' })]
    const takes = (dateId: string | null): Statement => [
      'update missed_date set date_id = $2 where id = $1',
      [missed, dateId],
    ]
    for (const again of [dates[1] ?? '', null])
      expect(await broken(miss(team.intake.id), takes(dates[0] ?? ''), takes(again))).toBe(
        'dates_are_append_only',
      )
    const later: Statement = ['update missed_date set occurred_at = now() where id = $1', [missed]]
    expect(await broken(miss(team.intake.id), later)).toBe('dates_are_append_only')
    const other = await givenDate(team, await givenActiveBond(team))
    expect(await broken(miss(team.intake.id), takes(other))).toBe('miss_is_of_the_bonds_date')
    const answer = (by: string, proof: string | null, on: string | null = null): Statement => [
      `insert into missed_date_answer (missed_id, lawyer, whereabouts, proof_kind, proof_on, recorded_by, occurred_at)
         values ($1, 'called', 'unknown', $3, $4, $2, now())`,
      [missed, by, proof, on],
    ]
    expect(await broken(miss(team.intake.id), answer(auditor, null))).toBe('date_recorder_holds_the_role')
    expect(await broken(miss(team.intake.id), answer(team.intake.id, 'other'))).toBe('proof_has_kind_and_day')
    expect(await broken(miss(team.intake.id), answer(team.intake.id, 'other', '1926-01-15'))).toBe(
      'day_is_of_its_case',
    )
    const check: Statement = [
      "insert into release_check (bond_id, answer, recorded_by, occurred_at) values ($1, 'hold', $2, now())",
      [bondId, team.intake.id],
    ]
    expect(await broken(check)).toBe('only_the_held_are_asked_about')
    const { bondId: held } = await givenPostedBond(team)
    const stay: Statement = [
      "insert into release_check (bond_id, answer, recorded_by, occurred_at) values ($1, 'stay', $2, now())",
      [held, team.intake.id],
    ]
    expect(await broken(stay)).toBe('release_answer_fits_the_bond')
    const term = (years: number | null): Statement => [
      `insert into claim_term (place, bond_kind, years, source, read_on, recorded_by) values ('US', 'court_bail', $1, 'S', now(), $2)`,
      [years, team.intake.id],
    ]
    expect(await broken(term(1))).toBe('rules_are_kept_by_administrators')
  })

  test('where a court lies is one of its fund’s places, said by who follows its bonds', async () => {
    const place = (of: { name?: string; by?: string | null } = {}): Statement => [
      `insert into bond_place (bond_id, place, recorded_by, occurred_at) values ($1, $2, $3, now())`,
      [bondId, of.name ?? 'US-DP', of.by === undefined ? team.intake.id : of.by],
    ]
    const administrator = await givenActor(team.fundId, ['administrator'])
    const served: Statement = [
      `insert into fund_place (fund_id, place, recorded_by) values ($1, 'US-DP', $2)`,
      [team.fundId, administrator.id],
    ]
    expect(await broken(place())).toBe('place_of_a_bond_is_its_funds')
    expect(await broken(served, place({ by: auditor }))).toBe('date_recorder_holds_the_role')
    expect(await broken(served, place({ by: null }))).toBe('date_recorder_holds_the_role')
  })

  test('a calendar: one a person, ended for good', async () => {
    const staffId = (await givenActor(team.fundId, ['intake'])).id
    const feed = (token: string): Statement => [
      'insert into calendar_feed (staff_id, token_hash, started_at) values ($1, $2, now())',
      [staffId, token.repeat(64)],
    ]
    const end: Statement = ['update calendar_feed set ended_at = now() where staff_id = $1', [staffId]]
    expect(await broken(feed('a'), feed('b'))).toBe('one_feed_per_person')
    expect(await broken(feed('a'), end, feed('a'))).toBe('feed_token_is_unique')
    expect(await broken(feed('a'), end, end)).toBe('feed_ends_once')
  })
})

test('history stays, even for its owner', async () => {
  await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
  const id = await givenDate(team, bondId, { day: inDays(0) })
  await recordAppearance({
    ...{ staff: team.intake, bondId, dateId: id, outcome: 'missed', knownFrom: 'lawyer', next: null },
  })
  const tables = [
    ...['court_date', 'court_date_outcome', 'case_contact', 'missed_date', 'missed_date_answer'],
    ...['bond_deadline', 'bond_deadline_end', 'release_check', 'claim_term', 'claim_term_review'],
    ...['bond_place', 'case_language'],
  ]
  for (const table of tables)
    expect(
      await brokenRule(namingViolations(() => run(world.ownerUrl, [[`delete from ${table}`, []]]))),
    ).toBe('dates_are_append_only')
})

test('another fund’s dates answer nothing, and the books say what triggers could not hold back', async () => {
  const id = await givenDate(team, bondId, { day: inDays(0) })
  const app = new Client({ connectionString: world.appUrl })
  await app.connect()
  const seen = async (funds: string) => {
    await app.query(
      `select set_config('homeward.scope', 'staff', false), set_config('homeward.funds', $1, false)`,
      [funds],
    )
    return (await app.query('select id from court_date where id = $1', [id])).rowCount
  }
  expect([await seen(team.fundId), await seen(randomUUID())]).toEqual([1, 0])
  await app.end()

  await givenYes(team, await bondOfCalls())
  expect(await brokenBooks()).toEqual([])
  const owner = new Client({ connectionString: world.ownerUrl })
  await owner.connect()
  await forced(
    owner,
    `insert into court_date_outcome (date_id, bond_id, outcome, known_from, recorded_by, occurred_at)
       select d.id, d.bond_id, case when exists (select from case_call c where c.date_id = d.id) then 'moved' else 'missed' end,
              'lawyer', '${team.intake.id}', now()
         from court_date d where d.bond_id in ('${bondId}', '${callBond}')`,
  )
  await owner.end()
  expect((await brokenBooks()).map((line) => line.split(/ +/)[1])).toEqual([
    'calls_end_with_their_date',
    'moved_date_has_its_next',
    'missed_date_is_asked_about',
  ])
})

let callBond = ''
async function bondOfCalls(): Promise<string> {
  callBond = await givenActiveBond(team)
  await givenDate(team, callBond)
  return callBond
}
