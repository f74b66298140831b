import { beforeEach, describe, expect, test } from 'vitest'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
const attackers = { app: world.appUrl, owner: world.ownerUrl }

const destroy =
  'update vault_keys.person_key set wrapped_key = null, destroyed_at = now() where person_id = $1'
const forget = 'update person set erased_at = now() where id = $1'

describe.each(Object.entries(attackers))('as %s', (_role, url) => {
  const brokenBy = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const broken = (sql: string, values: unknown[] = []) => brokenBy([sql, values])

  let team: Team
  let personId: string
  let caseCode: string
  beforeEach(async () => {
    team = await givenTeam()
    ;({ personId, caseCode } = await givenPerson(team.fundId))
  })

  test('erased_person_leaves_nothing, person_facts_stay, person_key_is_only_destroyed', async () => {
    expect(await broken(forget, [personId])).toBe('erased_person_leaves_nothing')
    expect(
      await brokenBy(
        ['delete from person_field where person_id = $1', [personId]],
        ['delete from vault_keys.person_index where person_id = $1', [personId]],
        [forget, [personId]],
      ),
    ).toBe('erased_person_leaves_nothing')
    expect(
      await broken(`update vault_keys.person_key set wrapped_key = 'other' where person_id = $1`, [personId]),
    ).toBe('person_key_is_only_destroyed')

    const administrator = await givenActor(team.fundId, ['administrator'])
    await erasePerson({ staff: administrator, personId })
    const restore = `update vault_keys.person_key set wrapped_key = 'old', destroyed_at = null where person_id = $1`
    expect(await broken(restore, [personId])).toBe('person_key_is_only_destroyed')
    expect(await broken('update person set erased_at = null where id = $1', [personId])).toBe(
      'person_facts_stay',
    )
    const field = `insert into person_field (person_id, field, version, sealed) values ($1, 'name', 1, 'x')`
    expect(await broken(field, [personId])).toBe('erased_person_leaves_nothing')
    const token = `insert into vault_keys.person_index (person_id, kind, token) values ($1, 'name', sha256('x'))`
    expect(await broken(token, [personId])).toBe('erased_person_leaves_nothing')
  })

  test('fields_are_of_the_persons_case, only_what_is_of_a_case_names_one', async () => {
    const other = await givenPerson(team.fundId)
    const field =
      'insert into person_field (person_id, field, case_code, version, sealed) values ($1, $2, $3, 7, $4)'
    expect(await broken(field, [personId, 'docket', other.caseCode, 'x'])).toBe(
      'fields_are_of_the_persons_case',
    )
    expect(await broken(field, [personId, 'name', caseCode, 'x'])).toBe('only_what_is_of_a_case_names_one')
    const token = `insert into vault_keys.person_index (person_id, kind, case_code, token) values ($1, 'docket', $2, sha256('x'))`
    expect(await broken(token, [personId, other.caseCode])).toBe('fields_are_of_the_persons_case')
    const look = `insert into person_reveal (person_id, staff_id, fields, case_code, reason, occurred_at)
                  values ($1, $2, '{docket}', $3, 'counsel_asked', now())`
    expect(await brokenBy(demanded(), [look, [personId, team.intake.id, other.caseCode]])).toBe(
      'fields_are_of_the_persons_case',
    )
  })

  test('person_key_is_wrapped_or_destroyed', async () => {
    const half = 'insert into vault_keys.person_key (person_id, wrapped_key) values ($1, null)'
    const other = `insert into person (id, fund_id, created_at) values ($1, $2, now())`
    const id = crypto.randomUUID()
    expect(await brokenBy([other, [id, team.fundId]], [half, [id]])).toBe(
      'person_key_is_wrapped_or_destroyed',
    )
  })

  test('person_has_money_out', async () => {
    const { bondId } = await givenPostedBond(team)
    const link: Statement = [
      'insert into person_case (person_id, case_code) select $1, case_code from bond where id = $2',
      [personId, bondId],
    ]
    expect(await brokenBy(link, [destroy, [personId]])).toBe('person_has_money_out')
    expect(await brokenBy(link, [forget, [personId]])).toBe('person_has_money_out')
  })

  const demanded = (): Statement => [
    `insert into legal_demand (kind, scope, fund_id, received_on, counsel, opened_by, occurred_at)
     values ('warrant', 'fund', $1, '2026-01-01', 'Counsel Example', $2, now())`,
    [team.fundId, team.intake.id],
  ]

  test('person_is_on_hold', async () => {
    const hold = demanded()
    expect(await brokenBy(hold, [destroy, [personId]])).toBe('person_is_on_hold')
    expect(await brokenBy(hold, [forget, [personId]])).toBe('person_is_on_hold')
    expect(await brokenBy(hold, ['delete from person_field where person_id = $1', [personId]])).toBe(
      'person_is_on_hold',
    )
  })

  test('case_belongs_to_one_person', async () => {
    const other = await givenPerson(team.fundId)
    const link = 'insert into person_case (person_id, case_code) values ($1, $2)'
    expect(await broken(link, [other.personId, caseCode])).toBe('case_belongs_to_one_person')
  })

  test('reveal_needs_a_role', async () => {
    const auditor = await givenActor(team.fundId, ['auditor', 'administrator'])
    const look = `insert into person_reveal (person_id, staff_id, fields, reason, occurred_at)
                  values ($1, $2, '{name}', 'screening', now())`
    expect(await broken(look, [personId, auditor.id])).toBe('reveal_needs_a_role')
  })

  test('demands name what they cover, in order of days, and are closed once', async () => {
    const open = (
      scope: string,
      person: string | null,
      fund: string | null,
      deadline = '2026-02-01',
    ): Statement => [
      `insert into legal_demand (kind, scope, person_id, fund_id, received_on, deadline_on, counsel, opened_by, occurred_at)
       values ('warrant', $1, $2, $3, '2026-01-01', $4, 'Counsel Example', $5, now())`,
      [scope, person, fund, deadline, team.intake.id],
    ]
    const names = 'demand_names_what_it_covers'
    expect(await brokenBy(open('person', null, team.fundId))).toBe(names)
    expect(await brokenBy(open('everything', null, team.fundId))).toBe(names)
    expect(await brokenBy(open('fund', null, null))).toBe(names)
    expect(await brokenBy(open('fund', null, team.fundId, '2025-12-31'))).toBe(
      'demand_deadline_follows_receipt',
    )
    const elsewhere = (await givenTeam()).fundId
    expect(await brokenBy(open('person', personId, elsewhere))).toBe('demand_is_of_the_persons_fund')

    const close = (given: string): Statement => [
      `insert into legal_demand_closing (demand_id, given, closed_by, occurred_at)
       select id, $1, $2, now() from legal_demand where fund_id = $3`,
      [given, team.intake.id, team.fundId],
    ]
    const opened = open('fund', null, team.fundId)
    expect(await brokenBy(opened, close('{books}'), close('{mail}'))).toBe('demand_is_closed_once')
    expect(await brokenBy(opened, close('{nothing,books}'))).toBe('nothing_given_is_nothing_else')
  })
})

