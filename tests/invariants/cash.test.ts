import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countCashBox } from '#app/domain/cash/count-cash-box.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenAdvance, givenApproved, payFrom, signOut } from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const advance = (of: { id?: string; poster?: string; by?: string; amount?: bigint } = {}): Statement => [
    `insert into advance (id, fund_id, poster_id, source, amount_cents, signed_out_by, occurred_at)
       values ($1, $2, $3, 'bank', $4, $5, now())`,
    [
      of.id ?? randomUUID(),
      team.fundId,
      of.poster ?? team.intake.id,
      of.amount ?? 1n,
      of.by ?? team.treasurer.id,
    ],
  ]
  const confirmation = async (advanceId: string, by = team.approver.id): Promise<Statement> => [
    `insert into advance_confirmation (advance_id, confirmed_by, step_up_id, float_cents, free_to_commit_seen_cents, due_back_at, receipts_due_at, occurred_at)
       values ($1, $2, $3, 0, 999999999999, now() + interval '1 day', now() + interval '2 days', now())`,
    [advanceId, by, await givenStepUp(by, `confirm-advance:${advanceId}`)],
  ]
  const cover = (advanceId: string, disbursementId: string): Statement => [
    'insert into advance_cover (advance_id, disbursement_id) values ($1, $2)',
    [advanceId, disbursementId],
  ]
  const brought = (advanceId: string, amount: bigint, by: [string, string]): Statement => [
    `insert into advance_return (advance_id, brought_to, amount_cents, counted_by, witnessed_by, occurred_at)
       values ($1, 'bank', $2, $3, $4, now())`,
    [advanceId, amount, ...by],
  ]

  test('signed out by one who may, for another who pays', async () => {
    expect(await broken(advance({ by: team.intake.id, poster: team.treasurer.id }))).toBe(
      'cash_handler_holds_the_role',
    )
    expect(await broken(advance({ poster: team.approver.id }))).toBe('payer_holds_the_role')
    expect(await broken(advance({ poster: team.treasurer.id }))).toBe('advance_signer_is_not_poster')
    expect(await broken(advance({ amount: 0n }))).toBe('advance_has_an_amount')
  })

  test('confirmed by a second who does not carry it, within cap and what is free', async () => {
    const id = await signOut(team, { amount: 6_000_00n })
    expect(await broken(await confirmation(id, team.treasurer.id))).toBe('advance_is_signed_by_two')
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await broken(await confirmation(id, auditor.id))).toBe('cash_handler_holds_the_role')
    expect(await broken(await confirmation(id), await confirmation(id))).toBe('advance_is_confirmed_once')
    const [sql, values] = await confirmation(id)
    const foreign = await givenStepUp(team.approver.id, 'confirm-advance:another')
    expect(await broken([sql, values.with(2, foreign)])).toBe('step_up_is_fresh_and_bound')

    const huge = randomUUID()
    expect(await broken(advance({ id: huge, amount: 10_000_01n }), await confirmation(huge))).toBe(
      'advance_stays_below_its_cap',
    )
    await givenApproved(team, { principal: 15_000_00n })
    // The figure that was seen is the database's own, whatever was sent.
    expect(await broken(await confirmation(id))).toBe('fund_never_overcommitted')
  })

  test('it covers what is approved in its fund, and only once at a time', async () => {
    const approved = await givenApproved(team)
    const id = await signOut(team, { amount: 100_00n })
    expect(await broken(cover(id, await givenApproved(await givenTeam())))).toBe(
      'advance_covers_what_is_approved',
    )
    await givenAdvance(team, { amount: 100_00n, for: [approved] })
    expect(await broken(cover(id, approved), await confirmation(id))).toBe('cash_is_out_for_it')
    for (const state of ['cancelled', 'expired'])
      expect(await broken([`update disbursement set state = '${state}' where id = $1`, [approved]])).toBe(
        'cash_is_out_for_it',
      )
  })

  test('brought back by two others, never more than is left; told of by its poster', async () => {
    const approved = await givenApproved(team)
    const id = await givenAdvance(team, { amount: 100_00n, for: [approved] })
    const { treasurer, approver, intake } = team
    expect(await broken(brought(id, 1n, [treasurer.id, treasurer.id]))).toBe('cash_is_counted_by_two')
    expect(await broken(brought(id, 1n, [treasurer.id, intake.id]))).toBe(
      'poster_does_not_count_what_they_bring',
    )
    const two: [string, string] = [treasurer.id, approver.id]
    expect(await broken(brought(id, 100_01n, two))).toBe('return_stays_within_its_advance')
    expect(await broken(brought(id, 60_00n, two), brought(id, 60_00n, two))).toBe(
      'return_stays_within_its_advance',
    )
    const attempt = (by: string): Statement => [
      `insert into posting_attempt (advance_id, disbursement_id, reason, recorded_by, occurred_at)
         values ($1, $2, 'court_refused', $3, now())`,
      [id, approved, by],
    ]
    expect(await broken(attempt(treasurer.id))).toBe('attempt_is_told_by_its_poster')
    expect(await broken(attempt(intake.id), attempt(intake.id))).toBe('attempt_is_of_what_was_covered')
  })

  test('cash_has_a_record: nobody books cash by hand', async () => {
    const id = randomUUID()
    const to = { debit: team.intake.id }
    expect(await broken(postSql('advance_out', 'advance', 'bank', 1n, team.fundId, id, to))).toBe(
      'cash_has_a_record',
    )
    expect(await broken(postSql('cash_drawn', 'cash_box', 'bank', 1n, team.fundId, id))).toBe(
      'cash_has_a_record',
    )
    await givenAdvance(team, { amount: 5n })
    const from = { credit: team.intake.id }
    expect(await broken(postSql('advance_back', 'bank', 'advance', 1n, team.fundId, id, from))).toBe(
      'cash_has_a_record',
    )
  })

  test('a count by two, explained by a third, by what fits', async () => {
    const { treasurer, approver, fundId } = team
    const count: Statement = [
      `insert into cash_count (fund_id, counted_cents, ledger_cents, counted_by, witnessed_by, occurred_at)
         values ($1, 5, 5, $2, $2, now())`,
      [fundId, treasurer.id],
    ]
    expect(await broken(count)).toBe('cash_is_counted_by_two')
    const { countId } = await countCashBox({
      staff: treasurer,
      fundId,
      counted: cents(5n),
      witnessId: approver.id,
    })
    const signed = (by: string, figure = 5n, of = countId): Statement => [
      'insert into cash_count_witness (count_id, witness_id, counted_cents, occurred_at) values ($1, $2, $3, now())',
      [of, by, figure],
    ]
    const explained = (by: string, reason: string): Statement => [
      'insert into cash_difference (count_id, reason, explained_by, occurred_at) values ($1, $2, $3, now())',
      [countId, reason, by],
    ]
    const administrator = await givenActor(fundId, ['administrator'])
    // From before there were signatures: nobody makes such a count any more, whatever they write.
    const old = randomUUID()
    const unsigned: Statement = [
      `insert into cash_count (id, fund_id, counted_cents, ledger_cents, counted_by, witnessed_by, witness_signs, occurred_at)
         values ($1, $2, 5, 5, $3, $4, false, now())`,
      [old, fundId, treasurer.id, approver.id],
    ]
    expect(await broken(unsigned, signed(approver.id, 5n, old), signed(approver.id, 5n, old))).toBe(
      'count_is_witnessed_once',
    )
    expect(await broken(explained(administrator.id, 'miscounted'))).toBe('count_waits_for_its_witness')
    expect(await broken(signed(treasurer.id))).toBe('count_is_signed_by_its_witness')
    expect(await broken(signed(administrator.id))).toBe('count_is_signed_by_its_witness')
    expect(await broken(signed(approver.id, -1n))).toBe('cash_count_is_not_negative')
    expect(await broken(signed(approver.id), signed(approver.id))).toBe('count_is_witnessed_once')
    expect(await broken(signed(approver.id, 4n), explained(administrator.id, 'found'))).toBe(
      'only_a_count_by_two_is_explained',
    )
    await run(url, [signed(approver.id)])
    expect(await broken(explained(approver.id, 'found'))).toBe('difference_is_explained_by_another')
    const third = await givenActor(fundId, ['administrator'])
    expect(await broken(explained(third.id, 'lost'))).toBe('explanation_fits_the_difference')
    expect(await broken(explained(third.id, 'found'), explained(third.id, 'found'))).toBe(
      'difference_is_explained_once',
    )
  })

  test('another fund’s cash is not seen', async () => {
    const id = await signOut(team, { amount: 1n })
    const other = await givenTeam()
    const seen = (fundId: string) =>
      run(world.appUrl, [['select id from advance where id = $1', [id]]], `staff:${fundId}`)
    expect(await seen(other.fundId)).toEqual([])
    expect(await seen(team.fundId)).toHaveLength(1)
  })
})

