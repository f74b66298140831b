import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  askBack,
  close,
  confirmBack,
  type Desk,
  enter,
  givenBatch,
  givenCheck,
  givenDesk,
} from '#tests/support/given-offline.ts'
import { today } from '#tests/support/given-remittance.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let desk: Desk
let openBatch: string
let openLine: string
let booked: string
let withMail: string
beforeAll(async () => {
  desk = await givenDesk()
  const [fundId] = desk.fundIds
  openBatch = await givenBatch(desk.intake, { total: 10_00n, pieces: 1, fundIds: [fundId] })
  openLine = await enter(desk.intake, openBatch, { kind: 'cash', amount: 10_00n })
  booked = await givenCheck(desk, { amount: 50_00n })
  withMail = await givenCheck(desk, { amount: 20_00n, giver: { email: 'mail@donor.example' } })
  await issueReceipts({ paymentIds: [booked, withMail] })
})

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const line = (
    over: { donor?: string; kind?: string; on?: string; amount?: bigint; batch?: string } = {},
  ): Statement[] => {
    const id = randomUUID()
    return [
      [
        `insert into offline_batch_line (id, batch_id, donor_id, gift_kind, amount_cents, received_on, entered_by, occurred_at)
         values ($1, $2, coalesce($3::uuid, (select donor_id from offline_batch_line where id = $4)), $5, $6, $7, $8, now())`,
        [
          id,
          over.batch ?? openBatch,
          over.donor ?? null,
          openLine,
          over.kind ?? 'cash',
          over.amount ?? 5n,
          over.on ?? today(),
          desk.intake.id,
        ],
      ],
      [
        `insert into offline_batch_line_part (line_id, fund_id, purpose_version, gift_cents)
         select $1, $2, min(version), 5 from fund_purpose where fund_id = $2`,
        [id, desk.fundIds[0]],
      ],
    ]
  }
  const ending = (by: string, stepUpId: string | null, kind = 'closed'): Statement => [
    `insert into offline_batch_ending (batch_id, kind, ended_by, step_up_id, occurred_at) values ($1, $2, $3, $4, now())`,
    [openBatch, kind, by, stepUpId],
  ]
  const proof = (by: string) =>
    givenStepUp(by, boundTo.closeOfflineBatch({ batchId: openBatch, total: 10_00n, pieces: 1 }))

  test('a line is what its kind needs, adds up by fund, came before its deposit, and stays as it was entered', async () => {
    expect(await broken(...line({ amount: 6n }))).toBe('line_parts_add_up')
    expect(await broken(...line({ kind: 'check' }))).toBe('line_says_what_its_kind_needs')
    expect(await broken(...line({ on: '2200-01-01' }))).toBe('gift_came_before_its_deposit')
    expect(await broken(...line({ amount: 0n }))).toBe('offline_gift_is_positive')
    expect(
      await broken([`update offline_batch_line set amount_cents = 1 where id = $1`, [openLine]]),
    ).toMatch(/batch_line_is_not_changed|permission/)
    expect(await broken([`update offline_batch set control_cents = 1 where id = $1`, [openBatch]])).toBe(
      'batch_facts_stay',
    )
    expect(await broken([`update offline_batch set state = 'closed' where id = $1`, [openBatch]])).toBe(
      'batch_facts_stay',
    )
    const [over] = line({ batch: openBatch, amount: 5n }) as [Statement]
    expect(await broken(over)).toBe('line_parts_add_up')
  })

  test('a batch is closed by another, who holds the role and was present, when it is what was counted, with all its gifts', async () => {
    const { intake, treasurer } = desk
    expect(await broken(ending(intake.id, await proof(intake.id)))).toBe('batch_is_worked_on_by_role')
    expect(await broken(ending(treasurer.id, null))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(ending(treasurer.id, await proof(desk.administrator.id)))).toBe(
      'step_up_is_fresh_and_bound',
    )
    expect(await broken(ending(treasurer.id, await proof(treasurer.id)))).toBe('batch_is_booked_line_by_line')
    expect(await broken(...line(), ending(treasurer.id, await proof(treasurer.id)))).toBe(
      'batch_matches_its_count',
    )
    const own: Statement = [
      `insert into offline_batch (id, kept_in, deposited_on, reference, control_cents, control_pieces, fund_ids, opened_by, occurred_at)
       values ($1, 'bank', $2, 'x', 1, 1, $3, $4, now())`,
      [randomUUID(), today(), [desk.fundIds[0]], desk.treasurer.id],
    ]
    const [, values] = own
    expect(await broken([own[0], [randomUUID(), '2019-12-30', [desk.fundIds[0]], desk.treasurer.id]])).toBe(
      'batch_is_from_after_go_live',
    )
    const closing: Statement = [
      `insert into offline_batch_ending (batch_id, kind, ended_by, occurred_at) values ($1, 'closed', $2, now())`,
      [values[0], desk.treasurer.id],
    ]
    expect(await broken(own, closing)).toBe('batch_closer_did_not_enter_it')
  })

  test('no payment without its batch, none with half a channel, and no transfer without its payment', async () => {
    const pay = (columns: string, kind: string, values: string): Statement => [
      `insert into payment (intent_id, donor_id, amount_cents, fee_cents, occurred_at, gift_kind ${columns})
       select intent_id, donor_id, 1000, 0, now(), $2 ${values} from payment where id = $1`,
      [booked, kind],
    ]
    expect(await broken(pay('', 'card', ''))).toBe('payment_has_its_channel')
    expect(await broken(pay(', offline_line_id', 'cash', `, '${openLine}'`))).toBe(
      'offline_gift_is_what_its_line_says',
    )
    expect(await broken(pay(', offline_line_id', 'check', ', offline_line_id'))).toMatch(
      /offline_gift_is_what_its_line_says|line_is_booked_once/,
    )
    expect(await broken(postSql('offline_gift', 'bank', 'gifts', 1n, desk.fundIds[0], randomUUID()))).toBe(
      'offline_gift_has_a_record',
    )
    const undo: Statement = [
      `select post_transfers(array[t.fund_id], array['reversal'], array['gifts'], array[''], array['bank'], array[''],
              array[t.amount_cents], array['by hand'], array[$2], array[0]::smallint[], array[now()], array[t.id], array[null]::uuid[])
         from ledger_transfer t where t.source_kind = 'offline_gift' and t.source_id = $1`,
      [booked, randomUUID()],
    ]
    expect(await broken(undo)).toBe('offline_gift_has_a_record')
  })

  test('a reversal is asked by the role, once, confirmed by another who was present, and books what it says', async () => {
    const ask = (by: string, reason = 'returned_by_bank', fee = 0): Statement => [
      `insert into offline_reversal (payment_id, reason, fee_cents, happened_on, asked_by, occurred_at)
       values ($1, $2, $3, $4, $5, now())`,
      [booked, reason, fee, today(), by],
    ]
    expect(await broken(ask(desk.intake.id))).toBe('reverser_holds_the_role')
    expect(await broken(ask(desk.treasurer.id, 'given_back', 5))).toBe('only_a_bank_asks_a_fee')
    expect(await broken(ask(desk.treasurer.id), ask(desk.administrator.id))).toBe('gift_is_reversed_once')
    const decide = (by: string, stepUpId: string | null): Statement => [
      `insert into offline_reversal_decision (reversal_id, decision, decided_by, step_up_id, occurred_at)
       select id, 'confirmed', $2, $3, now() from offline_reversal where payment_id = $1`,
      [booked, by, stepUpId],
    ]
    expect(await broken(ask(desk.treasurer.id), decide(desk.treasurer.id, null))).toBe(
      'reversal_is_confirmed_by_another',
    )
    expect(await broken(ask(desk.treasurer.id), decide(desk.administrator.id, null))).toBe(
      'step_up_is_fresh_and_bound',
    )
    const reversalId = randomUUID()
    const stepUpId = await givenStepUp(desk.administrator.id, boundTo.confirmOfflineReversal(reversalId))
    const named = (reason?: string): Statement => {
      const [sql, values] = ask(desk.treasurer.id, reason)
      return [sql.replace('(payment_id', '(id, payment_id').replace('($1,', `('${reversalId}', $1,`), values]
    }
    const part = (cents: bigint, fundId = desk.fundIds[0]): Statement => [
      `insert into offline_reversal_part (reversal_id, fund_id, amount_cents) values ($1, $2, $3)`,
      [reversalId, fundId, cents],
    ]
    expect(await broken(named(), part(50_00n), decide(desk.administrator.id, stepUpId))).toBe(
      'reversal_is_booked',
    )

    expect(await broken(named())).toBe('reversal_says_what_goes_back')
    expect(await broken(named('given_back'), part(50_01n))).toBe('reversal_stays_within_the_gift')
    expect(await broken(named('given_back'), part(1n, desk.fundIds[1]))).toBe(
      'reversal_stays_within_the_gift',
    )
    expect(await broken(named('given_back'), part(0n))).toBe('reversal_part_is_positive')
    expect(await broken(named('given_back'), part(1n), part(1n))).toBe('reversal_names_a_fund_once')
    for (const reason of ['returned_by_bank', 'entered_wrongly'])
      expect(await broken(named(reason), part(1n))).toBe('only_what_is_given_back_goes_in_parts')
    const back = postSql('offline_gift_back', 'gifts', 'bank', 1n, desk.fundIds[0], reversalId)
    expect(await broken(back)).toBe('offline_gift_has_a_record')
  })

  test('Stripe gives back no check, a paper is printed only where none is mailed, and nothing of it is rewritten', async () => {
    const request: Statement = [
      `insert into stripe_request (payment_id, kind, amount_cents, reason, needs_confirmation, asked_by, occurred_at)
       values ($1, 'refund', 1, 'donor_asked', false, $2, now())`,
      [booked, desk.treasurer.id],
    ]
    expect(await broken(request)).toMatch(/stripe_gives_back_what_it_took|step_up_is_fresh_and_bound/)
    const print = (paymentId: string, by: string): Statement => [
      `insert into receipt_printing (payment_id, printed_by, occurred_at) values ($1, $2, now())`,
      [paymentId, by],
    ]
    expect(await broken(print(withMail, desk.intake.id))).toBe('only_what_is_not_mailed_is_printed')
    expect(await broken(print(booked, (await givenDesk()).intake.id))).toBe('printer_holds_the_role')
  })
})

