import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenProposal, givenTeam, hashOf, type Team } from '#tests/support/given-disbursement.ts'
import { givenLimits, proposeBy } from '#tests/support/given-limits.ts'
import { givenActiveBond, givenDueBond } from '#tests/support/given-loss.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let ada: ActingStaff
let ben: ActingStaff
beforeEach(async () => {
  team = await givenTeam({ bank: 100_000_00n })
  ada = await givenActor(team.fundId, ['administrator'])
  ben = await givenActor(team.fundId, ['administrator'])
})

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('money back without a proof, with another’s, an old one, or one for other figures', async () => {
    const bondId = await givenDueBond(team)
    const back = (stepUpId: string | null): Statement => [
      `insert into bond_return (bond_id, recorded_by, received_cents, reference, occurred_at, step_up_id)
         values ($1, $2, 100, 'Check 1', now(), $3)`,
      [bondId, team.approver.id, stepUpId],
    ]
    expect(await broken(back(null))).toBe('step_up_is_fresh_and_bound')
    for (const stepUpId of [
      await givenStepUp(team.treasurer.id, `return:${bondId}:100:0:0`),
      await givenStepUp(team.approver.id, `return:${bondId}:101:0:0`),
      await givenStepUp(team.approver.id, `return:${bondId}:100:0:5`),
      await givenStepUp(team.approver.id, `recovery:${bondId}:100:0`),
    ]) {
      expect(await broken(back(stepUpId))).toBe('step_up_is_fresh_and_bound')
    }
    const old = randomUUID()
    expect(
      await broken(
        [
          `insert into staff_step_up (id, staff_id, method, bound_to, made_at)
             values ($1, $2, 'totp', $3, now() - interval '6 minutes')`,
          [old, team.approver.id, `return:${bondId}:100:0:0`],
        ],
        back(old),
      ),
    ).toBe('step_up_is_fresh_and_bound')
    const lost: Statement = [
      `insert into bond_loss (bond_id, kind, amount_cents, reason, recorded_by, occurred_at)
         values ($1, 'forfeited', 250000, 'court_notice', $2, now())`,
      [await givenActiveBond(team), team.approver.id],
    ]
    expect(await broken(lost)).toBe('step_up_is_fresh_and_bound')
  })

  const limits = (by: string, stepUpId: string, of: Partial<Row> = {}): Statement => [
    `insert into fund_limits (id, fund_id, from_cents, approvals_required, cap_cents, expiry_hours, proposed_by, step_up_id, occurred_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
    [
      randomUUID(),
      team.fundId,
      of.from ?? [0],
      of.approvals ?? [1],
      of.cap ?? null,
      of.hours ?? 336,
      by,
      stepUpId,
    ],
  ]
  type Row = { from: number[]; approvals: number[]; cap: number; hours: number }

  test('limits without a proof for them, that nobody could meet, that fall, or by someone who does not manage', async () => {
    const proof = (text: string, by = ada) => givenStepUp(by.id, `limits:${team.fundId}:${text}`)
    const plain = await proof('none:none:336:0:1')
    expect(await broken(limits(ada.id, await proof('none:none:337:0:1')))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(limits(ben.id, plain))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(limits(team.treasurer.id, plain))).toBe('fund_is_managed_by_its_administrator')
    expect(await broken(limits(ada.id, plain, { from: [0, 5, 5], approvals: [1, 1, 1] }))).toBe('limits_rise')
    expect(await broken(limits(ada.id, plain, { from: [0, 5], approvals: [2, 1] }))).toBe(
      'approvals_rise_with_the_sum',
    )
    expect(await broken(limits(ada.id, await proof('none:none:336:5:1'), { from: [5] }))).toBe(
      'limits_begin_at_zero',
    )
    expect(await broken(limits(ada.id, await proof('none:none:336:0:4'), { approvals: [4] }))).toBe(
      'approvals_are_one_to_three',
    )
    expect(await broken(limits(ada.id, plain, { approvals: [5] }))).toBe('staff_meets_the_limits')
    expect(await broken(limits(ada.id, await proof('none:none:0:0:1'), { hours: 0 }))).toBe(
      'expiry_is_between_an_hour_and_sixty_days',
    )
  })

  test('a confirmation by the proposer, by someone else’s role, without a proof; and what was decided stays', async () => {
    const limitsId = await proposeBy(ada, team.fundId, { capCents: 9_000_00n })
    const confirm = (by: string, stepUpId: string | null): Statement => [
      `insert into fund_limits_decision (limits_id, outcome, decided_by, step_up_id, occurred_at)
         values ($1, 'confirmed', $2, $3, now())`,
      [limitsId, by, stepUpId],
    ]
    const proof = (by: ActingStaff) => givenStepUp(by.id, `confirm_limits:${limitsId}`)
    expect(await broken(confirm(ada.id, await proof(ada)))).toBe('limits_are_confirmed_by_another')
    expect(await broken(confirm(team.approver.id, await proof(team.approver)))).toBe(
      'fund_is_managed_by_its_administrator',
    )
    expect(await broken(confirm(ben.id, null))).toBe('step_up_is_fresh_and_bound')
    await givenLimits([ada, ben], team.fundId, { capCents: 8_000_00n })
    expect(await broken(confirm(ben.id, await proof(ben)))).toBe('limits_were_overtaken')
  })

  test('a reservation above the cap, with every approval there is', async () => {
    await givenLimits([ada, ben], team.fundId, { capCents: 8_000_00n, dailyCapCents: 8_000_00n })
    const id = await givenProposal(team, { principal: 8_000_01n })
    const hash = await hashOf(id)
    const stepUpId = await givenStepUp(team.approver.id, `approve:${id}:${hash}`)
    const approval: Statement = [
      `insert into approval (disbursement_id, approver_id, content_hash, step_up_id, occurred_at) values ($1, $2, $3, $4, now())`,
      [id, team.approver.id, hash, stepUpId],
    ]
    const reserve: Statement = [
      `insert into reservation (disbursement_id, fund_id, amount_cents, free_to_commit_seen_cents, occurred_at)
         values ($1, $2, 800001, 0, now())`,
      [id, team.fundId],
    ]
    expect(await broken(approval, reserve)).toBe('disbursement_stays_within_cap')
  })
})

test('as owner: what was proposed and decided stays; as app: another fund’s limits are not seen', async () => {
  const other = await givenTeam()
  const rows = await run(world.appUrl, [['select id from fund_limits', []]], `staff:${other.fundId}`)
  expect(rows).toEqual([])
  for (const table of ['fund_limits', 'fund_limits_decision']) {
    const rewrite = namingViolations(() => run(world.ownerUrl, [[`delete from ${table}`, []]]))
    expect(await brokenRule(rewrite)).toBe('fund_limits_are_append_only')
  }
})