test('a poster’s own scope names the cash that they carry, and shows no advance', async () => {
  const poster = await givenPoster(team.fundId)
  const another = await givenPoster(team.fundId, 'Omar Example')
  const id = await givenAdvance(team, { poster, amount: 1n })
  const seen = (scope: Scope, sql: string) =>
    inTransaction({ scope }, (tx) => tx.$queryRawUnsafe<unknown[]>(sql))
  const named = 'select advance_id as id, fund_id from readers_advances()'
  const asPoster = (staffId: string): Scope => ({ kind: 'poster', staffId })
  expect(await seen(asPoster(poster.id), named)).toEqual([{ id, fund_id: team.fundId }])
  expect(await seen(asPoster(poster.id), 'select id from advance')).toEqual([])
  expect(await seen(asPoster(another.id), named)).toEqual([])
  expect(await seen({ kind: 'staff', fundIds: [team.fundId] }, named)).toEqual([])
  expect(await seen({ kind: 'system' }, named)).toEqual([])
})

test('as owner: what was recorded stays', async () => {
  await givenAdvance(team, { amount: 1n })
  for (const table of [
    'advance',
    'advance_confirmation',
    'advance_return',
    'advance_return_answer',
    'posting_attempt',
    'cash_count',
    'cash_count_witness',
    'cash_move',
    'cash_move_answer',
  ]) {
    const rewriting = namingViolations(() => run(world.ownerUrl, [[`delete from ${table}`, []]]))
    expect(await brokenRule(rewriting)).toBe('cash_records_are_append_only')
  }
})

