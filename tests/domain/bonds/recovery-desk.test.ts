import { beforeAll, expect, test } from 'vitest'
import { type DeskCursor, readDeskCursor, writeDeskCursor } from '#app/domain/bonds/reads/desk-cursor.ts'
import { recoveryDesk } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { type Chase, recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenDueBond, givenWrittenOffBond } from '#tests/support/given-loss.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000 - 60_000)

let team: Team
let other: Team
let due: Record<'fresh' | 'month' | 'quarter' | 'old' | 'ending', string>
beforeAll(async () => {
  team = await givenTeam({ bank: 500_000_00n, fund: { slug: 'bail' } })
  other = await givenTeam({ fund: { slug: 'elsewhere' } })
  const dueFor = (days: number, principal: bigint) =>
    givenDueBond(team, { principal, occurredAt: daysAgo(days) })
  due = {
    fresh: await dueFor(30, 1_000_00n),
    month: await dueFor(31, 2_000_00n),
    quarter: await dueFor(91, 3_000_00n),
    old: await dueFor(181, 4_000_00n),
    ending: await dueFor(5, 500_00n),
  }
  await givenDueBond(other, { principal: 700_00n })
  await givenActiveBond(team)
  await givenWrittenOffBond(team)
})

const desk = (of: { fundSlug?: string; after?: DeskCursor | null; seenBy?: Team[] } = {}) =>
  recoveryDesk({
    staff: {
      id: team.intake.id,
      fundIds: (of.seenBy ?? [team, other]).map(({ fundId }) => fundId),
      roles: [],
      language: 'en',
    },
    timezone: 'America/Chicago',
    fundSlug: of.fundSlug ?? null,
    after: of.after ?? null,
  })

const chase = (bondId: string, of: Partial<Chase>) =>
  recordChase({
    staff: team.intake,
    bondId,
    kind: 'chased',
    drawnTo: null,
    note: 'by_phone',
    dueOn: null,
    lastDay: null,
    ...of,
  })

test('dollars by age and by fund; what is not due, or given up, is not there', async () => {
  const { all, byAge, byFund } = await desk()
  expect(all).toEqual({ bonds: 6, cents: 11_200_00n })
  expect(byAge).toEqual({
    days_30: { bonds: 3, cents: 2_200_00n },
    days_90: { bonds: 1, cents: 2_000_00n },
    days_180: { bonds: 1, cents: 3_000_00n },
    older: { bonds: 1, cents: 4_000_00n },
  })
  expect(byFund).toMatchObject([
    { slug: 'bail', name: 'Bail Fund', bonds: 5, cents: 10_500_00n },
    { slug: 'elsewhere', bonds: 1, cents: 700_00n },
  ])
})

test('narrowed to one fund, the others keep their sums', async () => {
  const { all, rows, byFund } = await desk({ fundSlug: 'elsewhere' })
  expect(all).toEqual({ bonds: 1, cents: 700_00n })
  expect(rows).toHaveLength(1)
  expect(byFund).toHaveLength(2)
})

test('a fund of others does not exist', async () => {
  const { all, byFund } = await desk({ seenBy: [team] })
  expect([all.bonds, byFund.map(({ slug }) => slug)]).toEqual([5, ['bail']])
})

test('the last day to claim comes first, then age; each says its next act and when it was last asked for', async () => {
  await chase(due.ending, { kind: 'claim_filed', drawnTo: 'depositor', lastDay: inDays(371) })
  await chase(due.ending, { dueOn: inDays(355) })
  const { rows } = await desk({ fundSlug: 'bail' })
  const { ending, old, quarter, month, fresh } = due
  expect(rows.map(({ id }) => id)).toEqual([ending, old, quarter, month, fresh])
  expect(rows[0]).toMatchObject({
    state: 'claimed',
    lastDay: inDays(371),
    daysDue: 5,
    lastChase: { kind: 'chased', dueOn: inDays(355) },
    next: 'record_return',
  })
  expect(rows[1]).toMatchObject({ lastDay: null, daysDue: 181, lastChase: null, next: 'file_claim' })
})

test('what came back in part is due for the rest', async () => {
  await recordReturn({
    staff: team.approver,
    bondId: due.fresh,
    received: cents(400_00n),
    deductions: [],
    interest: zero,
    reference: 'Check 1',
  })
  const { rows } = await desk()
  expect(rows.find(({ id }) => id === due.fresh)).toMatchObject({ dueCents: 600_00n, daysDue: 30 })
})

test('page by page without a gap', async () => {
  const many = await givenTeam({ bank: 500_000_00n, fund: { slug: 'many' } })
  for (let days = 0; days < 32; days++) {
    const bondId = await givenDueBond(many, { principal: 100_00n, occurredAt: daysAgo(days % 7) })
    if (days % 4 === 0) {
      await chase(bondId, { staff: many.intake, lastDay: inDays(355 + (days % 3)) })
    }
  }
  const first = await desk({ seenBy: [many] })
  const second = await desk({ seenBy: [many], after: readDeskCursor(first.after) })
  expect([first.rows.length, second.rows.length, second.after]).toEqual([30, 2, null])
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(32)
  expect(first.all).toEqual(second.all)
})

test('nothing due is nothing at all', async () => {
  const empty = await desk({ seenBy: [] })
  expect(empty).toMatchObject({ rows: [], after: null, all: { bonds: 0, cents: 0n }, byFund: [] })
})

test('a place in the list is read as it was written, and what is none of ours is no place', () => {
  const id = '6f1c0d3e-0000-4000-8000-000000000001'
  for (const lastDay of [null, '2099-01-31']) {
    const cursor = { lastDay, since: new Date('2026-11-21T10:00:00Z'), id }
    expect(readDeskCursor(writeDeskCursor(cursor))).toEqual(cursor)
  }
  for (const text of [null, '', `2099-99-99_1_${id}`, `none_x_${id}`, 'none_1_1']) {
    expect(readDeskCursor(text)).toBeNull()
  }
})
