import { beforeEach, describe, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const attackers = { app: world.appUrl, owner: world.ownerUrl }

describe.each(Object.entries(attackers))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  let team: Team
  let administrator: string
  beforeEach(async () => {
    team = await givenTeam()
    administrator = (await givenActor(team.fundId, ['administrator'])).id
  })
  const state = (from: string, to: string, by: string | null, reason = 'board_decision'): Statement => [
    'insert into fund_state_change (fund_id, from_state, to_state, reason, changed_by) values ($1, $2, $3, $4, $5)',
    [team.fundId, from, to, reason, by],
  ]
  const reserve = (from: bigint, to: bigint, by: string, reason = 'fees_ahead'): Statement => [
    'insert into fund_reserve_change (fund_id, from_cents, to_cents, reason, changed_by) values ($1, $2, $3, $4, $5)',
    [team.fundId, from, to, reason, by],
  ]
  const set = (column: 'state' | 'reserve_floor_cents', value: string | bigint): Statement => [
    `update fund set ${column} = $2 where id = $1`,
    [team.fundId, value],
  ]

  test('fund_stands_as_decided: a change without its record, a record without its change', async () => {
    expect(await broken(set('state', 'paused'))).toBe('fund_stands_as_decided')
    expect(await broken(set('reserve_floor_cents', 1n))).toBe('fund_stands_as_decided')
    expect(await broken(state('open', 'paused', administrator))).toBe('fund_stands_as_decided')
    expect(await broken(reserve(0n, 5n, administrator))).toBe('fund_stands_as_decided')
    expect(await broken(reserve(0n, 5n, administrator), set('reserve_floor_cents', 6n))).toBe(
      'fund_stands_as_decided',
    )
    expect(await broken(state('open', 'full', administrator), set('state', 'paused'))).toBe(
      'fund_stands_as_decided',
    )
  })

  test('fund_moves_along_the_table', async () => {
    for (const [from, to] of [
      ['open', 'open'],
      ['paused', 'open'],
      ['open', 'closed'],
    ] as const)
      expect(await broken(state(from, to, administrator))).toBe('fund_moves_along_the_table')
    const again: Statement = [
      `insert into fund_state_change (fund_id, to_state, reason) values ($1, 'open', 'opened')`,
      [team.fundId],
    ]
    expect(await broken(again)).toBe('fund_moves_along_the_table')
  })

  test('fund_is_managed_by_its_administrator', async () => {
    const stranger = (await givenActor((await givenTeam()).fundId, ['administrator'])).id
    for (const by of [team.treasurer.id, stranger]) {
      expect(await broken(state('open', 'paused', by))).toBe('fund_is_managed_by_its_administrator')
      expect(await broken(reserve(0n, 5n, by))).toBe('fund_is_managed_by_its_administrator')
    }
    expect(await broken(state('open', 'paused', null))).toBe('fund_is_managed_by_its_administrator')
  })

  test('reasons are codes, and figures make sense', async () => {
    expect(await broken(state('open', 'paused', administrator, 'A sentence'))).toBe(
      'fund_state_reason_is_a_code',
    )
    expect(await broken(reserve(0n, 5n, administrator, 'A sentence'))).toBe('reserve_reason_is_a_code')
    expect(await broken(reserve(0n, -5n, administrator))).toBe('reserve_floor_is_not_negative')
    expect(await broken(reserve(0n, 0n, administrator))).toBe('reserve_floor_moves')
    expect(await broken(reserve(7n, 9n, administrator))).toBe('reserve_change_begins_where_the_fund_stands')
  })
})

test('what was decided stays written', async () => {
  const { fundId } = await givenTeam()
  const staff = await givenActor(fundId, ['administrator'])
  await changeFundState({ staff, fundId, to: 'paused', reason: 'law_or_court' })
  await changeReserve({ staff, fundId, to: cents(5n), reason: 'fees_ahead' })
  for (const sql of [
    'update fund_reserve_change set to_cents = 9',
    'delete from fund_reserve_change',
    'truncate fund_reserve_change',
  ]) {
    await expect(asOwner(world.ownerUrl, null, (owner) => owner.query(sql))).rejects.toThrow(
      'fund_reserves_are_append_only',
    )
    await expect(asOwner(world.appUrl, null, (app) => app.query(sql))).rejects.toThrow('permission denied')
  }
})

test('a query that forgot whose reserves it may see answers nothing', async () => {
  const seen = await asOwner(world.appUrl, null, (app) => app.query('select from fund_reserve_change'))
  expect(seen.rowCount).toBe(0)
})