test('what lies in another fund’s batch is not seen, nor written to', async () => {
  const other = await givenDesk()
  const [rows, lines] = await Promise.all(
    ['offline_batch', 'offline_batch_line'].map((table) =>
      run<{ n: string }>(
        world.appUrl,
        [[`select count(*) as n from ${table}`, []]],
        `staff:${other.fundIds.join(',')}`,
      ),
    ),
  )
  expect([rows?.[0]?.n, lines?.[0]?.n]).toEqual(['0', '0'])
})

test('what goes back is said when it is asked, and never more in all than the gift was', async () => {
  const parts = await givenCheck(desk, { amount: 30_00n, reference: 'parts' })
  const [fundId] = desk.fundIds
  const giveBack = (cents: bigint) =>
    askBack(desk.treasurer, parts, { reason: 'given_back', parts: [[fundId, cents]] })
  const first = await giveBack(20_00n)
  await confirmBack(desk.administrator, first)
  const second = await giveBack(10_00n)
  const more = (reversalId: string): Statement => [
    `insert into offline_reversal_part (reversal_id, fund_id, amount_cents) values ($1, $2, 1)`,
    [reversalId, desk.fundIds[1]],
  ]
  for (const url of [world.appUrl, world.ownerUrl])
    for (const reversalId of [first, second])
      expect(await brokenRule(namingViolations(() => run(url, [more(reversalId)])))).toBe(
        'reversal_says_what_goes_back',
      )
  await asOwner(world.ownerUrl, null, (owner) =>
    expect(owner.query('update offline_reversal_part set amount_cents = 1')).rejects.toThrow(
      'offline_gifts_are_append_only',
    ),
  )
  await confirmBack(desk.administrator, second)
  expect(await brokenBooks()).toEqual([])
})

