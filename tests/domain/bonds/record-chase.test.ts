import { beforeEach, describe, expect, test } from 'vitest'
import { nextActOf } from '#app/domain/bonds/chase.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recoveryDesk } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { type Chase, recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenDueBond, walk } from '#tests/support/given-loss.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam()
  bondId = await givenDueBond(team)
})

const chase = (of: Partial<Chase>) =>
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

const state = () =>
  inTransaction(system, async (tx) => (await tx.bond.findUniqueOrThrow({ where: { id: bondId } })).state)

test('a claim, calls, a check in the wrong hands: the bond’s state follows, and the ledger does not move', async () => {
  const books = () =>
    inTransaction(system, async (tx) => [
      await fundBalances(tx, team.fundId),
      await tx.ledgerTransfer.count({ where: { fundId: team.fundId } }),
    ])
  const before = await books()

  await chase({ kind: 'claim_filed', drawnTo: 'depositor', lastDay: inDays(400), note: 'by_letter' })
  expect(await state()).toBe('claimed')
  await chase({ dueOn: inDays(355) })
  await chase({ kind: 'paper_missing' })
  expect(await state()).toBe('claimed')
  await chase({ kind: 'drawn_to_person' })
  expect(await state()).toBe('held_by_depositor')
  await chase({ kind: 'claim_filed', drawnTo: 'fund' })
  expect(await state()).toBe('claimed')
  await walk(team, bondId, ['stale'])
  await chase({ kind: 'claim_filed', drawnTo: 'fund' })
  expect(await state()).toBe('claimed')

  expect(await books()).toEqual(before)
  const page = await bondPage({ bondId, staff: { ...team.intake, roles: [], language: 'en' } })
  expect(page?.chases.map(({ kind }) => kind)).toEqual([
    'claim_filed',
    'claim_filed',
    'drawn_to_person',
    'paper_missing',
    'chased',
    'claim_filed',
  ])
  expect(page?.chases.at(-1)).toMatchObject({ drawnTo: 'depositor', lastDay: new Date(inDays(400)) })
})

test('an immigration bond has no depositor who could hold it: the check is asked for where it is', async () => {
  bondId = await givenDueBond(team, { kind: 'immigration_bond' })
  await chase({ kind: 'drawn_to_person' })
  expect(await state()).toBe('refund_due')
})

test('ICE is asked before any money is due: a question and a missing paper are kept, a claim and a check are not', async () => {
  bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
  for (const step of ['case_ended', 'cancellation_requested'] as const) {
    await walk(team, bondId, [step])
    await chase({ dueOn: inDays(90), note: 'through_lawyer' })
    await chase({ kind: 'paper_missing' })
    for (const claim of [{ kind: 'claim_filed', drawnTo: 'fund' }, { kind: 'drawn_to_person' }] as const)
      expect(await refusalOf(chase(claim))).toMatchObject({ code: 'only_what_is_due_is_chased' })
    expect(await state()).toBe(step)
  }
  await walk(team, bondId, ['cancelled'])
  expect(await refusalOf(chase({}))).toMatchObject({ code: 'bond_step_not_possible' })

  // On the desk stands what was done about the money, once it is due.
  await recordDisposition({ staff: team.intake, bondId, knownFrom: 'ice_notice' })
  const desk = async () => {
    const staff = { ...team.intake, roles: [], language: 'en' }
    const asked = { staff, timezone: 'America/Chicago', fundSlug: null, after: null }
    return (await recoveryDesk(asked)).rows.find(({ id }) => id === bondId)
  }
  expect(await desk()).toMatchObject({ lastChase: null, next: 'file_claim' })
  await chase({ kind: 'claim_filed', drawnTo: 'fund' })
  expect(await desk()).toMatchObject({ lastChase: { kind: 'claim_filed' } })
})

describe('refused', () => {
  test('a claim that does not say to whom, and anything else that does', async () => {
    expect(await refusalOf(chase({ kind: 'claim_filed' }))).toMatchObject({
      code: 'claim_says_to_whom_it_is_drawn',
    })
    expect(await refusalOf(chase({ drawnTo: 'fund' }))).toMatchObject({
      code: 'claim_says_to_whom_it_is_drawn',
    })
  })

  test('days that cannot be', async () => {
    expect(await refusalOf(chase({ dueOn: '2020-01-01' }))).toMatchObject({
      code: 'chase_is_due_after_it_happened',
    })
    expect(await refusalOf(chase({ lastDay: '2020-01-01' }))).toMatchObject({
      code: 'chase_comes_after_posting',
    })
    for (const field of ['dueOn', 'lastDay'])
      expect(await refusalOf(chase({ [field]: '9999-12-31' }))).toMatchObject({
        code: 'chase_day_is_within_reach',
      })
    expect(await refusalOf(chase({ occurredAt: new Date('2020-01-01') }))).toMatchObject({
      code: 'before_posting',
    })
  })

  test('where nothing is due, and by a role that only reads', async () => {
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await refusalOf(chase({ staff: auditor }))).toMatchObject({ code: 'role_may_not' })
    bondId = await givenActiveBond(team)
    expect(await refusalOf(chase({}))).toMatchObject({ code: 'bond_step_not_possible' })
  })
})

test.each([
  ['refund_due', null, 'file_claim'],
  ['stale', '2026-01-01', 'claim_again'],
  ['held_by_depositor', null, 'ask_person'],
  ['claimed', null, 'record_return'],
  ['claimed', '2026-11-22', 'record_return'],
  ['claimed', '2026-11-21', 'ask_again'],
])('%s, to be asked again on %s: next is %s', (state, dueOn, next) => {
  expect(nextActOf({ state, dueOn }, '2026-11-21')).toBe(next)
})

test('a day is the organization’s own', () => {
  const late = new Date('2026-11-22T03:00:00Z')
  expect([dayOf(late, 'America/Chicago'), dayOf(late, 'UTC')]).toEqual(['2026-11-21', '2026-11-22'])
})
