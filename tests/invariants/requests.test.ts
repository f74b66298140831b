import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { erasureReasons, reasonsOf } from '#app/domain/requests/request.ts'
import { requestTransitions } from '#app/domain/requests/states.ts'
import { allTransitions, canMove } from '#app/domain/transitions.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  walk,
} from '#tests/support/given-request.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
const attackers = { app: world.appUrl, owner: world.ownerUrl }

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

const states = Object.keys(requestTransitions)

/** A state set by force, with the history that belongs to it, as if the request had come there. */
const placedIn = (id: string, state: string) =>
  asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query(
      'alter table help_request disable trigger user; alter table help_request_event disable trigger user',
    )
    await owner.query('update help_request set state = $2 where id = $1', [id, state])
    await owner.query(
      `insert into help_request_event (request_id, from_state, to_state, occurred_at) values ($1, 'referred', $2, now())`,
      [id, state],
    )
    await owner.query(
      'alter table help_request enable trigger user; alter table help_request_event enable trigger user',
    )
  })

test('the database has the moves and the reasons that the code has', async () => {
  await asOwner(world.ownerUrl, null, async (owner) => {
    const moves = await owner.query<{ move: string }>(
      `select from_state || ' ' || to_state as move from help_request_transition`,
    )
    const inCode = allTransitions().filter(({ kind }) => kind === 'request')
    expect(moves.rows.map(({ move }) => move).sort()).toEqual(
      inCode.map(({ from, to }) => `${from} ${to}`).sort(),
    )
    const reasons = await owner.query<{ reason: string }>(
      `select to_state || ' ' || code as reason from help_request_reason`,
    )
    const known = [
      ...states.flatMap((to) => reasonsOf(to).map((reason) => `${to} ${reason}`)),
      ...Object.values(erasureReasons).map((reason) => `withdrawn ${reason}`),
    ]
    expect(reasons.rows.map(({ reason }) => reason).sort()).toEqual(known.sort())
  })
})

test.each(states)('from %s only to where the table leads', async (from) => {
  const id = await givenRequest(team.fundId)
  if (from !== 'referred') await placedIn(id, from)
  for (const to of states.filter((state) => state !== from && !canMove('request', from, state))) {
    const move = run(world.ownerUrl, [['update help_request set state = $2 where id = $1', [id, to]]])
    expect([to, await brokenRule(namingViolations(() => move))]).toEqual([
      to,
      'request_moves_along_the_table',
    ])
  }
})

