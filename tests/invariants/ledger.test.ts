import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { cents } from '#app/domain/money/cents.ts'
import { violationOf } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenBankBalance, givenFund } from '#tests/support/given.ts'
import { givenGiftThatWasPaidOut } from '#tests/support/given-gift.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { sealed } from '#tests/support/sealed.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const
const app = new Client({ connectionString: world.appUrl })
const owner = new Client({ connectionString: world.ownerUrl })
let fundId = ''
let otherFundId = ''

/** A fund with a gift, its receipt, a refund of a part and a payout; a gift that waits for its receipt; a sealed audit row. */
beforeAll(async () => {
  await Promise.all([app.connect(), owner.connect()])
  fundId = await givenFund({ slug: 'bail' })
  otherFundId = await givenFund({ slug: 'rides' })
  await givenBankBalance(fundId, 1_000_00n)
  await givenGiftThatWasPaidOut(world, fundId)
  await owner.query(
    `insert into stripe_event (id, type, created_at, livemode, body) values ('evt_1', 'x', now(), false, '{}')`,
  )
  await inTransaction(system, (tx) =>
    recordAudit(tx, { actor: { kind: 'system' }, action: 'books.checked', subject: 'books' }),
  )
  await sealed()
  expect(await brokenBooks()).toEqual([])
})
afterAll(() => Promise.all([app.end(), owner.end()]))

/** The rule's name, or `permission denied`, that SQL ends with; whatever it did is rolled back. */
async function refusal(as: Client, sql: string, values: unknown[] = []): Promise<string> {
  await as.query('begin')
  try {
    await as.query("select set_config('homeward.scope', 'system', true)")
    await as.query(sql, values)
    await as.query('set constraints all immediate')
    return 'allowed'
  } catch (error) {
    const violation = violationOf(error)
    return violation instanceof Error ? violation.constraint : (error as Error).message.replace(/ for .*/, '')
  } finally {
    await as.query('rollback')
  }
}

const history: [table: string, column: string, rule: string][] = [
  ['ledger_transfer', 'amount_cents', 'ledger_is_append_only'],
  ['stripe_event', 'type', 'inbox_is_append_only'],
  ['stripe_balance_transaction', 'net_cents', 'mirror_is_append_only'],
  ['stripe_payout', 'amount_cents', 'mirror_is_append_only'],
  ['stripe_payout_event', 'kind', 'mirror_is_append_only'],
  ['stripe_payout_item', 'txn_id', 'mirror_is_append_only'],
  ['payment', 'amount_cents', 'payments_are_append_only'],
  ['donation', 'gift_cents', 'payments_are_append_only'],
  ['gift_intent_part', 'gift_cents', 'payments_are_append_only'],
  ['receipt', 'total_cents', 'receipt_matches_payment'],
  ['audit_event', 'action', 'audit_is_append_only'],
  ['audit_seal', 'hash', 'audit_is_append_only'],
]

