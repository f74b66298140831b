import { hashCheck } from '#app/domain/evidence/hash-check.server.ts'
import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'
import { openReceiptBytes } from './receipts.server.ts'

export const expenseChecks: Check[] = [
  // What the books owe on cards and to people, but for what was owed at go-live, is what was approved or charged and is not yet paid.
  sqlCheck(
    'expenses_match_their_lines',
    `with lines as (
       select c.fund_id, case c.kind when 'card' then 'card_payable' else 'reimbursement_due' end as code,
              sum(l.amount_cents)::bigint as cents
         from expense_booking b join expense_claim c on c.id = b.claim_id join expense_line l on l.claim_id = c.id
        where not exists (select from expense_payment_claim p where p.claim_id = c.id)
        group by 1, 2
        union all
       select c.fund_id, 'card_payable', sum(c.amount_cents)::bigint from card_charge c
        where not exists (select from expense_payment_charge x where x.charge_id = c.payment_id)
        group by 1),
     owed as (select fund_id, code, sum(cents)::bigint as cents from lines group by 1, 2),
     books as (
       select a.fund_id, a.code, a.credits_cents - a.debits_cents
              - coalesce((select sum(case when t.credit_account_id = a.id then t.amount_cents else -t.amount_cents end)
                            from ledger_transfer t
                           where t.code = 'opening' and a.id in (t.debit_account_id, t.credit_account_id)), 0)::bigint as cents
         from ledger_account a where a.code in ('card_payable', 'reimbursement_due'))
     select coalesce(l.fund_id, b.fund_id) as fund_id, coalesce(l.code, b.code) as code, l.cents as lines_cents, b.cents as books_cents
       from owed l full join books b on b.fund_id = l.fund_id and b.code = l.code
      where coalesce(l.cents, 0) <> coalesce(b.cents, 0)
     union all
     select c.fund_id, c.id::text, sum(l.amount_cents)::bigint, c.total_cents
       from expense_claim c left join expense_line l on l.claim_id = c.id
      group by c.id having coalesce(sum(l.amount_cents), 0) <> c.total_cents
     union all
     select p.fund_id, p.id::text, sum(paid.cents)::bigint, p.amount_cents
       from expense_payment p left join (
         select x.payment_id, c.total_cents as cents from expense_payment_claim x join expense_claim c on c.id = x.claim_id
         union all
         select x.payment_id, c.amount_cents from expense_payment_charge x join card_charge c on c.payment_id = x.charge_id
       ) paid on paid.payment_id = p.id
      group by p.id having coalesce(sum(paid.cents), 0) <> p.amount_cents`,
  ),
  hashCheck({
    name: 'expense_receipts_match_their_hash',
    next: 'select id, sha256, sealed from expense_receipt where id > $1 order by id limit 1',
    open: openReceiptBytes,
  }),
  sqlCheck(
    'expense_is_decided_and_paid_by_others',
    `select c.id, a.approver_id as staff_id from expense_claim c join expense_approval a on a.claim_id = c.id
      where a.approver_id = c.claimed_by
     union all
     select c.id, p.paid_by from expense_claim c
       join expense_payment_claim x on x.claim_id = c.id join expense_payment p on p.id = x.payment_id
      where p.paid_by = c.claimed_by
         or exists (select from expense_approval a where a.claim_id = c.id and a.approver_id = p.paid_by)
     union all
     select d.disbursement_id, p.paid_by from expense_payment_charge x
       join disbursement_payment d on d.id = x.charge_id join expense_payment p on p.id = x.payment_id
      where exists (select from approval a where a.disbursement_id = d.disbursement_id and a.approver_id = p.paid_by)`,
  ),
]