describe.each(Object.entries(attackers))('as %s', (_role, url) => {
  const brokenBy = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  let id: string
  beforeEach(async () => {
    id = await givenRequest(team.fundId)
  })

  const moved = (to: string): Statement => ['update help_request set state = $2 where id = $1', [id, to]]
  const event = (
    from: string | null,
    to: string,
    by: string | null,
    reason: string | null = null,
  ): Statement => [
    `insert into help_request_event (request_id, from_state, to_state, changed_by, reason_code, occurred_at)
     values ($1, $2, $3, $4, $5, now())`,
    [id, from, to, by, reason],
  ]

  test('request_state_has_its_event, request_event_tells_its_move', async () => {
    expect(await brokenBy(moved('screening'))).toBe('request_state_has_its_event')
    expect(await brokenBy(event('referred', 'screening', team.intake.id))).toBe(
      'request_event_tells_its_move',
    )
    expect(await brokenBy(moved('screening'), event('approved', 'screening', team.intake.id))).toBe(
      'request_event_tells_its_move',
    )
  })

  test('request_reason_is_on_its_list', async () => {
    const declined = (reason: string | null) =>
      brokenBy(moved('declined'), event('referred', 'declined', team.approver.id, reason))
    expect(await declined(null)).toBe('request_reason_is_on_its_list')
    expect(await declined('because')).toBe('request_reason_is_on_its_list')
    expect(
      await brokenBy(moved('screening'), event('referred', 'screening', team.intake.id, 'asker_said')),
    ).toBe('request_reason_is_on_its_list')
  })

  test('request_mover_holds_the_role, approver_is_not_recommender', async () => {
    expect(await brokenBy(moved('screening'), event('referred', 'screening', team.approver.id))).toBe(
      'request_mover_holds_the_role',
    )
    expect(await brokenBy(moved('screening'), event('referred', 'screening', null))).toBe(
      'request_mover_holds_the_role',
    )
    expect(
      await brokenBy(moved('declined'), event('referred', 'declined', team.intake.id, 'no_money_now')),
    ).toBe('request_mover_holds_the_role')
    await walk({ ...team, intake: team.administrator }, id, 'screening', 'recommended')
    expect(await brokenBy(moved('approved'), event('recommended', 'approved', team.administrator.id))).toBe(
      'approver_is_not_recommender',
    )
  })

  test('request_facts_stay, accepted_request_is_not_erased', async () => {
    expect(await brokenBy([`update help_request set asked_by = 'self' where id = $1`, [id]])).toBe(
      'request_facts_stay',
    )
    const voicemail = 'update help_request set voicemail = not voicemail where id = $1'
    await run(url, [[voicemail, [id]]])
    const erased: Statement = ['update help_request set erased_at = now() where id = $1', [id]]
    expect(await brokenBy(erased, [voicemail, [id]])).toBe('request_facts_stay')
    await walk(team, id, 'screening', 'recommended', 'approved')
    expect(await brokenBy(['update help_request set erased_at = now() where id = $1', [id]])).toBe(
      'accepted_request_is_not_erased',
    )
  })

  test('one_request_per_form, request_comes_where_requests_are_taken, request_moves_along_the_table', async () => {
    const { personId, formToken } = await requestRow(id)
    const another = (fundId: string, token: string, code: string, state = 'referred') =>
      brokenBy([
        `insert into help_request (code, form_token, fund_id, person_id, state, asked_by, voicemail, person_knows, occurred_at)
         values ($4, $1, $2, $3, $5, 'self', true, 'yes', now())`,
        [token, fundId, personId, code, state],
      ])
    expect(await another(team.fundId, formToken, 'AAAA-2222')).toBe('one_request_per_form')
    const closed = await givenIntakeTeam({ intake: { mode: 'off' } })
    expect(await another(closed.fundId, randomUUID(), 'AAAA-3333')).toBe(
      'request_comes_where_requests_are_taken',
    )
    expect(await another(team.fundId, randomUUID(), 'AAAA-4444', 'approved')).toBe(
      'request_moves_along_the_table',
    )
  })

  test('call_is_done_once, call_is_done_by_someone_with_an_outcome', async () => {
    const done: Statement = [
      `update call_task set done_at = now(), done_by = $2, outcome = 'reached' where request_id = $1`,
      [id, team.intake.id],
    ]
    expect(await brokenBy(done, done)).toBe('call_is_done_once')
    expect(await brokenBy(['update call_task set done_at = now() where request_id = $1', [id]])).toBe(
      'call_is_done_by_someone_with_an_outcome',
    )
    expect(
      await brokenBy([
        `update call_task set done_at = now(), outcome = 'reached' where request_id = $1`,
        [id],
      ]),
    ).toBe('call_is_done_by_someone_with_an_outcome')
  })

  test.each([
    ['phone', 'call us', 'intake_phone_can_be_called'],
    ['hours', 'weekdays', 'intake_hours_can_be_read'],
    ['languages', '{}', 'intake_names_its_languages'],
    ['answer_within_days', '30', 'intake_answers_within_two_weeks'],
  ])('%s is not %s', async (column, value, rule) => {
    expect(
      await brokenBy([`update fund_intake set ${column} = $2 where fund_id = $1`, [team.fundId, value]]),
    ).toBe(rule)
  })

  test('another fund’s requests, events and calls are not seen', async () => {
    if (url === world.ownerUrl) return
    const other = await givenIntakeTeam()
    const seen = await run<{ rows: string }>(
      url,
      [
        [
          `select (select count(*) from help_request) + (select count(*) from help_request_event) + (select count(*) from call_task) as rows`,
          [],
        ],
      ],
      `staff:${other.fundId}`,
    )
    expect(seen).toEqual([{ rows: '0' }])
  })
})

test('what happened stays, and no request is removed', async () => {
  const id = await givenRequest(team.fundId)
  const broken = (sql: string) => brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, [id]]])))
  expect(await broken('delete from help_request where id = $1')).toBe('request_facts_stay')
  expect(await broken('delete from call_task where request_id = $1')).toBe('call_is_done_once')
  expect(await broken('delete from help_request_event where request_id = $1')).toBe(
    'request_events_are_append_only',
  )
  expect(await broken(`update help_request_event set reason_code = null where request_id = $1`)).toBe(
    'request_events_are_append_only',
  )
})
