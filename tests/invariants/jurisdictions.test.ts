import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db } from '#app/platform/db.ts'
import { givenReviewedRule, givenRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  hashOf,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const attackers = { app: world.appUrl, owner: world.ownerUrl }

describe.each(Object.entries(attackers))('as %s', (role, url) => {
  const broken = (sql: string, values: unknown[] = []) =>
    brokenRule(namingViolations(() => run(url, [[sql, values]])))

  let team: Team
  let keeper: Team['intake']
  beforeEach(async () => {
    team = await givenTeam()
    keeper = await givenActor(team.fundId, ['administrator'])
  })

  const insertRule = (facts: Record<string, unknown> = {}) => {
    const row = {
      ...{
        code: `attack-${randomUUID()}`,
        version: 1,
        place: 'US-ZZ',
        kind: 'cap_per_bond',
        effect: 'warns',
      },
      ...{ summary: 'x', cap_cents: 1, bond_count: null, period_days: null, valid_from: '2020-01-01' },
      ...{ valid_until: null, source: 'x', read_on: '2020-01-01', recorded_by: keeper.id },
      ...facts,
    }
    const names = Object.keys(row)
    const places = names.map((_, index) => `$${index + 1}`)
    return broken(
      `insert into jurisdiction_rule (${names.join(', ')}) values (${places.join(', ')})`,
      Object.values(row),
    )
  }

  test('a version is the next one, written by an administrator', async () => {
    expect(await insertRule({ version: 2 })).toBe('rule_versions_follow_each_other')
    expect(await insertRule({ code: 'ny-cap' })).toBe('rule_versions_follow_each_other')
    expect(await insertRule({ recorded_by: team.treasurer.id })).toBe('rules_are_kept_by_administrators')
    expect(await insertRule({ recorded_by: null })).toBe('rules_are_kept_by_administrators')
    expect(await insertRule({ read_on: '2999-01-01' })).toBe('reading_lies_ahead')
  })

  test('its figures fit its kind, and only figures block', async () => {
    expect(await insertRule({ cap_cents: null })).toBe('rule_figures_fit_its_kind')
    expect(await insertRule({ bond_count: 3, period_days: 9 })).toBe('rule_figures_fit_its_kind')
    expect(await insertRule({ kind: 'bonds_per_period', cap_cents: null, bond_count: 3 })).toBe(
      'rule_figures_fit_its_kind',
    )
    expect(await insertRule({ kind: 'who_may_post', cap_cents: null, effect: 'blocks_posting' })).toBe(
      'only_figures_block_posting',
    )
    expect(await insertRule({ valid_until: '2020-01-01' })).toBe('rule_ends_after_it_begins')
    expect(await insertRule({ code: 'A Rule' })).toBe('rule_code_is_well_formed')
    expect(await insertRule({ place: 'New York' })).toBe('rule_place_is_well_formed')
  })

  test('a review is of the latest version, after its reading, by one of the office who did not write it', async () => {
    const code = `reviewed-${role}-${randomUUID().slice(0, 8)}`
    const review = (ruleId: string, on: string, by: string) =>
      broken('insert into rule_review (rule_id, counsel, reviewed_on, recorded_by) values ($1, $2, $3, $4)', [
        ruleId,
        'Ada Example',
        on,
        by,
      ])
    const old = await givenRule(keeper, { code })
    const latest = await givenRule(keeper, { code })
    expect(await review(old, '2026-01-02', keeper.id)).toBe('only_the_latest_version_is_reviewed')
    expect(await review(latest, '2025-12-31', keeper.id)).toBe('review_comes_after_reading')
    expect(await review(latest, '2999-01-01', keeper.id)).toBe('review_comes_after_reading')
    expect(await review(latest, '2026-01-02', team.intake.id)).toBe('review_recorder_holds_the_role')
    expect(await review(latest, '2026-01-02', keeper.id)).toBe('review_is_recorded_by_another')

    const shipped = await db().jurisdictionRule.findFirstOrThrow({
      where: { recordedBy: null, ruleReview: null },
    })
    const second = await givenActor(team.fundId, ['administrator'])
    const kept = (ruleId: string, by: string): Statement[] => [
      [
        `insert into rule_review (rule_id, counsel, reviewed_on, recorded_by) values ($1, 'x', current_date, $2)`,
        [ruleId, by],
      ],
      ['rollback', []],
    ]
    await run(url, kept(shipped.id, keeper.id))
    await run(url, kept(latest, second.id))
    for (const { id } of [team.approver, team.treasurer]) await run(url, kept(latest, id))
  })

  test('a place is given to a fund by its own administrator', async () => {
    const stranger = await givenActor((await givenTeam()).fundId, ['administrator'])
    const name = (place: string, by: string) =>
      broken('insert into fund_place (fund_id, place, recorded_by) values ($1, $2, $3)', [
        team.fundId,
        place,
        by,
      ])
    expect(await name('US-ZZ', stranger.id)).toBe('fund_is_managed_by_its_administrator')
    expect(await name('nowhere', keeper.id)).toBe('fund_place_is_well_formed')
  })

  test('rule_blocks_posting: a payment by hand above a reviewed cap, and none above one that nobody reviewed', async () => {
    const place = `US-${role.toUpperCase()}`
    await addPlace({ staff: keeper, fundId: team.fundId, place })
    const code = `cap-${role}`
    await givenRule(keeper, { code, place })
    const disbursementId = await givenProposal(team, { principal: 2_500_00n })
    await approveBy(team.approver, disbursementId)
    const stepUpId = await givenStepUp(
      team.intake.id,
      `pay:${disbursementId}:${await hashOf(disbursementId)}`,
    )
    const payment = `insert into disbursement_payment
        (disbursement_id, paid_by, step_up_id, method, payee, receipt_number, principal_cents, occurred_at)
      values ($1, $2, $3, 'check', 'x', 'R', 250000, now())`
    const values = [disbursementId, team.intake.id, stepUpId]
    await namingViolations(() =>
      run(url, [
        [payment, values],
        ['rollback', []],
      ]),
    )

    await givenReviewedRule(keeper, { code, place })
    expect(await broken(payment, values)).toBe('rule_blocks_posting')

    const ruleId = await givenReviewedRule(keeper, { code, place })
    const hash = await hashOf(disbursementId)
    const clearing = (clearedOn: string, by: string, of = hash): Statement => [
      `insert into counsel_clearance (disbursement_id, rule_id, content_hash, counsel, cleared_on, recorded_by)
         values ($1, $2, $3, 'Ada Example', $4, $5)`,
      [disbursementId, ruleId, of, clearedOn, by],
    ]
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken(...clearing('2026-01-01', auditor.id))).toBe('clearing_people_hold_the_role')
    expect(await broken(...clearing('2999-01-01', keeper.id))).toBe('clearance_lies_ahead')
    expect(await broken(...clearing('2026-01-01', keeper.id, 'another'))).toBe(
      'clearance_is_of_what_is_proposed',
    )
    await run(url, [clearing('2026-01-01', keeper.id)])
    expect(await broken(...clearing('2026-01-01', team.intake.id))).toBe('rule_is_cleared_once')
    expect(await broken(payment, values)).toBe('rule_blocks_posting')

    const confirm = `insert into clearance_confirmation (clearance_id, confirmed_by)
      select id, $2 from counsel_clearance where disbursement_id = $1`
    expect(await broken(confirm, [disbursementId, keeper.id])).toBe('clearing_people_are_distinct')
    expect(await broken(confirm, [disbursementId, team.intake.id])).toBe('clearing_people_hold_the_role')
    await run(url, [[confirm, [disbursementId, team.approver.id]]])
    await run(url, [
      [payment, values],
      ['rollback', []],
    ])
  })
})

test('what was written about rules stays written', async () => {
  for (const table of ['jurisdiction_rule', 'rule_review', 'fund_place'])
    for (const sql of [`delete from ${table}`, `truncate ${table} cascade`]) {
      await expect(asOwner(world.ownerUrl, null, (owner) => owner.query(sql))).rejects.toThrow(
        'rules_are_append_only',
      )
      await expect(asOwner(world.appUrl, null, (app) => app.query(sql))).rejects.toThrow('permission denied')
    }
})
