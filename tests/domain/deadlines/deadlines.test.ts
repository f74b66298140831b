import { beforeEach, describe, expect, test } from 'vitest'
import { type Move, moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { addDeadline } from '#app/domain/deadlines/add-deadline.server.ts'
import { type DeadlineEnd, endedBy } from '#app/domain/deadlines/deadline.ts'
import { endDeadline } from '#app/domain/deadlines/end-deadline.server.ts'
import type { WrittenDeadline } from '#app/domain/deadlines/write-deadline.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, walk } from '#tests/support/given-loss.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam()
  bondId = await givenActiveBond(team, { occurredAt: new Date(Date.now() - 90 * 86_400_000) })
})

const move = (to: Move['to'], of: Partial<Move> = {}) =>
  moveBond({ staff: team.intake, bondId, to, knownFrom: 'court_notice', ...of })
const add = (of: Partial<WrittenDeadline> = {}) =>
  addDeadline({
    ...{ staff: team.intake, bondId, kind: 'pay_forfeiture', paper: 'court_order' },
    ...{ paperOn: inDays(-1), lastDay: inDays(20), ...of },
  })
const all = () =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bondDeadline.findMany({ where: { bondId }, include: { end: true }, orderBy: { recordedAt: 'asc' } }),
  )
const told = async () => (await all()).map(({ kind, end }) => `${kind} ${end?.outcome ?? 'open'}`)
const days = { paperOn: inDays(-3), lastDay: inDays(30) }

describe('a notice', () => {
  test('is not recorded without its days, and nothing moves', async () => {
    await walk(team, bondId, ['missed_court'])
    for (const part of [{}, { paperOn: inDays(-3) }, { lastDay: inDays(30) }])
      expect(await refusalOf(move('forfeiture_noticed', part))).toMatchObject({
        code: 'notice_carries_its_date',
      })
    expect(await refusalOf(move('active', days))).toMatchObject({ code: 'only_a_notice_has_a_last_day' })
    expect(await all()).toEqual([])
    await move('forfeiture_noticed', days)
    expect(await told()).toEqual(['set_aside open'])
    await move('active')
    expect(await told()).toEqual(['set_aside met'])
  })

  test('of a breach is appealed in time, and a demand is answered by coming', async () => {
    bondId = await givenActiveBond(team, {
      kind: 'immigration_bond',
      occurredAt: new Date(Date.now() - 90 * 86_400_000),
    })
    await move('delivery_demand', { ...days, knownFrom: 'ice_notice' })
    await move('active')
    await move('delivery_demand', { ...days, knownFrom: 'ice_notice' })
    await move('breach_noticed', { paperOn: inDays(-40), lastDay: inDays(-10), knownFrom: 'ice_notice' })
    await move('appealed')
    expect(await told()).toEqual(['delivery met', 'delivery void', 'appeal_breach missed'])
  })

  test('whose bond is lost before its day no longer binds', async () => {
    await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
    await add()
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    expect(await told()).toEqual(['set_aside void', 'pay_forfeiture open'])
    await moveBond({ staff: team.intake, bondId, to: 'closed', knownFrom: 'court_notice' })
    expect(await told()).toEqual(['set_aside void', 'pay_forfeiture void'])
  })
})

describe('refused', () => {
  test('days that no paper can name', async () => {
    const refused = [
      [{ paperOn: inDays(-91) }, 'paper_is_from_the_bonds_time'],
      [{ paperOn: inDays(1) }, 'paper_is_from_the_bonds_time'],
      [{ lastDay: inDays(-2) }, 'deadline_follows_its_paper'],
      [{ lastDay: inDays(4000) }, 'deadline_follows_its_paper'],
      [{ paper: 'i_323' }, 'deadline_is_on_such_a_paper'],
      [{ kind: 'delivery', paper: 'i_340' }, 'deadline_fits_the_bond'],
    ] as const
    for (const [of, code] of refused) expect(await refusalOf(add(of))).toMatchObject({ code })
    await add()
    expect(await refusalOf(add())).toMatchObject({ code: 'deadline_is_written_once' })
  })

  test('an end that its day contradicts, a second one, another bond’s, and a role that only reads', async () => {
    await add()
    await add({ paperOn: inDays(-30), lastDay: inDays(-5) })
    const [ahead, past] = await all()
    const end = (deadlineId = '', outcome: DeadlineEnd, staff = team.intake) =>
      endDeadline({ staff, bondId, deadlineId, outcome })
    expect(await refusalOf(end(ahead?.id, 'missed'))).toMatchObject({
      code: 'deadline_is_missed_after_its_day',
    })
    expect(await refusalOf(end(past?.id, 'met'))).toMatchObject({ code: 'deadline_is_met_by_its_day' })
    expect(await refusalOf(end(bondId, 'void'))).toMatchObject({ code: 'deadline_unknown' })
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await refusalOf(end(ahead?.id, 'void', auditor))).toMatchObject({ code: 'role_may_not' })
    const ends = await Promise.allSettled(Array.from({ length: 50 }, () => end(ahead?.id, 'met')))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(end(ahead?.id, 'void'))).toMatchObject({ code: 'deadline_ends_once' })
  })
})

test.each([
  ['active', 'set_aside', '2026-12-01', 'met'],
  ['active', 'set_aside', '2026-12-02', 'missed'],
  ['forfeited', 'pay_forfeiture', '2026-12-01', null],
  ['closed', 'pay_forfeiture', '2026-12-01', 'void'],
  ['missed_court', 'set_aside', '2026-12-09', null],
] as const)('%s ends %s on %s: %s', (to, kind, today, end) => {
  expect(endedBy(to, { kind, lastDay: '2026-12-01' }, today)).toBe(end)
})
