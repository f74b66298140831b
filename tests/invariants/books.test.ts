import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { checkBooks, checks } from '#app/domain/ledger/books.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { forced } from '#tests/support/forced.ts'
import { approveBy, givenPostedBond, givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { givenGiftThatWasPaidOut } from '#tests/support/given-gift.ts'
import { sealed } from '#tests/support/sealed.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const owner = new Client({ connectionString: world.ownerUrl })

/** A fund with gifts, a payout, a bond, a reservation, and a sealed chain of audit rows: something behind every rule. */
beforeAll(async () => {
  await owner.connect()
  const team = await givenTeam()
  await givenGiftThatWasPaidOut(world, team.fundId)
  await givenPostedBond(team)
  await approveBy(team.approver, await givenProposal(team))
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    recordAudit(tx, { actor: { kind: 'system' }, action: 'books.checked', subject: 'books' }),
  )
  await sealed()
})
afterAll(() => owner.end())

test('the books name every rule that they ask, and all are in order', async () => {
  const lines: string[] = []
  expect(await checkBooks((line) => lines.push(line))).toBe(0)
  expect(lines).toHaveLength(checks.length + 1)
})

/** Which rule each breach breaks, and how the owner of the database, whom nothing can hold back, commits it. */
const breaches: [rule: string, breach: string, mended: string][] = [
  [
    'transfer_is_positive_and_two_sided',
    `alter table ledger_transfer drop constraint transfer_is_positive_and_two_sided;
     update ledger_transfer set amount_cents = -amount_cents where id = 1`,
    'update ledger_transfer set amount_cents = -amount_cents where id = 1',
  ],
  [
    'transfer_stays_in_fund',
    `alter table ledger_transfer drop constraint transfer_stays_in_fund, drop constraint transfer_stays_in_fund_credit;
     update ledger_transfer set fund_id = (select id from fund where kind = 'operating') where id = 1`,
    "update ledger_transfer set fund_id = (select id from fund where kind <> 'operating') where id = 1",
  ],
  [
    'ledger_is_append_only',
    'drop trigger payment_is_append_only on payment',
    `create trigger payment_is_append_only before update or delete or truncate on payment
       for each statement execute function refuse_rewriting('payments_are_append_only')`,
  ],
  [
    'ledger_is_append_only',
    'grant update on ledger_transfer to homeward_app',
    'revoke update on ledger_transfer from homeward_app',
  ],
  [
    'one_source_posts_once',
    `alter table ledger_transfer drop constraint one_source_posts_once;
     insert into ledger_transfer (fund_id, code, debit_account_id, credit_account_id, amount_cents, source_kind, source_id, part, occurred_at)
       select fund_id, code, debit_account_id, credit_account_id, amount_cents, source_kind, source_id, part, occurred_at
         from ledger_transfer where id = 1`,
    'delete from ledger_transfer where id = (select max(id) from ledger_transfer)',
  ],
  [
    'balances_equal_transfers',
    "update ledger_account set debits_cents = debits_cents + 1 where code = 'bank'",
    "update ledger_account set debits_cents = debits_cents - 1 where code = 'bank'",
  ],
  [
    'balances_equal_transfers',
    'update ledger_daily set amount_cents = amount_cents + 1',
    'update ledger_daily set amount_cents = amount_cents - 1',
  ],
  [
    'stripe_balance_matches',
    'update stripe_balance_transaction set amount_cents = amount_cents + 1, net_cents = net_cents + 1',
    'update stripe_balance_transaction set amount_cents = amount_cents - 1, net_cents = net_cents - 1',
  ],
  [
    'posting_keeps_net_assets',
    "update ledger_transfer set code = 'bond_posted' where code = 'donation'",
    "update ledger_transfer set code = 'donation' where code = 'bond_posted' and source_kind = 'stripe_txn'",
  ],
  [
    'receipt_matches_payment',
    'update receipt set total_cents = total_cents + 1',
    'update receipt set total_cents = total_cents - 1',
  ],
  [
    'receipt_matches_payment',
    'update donation set gift_cents = gift_cents + 1',
    'update donation set gift_cents = gift_cents - 1',
  ],
  [
    'bond_pays_out_at_most_principal',
    'update bond set principal_cents = principal_cents - 1',
    'update bond set principal_cents = principal_cents + 1',
  ],
  [
    'fund_never_overcommitted',
    `alter table reservation drop constraint fund_never_overcommitted;
     update reservation set free_to_commit_seen_cents = free_to_commit_seen_cents - 100000000`,
    'update reservation set free_to_commit_seen_cents = free_to_commit_seen_cents + 100000000',
  ],
  [
    'reservation_resolves_once',
    'update reservation set held = not held',
    'update reservation set held = not held',
  ],
  [
    'approver_is_not_proposer',
    'update disbursement d set proposed_by = a.approver_id from approval a where a.disbursement_id = d.id',
    "update disbursement set proposed_by = (select id from staff where name = 'intake')",
  ],
  [
    'audit_chain_is_intact',
    "update audit_event set action = action || '.' where id = 1",
    "update audit_event set action = rtrim(action, '.') where id = 1",
  ],
]

describe('what the owner of the database forces past the rules, the books name', () => {
  test.each(breaches)('%s: %s', async (rule, breach, mended) => {
    const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])
    await forced(owner, breach)
    expect(await named()).toContain(rule)
    await forced(owner, mended)
    expect(await named()).toEqual([])
  })
})
