import { expect, test } from 'vitest'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { listReports } from '#app/domain/reports/report-page.server.ts'
import { day, givenReviewedRule, givenRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { inDays, timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const monthly = {
  kind: 'report_due' as const,
  effect: 'report_due' as const,
  cap: cents(0n),
  figures: ['bonds_posted' as const],
  ...{ period: 'monthly' as const, dueMonth: 1, dueDay: 10, withinDays: null },
}
const thisMonth = `${inDays(0).slice(0, 8)}01`

/** A fund that has served a place for so long, and who keeps its rules. */
async function givenFundOf(place: string, since: string) {
  const team = await givenTeam()
  const keeper = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId: team.fundId, place })
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('set session_replication_role = replica')
    await owner.query('update fund_place set recorded_at = now() - $2::interval where fund_id = $1', [
      ...[team.fundId, since],
    ])
  })
  return { team, keeper }
}

const reportsOf = async (team: Team, code: string) => {
  const reports = await listReports({ staff: team.intake, at: new Date(), timezone })
  return reports.filter(({ rule }) => rule.code === code)
}

test('a newer version that asks for no report ends the report from its day on, once it is reviewed', async () => {
  const place = 'US-RG'
  const { team, keeper } = await givenFundOf(place, '90 days')
  const code = 'before-the-court'
  await givenReviewedRule(keeper, { ...monthly, code, place })
  const starts = async () => (await reportsOf(team, code)).map(({ term }) => term.start).sort()
  const asked = await starts()
  expect(asked.length).toBeGreaterThan(2)
  expect(asked.at(-1)).toBe(thisMonth)

  const enjoined = {
    ...{ code, place, cap: cents(0n), validFrom: day(thisMonth) },
    kind: 'litigation' as const,
    effect: 'warns' as const,
  }
  await givenRule(keeper, enjoined)
  expect(await starts()).toEqual(asked)
  await givenReviewedRule(keeper, enjoined)
  expect(await starts()).toEqual(asked.slice(0, -1))
})

test('an older version that asked for no report hides none that came after it and nobody has reviewed', async () => {
  const place = 'US-RH'
  const { team, keeper } = await givenFundOf(place, '90 days')
  const code = 'after-the-court'
  await givenReviewedRule(keeper, { code, place, kind: 'litigation', effect: 'warns', cap: cents(0n) })
  expect(await reportsOf(team, code)).toEqual([])
  await givenRule(keeper, { ...monthly, code, place })
  expect(await reportsOf(team, code)).toContainEqual(
    expect.objectContaining({
      rule: expect.objectContaining({ version: 2, reviewed: false }),
      term: expect.objectContaining({ start: thisMonth }),
    }),
  )
})
