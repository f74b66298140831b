import { beforeEach, describe, expect, test } from 'vitest'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { fundTransitions } from '#app/domain/funds/changes.ts'
import { cents } from '#app/domain/money/cents.ts'
import { db } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let administrator: Team['intake']
beforeEach(async () => {
  team = await givenTeam({ bank: 5_000_00n })
  administrator = await givenActor(team.fundId, ['administrator'])
})

const audit = () =>
  db().auditEvent.findMany({
    where: { fundId: team.fundId, subject: 'fund', outcome: 'done' },
    orderBy: { id: 'asc' },
  })

describe('the state', () => {
  const change = (to: 'open' | 'paused' | 'full', staff = administrator) =>
    changeFundState({ staff, fundId: team.fundId, to, reason: 'board_decision' })

  test('goes back and forth, each time with who and why, and the audit', async () => {
    for (const to of ['paused', 'full', 'open'] as const) await change(to)
    const records = await db().fundStateChange.findMany({
      where: { fundId: team.fundId },
      orderBy: { id: 'asc' },
    })
    expect(records.map(({ fromState, toState, reason }) => [fromState, toState, reason])).toEqual([
      [null, 'open', 'opened'],
      ['open', 'paused', 'board_decision'],
      ['paused', 'full', 'board_decision'],
      ['full', 'open', 'board_decision'],
    ])
    expect((await audit()).map(({ action, actorId, detail }) => [action, actorId, detail])).toContainEqual([
      'fund.state_changed',
      administrator.id,
      { from: 'paused', to: 'full', reason: 'board_decision' },
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('does not stay where it is, nor leave its end', async () => {
    expect(await refusalOf(change('open'))).toMatchObject({ code: 'fund_moves_along_the_table' })
    await givenClosing([administrator, await givenActor(team.fundId, ['administrator'])], team.fundId)
    expect(await refusalOf(change('open'))).toMatchObject({ code: 'fund_moves_along_the_table' })
  })

  test('is an administrator’s of this fund, and of nobody else', async () => {
    const elsewhere = await givenTeam()
    const other = await givenActor(elsewhere.fundId, ['administrator'])
    for (const staff of [team.intake, team.treasurer, other])
      expect(await refusalOf(change('paused', staff))).toMatchObject({ code: 'role_may_not' })
    expect(await audit()).toEqual([])
  })

  test('two at once: one decides, the other hears that it moved', async () => {
    const outcomes = await Promise.allSettled([change('paused'), change('paused'), change('paused')])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('the reserve', () => {
  const change = (to: bigint, staff = administrator) =>
    changeReserve({ staff, fundId: team.fundId, to: cents(to), reason: 'losses_ahead' })

  test('decides what can be approved from now on; what is approved stands', async () => {
    const first = await givenProposal(team, { principal: 2_000_00n })
    const second = await givenProposal(team, { principal: 2_000_00n })
    await approveBy(team.approver, first)
    await change(4_000_00n)
    expect(await refusalOf(approveBy(team.approver, second))).toMatchObject({
      code: 'fund_never_overcommitted',
      params: { free: -1_000_00n, needed: 2_000_00n },
    })
    await change(1_000_00n)
    await approveBy(team.approver, second)
    expect((await audit()).map(({ detail }) => detail)).toEqual([
      { fromCents: '0', toCents: '400000', reason: 'losses_ahead' },
      { fromCents: '400000', toCents: '100000', reason: 'losses_ahead' },
    ])
    expect(await brokenBooks()).toEqual([])
  })

  test('does not stay where it is, and is an administrator’s', async () => {
    expect(await refusalOf(change(0n))).toMatchObject({ code: 'reserve_floor_moves' })
    expect(await refusalOf(change(1n, team.treasurer))).toMatchObject({ code: 'role_may_not' })
  })
})

test('the code and the database know the same moves', async () => {
  const rows = await db().fundTransition.findMany()
  const known = Object.entries(fundTransitions).flatMap(([from, targets]) =>
    targets.map((to) => `${from} ${to}`),
  )
  expect(rows.map(({ fromState, toState }) => `${fromState} ${toState}`).sort()).toEqual(known.sort())
})