describe('history, which even the owner does not rewrite', () => {
  test.each([
    ['person', 'person_facts_stay'],
    ['person_case', 'person_cases_are_append_only'],
    ['person_reveal', 'reveals_are_append_only'],
    ['legal_demand', 'demands_are_append_only'],
    ['legal_demand_closing', 'demands_are_append_only'],
    ['vault_keys.person_key', 'person_key_is_only_destroyed'],
  ])('%s', async (table, rule) => {
    const attempt = (sql: string) => brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))
    expect(await attempt(`delete from ${table}`)).toBe(rule)
    expect(await attempt(`truncate ${table} cascade`)).toMatch(/./)
    if (!['person', 'vault_keys.person_key'].includes(table)) {
      const column = table === 'person_case' ? 'person_id' : 'occurred_at'
      expect(await attempt(`update ${table} set ${column} = ${column}`)).toBe(rule)
    }
  })

  test('person_fields_are_added_anew', async () => {
    const change = `update person_field set sealed = 'x'`
    expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[change, []]])))).toBe(
      'person_fields_are_added_anew',
    )
  })
})

describe('the app’s role', () => {
  const refusedRight = (sql: string) =>
    expect(run(world.appUrl, [[sql, []]])).rejects.toThrow(/permission denied/)

  test('has no right to rewrite what was looked at, demanded, sealed or wrapped', async () => {
    await refusedRight('delete from person_reveal')
    await refusedRight(`update person_reveal set reason = 'screening'`)
    await refusedRight('delete from legal_demand')
    await refusedRight('delete from legal_demand_closing')
    await refusedRight('update person_case set person_id = person_id')
    await refusedRight('update person_field set version = 2')
    await refusedRight('delete from vault_keys.person_key')
    await refusedRight('delete from person')
  })

  const tables = [
    'person',
    'person_case',
    'person_field',
    'person_reveal',
    'legal_demand',
    'vault_keys.person_key',
    'vault_keys.person_index',
  ]
  test.each(tables)('reads %s of its own funds only', async (table) => {
    const team = await givenTeam()
    const { personId } = await givenPerson(team.fundId)
    await run(world.appUrl, [
      [
        `insert into legal_demand (kind, scope, person_id, fund_id, received_on, counsel, opened_by, occurred_at)
         values ('informal', 'person', $1, $2, '2026-01-01', 'Counsel Example', $3, now())`,
        [personId, team.fundId, team.intake.id],
      ],
      [
        `insert into person_reveal (person_id, staff_id, fields, reason, occurred_at) values ($1, $2, '{name}', 'counsel_asked', now())`,
        [personId, team.intake.id],
      ],
    ])
    const key = table === 'person' ? 'id' : 'person_id'
    const seen = async (scope: string) =>
      (await run(world.appUrl, [[`select from ${table} where ${key} = $1`, [personId]]], scope)).length
    expect(await seen(`staff:${team.fundId}`)).toBeGreaterThan(0)
    expect(await seen(`staff:${(await givenTeam()).fundId}`)).toBe(0)
    expect(await seen('donor')).toBe(0)
    expect(await seen('public')).toBe(0)
    expect(await seen('')).toBe(0)
  })

  test('vault_term_is_set_by_an_administrator, within its bounds, and stays; of another fund it is not seen', async () => {
    const { fundId, intake } = await givenTeam()
    const administrator = await givenActor(fundId, ['administrator'])
    const set = (by: string, months: number): Statement => [
      'insert into vault_term (fund_id, months, set_by, occurred_at) values ($1, $2, $3, now())',
      [fundId, months, by],
    ]
    for (const url of [world.appUrl, world.ownerUrl]) {
      const brokenBy = (...sent: Statement[]) => brokenRule(namingViolations(() => run(url, sent)))
      expect(await brokenBy(set(intake.id, 12))).toBe('vault_term_is_set_by_an_administrator')
      expect(await brokenBy(set(administrator.id, 2))).toBe('vault_term_is_three_months_to_ten_years')
    }
    await run(world.appUrl, [set(administrator.id, 12)])
    for (const sql of ['update vault_term set months = 3', 'delete from vault_term', 'truncate vault_term'])
      expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))).toBe(
        'vault_terms_are_append_only',
      )
    const seen = async (scope: string) =>
      (await run(world.appUrl, [['select from vault_term where fund_id = $1', [fundId]]], scope)).length
    expect(await seen(`staff:${fundId}`)).toBe(1)
    for (const scope of [`staff:${(await givenTeam()).fundId}`, 'donor', 'public', ''])
      expect(await seen(scope)).toBe(0)
  })

  test('adds nobody to another fund', async () => {
    const { fundId } = await givenTeam()
    const add: Statement = ['insert into person (fund_id, created_at) values ($1, now())', [fundId]]
    const elsewhere = `staff:${(await givenTeam()).fundId}`
    await expect(run(world.appUrl, [add], elsewhere)).rejects.toThrow(/row-level security/)
  })
})
