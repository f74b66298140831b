import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { explainDifference } from '#app/domain/bank/matching/explain-difference.server.ts'
import { matchByHand } from '#app/domain/bank/matching/match-by-hand.server.ts'
import { sayNothingMoved } from '#app/domain/bank/statement/say-nothing-moved.server.ts'
import { decideClose } from '#app/domain/books/decide-close.server.ts'
import { proposeClose } from '#app/domain/books/propose-close.server.ts'
import { explainDifference as explainCash } from '#app/domain/cash/explain-difference.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction, type Scope } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenBankAccount, givenMovement, givenStatement, linesOf } from '#tests/support/given-bank.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { brokenRule, whyRefused } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let fundId: string
let treasurer: ActingStaff
let administrator: ActingStaff
let accountId: string
let lineIds: bigint[]
let matchId: string

const at = (day: string) => new Date(`${day}T18:00:00Z`)
const run = (sql: Prisma.Sql, scope: Scope = { kind: 'system' }) =>
  inTransaction({ scope }, (tx) => tx.$executeRaw(sql))
const read = (sql: Prisma.Sql) => inTransaction({ scope: { kind: 'system' } }, (tx) => tx.$queryRaw(sql))
const broken = (sql: Prisma.Sql) => brokenRule(run(sql))

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  treasurer = await givenActor(fundId, ['treasurer'])
  administrator = await givenActor(fundId, ['administrator'])
  accountId = await givenBankAccount({ staff: treasurer, fromDay: '2026-09-01' })
  for (const [source, amount] of [
    ['a', -5_00n],
    ['b', -6_00n],
    ['c', -7_00n],
  ] as const) {
    await givenMovement({ fundId, source, at: at('2026-09-10'), amount })
  }
  await givenStatement({
    ...{ staff: treasurer, accountId },
    rows: [
      ['2026-09-11', 'A', '-5.00'],
      ['2026-09-28', 'B', '-6.50'],
      ['2026-09-28', 'C', '-7.00'],
    ],
  })
  lineIds = (await linesOf(accountId)).map(({ id }) => id)
  const [match] = await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.bankMatch.findMany())
  matchId = match?.id ?? ''
})

const match = (over: {
  by?: string | null
  booked?: bigint
  line?: bigint
  movement?: [string, bigint]
  rule?: string
}) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const id = randomUUID()
    const by = over.by === undefined ? treasurer.id : over.by
    await tx.bankMatch.create({
      data: {
        ...{
          id,
          bankAccountId: accountId,
          rule: over.rule ?? 'by_hand',
          reason: by ? 'seen_on_paper' : null,
        },
        ...{ bookedCents: over.booked ?? 0n, bookedFundId: over.booked ? fundId : null, matchedBy: by },
        occurredAt: new Date(),
      },
    })
    if (over.line !== undefined) await tx.bankMatchLine.create({ data: { matchId: id, lineId: over.line } })
    if (over.movement) {
      const [sourceId, amountCents] = over.movement
      await tx.bankMatchMovement.create({ data: { matchId: id, sourceKind: 'given', sourceId, amountCents } })
    }
  })

test('a match that does not add up, or takes what is taken, cannot be written', async () => {
  const [first, second, third] = lineIds
  expect(await brokenRule(match({}))).toBe('match_adds_up')
  expect(await brokenRule(match({ line: second, movement: ['b', -6_00n] }))).toBe('match_adds_up')
  expect(await brokenRule(match({ movement: ['b', -6_00n], booked: 6_00n }))).toBe('match_adds_up')
  expect(await brokenRule(match({ line: first }))).toBe('bank_line_is_matched_once')
  expect(await brokenRule(match({ line: third, movement: ['a', -5_00n] }))).toBe('movement_is_matched_once')
  expect(await brokenRule(match({ line: second, movement: ['b', -6_50n] }))).toBe(
    'match_names_real_movements',
  )
  expect(await brokenRule(match({ by: null, line: third, movement: ['c', -7_00n] }))).toBe(
    'people_match_by_hand',
  )
  const stranger = await givenActor(await givenFund({ slug: 'other' }), ['treasurer'])
  expect(await brokenRule(match({ by: stranger.id, line: third, movement: ['c', -7_00n] }))).toBe(
    'bank_accounts_are_the_treasurers',
  )
  expect(
    await broken(Prisma.sql`insert into bank_match_movement values (${matchId}::uuid, 'given', 'c', -700)`),
  ).toBe('match_adds_up')
  expect(
    await broken(Prisma.sql`
      insert into bank_line (bank_account_id, statement_id, row_number, day, amount_cents, text, line_token)
      select bank_account_id, statement_id, 99, day, amount_cents, text, line_token from bank_line limit 1`),
  ).toBe('bank_line_is_stored_once')
})

