import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenProposal, givenTeam, hashOf, type Team } from '#tests/support/given-disbursement.ts'
import {
  assign,
  givenApprovedBond,
  givenAssignedBond,
  givenPoster,
  identify,
  postBy,
} from '#tests/support/given-posting.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let poster: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
  poster = await givenPoster(team.fundId)
})

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const assignment = (
    disbursementId: string,
    of: { id?: string; poster?: string; by?: string; fundId?: string } = {},
  ): Statement => [
    `insert into posting_assignment (id, disbursement_id, fund_id, poster_id, details_sealed, assigned_by, occurred_at)
       values ($1, $2, $3, $4, '', $5, now())`,
    [
      of.id ?? randomUUID(),
      disbursementId,
      of.fundId ?? team.fundId,
      of.poster ?? poster.id,
      of.by ?? team.intake.id,
    ],
  ]
  const withdrawal = (id: string, by = team.intake.id): Statement => [
    `insert into posting_withdrawal (assignment_id, withdrawn_by, reason, occurred_at) values ($1, $2, 'not_available', now())`,
    [id, by],
  ]

  test('who posts: of an approved bond, once, by a role, to a role, to no approver, in its own fund', async () => {
    const id = await givenApprovedBond(team)
    expect(await broken(assignment(await givenProposal(team)))).toBe('posting_is_of_an_approved_bond')
    expect(await broken(assignment(id), assignment(id))).toBe('posting_is_assigned_once')
    expect(await broken(assignment(id, { by: team.approver.id }))).toBe('assigner_holds_the_role')
    expect(await broken(assignment(id, { by: poster.id }))).toBe('assigner_holds_the_role')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken(assignment(id, { poster: auditor.id }))).toBe('poster_holds_the_role')
    const other = await givenTeam()
    expect(await broken(assignment(id, { poster: (await givenPoster(other.fundId)).id }))).toBe(
      'poster_holds_the_role',
    )
    expect(await broken(assignment(id, { fundId: other.fundId }))).toBe(
      'posting_is_of_the_funds_disbursement',
    )
    const both = await givenActor(team.fundId, ['approver', 'treasurer'])
    const approved = await givenApprovedBond({ ...team, approver: both })
    expect(await broken(assignment(approved, { poster: both.id }))).toBe('poster_is_not_approver')
  })

  test('taking it back: once, by a role, and not after it was posted', async () => {
    const [id, disbursementId] = [randomUUID(), await givenApprovedBond(team)]
    await run(url, [assignment(disbursementId, { id })])
    expect(await broken(withdrawal(id, team.approver.id))).toBe('assigner_holds_the_role')
    expect(await broken(withdrawal(id), withdrawal(id))).toBe('posting_is_withdrawn_once')
    await postBy(poster, disbursementId)
    expect(await broken(withdrawal(id))).toBe('posting_is_of_an_approved_bond')
  })

  test('poster_pays_what_is_assigned', async () => {
    const id = await givenApprovedBond(team)
    const payment = async (by: ActingStaff): Promise<Statement> => [
      `insert into disbursement_payment (disbursement_id, paid_by, step_up_id, method, payee, receipt_number, principal_cents, occurred_at)
         values ($1, $2, $3, 'cash', '', 'R', 1, now())`,
      [id, by.id, await givenStepUp(by.id, `pay:${id}:${await hashOf(id)}`)],
    ]
    expect(await broken(await payment(poster))).toBe('poster_pays_what_is_assigned')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken(await payment(auditor))).toBe('payer_holds_the_role')
    await assign(team, id, await givenPoster(team.fundId, 'Omar Example'))
    expect(await broken(await payment(poster))).toBe('poster_pays_what_is_assigned')
  })

  test('reveal_needs_a_role: a poster looks at whom they post for, for that reason, until it is posted', async () => {
    const id = await givenAssignedBond(team, poster)
    const { personId } = await identify(team, id)
    const look = (staffId: string, reason: string): Statement => [
      `insert into person_reveal (person_id, staff_id, fields, reason, occurred_at) values ($1, $2, '{name}', $3, now())`,
      [personId, staffId, reason],
    ]
    const other = await givenPoster(team.fundId, 'Omar Example')
    expect(await broken(look(poster.id, 'screening'))).toBe('reveal_needs_a_role')
    expect(await broken(look(other.id, 'posting_bond'))).toBe('reveal_needs_a_role')
    await run(url, [look(poster.id, 'posting_bond')])
    await postBy(poster, id)
    expect(await broken(look(poster.id, 'posting_bond'))).toBe('reveal_needs_a_role')
  })

  test('reveal_needs_a_role: for someone of another fund, only a poster whom that fund gave work, too', async () => {
    const [keeper, caseCode] = [await givenTeam(), newCaseCode()]
    const { personId } = await identify(keeper, await givenApprovedBond(keeper, { caseCode }))
    const omar = await givenPoster(team.fundId, 'Omar Example')
    await assign(team, await givenApprovedBond(team, { caseCode }), omar)
    const look: Statement = [
      `insert into person_reveal (person_id, staff_id, fields, reason, occurred_at) values ($1, $2, '{name}', 'posting_bond', now())`,
      [personId, omar.id],
    ]
    const serve = (role: string) =>
      run(url, [
        [
          'insert into staff_role (staff_id, fund_id, role) values ($1, $2, $3)',
          [omar.id, keeper.fundId, role],
        ],
      ])
    expect(await broken(look)).toBe('reveal_needs_a_role')
    await serve('auditor')
    expect(await broken(look)).toBe('reveal_needs_a_role')
    await serve('poster')
    await run(url, [look])
  })

  const turn = (of: { id?: string; by?: string; from?: string; until?: string } = {}): Statement => [
    `insert into on_call_turn (id, fund_id, staff_id, starts_at, ends_at, phone_sealed, occurred_at)
       values ($1, $2, $3, now() + $4::interval, now() + $5::interval, '', now())`,
    [
      of.id ?? randomUUID(),
      team.fundId,
      of.by ?? team.approver.id,
      of.from ?? '0 hours',
      of.until ?? '8 hours',
    ],
  ]
  const end = (id: string, by: string, at = '0 hours'): Statement => [
    `insert into on_call_turn_end (turn_id, ended_by, occurred_at) values ($1, $2, now() + $3::interval)`,
    [id, by, at],
  ]

  test('a turn: its length, its time, whose it is, and who ends it', async () => {
    expect(await broken(turn({ until: '0 hours' }))).toBe('turn_ends_after_it_begins')
    expect(await broken(turn({ until: '170 hours' }))).toBe('turn_lasts_a_week_at_most')
    expect(await broken(turn({ from: '-1 hours' }))).toBe('turn_lies_ahead')
    expect(await broken(turn({ from: '-5 minutes', until: '-1 minutes' }))).toBe('turn_lies_ahead')
    expect(await broken(turn({ by: team.intake.id }))).toBe('on_call_is_who_may_approve')
    expect(await broken(turn(), turn({ from: '7 hours', until: '9 hours' }))).toBe('turns_do_not_overlap')
    const id = randomUUID()
    expect(await broken(turn({ id }), end(id, team.treasurer.id))).toBe('turn_is_ended_by_its_own')
    expect(await broken(turn({ id }), end(id, team.approver.id, '8 hours'))).toBe('turn_is_over')
    expect(await broken(turn({ id }), end(id, team.approver.id), end(id, team.approver.id))).toBe(
      'turn_is_ended_once',
    )
  })
})

