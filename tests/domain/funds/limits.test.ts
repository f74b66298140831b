import { beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { decideLimits } from '#app/domain/funds/decide-limits.server.ts'
import { type Colleague, reviewsHaveASecondPerson, whoCanMeet } from '#app/domain/funds/limits.ts'
import { limitsWaiting } from '#app/domain/funds/waiting.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { withdrawRole } from '#app/domain/staff/roles/withdraw-role.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { confirmBy, givenLimits, proposeBy } from '#tests/support/given-limits.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let ada: ActingStaff
let ben: ActingStaff
beforeEach(async () => {
  team = await givenTeam({ bank: 100_000_00n })
  ada = await givenActor(team.fundId, ['administrator'])
  ben = await givenActor(team.fundId, ['administrator'])
})

const mails = (event: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.mail.findMany({
      where: {
        message: 'administrators-notice',
        staffId: { in: [ada.id, ben.id] },
        dedupeKey: { startsWith: `notice:${event}:` },
      },
    }),
  )

describe('limits of a fund', () => {
  test('are proposed by one administrator and hold when another confirms; both hear of both', async () => {
    const { fundId } = team
    const limitsId = await proposeBy(ada, fundId, {
      steps: [
        { fromCents: 0n, approvals: 1 },
        { fromCents: 2_000_00n, approvals: 2 },
      ],
      expiryHours: 48,
    })
    const first = await givenProposal(team)
    expect(await refusalOf(confirmBy(ada, fundId, limitsId))).toMatchObject({
      code: 'limits_are_confirmed_by_another',
    })
    await confirmBy(ben, fundId, limitsId)
    expect(await refusalOf(confirmBy(ben, fundId, limitsId))).toMatchObject({
      code: 'limits_are_decided_once',
    })
    expect([(await mails('limits_proposed')).length, (await mails('limits_confirmed')).length]).toEqual([
      2, 2,
    ])

    expect(await approveBy(team.approver, first)).toEqual({ status: 'awaiting_another_approval', missing: 1 })
    expect(await approveBy(ben, first)).toEqual({ status: 'approved' })
    const told = await mails('approved')
    expect(told).toHaveLength(4)
    expect(JSON.stringify(told.map(({ props }) => props))).not.toContain('Larkspur County Court')
    await payBy(team.intake, first)
    expect(await mails('paid')).toHaveLength(2)

    const next = await givenProposal(team)
    const row = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.disbursement.findUniqueOrThrow({ where: { id: next } }),
    )
    expect(row.expiresAt.getTime() - row.occurredAt.getTime()).toBe(48 * 3_600_000)
    expect(await brokenBooks()).toEqual([])
  })

  test('wait for the other administrator, and are dropped by either', async () => {
    const limitsId = await proposeBy(ada, team.fundId, { capCents: 1_000_00n })
    const waiting = (staff: ActingStaff) =>
      inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
        limitsWaiting(tx, { staff, personIn: () => ({ id: staff.id, roles: ['administrator'] }) }),
      )
    expect(await waiting(ben)).toMatchObject([{ act: 'confirm_limits', fundId: team.fundId }])
    expect(await waiting(ada)).toEqual([])
    await decideLimits({ staff: ada, fundId: team.fundId, limitsId, outcome: 'withdrawn' })
    expect(await waiting(ben)).toEqual([])
  })

  test('that the staff cannot meet, that fall, and by a role that may not, are refused', async () => {
    const { fundId } = team
    const tries = (of: Parameters<typeof proposeBy>[2], by = ada) => refusalOf(proposeBy(by, fundId, of))
    const small = await givenFund()
    await givenActor(small, ['intake'])
    const only = await givenActor(small, ['administrator'])
    expect(
      await refusalOf(proposeBy(only, small, { steps: [{ fromCents: 0n, approvals: 2 }] })),
    ).toMatchObject({ code: 'staff_meets_the_limits', params: { approvals: 2 } })
    const falling = [
      { fromCents: 0n, approvals: 2 },
      { fromCents: 1n, approvals: 1 },
    ]
    expect(await tries({ steps: falling })).toMatchObject({ code: 'approvals_rise_with_the_sum' })
    expect(await tries({ capCents: 2n, dailyCapCents: 1n })).toMatchObject({
      code: 'daily_cap_holds_one_disbursement',
    })
    expect(await tries({}, team.treasurer)).toMatchObject({ code: 'role_may_not' })
    expect(await tries({}, only)).toMatchObject({ code: 'role_may_not' })
  })

  test('a role without which they could not be met is taken back only knowingly', async () => {
    const { fundId } = team
    const two = { steps: [{ fromCents: 0n, approvals: 3 }] }
    await givenLimits([ada, ben], fundId, two)
    const held = { staffId: team.approver.id, fundId, role: 'approver' } as const
    const take = async (evenIfUnmet: boolean) =>
      withdrawRole({
        ...{ ...held, withdrawerId: ada.id, evenIfUnmet },
        stepUpId: await givenStepUp(ada.id, boundTo.withdrawRole(held)),
      })
    // Four can approve; without the treasurer, who may also be the one left to pay, three.
    await withdrawRole({
      ...{ staffId: team.treasurer.id, fundId, role: 'approver', withdrawerId: ada.id },
      stepUpId: await givenStepUp(
        ada.id,
        boundTo.withdrawRole({ staffId: team.treasurer.id, fundId, role: 'approver' }),
      ),
    })
    expect(await refusalOf(take(false))).toMatchObject({
      code: 'role_leaves_limits_unmet',
      params: { from: 0n },
    })
    await take(true)
  })
})

