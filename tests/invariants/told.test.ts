import { beforeAll, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { givenTold, givenToldOf } from '#tests/support/given-told.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const broken = (...statements: Statement[]) =>
  brokenRule(namingViolations(() => run(world.ownerUrl, statements)))

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
})

test('as owner: sealed_with_the_persons_key', async () => {
  const { caseCode } = await givenPerson(team.fundId)
  const { personId: another } = await givenPerson(team.fundId)
  const bondId = await givenActiveBond(team, { caseCode })
  const date = (sealed: string | null, sealedFor: string | null): Statement => [
    `insert into court_date (bond_id, day, half, hearing, place_sealed, sealed_for, known_from, recorded_by, occurred_at)
       values ($1, current_date + 9, 'morning', 'status', $2, $3, 'lawyer', $4, now())`,
    [bondId, sealed && Buffer.from(sealed), sealedFor, team.intake.id],
  ]
  expect(await broken(date('sealed', null))).toBe('sealed_with_the_persons_key')
  expect(await broken(date('sealed', another))).toBe('sealed_with_the_persons_key')
  expect(await broken(date(null, null))).toBe('sealed_with_the_persons_key')
})

test('as owner: what was sealed for somebody is not replaced, and goes with them and not before', async () => {
  const { personId, bondId } = await givenToldOf(team)
  const changes = [
    ['court_date', 'place_sealed', 'dates_are_append_only'],
    ['bond_case_end', 'reason_sealed', 'bond_papers_are_append_only'],
  ] as const
  for (const [table, column, rule] of changes) {
    const change = (what: string) => broken([`update ${table} set ${what} where bond_id = $1`, [bondId]])
    expect(await change(`${column} = 'x'`)).toBe(rule)
    expect(await change(`${column} = null`)).toBe(rule)
    expect(await change('sealed_for = null')).toBe(rule)
    expect(await change('occurred_at = now()')).toBe(rule)
  }
  const erase: Statement[] = [
    [`select forget_signers($1)`, [personId]],
    [
      `update vault_keys.person_key set wrapped_key = null, destroyed_at = now() where person_id = $1`,
      [personId],
    ],
    [`delete from person_field where person_id = $1`, [personId]],
    [`delete from vault_keys.person_index where person_id = $1`, [personId]],
    [`update person set erased_at = now() where id = $1`, [personId]],
  ]
  expect(await broken(...erase)).toBe('erased_person_leaves_nothing')
})

test('as the app: a cell of nobody is not sealed anew, and a key is answered to who keeps the case alone', async () => {
  const { caseCode } = await givenPerson(team.fundId)
  const other = await givenTeam()
  const keys = (scope: string) =>
    run(world.appUrl, [['select person_id from keys_of_cases($1)', [[caseCode]]]], scope)
  expect(await keys(`staff:${team.fundId}`)).toHaveLength(1)
  expect(await keys(`staff:${other.fundId}`)).toEqual([])
  expect(await keys('public')).toEqual([])

  const { dateId } = await givenTold(team, 'QQQQ-7777')
  const anew: Statement = [`select seal_anew('court_date', $1, 'x')`, [dateId]]
  expect(await brokenRule(namingViolations(() => run(world.appUrl, [anew])))).toBe('dates_are_append_only')
})
