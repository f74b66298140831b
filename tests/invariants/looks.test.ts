import { beforeAll, describe, expect, test } from 'vitest'
import { needOf, revealReasons } from '#app/domain/vault/reasons.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const attackers = { app: world.appUrl, owner: world.ownerUrl }

let team: Team
let personId: string
let caseCode: string
beforeAll(async () => {
  team = await givenTeam()
  ;({ personId, caseCode } = await givenPerson(team.fundId))
  await givenPostedBond(team, { caseCode })
})

describe.each(Object.entries(attackers))('as %s', (_role, url) => {
  const look = (staffId: string, reason: string, fields: string, of: string | null = null): Statement => [
    `insert into person_reveal (person_id, staff_id, fields, case_code, reason, occurred_at)
     values ($1, $2, $3, $4, $5, now())`,
    [personId, staffId, fields, of, reason],
  ]
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('reason_is_of_their_work', async () => {
    const treasurer = await givenActor(team.fundId, ['treasurer'])
    expect(await broken(look(treasurer.id, 'correction', '{name}'))).toBe('reason_is_of_their_work')
    expect(await broken(look(team.intake.id, 'return_of_money', '{name}'))).toBe('reason_is_of_their_work')
  })

  test('reason_opens_its_fields', async () => {
    expect(await broken(look(team.intake.id, 'court_date', '{name,charge_class}'))).toBe(
      'reason_opens_its_fields',
    )
    expect(await broken(look(team.approver.id, 'return_of_money', '{documents}'))).toBe(
      'reason_opens_its_fields',
    )
  })

  test('reason_is_true_of_the_case', async () => {
    const late = 'reason_is_true_of_the_case'
    for (const reason of ['screening', 'posting_bond', 'counsel_asked'])
      expect(await broken(look(team.intake.id, reason, '{name}'))).toBe(late)
    expect(await broken(look(team.intake.id, 'auditor_sample', '{document}'))).toBe(late)
    await run(url, [look(team.intake.id, 'court_date', '{court}', caseCode)])
  })
})

test('the table of reasons is the same here and in the database', async () => {
  const rows = await run<{ reason: string; roles: string[]; fields: string[] }>(world.ownerUrl, [
    [
      'select r as reason, roles_of_reason(r) as roles, fields_of_reason(r) as fields from unnest($1::text[]) r',
      [revealReasons],
    ],
  ])
  const sorted = (list: readonly string[]) => [...list].sort()
  expect(rows.map(({ reason, roles, fields }) => [reason, sorted(roles), sorted(fields)])).toEqual(
    revealReasons.map((reason) => [reason, sorted(needOf(reason).roles), sorted(needOf(reason).opens)]),
  )
})