describe('caps', () => {
  test('of one payment, and of a day under the fund’s lock: fifty at once never set aside more', async () => {
    await givenLimits([ada, ben], team.fundId, { capCents: 2_500_00n, dailyCapCents: 6_000_00n })
    const dear = await givenProposal(team, { principal: 2_500_01n })
    expect(await refusalOf(approveBy(team.approver, dear))).toEqual({
      code: 'disbursement_stays_within_cap',
      params: { cap: 2_500_00n, needed: 2_500_01n },
    })
    const proposals = await Promise.all(
      Array.from({ length: 50 }, () => givenProposal(team, { principal: 1_000_00n })),
    )
    const outcomes = await Promise.allSettled(proposals.map((id) => approveBy(team.approver, id)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
    const last = await givenProposal(team, { principal: 1n })
    const nothingIsLeft = { code: 'fund_stays_within_daily_cap', params: { left: 0n, needed: 1n } }
    expect(await refusalOf(approveBy(team.approver, last))).toEqual(nothingIsLeft)
    // A cap below what went out already.
    await givenLimits([ada, ben], team.fundId, { capCents: 2_500_00n, dailyCapCents: 5_000_00n })
    expect(await refusalOf(approveBy(team.approver, last))).toEqual(nothingIsLeft)
  })
})

test('who can meet a rule: the proposer may pay, the approvers may not', () => {
  const people = [
    { id: 'a', name: 'Ada', roles: ['intake'] as const },
    { id: 'b', name: 'Ben', roles: ['approver'] as const },
  ]
  expect(whoCanMeet(people, 1)).toMatchObject({ isPossible: true, proposers: [{ others: 1, missing: 0 }] })
  expect(whoCanMeet(people, 2)).toMatchObject({ isPossible: false, proposers: [{ others: 1, missing: 1 }] })
  const alone = [{ id: 'a', name: 'Ada', roles: ['intake', 'approver', 'administrator'] as const }]
  expect(whoCanMeet(alone, 1).isPossible).toBe(false)
})

test('whoever only posts is nobody who could pay a family back', () => {
  const people = [
    { id: 'a', name: 'Ada', roles: ['administrator'] as const },
    { id: 'b', name: 'Ben', roles: ['administrator'] as const },
    { id: 'c', name: 'Cleo', roles: ['poster'] as const },
  ]
  expect(whoCanMeet(people, 1).isPossible).toBe(false)
  expect(whoCanMeet([...people, { id: 'd', name: 'Dana', roles: ['intake'] }], 1).isPossible).toBe(true)
})

test('a rule that one person writes needs another who can record its review', () => {
  const as = (id: string, ...roles: Colleague['roles']): Colleague => ({ id, name: id, roles })
  const ada = as('ada', 'administrator')
  expect(reviewsHaveASecondPerson([ada, as('ben', 'intake', 'poster')])).toBe(false)
  expect(reviewsHaveASecondPerson([ada, as('ben', 'auditor')])).toBe(true)
  expect(reviewsHaveASecondPerson([ada, as('ben', 'administrator')])).toBe(true)
})
