import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { recordReview } from '#app/domain/jurisdictions/record-review.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db } from '#app/platform/db.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'
import { day, givenRule } from './given-rule.ts'

await useWorld()

let team: Team
let keeper: ActingStaff
let state: string
let code: string
let count = 0
// Of the examples that come along, what is federal reaches every place.
beforeAll(async () => {
  const staff = await givenActor((await givenTeam()).fundId, ['auditor'])
  for (const { id } of await db().jurisdictionRule.findMany({ where: { place: 'US' } })) {
    await recordReview({ staff, ruleId: id, counsel: 'Ada Example', reviewedOn: new Date() })
  }
})
beforeEach(async () => {
  team = await givenTeam()
  keeper = await givenActor(team.fundId, ['administrator'])
  count += 1
  state = `US-W${String.fromCharCode(64 + count)}`
  code = `waiting-${count}`
  await addPlace({ staff: keeper, fundId: team.fundId, place: `${state}-TOWN` })
})

/** What waits at the page of rules for a person with one role in the team's fund. */
async function waitsFor(staff: ActingStaff, role: Role) {
  const roles = [{ fundId: team.fundId, role }]
  const rows = await waitingForMe({ staff: { ...staff, roles, language: 'en' } })
  return rows.filter(({ to }) => to === '/admin/rules').map(({ act, dueAt }) => [act, dueAt])
}

test('a version waits for who may record its review and did not write it, until it is recorded', async () => {
  const ruleId = await givenRule(keeper, { code, place: state })
  await givenRule(keeper, { code: `${code}-elsewhere`, place: `${state}-OTHER` })
  for (const [staff, role] of [
    [team.approver, 'approver'],
    [team.treasurer, 'treasurer'],
    [await givenActor(team.fundId, ['auditor']), 'auditor'],
  ] as const) {
    expect(await waitsFor(staff, role)).toEqual([['review_rule', null]])
  }
  expect(await waitsFor(keeper, 'administrator')).toEqual([])
  expect(await waitsFor(team.intake, 'intake')).toEqual([])
  await recordReview({
    ...{ staff: team.treasurer, ruleId, counsel: 'Ada Example' },
    reviewedOn: day('2026-01-02'),
  })
  expect(await waitsFor(team.approver, 'approver')).toEqual([])
})

test('one of a day to come is due by then, one that ended waits for nobody, and many are one row', async () => {
  const begins = day(inDays(9))
  await givenRule(keeper, { code, place: state, validFrom: begins })
  await givenRule(keeper, { code: `${code}-over`, place: state, validUntil: day('2021-01-01') })
  const [row, ...others] = await waitsFor(team.approver, 'approver')
  expect(others).toEqual([])
  expect(row?.[0]).toBe('review_rule')
  const hours = (Number(row?.[1]) - begins.getTime()) / 3_600_000
  expect(hours).toBeGreaterThanOrEqual(-14)
  expect(hours).toBeLessThanOrEqual(14)
  for (const number of [1, 2, 3]) await givenRule(keeper, { code: `${code}-${number}`, place: state })
  expect(await waitsFor(team.approver, 'approver')).toEqual([['review_rules', null]])
})
