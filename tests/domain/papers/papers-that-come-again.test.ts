import { beforeAll, expect, test } from 'vitest'
import type { BondState } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { noticeOf } from '#app/domain/deadlines/deadline.ts'
import { missingOf } from '#app/domain/papers/bond-lives.server.ts'
import { bondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { beenThrough, type Paper, type Step } from '#app/domain/papers/paper-set.ts'
import { recordPaper } from '#app/domain/papers/record-paper.server.ts'
import { inDays, timezone } from '#tests/support/given-dates.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 90_000_00n })
})

const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
const dayAgo = (days: number) => dayOf(ago(days), timezone)

/** Entered as of so many days ago; a notice is of the day before. */
const move = (bondId: string, to: BondState, days: number) =>
  moveBond({
    ...{ staff: team.intake, bondId, to, knownFrom: 'lawyer', occurredAt: ago(days) },
    ...(noticeOf(to) ? { paperOn: dayAgo(days + 1), lastDay: inDays(30) } : {}),
  })
const came = (bondId: string, paper: Paper, days: number) =>
  recordPaper({
    ...{ staff: team.intake, bondId, paper, standing: 'original', happenedOn: dayAgo(days) },
    ...{ documentId: null, evidenceId: null },
  })
const missing = async (bondId: string) =>
  (await missingOf({ fundIds: [team.fundId], bondIds: [bondId] }))[bondId]

test('a second forfeiture has a notice and an order of its own', async () => {
  const bondId = await givenActiveBond(team, { occurredAt: ago(90) })
  await came(bondId, 'court_receipt', 89)
  await move(bondId, 'missed_court', 80)
  await move(bondId, 'forfeiture_noticed', 70)
  await came(bondId, 'forfeiture_notice', 71)
  await move(bondId, 'active', 60)
  await came(bondId, 'set_aside_order', 50)
  expect(await missing(bondId)).toEqual([])

  await move(bondId, 'missed_court', 40)
  await move(bondId, 'forfeiture_noticed', 30)
  expect(await missing(bondId)).toEqual(['forfeiture_notice'])
  await came(bondId, 'forfeiture_notice', 31)
  expect(await missing(bondId)).toEqual([])
  await move(bondId, 'active', 20)
  expect(await missing(bondId)).toEqual(['set_aside_order'])
  await came(bondId, 'set_aside_order', 20)
  expect(await missing(bondId)).toEqual([])
})

test('a second demand has its own I-340, a second breach its own I-323', async () => {
  const bondId = await givenActiveBond(team, { kind: 'immigration_bond', occurredAt: ago(90) })
  for (const paper of ['i352', 'i305'] as const) await came(bondId, paper, 89)
  await move(bondId, 'delivery_demand', 80)
  await came(bondId, 'i340', 80)
  await move(bondId, 'breach_noticed', 70)
  await came(bondId, 'i323', 69)
  await move(bondId, 'appealed', 60)
  await move(bondId, 'active', 50)
  expect(await missing(bondId)).toEqual([])

  await move(bondId, 'delivery_demand', 40)
  expect(await missing(bondId)).toEqual(['i340'])
  const staff = {
    ...{ id: team.intake.id, fundIds: [team.fundId], language: 'en' as const },
    roles: [{ fundId: team.fundId, role: 'intake' as const }],
  }
  const listed = (await bondPapers({ bondId, staff }))?.papers.filter((each) => each.isOfEarlierTime)
  expect(listed).toMatchObject([{ paper: 'i340', isExpected: true, seen: { standing: 'original' } }])
  await came(bondId, 'i340', 41)
  expect(await missing(bondId)).toEqual([])
  await move(bondId, 'breach_noticed', 30)
  expect(await missing(bondId)).toEqual(['i323'])
  await came(bondId, 'i323', 28)
  expect(await missing(bondId)).toEqual([])
})

test('what came once has its paper whenever it was seen; an order is of the forfeiture that it sets aside', () => {
  const step = (from: string, to: string, day: string): Step => ({ from, to, day })
  const first = [
    step('missed_court', 'forfeiture_noticed', '2026-02-01'),
    step('forfeiture_noticed', 'active', '2026-03-01'),
  ]
  const second = [
    step('missed_court', 'forfeiture_noticed', '2026-08-01'),
    step('forfeiture_noticed', 'active', '2026-09-01'),
  ]
  expect([...beenThrough(first)]).toEqual([
    ['forfeiture_noticed', null],
    ['set_aside', null],
    ['active', null],
  ])
  expect(Object.fromEntries(beenThrough([...first, ...second]))).toEqual({
    ...{ forfeiture_noticed: '2026-08-01', set_aside: '2026-08-01', active: '2026-09-01' },
  })
})