test('the app adds and reads, and changes nothing; the owner is stopped too', async () => {
  for (const sql of [
    'update bank_line set day = day',
    'delete from bank_match',
    'update books_close set cut_at = now()',
  ]) {
    await expect(run(Prisma.raw(sql))).rejects.toThrow(/permission denied/)
    await asOwner(world.ownerUrl, null, async (owner) => {
      await expect(owner.query(sql)).rejects.toThrow('reconciliation_is_append_only')
    })
  }
})

test('another fund’s people, donors and the public see no line', async () => {
  const seen = (scope: Scope) =>
    inTransaction({ scope }, async (tx) => [
      ...(await Promise.all([tx.bankLine.count(), tx.bankMatch.count(), tx.bankStatement.count()])),
      ...(await Promise.all([tx.bankAccount.count(), tx.booksClose.count()])),
    ])
  const others: Scope[] = [
    { kind: 'staff', fundIds: [randomUUID()] },
    { kind: 'staff', fundIds: [] },
    { kind: 'donor', donorId: randomUUID() },
    { kind: 'public' },
    { kind: 'poster', staffId: treasurer.id },
  ]
  for (const scope of others) expect(await seen(scope)).toEqual([0, 0, 0, 0, 0])
  expect(await seen({ kind: 'staff', fundIds: [fundId] })).toEqual([3, 1, 1, 1, 0])
})

test('fifty at once match one line once', async () => {
  const [, second] = lineIds
  if (second === undefined) throw new Error('no line')
  const done = await fifty(() =>
    matchByHand({
      ...{ staff: treasurer, accountId, lineIds: [second], reason: 'bank_took_a_fee', bookFundId: fundId },
      movements: [{ sourceKind: 'given', sourceId: 'b' }],
    }),
  )
  expect(done).toBe(1)
  expect(await brokenBooks()).toEqual([])
})

test('a word for the days after the last statement cannot be written around its rules', async () => {
  const word = (after: string, through: string, by = treasurer.id) => Prisma.sql`
    insert into bank_still_days (bank_account_id, after_day, through_day, said_by, occurred_at)
    values (${accountId}::uuid, ${after}::date, ${through}::date, ${by}::uuid, now())`
  expect(await broken(word('2026-09-20', '2026-09-30'))).toBe('still_days_follow_the_statement')
  expect(await broken(word('2026-09-28', '2099-09-30'))).toBe('still_days_are_over')
  expect(await broken(word('2026-09-28', '2026-09-28'))).toBe('still_days_are_in_order')
  const auditor = await givenActor(fundId, ['auditor'])
  expect(await broken(word('2026-09-28', '2026-09-30', auditor.id))).toBe('bank_accounts_are_the_treasurers')
  expect(
    await broken(Prisma.sql`
      insert into bank_balance_answer (bank_account_id, difference_cents, reason, answered_by, occurred_at)
      values (${accountId}::uuid, 0, 'not_our_money', ${treasurer.id}::uuid, now())`),
  ).toBe('answered_balance_differs')
})

test('a close cannot be written around its rules', async () => {
  const close = (by: string, cut: string) => Prisma.sql`
    insert into books_close (cut_at, balances_hash, proposed_by, occurred_at)
    values (${cut}::timestamptz, ${'0'.repeat(64)}, ${by}::uuid, now())`
  const auditor = await givenActor(fundId, ['auditor'])
  expect(await broken(close(auditor.id, '2026-10-01'))).toBe('books_are_closed_by_those_who_answer_for_all')
  // One of a single fund does not answer for another that is open.
  expect(await broken(close(treasurer.id, '2026-10-01'))).toBe('books_are_closed_by_those_who_answer_for_all')
  await asOwner(world.ownerUrl, null, (owner) =>
    forced(owner, "update fund set state = 'closed' where slug = 'other'"),
  )
  expect(await broken(close(treasurer.id, '2099-01-01'))).toBe('books_close_in_order')
  await run(close(treasurer.id, '2026-10-01T05:00:00Z'))
  expect(await broken(close(treasurer.id, '2026-11-01'))).toBe('one_close_is_proposed')
  const [made] = await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.booksClose.findMany())
  const closeId = made?.id ?? ''
  const bound = boundTo.closeBooks({ id: closeId, balancesHash: '0'.repeat(64) })
  const decide = (by: string, stepUp: string | null, decision = 'confirmed') => Prisma.sql`
    insert into books_close_decision (close_id, decision, decided_by, step_up_id, occurred_at)
    values (${closeId}::uuid, ${decision}, ${by}::uuid, ${stepUp}::uuid, now())`
  const proof = (staffId: string) => givenStepUp(staffId, bound)
  expect(await broken(decide(treasurer.id, await proof(treasurer.id)))).toBe('close_is_confirmed_by_another')
  expect(await broken(decide(administrator.id, null))).toBe('step_up_is_fresh_and_bound')
  expect(await broken(decide(administrator.id, await proof(administrator.id)))).toBe('books_are_not_ready')
  await run(decide(treasurer.id, null, 'withdrawn'))
})