describe.each(history)('%s is history', (table, column, rule) => {
  test.each([
    `update ${table} set ${column} = ${column}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ])('%s', async (sql) => {
    expect(await refusal(app, sql)).toBe('permission denied')
    const said = await refusal(owner, sql)
    // Emptying a table empties what refers to it first, whose own rule may speak before.
    expect(said).toMatch(
      sql.startsWith('truncate') ? /append_only|receipt_matches_payment|written_once/ : rule,
    )
  })
})

describe('the app cannot write the ledger past its one door', () => {
  test.each([
    'insert into ledger_transfer (fund_id, code) select fund_id, code from ledger_transfer',
    'update ledger_account set debits_cents = debits_cents + 1',
    'delete from ledger_account',
    'insert into ledger_account (fund_id, code) select id, code from fund, account_type limit 1',
    "insert into ledger_daily select id, now(), 'donation', 1, 1 from fund limit 1",
    'drop table ledger_transfer',
    'alter table ledger_transfer disable trigger all',
    'drop trigger ledger_transfer_is_append_only on ledger_transfer',
    'create table notes (id int)',
    'select graphile_worker.add_job(1)',
    'set role postgres',
  ])('%s', async (sql) => {
    expect(await refusal(app, sql)).toMatch(/permission denied|must be owner|does not exist|cannot set/)
  })
})

const post = (transfers: Transfer[], source = { kind: 'test', id: randomUUID() }) =>
  inTransaction(system, (tx) => postTransfers(tx, { source, occurredAt: new Date(), transfers }))
const leg = (of: Partial<Transfer>): Transfer => ({
  ...{ code: 'bank_fee', fundId, debit: 'bank_fees', credit: 'bank', amount: cents(1n) },
  ...of,
})

describe('through the door, every rule holds', () => {
  test.each([0n, -5n])('transfer_is_positive_and_two_sided: an amount of %s', async (amount) => {
    expect(await brokenRule(post([leg({ amount: cents(amount) })]))).toBe(
      'transfer_is_positive_and_two_sided',
    )
  })

  test('transfer_is_positive_and_two_sided: one account on both sides, or one that is in no chart', async () => {
    const same = post([leg({ debit: 'bank' })])
    expect(await brokenRule(same)).toBe('transfer_is_positive_and_two_sided')
    const unknown = refusal(
      app,
      `select post_transfers(array[$1]::uuid[], '{x}', '{pocket}', '{""}', '{bank}', '{""}', '{1}', '{t}', '{1}', '{0}', array[now()], '{null}', '{null}')`,
      [fundId],
    )
    expect(await unknown).toMatch(/ledger_account_code_fkey|transfer_is_positive_and_two_sided/)
  })

  test('one_source_posts_once', async () => {
    const source = { kind: 'test', id: randomUUID() }
    await post([leg({})], source)
    expect(await brokenRule(post([leg({})], source))).toBe('one_source_posts_once')
    expect(await brokenRule(post([leg({ amount: cents(7n) })], source))).toBe('one_source_posts_once')
  })

  test('bond_pays_out_at_most_principal', async () => {
    const deposit = { account: 'bond_deposit', sub: randomUUID() } as const
    await post([leg({ code: 'opening', debit: deposit, credit: 'opening', amount: cents(100n) })])
    const tooMuch = leg({ code: 'bond_returned', debit: 'bank', credit: deposit, amount: cents(101n) })
    expect(await brokenRule(post([tooMuch]))).toBe('bond_pays_out_at_most_principal')
  })

  test('a batch is written whole or not at all', async () => {
    const before = await db().$queryRaw`select count(*) from ledger_transfer`
    await brokenRule(post([leg({}), leg({ part: 1, amount: cents(0n) })]))
    expect(await db().$queryRaw`select count(*) from ledger_transfer`).toEqual(before)
  })

  test('transfer_stays_in_fund, even for the owner', async () => {
    const sql = `insert into ledger_transfer (fund_id, code, debit_account_id, credit_account_id, amount_cents, source_kind, source_id, occurred_at)
      select $1, 'x', a.id, b.id, 1, 'x', 'x', now() from ledger_account a, ledger_account b
       where a.fund_id <> $1 and a.fund_id = b.fund_id and a.id <> b.id limit 1`
    expect(await refusal(owner, sql, [otherFundId])).toMatch(/^transfer_stays_in_fund/)
  })

  test('balances_equal_transfers, even for the owner', async () => {
    const sql = 'update ledger_account set debits_cents = debits_cents + 1'
    expect(await refusal(owner, sql)).toBe('balances_equal_transfers')
    expect(await refusal(owner, 'delete from ledger_account')).toBe('ledger_is_append_only')
  })

  test.each([
    ['another sum', 'p.receipt_number', '1'],
    ['another number', 'p.receipt_number + 1000', 'p.amount_cents'],
  ])('receipt_matches_payment: %s', async (_, number, total) => {
    const sql = `
      with m as (insert into mail (message, dedupe_key, recipient, language, props)
                 values ('receipt', gen_random_uuid()::text, 'robin@donor.example', 'en', '{}') returning id)
      insert into receipt (payment_id, mail_id, number, total_cents)
        select p.id, m.id, ${number}, ${total} from m, payment p
         where not exists (select from receipt r where r.payment_id = p.id)`
    expect(await refusal(app, sql)).toBe('receipt_matches_payment')
    expect(await refusal(owner, sql)).toBe('receipt_matches_payment')
  })
})
