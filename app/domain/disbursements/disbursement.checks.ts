import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const disbursementChecks: Check[] = [
  sqlCheck(
    'fund_never_overcommitted',
    `select id, amount_cents, free_to_commit_seen_cents from reservation where amount_cents > free_to_commit_seen_cents`,
  ),
  sqlCheck(
    'reservation_resolves_once',
    `select r.id, r.held, x.kind from reservation r left join reservation_resolution x on x.reservation_id = r.id
      where r.held = (x.reservation_id is not null)
         or (x.reservation_id is not null and x.spent_cents + x.released_cents <> r.amount_cents)
     union all
     select p.id, null, 'paid without spending its reservation' from disbursement_payment p
      where not exists (select from reservation r join reservation_resolution x on x.reservation_id = r.id
                         where r.disbursement_id = p.disbursement_id and x.kind = 'spent'
                           and x.spent_cents = p.principal_cents + p.fees_cents)`,
  ),
  sqlCheck(
    'approver_is_not_proposer',
    `select a.id from approval a join disbursement d on d.id = a.disbursement_id where d.proposed_by = a.approver_id
     union all
     select p.id from disbursement_payment p join approval a on a.disbursement_id = p.disbursement_id and a.approver_id = p.paid_by`,
  ),
  sqlCheck(
    'approvers_are_distinct',
    `select r.disbursement_id from reservation r
      where (select count(distinct a.approver_id) from approval a where a.disbursement_id = r.disbursement_id) < 1
        and not exists (select from envelope_draw w where w.disbursement_id = r.disbursement_id)
     union all
     select disbursement_id from approval group by disbursement_id, approver_id having count(*) > 1`,
  ),
  sqlCheck(
    'bond_pays_out_at_most_principal',
    `select b.id, b.principal_cents, b.state, a.code, a.balance_cents
       from bond b
       join account_balance a on a.fund_id = b.fund_id and a.sub = b.id::text and a.code in ('bond_deposit', 'refund_due')
      where a.balance_cents < 0 or a.balance_cents > b.principal_cents or (b.state = 'closed' and a.balance_cents <> 0)
     union all
     select b.id, b.principal_cents, b.state, 'bond_deposit', coalesce(sum(t.amount_cents), 0)
       from bond b
       left join ledger_account a on a.fund_id = b.fund_id and a.sub = b.id::text and a.code = 'bond_deposit'
       left join ledger_transfer t on t.debit_account_id = a.id and t.code = 'bond_posted'
      group by b.id having coalesce(sum(t.amount_cents), 0) <> b.principal_cents
     union all
     select b.id, b.principal_cents, b.state, 'paid out', ended.cents
       from bond b
       join (select x.fund_id, x.sub, sum(x.cents) as cents
               from (select a.fund_id, a.sub, t.amount_cents as cents
                       from ledger_transfer t join ledger_account a on a.id = t.credit_account_id
                      where a.code in ('bond_deposit', 'refund_due')
                        and t.code in ('bond_returned', 'bond_withheld', 'bond_forfeited', 'written_off', 'copay_loss')
                     union all
                     select a.fund_id, a.sub, -t.amount_cents
                       from ledger_transfer t join ledger_account a on a.id = t.debit_account_id
                      where a.code in ('bond_deposit', 'refund_due') and t.code = 'reversal') x
              group by x.fund_id, x.sub) ended on ended.fund_id = b.fund_id and ended.sub = b.id::text
      where ended.cents > b.principal_cents or b.state = 'closed' and ended.cents <> b.principal_cents`,
  ),
]
