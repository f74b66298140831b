import { describe, expect, test } from 'vitest'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, givenPostedBond, givenTeam } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const team = await givenTeam()
const { fundId } = team
const auditor = await givenActor(fundId, ['auditor'])
const stranger = await givenActor((await givenTeam()).fundId, ['auditor'])
const ruleId = await givenRule(await givenActor(fundId, ['administrator']))
const { bondId } = await givenPostedBond(team, { kind: 'immigration_bond' })
const start = '2026-01-05'

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const report = async (by: string, bound: string, of: string | null = null): Promise<Statement> => [
    `insert into report_export (fund_id, rule_id, period_start, bond_id, made_by, step_up_id, occurred_at)
       values ($1, $2, $3, $4, $5, $6, now())`,
    [fundId, ruleId, start, of, by, await givenStepUp(by, bound)],
  ]
  const matches = async (by: string, bound: string): Promise<Statement> => [
    `insert into match_export (fund_ids, gifts, made_by, step_up_id, occurred_at)
       values (array[$1::uuid], 1, $2, $3, now())`,
    [fundId, by, await givenStepUp(by, bound)],
  ]
  const key = { fundId, ruleId, start, caseCode: null }

  test('figures leave with a proof for this very report, by the fund’s own people', async () => {
    const bound = boundTo.exportReport(key)
    expect(await broken(await report(auditor.id, boundTo.exportMatches()))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(await report(auditor.id, bound, bondId))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(await report(stranger.id, bound))).toBe('file_is_taken_by_the_funds_people')
    await run(url, [await report(auditor.id, bound)])
  })

  test('employers leave with a proof, by those who may read them in each fund', async () => {
    const bound = boundTo.exportMatches()
    expect(await broken(await matches(auditor.id, boundTo.exportReport(key)))).toBe(
      'step_up_is_fresh_and_bound',
    )
    expect(await broken(await matches(stranger.id, bound))).toBe('file_is_taken_by_the_funds_people')
    expect(await broken(await matches(team.intake.id, bound))).toBe('file_is_taken_by_the_funds_people')
    await run(url, [await matches(auditor.id, bound)])
  })

  test('which files were taken out stays, and other funds’ people do not see it', async () => {
    for (const table of ['report_export', 'match_export']) {
      const attempt = run(url, [[`delete from ${table}`, []]])
      await expect(attempt, table).rejects.toThrow(role === 'app' ? /permission denied/ : /append_only/)
      if (role === 'owner') continue
      const scope = `staff:${stranger.fundIds[0]}`
      expect(await run(url, [[`select * from ${table}`, []]], scope)).toEqual([])
    }
  })
})
