import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
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
let elsewhere: string
beforeAll(async () => {
  team = await givenIntakeTeam()
  requestId = await givenRequest(team.fundId)
  atScreening = await givenRequest(team.fundId)
  await walk(team, atScreening, 'screening')
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