describe('what the owner of the database forces past the rules, the books name', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])

  test('advances_match_receipts, advance_is_signed_by_two, cash_counts_match_the_books, cash_is_counted_by_two', async () => {
    const approved = await givenApproved(team)
    const id = await givenAdvance(team, { amount: 2_600_00n, for: [approved] })
    await payFrom(team.intake, id, approved)
    await forced(owner, `update advance set amount_cents = amount_cents + 1 where id = '${id}'`)
    expect(await named()).toEqual(['advances_match_receipts'])
    await forced(owner, `update advance set amount_cents = amount_cents - 1 where id = '${id}'`)
    await forced(
      owner,
      `update advance_confirmation set confirmed_by = '${team.intake.id}' where advance_id = '${id}'`,
    )
    expect(await named()).toEqual(['advance_is_signed_by_two'])
    await forced(
      owner,
      `update advance_confirmation set confirmed_by = '${team.approver.id}' where advance_id = '${id}'`,
    )
    await forced(owner, 'update cash_count set counted_cents = counted_cents + 1')
    expect(await named()).toEqual(['cash_counts_match_the_books'])
    await forced(owner, 'update cash_count set counted_cents = counted_cents - 1')
    const { countId } = await countCashBox({
      ...{ staff: team.treasurer, fundId: team.fundId, counted: cents(0n), witnessId: team.approver.id },
    })
    await forced(
      owner,
      `insert into cash_count_witness (count_id, witness_id, counted_cents, occurred_at)
         values ('${countId}', '${team.treasurer.id}', 0, now())`,
    )
    expect(await named()).toEqual(['cash_is_counted_by_two'])
    await forced(owner, `delete from cash_count_witness where count_id = '${countId}'`)
    expect(await named()).toEqual([])
  })
})
