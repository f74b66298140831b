import { beforeEach, expect, test } from 'vitest'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recoveryDesk } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { type Chase, recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { waitingClaims } from '#app/domain/bonds/waiting-claims.server.ts'
import { endDeadline } from '#app/domain/deadlines/end-deadline.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenBreachedBond, givenDueBond, recover, walk } from '#tests/support/given-loss.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const day = 86_400_000

let team: Team
beforeEach(async () => {
  team = await givenTeam({ bank: 500_000_00n })
})

const chase = (bondId: string, of: Partial<Chase>) =>
  recordChase({
    ...{
      staff: team.intake,
      bondId,
      kind: 'chased',
      drawnTo: null,
      note: 'by_phone',
      dueOn: null,
      lastDay: null,
    },
    ...of,
  })

const waiting = (role: Role, staff = team.approver) =>
  waitingForMe({ staff: { ...staff, roles: [{ fundId: team.fundId, role }], language: 'en' } })
const acts = async (role: Role, staff = team.approver) => (await waiting(role, staff)).map(({ act }) => act)

test('a release is to be recorded within a day of posting', async () => {
  const posted = new Date(Date.now() - 3_600_000)
  await givenPostedBond(team, { occurredAt: posted })
  const [first] = await waiting('approver')
  expect(first).toMatchObject({ act: 'record_release', dueAt: new Date(posted.getTime() + day) })
})

test('a claim is filed before its last day, and a court is asked again on the day that was noted', async () => {
  const ending = await givenDueBond(team, {})
  await chase(ending, { kind: 'paper_missing', lastDay: inDays(1) })
  await givenDueBond(team, {})
  const asked = await givenDueBond(team, {})
  await chase(asked, { kind: 'claim_filed', drawnTo: 'fund' })
  await chase(asked, { dueOn: inDays(0) })

  const found = await waiting('intake', team.intake)
  expect(found.map(({ act, to }) => [act, to.split('/').at(-1)])).toEqual([
    ['ask_again', 'chase'],
    ['file_claim', 'chase'],
    ['file_claim', 'chase'],
  ])
  expect(found.map(({ dueAt }) => dueAt !== null)).toEqual([true, true, false])
  expect(found[1]).toMatchObject({ to: `/admin/bonds/${ending}/chase` })
})

test('where not all are read, the clock says which', async () => {
  const later = await givenDueBond(team, {})
  await chase(later, { kind: 'paper_missing', lastDay: inDays(200) })
  const asked = await givenDueBond(team, {})
  await chase(asked, { kind: 'claim_filed', drawnTo: 'fund' })
  await chase(asked, { dueOn: inDays(0) })
  const old = await givenDueBond(team, {})
  const personIn = () => ({ id: team.intake.id, roles: ['intake' as const] })
  const read = (atMost: number) =>
    inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
      waitingClaims(tx, { staff: team.intake, personIn }, atMost),
    )
  const bonds = async (atMost: number) => (await read(atMost)).map(({ to }) => to.split('/')[3])
  expect(await bonds(1)).toEqual([asked])
  expect((await bonds(2)).toSorted()).toEqual([asked, old].toSorted())
  expect(await bonds(3)).toHaveLength(3)
})

test('a breach that was rescinded waits for the record that its deposit stands again', async () => {
  const bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
  await walk(team, bondId, ['delivery_demand', 'breach_noticed'])
  await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
  await walk(team, bondId, ['rescinded'])
  const row = (await waiting('approver')).find(({ act }) => act === 'reinstate')
  expect(row).toMatchObject({ to: `/admin/bonds/${bondId}`, amountCents: 2_500_00n })
  expect(row?.dueAt).toEqual(new Date((row?.since.getTime() ?? 0) + 2 * day))
  expect(await acts('auditor')).not.toContain('reinstate')
})

test('interest that a breach left waits to be claimed, and a claim to be asked about, until it is paid', async () => {
  const posted = new Date(Date.now() - 100 * day)
  const bondId = await givenBreachedBond(team, { principal: 10_000_00n, occurredAt: posted })
  await givenBreachedBond(team)
  const rows = async (role: Role = 'intake') =>
    (await waiting(role, team.intake)).filter(({ act }) => act.endsWith('_interest'))
  const staff = { ...team.intake, roles: [], language: 'en' }
  const desk = async () => {
    const { interest } = await recoveryDesk({
      staff,
      timezone: 'America/Chicago',
      fundSlug: null,
      after: null,
    })
    return interest.map(({ id, next, atMostCents }) => ({ id, next, atMostCents }))
  }
  // $10,000 for a hundred days at 3 % a year; of the one that was breached on the day of its posting there is none.
  const atMost = (10_000_00n * 3n * 100n) / 36_500n
  const told = { to: `/admin/bonds/${bondId}`, amountCents: atMost }
  const [row, ...others] = await rows()
  expect(row).toMatchObject({ ...told, act: 'claim_interest' })
  expect(row?.dueAt).toEqual(new Date((row?.since.getTime() ?? 0) + 30 * day))
  expect(others).toEqual([])
  expect(await rows('auditor')).toEqual([])
  expect(await desk()).toEqual([{ id: bondId, next: 'claim_interest', atMostCents: atMost }])

  await walk(team, bondId, ['interest_claimed'])
  expect(await rows()).toMatchObject([{ ...told, act: 'ask_about_interest' }])
  expect(await desk()).toEqual([{ id: bondId, next: 'ask_about_interest', atMostCents: atMost }])
  expect((await bondPage({ bondId, staff }))?.money.interestAtMost).toBe(atMost)
  await recover(team.approver, bondId, { interest: atMost })
  expect(await rows()).toEqual([])
  expect(await desk()).toEqual([])
})

