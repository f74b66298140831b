import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { setPriority } from '#app/domain/intake/set-priority.server.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenIntakeTeam, givenRequest, type IntakeTeam, walk } from '#tests/support/given-request.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const attackers = { app: world.appUrl, owner: world.ownerUrl }

let team: IntakeTeam
let requestId: string
let atScreening: string
let onAnotherWay: string
let elsewhere: string
beforeAll(async () => {
  team = await givenIntakeTeam()
  requestId = await givenRequest(team.fundId)
  atScreening = await givenRequest(team.fundId)
  await walk(team, atScreening, 'screening')
  onAnotherWay = await givenRequest(team.fundId)
  await walk(team, onAnotherWay, 'screening', 'no_bond_available')
  await openPathway({ staff: team.intake, requestId: onAnotherWay, kind: 'parole' })
  await setPriority({ staff: team.administrator, fundId: team.fundId, criteria: ['health'] })
  elsewhere = await givenRequest((await givenIntakeTeam()).fundId)
})

const attacks: [rule: string, statement: () => Statement][] = [
  [
    'only_an_open_request_is_screened',
    () => [
      `insert into request_screening (request_id, clear, screened_by, occurred_at) values ($1, true, $2, now())`,
      [requestId, team.intake.id],
    ],
  ],
  [
    'screener_holds_the_role',
    () => [
      `insert into request_screening (request_id, clear, screened_by, occurred_at) values ($1, true, $2, now())`,
      [atScreening, team.approver.id],
    ],
  ],
  [
    'pathway_opens_where_no_bond_is',
    () => [
      `insert into request_pathway (request_id, kind, opened_by, occurred_at) values ($1, 'parole', $2, now())`,
      [atScreening, team.intake.id],
    ],
  ],
  [
    'request_case_is_of_its_fund',
    () => [
      `insert into request_case (request_id, case_code, added_by, occurred_at)
         select $1, case_code, $3, now() from request_case where request_id = $2`,
      [requestId, elsewhere, team.intake.id],
    ],
  ],
  [
    'sealed_answer_is_of_its_person',
    () => [
      `insert into request_field (request_id, person_id, field, version, sealed)
         select $1, person_id, 'contact', 9, 'x' from help_request where id = $2`,
      [requestId, atScreening],
    ],
  ],
  [
    'rank_is_of_someone_who_waits',
    () => [
      `insert into request_rank (request_id, policy_id, rank)
         select $1, o.id, 1 from priority_policy o join help_request r on r.fund_id = o.fund_id where r.id = $2`,
      [elsewhere, requestId],
    ],
  ],
  [
    'rank_is_not_negative',
    () => [
      `insert into request_rank (request_id, policy_id, rank)
         select r.id, o.id, -1 from priority_policy o join help_request r on r.fund_id = o.fund_id where r.id = $1`,
      [requestId],
    ],
  ],
  [
    'call_is_tried_three_times',
    () => [
      `insert into call_task (request_id, kind, due_at, attempt) values ($1, 'received', now(), 4)`,
      [requestId],
    ],
  ],
  [
    'pathway_ends_by_someone_with_an_outcome',
    () => [
      `update request_pathway set outcome = 'released', ended_at = now() where request_id = $1`,
      [onAnotherWay],
    ],
  ],
  [
    'erased_person_leaves_nothing',
    () => [
      'update person set erased_at = now() where id = (select person_id from help_request where id = $1)',
      [onAnotherWay],
    ],
  ],
  [
    'request_is_entered_by_someone',
    () => [
      `insert into help_request (code, form_token, fund_id, person_id, asked_by, voicemail, person_knows, source, occurred_at)
         select 'AAAA-AAA2', $2, fund_id, person_id, 'family', false, 'no', 'telephone', now() from help_request where id = $1`,
      [requestId, randomUUID()],
    ],
  ],
]

test.each(Object.keys(attackers) as (keyof typeof attackers)[])(
  'by hand as %s nothing is bent',
  async (role) => {
    for (const [rule, statement] of attacks) {
      const [sql, values] = statement()
      const attack = namingViolations(() => run(attackers[role], [[sql, values]]))
      expect(await brokenRule(attack), rule).toBe(rule)
    }
  },
)

test('what a request says, and its place in the order, are seen by its own fund alone', async () => {
  const { fundId } = await givenIntakeTeam()
  const count = async (scope: string) =>
    (
      await run<{ rows: number }>(
        world.appUrl,
        [
          [
            'select (select count(*) from request_field)::int + (select count(*) from request_rank)::int as rows',
            [],
          ],
        ],
        scope,
      )
    )[0]?.rows
  expect(await count(`staff:${team.fundId}`)).toBeGreaterThan(0)
  for (const scope of [`staff:${fundId}`, 'donor', 'public', '']) expect(await count(scope)).toBe(0)
  const change = namingViolations(() => run(world.ownerUrl, [["update request_field set sealed = 'x'", []]]))
  expect(await brokenRule(change)).toBe('person_fields_are_added_anew')
})

test('an open way home keeps its person from being erased by hand', async () => {
  const forget = (sql: string): Statement => [
    sql.replace('$person', '(select person_id from help_request where id = $1)'),
    [onAnotherWay],
  ]
  const emptied = [
    forget('delete from person_field where person_id = $person'),
    forget('delete from request_field where person_id = $person'),
    forget('delete from request_rank where request_id = $1'),
    forget('delete from vault_keys.person_index where person_id = $person'),
    forget(
      'update vault_keys.person_key set wrapped_key = null, destroyed_at = now() where person_id = $person',
    ),
  ]
  const erase = forget('update person set erased_at = now() where id = $person')
  const end = forget(
    `update request_pathway set outcome = 'person_erased', ended_at = now() where request_id = $1`,
  )
  const broken = namingViolations(() => run(world.ownerUrl, [...emptied, erase]))
  expect(await brokenRule(broken)).toBe('erased_person_leaves_nothing')
  await run(world.ownerUrl, [...emptied, end, erase])
})
