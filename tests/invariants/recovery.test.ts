import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { proposeForfeitureCall } from '#app/domain/forfeiture-calls/propose-forfeiture-call.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenCoPaidBond, payWith } from '#tests/support/given-copay.ts'
import { approveBy, givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import {
  givenActiveBond,
  givenBreachedBond,
  givenDueBond,
  givenForfeitedBond,
  recover,
  walk,
} from '#tests/support/given-loss.ts'
import { recordForfeiture, reinstateBond } from '#tests/support/proved.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

/** Ten percent of a bond was put down and forfeited, and what the judge set beyond it was called for and paid. */
async function givenCalledBond(): Promise<string> {
  const { bondId } = await givenCoPaidBond(team, { own: 1_000_00n, family: 0n, exposure: 3_000_00n })
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
  const { disbursementId } = await proposeForfeitureCall({
    ...{ staff: team.intake, bondId, amount: cents(2_000_00n), payee: 'Larkspur County Clerk' },
    ...{ venue: 'Larkspur County Court', evidenceNote: 'Order of judgment seen.' },
  })
  await approveBy(team.approver, disbursementId)
  await payWith(team.intake, disbursementId, { principal: 2_000_00n })
  return bondId
}

const lostEarlierBy = (bondId: string, interval: string) =>
  run(world.ownerUrl, [
    ['alter table bond_loss disable trigger user', []],
    ['update bond_loss set occurred_at = occurred_at - $2::interval where bond_id = $1', [bondId, interval]],
    ['alter table bond_loss enable trigger user', []],
  ])

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const recovery = (bondId: string, of: Partial<Recovery> = {}): Statement => [
    `insert into bond_recovery (id, bond_id, recorded_by, received_cents, interest_cents, reference, occurred_at, step_up_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      of.id ?? randomUUID(),
      bondId,
      of.by ?? team.approver.id,
      of.received ?? 1n,
      of.interest ?? 0n,
      of.reference ?? 'Check 1',
      of.at ?? new Date(),
      of.stepUpId ?? null,
    ],
  ]

  test('recovery_stays_within_the_loss, recovery_is_recorded_once, recovery_brings_something', async () => {
    const bondId = await givenForfeitedBond(team)
    expect(await broken(recovery(bondId, { received: 2_500_01n }))).toBe('recovery_stays_within_the_loss')
    expect(
      await broken(
        recovery(bondId, { received: 2_500_00n }),
        recovery(bondId, { received: 1n, reference: 'Check 2' }),
      ),
    ).toBe('recovery_stays_within_the_loss')
    expect(await broken(recovery(bondId), recovery(bondId))).toBe('recovery_is_recorded_once')
    expect(await broken(recovery(bondId, { received: 0n }))).toBe('recovery_brings_something')
  })

  test('recovery_stays_within_the_loss, recovery_comes_after_its_loss: a call counts with the loss, once it was paid', async () => {
    const bondId = await givenCalledBond()
    expect(await broken(recovery(bondId, { received: 3_000_01n }))).toBe('recovery_stays_within_the_loss')
    const at = new Date(Date.now() - 30 * 60_000)
    await lostEarlierBy(bondId, '1 hour')
    expect(await broken(recovery(bondId, { at, received: 1_000_01n }))).toBe('recovery_comes_after_its_loss')
    // Up to the deposit it may be: only the proof of presence is missing.
    expect(await broken(recovery(bondId, { at, received: 1_000_00n }))).toBe('step_up_is_fresh_and_bound')
    await lostEarlierBy(bondId, '-1 hour')
  })

  test('recovery_follows_a_loss: what was paid upon calls may come after the bond was closed, and no more', async () => {
    const bondId = await givenCalledBond()
    await walk(team, bondId, ['closed'])
    expect(await broken(recovery(bondId, { received: 3_000_01n }))).toBe('recovery_stays_within_the_loss')
    expect(await broken(recovery(bondId, { received: 3_000_00n }))).toBe('step_up_is_fresh_and_bound')
  })

  test('recovery_follows_a_loss, interest_only_on_immigration_bonds, recovery_comes_after_its_loss', async () => {
    expect(await broken(recovery(await givenActiveBond(team)))).toBe('recovery_follows_a_loss')
    expect(await broken(recovery(await givenBreachedBond(team)))).toBe('recovery_follows_a_loss')
    const closed = await givenForfeitedBond(team)
    await walk(team, closed, ['closed'])
    expect(await broken(recovery(closed))).toBe('recovery_follows_a_loss')
    const bondId = await givenForfeitedBond(team)
    expect(await broken(recovery(bondId, { interest: 1n }))).toBe('interest_only_on_immigration_bonds')
    expect(await broken(recovery(bondId, { at: new Date('2026-01-01') }))).toBe(
      'recovery_comes_after_its_loss',
    )
  })

  test('interest_stays_within_the_principal', async () => {
    const bondId = await givenBreachedBond(team)
    const interest = (cents: bigint, reference = 'Check 1') =>
      recovery(bondId, { received: 0n, interest: cents, reference })
    expect(await broken(interest(1_000_000_00n))).toBe('interest_stays_within_the_principal')
  })

  test('the recorder is not the payer, and holds the role', async () => {
    const bondId = await givenForfeitedBond(team)
    expect(await broken(recovery(bondId, { by: team.intake.id }))).toBe('return_recorder_is_not_payer')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken(recovery(bondId, { by: auditor.id }))).toBe('return_recorder_holds_the_role')
  })

  test('bond_money_has_a_record: money after a loss that nobody recorded, or another sum than was', async () => {
    const bondId = await givenForfeitedBond(team)
    const post = (id: string, amount: bigint) =>
      postSql('recovered', 'bank', 'recoveries', amount, team.fundId, id)
    expect(await broken(post(randomUUID(), 1n))).toBe('bond_money_has_a_record')
    const id = randomUUID()
    const stepUpId = await givenStepUp(team.approver.id, `recovery:${bondId}:5:0`)
    expect(await broken(recovery(bondId, { id, stepUpId, received: 5n }), post(id, 6n))).toBe(
      'bond_money_has_a_record',
    )
    expect(await broken(recovery(bondId, { id }))).toBe('step_up_is_fresh_and_bound')
  })

  test('only_a_rescinded_breach_is_reversed, refunded_breach_is_not_reversed, loss_is_reversed_once', async () => {
    const reversal = (bondId: string): Statement => [
      `insert into bond_loss_reversal (loss_id, bond_id, reason, recorded_by, occurred_at)
         select l.id, l.bond_id, 'ice_notice', $2, now() from bond_loss l where l.bond_id = $1`,
      [bondId, team.approver.id],
    ]
    expect(await broken(reversal(await givenForfeitedBond(team)))).toBe('only_a_rescinded_breach_is_reversed')
    const breached = await givenBreachedBond(team)
    expect(await broken(reversal(breached))).toBe('only_a_rescinded_breach_is_reversed')
    await walk(team, breached, ['rescinded'])
    expect(await broken(reversal(breached), reversal(breached))).toBe('loss_is_reversed_once')
    await recover(team.approver, breached, { received: 1n })
    expect(await broken(reversal(breached))).toBe('refunded_breach_is_not_reversed')
  })

  test('reversal_mirrors_its_original: another sum, another side, or nothing named', async () => {
    const bondId = await givenBreachedBond(team)
    const reversing = (amount: bigint, named: string): Statement => [
      `select post_transfers(array[$1]::uuid[], array['reversal'], array['bond_deposit'], array[$2], array['forfeited'], array[''],
              array[$3]::bigint[], array['by hand'], array[$4], array[0]::smallint[], array[now()],
              array[(${named})]::bigint[], array[null]::uuid[])`,
      [team.fundId, bondId, amount, randomUUID()],
    ]
    const original = `select t.id from ledger_transfer t join bond_loss l on l.id::text = t.source_id where l.bond_id = '${bondId}'`
    expect(await broken(reversing(1n, original))).toBe('reversal_mirrors_its_original')
    expect(await broken(reversing(2_500_00n, 'null'))).toBe('reversal_mirrors_its_original')
    expect(await broken(reversing(2_500_00n, original))).toBe('bond_money_has_a_record')
  })

  const chase = (bondId: string, of: Partial<ChaseRow> = {}): Statement => [
    `insert into bond_chase (bond_id, kind, drawn_to, last_day, due_on, note, recorded_by, occurred_at)
       values ($1, $2, $3, $4, $5, 'by_phone', $6, $7)`,
    [
      bondId,
      of.kind ?? 'chased',
      of.drawnTo ?? null,
      of.lastDay ?? null,
      of.dueOn ?? null,
      of.by ?? team.intake.id,
      of.at ?? new Date(),
    ],
  ]

  test('a chase: never before the posting, only of what is due, by someone who may, and due after it', async () => {
    const bondId = await givenDueBond(team)
    expect(await broken(chase(bondId, { at: new Date('2026-01-01') }))).toBe('chase_comes_after_posting')
    expect(await broken(chase(bondId, { lastDay: '2026-01-01' }))).toBe('chase_comes_after_posting')
    expect(await broken(chase(bondId, { dueOn: '2026-01-01' }))).toBe('chase_is_due_after_it_happened')
    expect(await broken(chase(bondId, { kind: 'claim_filed' }))).toBe('claim_says_to_whom_it_is_drawn')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken(chase(bondId, { by: auditor.id }))).toBe('chaser_holds_the_role')
    expect(await broken(chase(await givenActiveBond(team)))).toBe('only_what_is_due_is_chased')
    const ended = await givenActiveBond(team, { kind: 'immigration_bond' })
    await walk(team, ended, ['case_ended'])
    for (const [kind, drawnTo] of [['claim_filed', 'fund'], ['drawn_to_person']] as const)
      expect(await broken(chase(ended, { kind, drawnTo }))).toBe('only_what_is_due_is_chased')
    await run(url, [chase(ended, { kind: 'paper_missing' })])
  })
})

test('as owner: what was recorded stays', async () => {
  const bondId = await givenForfeitedBond(team)
  await recover(team.approver, bondId, { received: 1n })
  for (const table of ['bond_recovery', 'bond_loss_reversal', 'bond_chase']) {
    const rewriting = namingViolations(() => run(world.ownerUrl, [[`delete from ${table}`, []]]))
    expect(await brokenRule(rewriting)).toBe('bond_states_are_append_only')
  }
})

describe('what the owner of the database forces past the rules, the books name', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])

  test('recovery_stays_within_the_loss', async () => {
    const bondId = await givenForfeitedBond(team)
    await recover(team.approver, bondId, { received: 700n })
    await forced(owner, 'update bond_recovery set received_cents = received_cents + 1')
    expect(await named()).toEqual(['recovery_stays_within_the_loss'])
    await forced(owner, 'update bond_recovery set received_cents = received_cents - 1')
    expect(await named()).toEqual([])
  })

  test('bond_stands_where_its_money_is: a breach that was taken back without its deposit', async () => {
    const bondId = await givenBreachedBond(team)
    await walk(team, bondId, ['rescinded'])
    await run(world.appUrl, [["update bond set state = 'active' where id = $1", [bondId]]])
    expect(await named()).toEqual(['bond_stands_where_its_money_is'])
    await forced(owner, `update bond set state = 'rescinded' where id = '${bondId}'`)
    expect(await named()).toEqual([])
  })

  test('reversal_mirrors_its_original', async () => {
    const bondId = await givenBreachedBond(team)
    await walk(team, bondId, ['rescinded'])
    await reinstateBond({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
    await forced(owner, "update ledger_transfer set code = 'bond_fee' where code = 'reversal'")
    expect(await named()).toContain('reversal_mirrors_its_original')
    await forced(owner, "update ledger_transfer set code = 'reversal' where reverses_id is not null")
    expect(await named()).toEqual([])
  })
})

type Recovery = {
  stepUpId: string
  id: string
  by: string
  received: bigint
  interest: bigint
  reference: string
  at: Date
}
type ChaseRow = { kind: string; drawnTo: string; lastDay: string; dueOn: string; by: string; at: Date }
