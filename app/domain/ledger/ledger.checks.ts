import { type Check, sqlCheck } from './check.ts'

/** Tables whose rows are history: each must still carry its trigger, switched on. */
const appendOnly = [
  'ledger_transfer',
  'stripe_event',
  'stripe_balance_transaction',
  'payment',
  'donation',
  'approval',
  'disbursement_payment',
  'bond_return',
  'bond_recovery',
  'audit_event',
  'publication_close',
  'pool_period',
  'advance_confirmation',
  'advance_return',
  'advance_return_answer',
  'cash_count',
  'cash_move',
  'cash_move_answer',
  'expense_approval',
  'expense_booking',
  'expense_payment',
  'card_charge',
]

/**
 * Codes whose two sides are both assets: they move money without earning or losing any. Bail that the fund's card paid is an
 * asset too, and owed on that card.
 */
const neutral = [
  'bond_posted',
  'case_disposed',
  'bond_returned',
  'payout_made',
  'payout_arrived',
  'payout_failed',
  'advance_out',
  'advance_back',
  'cash_banked',
  'cash_drawn',
]

const listed = (names: string[]): string => names.map((name) => `'${name}'`).join(', ')

export const ledgerChecks: Check[] = [
  sqlCheck(
    'transfer_is_positive_and_two_sided',
    'select id, amount_cents from ledger_transfer where amount_cents <= 0 or debit_account_id = credit_account_id',
  ),
  sqlCheck(
    'transfer_stays_in_fund',
    `select t.id, t.fund_id from ledger_transfer t
       join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
      where d.fund_id <> t.fund_id or c.fund_id <> t.fund_id`,
  ),
  sqlCheck(
    'ledger_is_append_only',
    `select wanted.name as table_without_its_guard
       from unnest(array[${listed(appendOnly)}]) wanted (name)
      where not exists (
        select from pg_trigger g join pg_class c on c.oid = g.tgrelid
         where c.relname = wanted.name and g.tgname = wanted.name || '_is_append_only' and g.tgenabled = 'O')
         or has_table_privilege(current_user, wanted.name, 'update, delete, truncate')
            and current_user <> (select tableowner from pg_tables where tablename = wanted.name and schemaname = 'public')`,
  ),
  sqlCheck(
    'one_source_posts_once',
    `select source_kind, source_id, code, fund_id, part, count(*)
       from ledger_transfer group by source_id, source_kind, code, fund_id, part having count(*) > 1
     union all
     select 'stripe_txn', m.id, m.posted_as, null, 0, 0
       from stripe_balance_transaction m
      where m.net_cents <> 0 and m.posted_as not in ('payout', 'payout_failed')
        and not exists (select from ledger_transfer t where t.source_id = m.id and t.source_kind = 'stripe_txn')`,
  ),
  sqlCheck(
    'balances_equal_transfers',
    `select a.fund_id, a.code, a.sub, a.debits_cents, a.credits_cents, coalesce(d.cents, 0) as debited, coalesce(c.cents, 0) as credited
       from ledger_account a
       left join (select debit_account_id as id, sum(amount_cents) as cents from ledger_transfer group by 1) d on d.id = a.id
       left join (select credit_account_id as id, sum(amount_cents) as cents from ledger_transfer group by 1) c on c.id = a.id
      where a.debits_cents <> coalesce(d.cents, 0) or a.credits_cents <> coalesce(c.cents, 0)
     union all
     select r.fund_id, r.code, r.day::text, r.transfers, r.amount_cents, x.transfers, x.cents
       from ledger_daily r
       full join (select fund_id, (occurred_at at time zone 'UTC')::date as day, code, count(*) as transfers, sum(amount_cents) as cents
                    from ledger_transfer group by 1, 2, 3) x using (fund_id, day, code)
      where r.transfers is distinct from x.transfers or r.amount_cents is distinct from x.cents`,
  ),
  sqlCheck(
    'posting_keeps_net_assets',
    `select t.id, t.code, d.code as debit, c.code as credit from ledger_transfer t
       join ledger_account d on d.id = t.debit_account_id join account_type dt on dt.code = d.code
       join ledger_account c on c.id = t.credit_account_id join account_type ct on ct.code = c.code
      where t.code in (${listed(neutral)}) and (dt.kind <> 'asset' or ct.kind <> 'asset')
        and not (t.code = 'bond_posted' and dt.kind = 'asset' and c.code = 'card_payable')`,
  ),
  sqlCheck(
    'stripe_balance_matches',
    `select ledger.cents as ledger_cents, mirror.cents as mirror_cents
       from (select coalesce(sum(balance_cents), 0) as cents from account_balance where code = 'stripe') ledger,
            (select coalesce(sum(m.net_cents), 0) as cents from stripe_balance_transaction m
              where not exists (
                select from stripe_payout p
                 where (p.txn_id = m.id or (m.posted_as = 'payout_failed' and m.source_id = p.id))
                   and not exists (select from stripe_payout_event e where e.payout_id = p.id and e.kind = 'composed'))) mirror
      where ledger.cents <> mirror.cents`,
  ),
  sqlCheck(
    'interfund_sums_to_zero',
    `select sum(balance_cents) as cents from account_balance where code = 'interfund' having sum(balance_cents) <> 0`,
  ),
]