test('as owner: what was recorded stays', async () => {
  for (const [table, rule] of [
    ['posting_assignment', 'postings_are_append_only'],
    ['posting_withdrawal', 'postings_are_append_only'],
    ['on_call_turn', 'turns_are_append_only'],
    ['on_call_turn_end', 'turns_are_append_only'],
  ] as const) {
    for (const rewriting of [`delete from ${table}`, `truncate ${table} cascade`]) {
      expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[rewriting, []]])))).toBe(rule)
    }
  }
})

test('as app: no scope and another fund’s scope show nothing, and a poster’s changes nothing', async () => {
  const id = await givenAssignedBond(team, poster)
  const { personId } = await identify(team, id)
  const count = (scope: string): Statement[] => [
    ["select set_config('homeward.poster', $1, true)", [scope === 'poster' ? poster.id : '']],
    [
      `select (select count(*) from posting_assignment)::int + (select count(*) from on_call_turn)::int as seen`,
      [],
    ],
  ]
  const { fundId } = await givenTeam()
  for (const scope of ['', 'public', 'donor', 'staff', `staff:${fundId}`]) {
    expect(await run(world.appUrl, count(scope), scope)).toEqual([{ seen: 0 }])
  }
  const asPoster = (sql: string, values: unknown[]) =>
    run(
      world.appUrl,
      [
        ["select set_config('homeward.poster', $1, true)", [poster.id]],
        [sql, values],
      ],
      'poster',
    )
  expect(await asPoster('select id from disbursement', [])).toEqual([{ id }])
  expect(
    await asPoster("update disbursement set state = 'cancelled' where id = $1 returning id", [id]),
  ).toEqual([])
  await expect(asPoster('update person set erased_at = now() where id = $1', [personId])).rejects.toThrow(
    /row-level security|person_has_money_out/,
  )
  await expect(
    asPoster(
      `insert into posting_assignment (disbursement_id, fund_id, poster_id, details_sealed, assigned_by, occurred_at)
         values ($1, $2, $3, '', $4, now())`,
      [await givenApprovedBond(team), team.fundId, poster.id, team.intake.id],
    ),
  ).rejects.toThrow()
})

describe('what the owner of the database forces past the rules, the books name', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])

  test('posting_is_assigned_once, poster_is_not_approver', async () => {
    const id = await givenAssignedBond(team, poster)
    const copy = (posterId: string) =>
      `insert into posting_assignment (disbursement_id, fund_id, poster_id, details_sealed, assigned_by, occurred_at)
         values ('${id}', '${team.fundId}', '${posterId}', '', '${team.intake.id}', now())`
    await forced(owner, copy(team.approver.id))
    expect(await named()).toEqual(['posting_is_assigned_once', 'poster_is_not_approver'])
    await forced(
      owner,
      `delete from posting_assignment where disbursement_id = '${id}' and poster_id = '${team.approver.id}'`,
    )
    expect(await named()).toEqual([])
  })
})