test('the books find a line, a reversal and a paper that were made wrong behind every guard', async () => {
  await confirmBack(desk.administrator, await askBack(desk.treasurer, booked, { fee: 1_00n }))
  expect(await brokenBooks()).toEqual([])
  const names = async (sql: string, back: string) => {
    await asOwner(world.ownerUrl, null, (owner) => forced(owner, sql))
    const found = (await brokenBooks()).map((each) => each.split(/\s+/)[1])
    await asOwner(world.ownerUrl, null, (owner) => forced(owner, back))
    return found
  }
  expect(
    await names(
      `update offline_reversal set fee_cents = 200 where payment_id = '${booked}'`,
      `update offline_reversal set fee_cents = 100 where payment_id = '${booked}'`,
    ),
  ).toContain('reversal_is_booked')
  const part = (cents: number) =>
    `update offline_reversal_part x set amount_cents = ${cents} from offline_reversal o
      where o.id = x.reversal_id and o.payment_id = '${booked}'`
  const found = await names(part(60_00), part(50_00))
  for (const rule of ['reversal_is_booked', 'reversal_stays_within_the_gift']) expect(found).toContain(rule)
  expect(
    await names(
      `update offline_batch set control_pieces = 9 where state = 'closed'`,
      `update offline_batch set control_pieces = 1 where state = 'closed'`,
    ),
  ).toContain('batch_matches_its_count')
  expect(
    await names(
      `update gift_intent set email = 'late@donor.example' where email = ''`,
      `update gift_intent set email = '' where email = 'late@donor.example'`,
    ),
  ).toContain('offline_gift_has_one_paper')
  expect(
    await names(
      `update payment set gift_kind = 'cash' where id = '${booked}'`,
      `update payment set gift_kind = 'check' where id = '${booked}'`,
    ),
  ).toContain('batch_is_booked_line_by_line')
  await close(desk.treasurer, openBatch)
  expect(await brokenBooks()).toEqual([])
})