test('closed by two, a month takes in nothing more, and a forged balance is found', async () => {
  const [lost] = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bankMatch.findMany({ where: { bookedCents: { not: 0n } } }),
  )
  const explain = (by: string) => Prisma.sql`
    insert into bank_difference_explanation (match_id, kind, explained_by, occurred_at)
    values (${lost?.id}::uuid, 'bank_fee', ${by}::uuid, now())`
  expect(await broken(explain(treasurer.id))).toBe('difference_is_explained_by_another')
  await explainDifference({ staff: administrator, accountId, matchId: lost?.id ?? '', kind: 'bank_fee' })

  const [, , third] = lineIds
  await matchByHand({
    ...{ staff: treasurer, accountId, lineIds: third === undefined ? [] : [third], reason: 'other_day' },
    ...{ movements: [{ sourceKind: 'given', sourceId: 'c' }], bookFundId: null },
  })
  await sayNothingMoved({ staff: treasurer, accountId, throughDay: '2026-09-30' })
  const { closeId } = await proposeClose({ staff: treasurer, month: '2026-09' })
  const hash = async () =>
    (
      await inTransaction({ scope: { kind: 'system' } }, (tx) =>
        tx.booksClose.findUniqueOrThrow({ where: { id: closeId } }),
      )
    ).balancesHash
  const confirm = async () =>
    decideClose({
      ...{ staff: administrator, closeId, decision: 'confirmed' },
      stepUpId: await givenStepUp(
        administrator.id,
        boundTo.closeBooks({ id: closeId, balancesHash: await hash() }),
      ),
    })
  // Something is booked into the month between the proposal and the yes.
  await givenMovement({ fundId, source: 'between', at: at('2026-09-25'), amount: 1n })
  expect(await whyRefused(confirm())).toBe('books_stand_as_proposed')
  await decideClose({ staff: treasurer, closeId, decision: 'withdrawn' })
  const again = await proposeClose({ staff: treasurer, month: '2026-09' })
  const proposed = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.booksClose.findUniqueOrThrow({ where: { id: again.closeId } }),
  )
  await decideClose({
    ...{ staff: administrator, closeId: again.closeId, decision: 'confirmed' },
    stepUpId: await givenStepUp(administrator.id, boundTo.closeBooks(proposed)),
  })
  expect(await brokenRule(givenMovement({ fundId, source: 'late', at: at('2026-09-30'), amount: 1n }))).toBe(
    'books_are_closed',
  )
  await givenMovement({ fundId, source: 'next', at: at('2026-10-02'), amount: 1n })
  expect(
    await broken(Prisma.sql`
      insert into bank_unmatch (match_id, reason, unmatched_by, occurred_at)
      values (${matchId}::uuid, 'wrong_line', ${treasurer.id}::uuid, now())`),
  ).toBe('closed_matches_stand')
  expect(await brokenBooks()).toEqual([])

  // Counts of the cash box from before this was asked: one of the closed month, and two that cancel each other in the next.
  const lone = await givenActor(fundId, ['approver'])
  const [counted, plus, minus] = [randomUUID(), randomUUID(), randomUUID()]
  await asOwner(world.ownerUrl, null, async (owner) => {
    for (const [id, cents, day] of [
      [counted, 5, '2026-09-15'],
      [plus, 5, '2026-10-15'],
      [minus, 3, '2026-10-16'],
    ])
      await forced(
        owner,
        `insert into cash_count (id, fund_id, counted_cents, ledger_cents, counted_by, witnessed_by, witness_signs, occurred_at)
         values ('${id}', '${fundId}', ${cents}, 4, '${treasurer.id}', '${lone.id}', false, '${day}')`,
      )
  })
  const told = { staff: administrator, reason: 'found' } as const
  expect(await whyRefused(explainCash({ ...told, countId: counted }))).toBe('count_is_of_a_closed_month')
  const against = await read(Prisma.sql`
    select what, items::int as items, cents::int as cents from books_obstacles('2026-11-01T05:00:00Z') where what like 'cash%'`)
  expect(against).toEqual([{ what: 'cash_differences_wait_for_their_meaning', items: 3, cents: 1 }])
  await asOwner(world.ownerUrl, null, (owner) =>
    forced(owner, "update books_close_balance set balance_cents = balance_cents + 1 where code = 'bank'"),
  )
  expect((await brokenBooks()).map((line) => line.split(/ +/)[1])).toContain('closed_books_stand')
})