test.each([
  [['case_ended'], 'ask_for_cancellation'],
  [['case_ended', 'cancellation_requested'], 'ask_for_i391'],
  [['delivery_demand', 'breach_noticed', 'appealed'], 'ask_about_appeal'],
] as const)(
  'after %s ICE is asked again on the day that was noted, or a month after it was asked',
  async (way, act) => {
    const bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
    await walk(team, bondId, way)
    const due = async () => (await waiting('intake', team.intake)).find((item) => item.act === act)?.dueAt
    const asked = new Date()
    await chase(bondId, { kind: 'paper_missing', occurredAt: asked })
    expect(await due()).toEqual(new Date(asked.getTime() + 30 * day))
    // ICE says three months: nothing is late before the day is over.
    await chase(bondId, { dueOn: inDays(90) })
    expect(dayOf(new Date(((await due())?.getTime() ?? 0) - 1), 'America/Chicago')).toBe(inDays(90))
  },
)

test('what was asked in one state does not put off the next', async () => {
  const bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
  await walk(team, bondId, ['case_ended'])
  await chase(bondId, { dueOn: inDays(90) })
  await walk(team, bondId, ['cancellation_requested'])
  const row = (await waiting('intake', team.intake)).find(({ act }) => act === 'ask_for_i391')
  expect(row?.dueAt).toEqual(new Date((row?.since.getTime() ?? 0) + 30 * day))
})

test('many of one kind are one row, and hide nothing', async () => {
  for (const _ of [1, 2, 3, 4]) await givenDueBond(team, { principal: 1_000_00n })
  expect(await acts('approver')).toContain('record_many_returns')
  expect(await acts('approver')).not.toContain('record_return')
  const [row] = await waiting('intake', team.intake)
  expect(row).toMatchObject({ act: 'ask_for_many', amountCents: 4_000_00n, caseCode: null })
  expect(row?.to).toMatch(/^\/admin\/recovery\?fund=/)
})

test.each([
  ['immigration_bond', ['case_ended'], 'ask_for_cancellation'],
  ['immigration_bond', ['case_ended', 'cancellation_requested'], 'ask_for_i391'],
  ['immigration_bond', ['case_ended', 'cancellation_requested', 'cancelled'], 'record_cancelled'],
  ['court_bail', ['revoked'], 'say_case_over'],
  ['court_bail', ['surrendered'], 'say_case_over'],
] as const)('%s on the way %s is gone on with within a month', async (kind, way, act) => {
  const bondId = await givenActiveBond(team, { kind })
  await walk(team, bondId, way)
  const row = (await waiting('intake', team.intake)).find((item) => item.act === act)
  expect(row).toMatchObject({ to: `/admin/bonds/${bondId}`, amountCents: 2_500_00n })
  expect(row?.dueAt).toEqual(new Date((row?.since.getTime() ?? 0) + 30 * day))
  expect(await acts('auditor')).not.toContain(act)
})

test('many whose case is over are one row for each place that is asked', async () => {
  for (const _ of [1, 2, 3, 4]) await walk(team, await givenActiveBond(team), ['revoked'])
  const [row] = await waiting('intake', team.intake)
  expect(row).toMatchObject({ act: 'say_cases_over', amountCents: 10_000_00n })
  expect(row?.to).toMatch(/^\/admin\/bonds\?state=trouble&fund=/)
})

test.each([
  ['court_bail', ['missed_court', 'forfeiture_noticed'], 'say_after_forfeiture_notice'],
  ['immigration_bond', ['delivery_demand'], 'say_after_demand'],
  ['immigration_bond', ['delivery_demand', 'breach_noticed'], 'say_after_breach_notice'],
] as const)('%s on the way %s is asked after once its last day was answered', async (kind, way, act) => {
  const bondId = await givenActiveBond(team, { kind })
  await walk(team, bondId, way)
  expect(await acts('intake', team.intake)).not.toContain(act)
  await answerLastDay(bondId)
  const row = (await waiting('intake', team.intake)).find((item) => item.act === act)
  expect(row).toMatchObject({ to: `/admin/bonds/${bondId}`, amountCents: 2_500_00n })
  expect(row?.dueAt).toEqual(new Date((row?.since.getTime() ?? 0) + 7 * day))
  expect(await acts('auditor')).not.toContain(act)
})

test('an appeal is asked about within a month, until it is decided', async () => {
  const bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
  await walk(team, bondId, ['delivery_demand', 'breach_noticed', 'appealed'])
  const row = (await waiting('intake', team.intake)).find(({ act }) => act === 'ask_about_appeal')
  expect(row).toMatchObject({ to: `/admin/bonds/${bondId}`, amountCents: 2_500_00n })
  expect(row?.dueAt).toEqual(new Date((row?.since.getTime() ?? 0) + 30 * day))
  await walk(team, bondId, ['active'])
  expect(await acts('intake', team.intake)).not.toContain('ask_about_appeal')
})

test('many whose last day was answered are one row that opens the longest', async () => {
  const bondIds: string[] = []
  for (const _ of [1, 2, 3, 4]) bondIds.push(await givenActiveBond(team, { kind: 'immigration_bond' }))
  for (const bondId of bondIds) {
    await walk(team, bondId, ['delivery_demand'])
    await answerLastDay(bondId)
  }
  const rows = (await waiting('intake', team.intake)).filter(({ act }) => act.startsWith('say_after'))
  expect(rows).toMatchObject([
    { act: 'say_after_many_notices', to: `/admin/bonds/${bondIds[0]}`, amountCents: 10_000_00n },
  ])
})

async function answerLastDay(bondId: string): Promise<void> {
  const { id } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bondDeadline.findFirstOrThrow({ where: { bondId, end: null } }),
  )
  await endDeadline({ staff: team.intake, bondId, deadlineId: id, outcome: 'met' })
}
