import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

/** What each movement of a family's part moves; nothing else may touch their accounts. */
const pairs = [
  ['copay_received', 'bank', 'copay_held'],
  ['copay_recovered', 'bank', 'copay_held'],
  ['copay_posted', 'copay_held', 'copay_posted'],
  ['copay_freed', 'copay_posted', 'copay_held'],
  ['copay_paid_out', 'copay_held', 'bank'],
  ['copay_loss', 'copay_posted', 'bond_deposit'],
  ['copay_loss', 'copay_posted', 'refund_due'],
]

export const copayChecks: Check[] = [
  sqlCheck(
    'family_part_is_never_a_gift',
    `select t.id, t.code, d.code as debit, c.code as credit
       from ledger_transfer t
       join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
       left join ledger_transfer o on o.id = t.reverses_id
      where (d.code in ('copay_held', 'copay_posted') or c.code in ('copay_held', 'copay_posted')
             or coalesce(o.code, t.code) like 'copay%')
        and (coalesce(o.code, t.code), case when o.id is null then d.code else c.code end,
             case when o.id is null then c.code else d.code end)
            not in (${pairs.map((pair) => `('${pair.join("', '")}')`).join(', ')})`,
  ),
  sqlCheck(
    'family_part_is_what_was_recorded',
    `with recorded as (
       select g.fund_id, 'copay_held' as code, g.id::text as sub, copay_held_cents(g.id) as cents from copay_agreement g
       union all
       select b.fund_id, 'copay_posted', b.id::text, c.part - c.back - c.lost
         from bond b cross join lateral copay_of_bond(b.id) c where b.agreement_id is not null),
     booked as (
       select a.fund_id, a.code, a.sub, -a.balance_cents as cents from account_balance a
        where a.code in ('copay_held', 'copay_posted'))
     select fund_id, code, sub, booked.cents as booked_cents, recorded.cents as recorded_cents
       from recorded full join booked using (fund_id, code, sub)
      where coalesce(recorded.cents, 0) <> coalesce(booked.cents, 0)`,
  ),
  sqlCheck(
    'copay_is_taken_by_a_signed_agreement',
    `select g.id, g.amount_cents, sum(r.amount_cents) as received from copay_agreement g
       join copay_receipt r on r.agreement_id = g.id and copay_receipt_stands(r.id) group by g.id having sum(r.amount_cents) > g.amount_cents
     union all
     select r.id, g.amount_cents, r.amount_cents from copay_receipt r join copay_agreement g on g.id = r.agreement_id
      where r.received_by = g.witnessed_by
     union all
     select g.id, null, null from copay_agreement g join copay_offer o on o.id = g.offer_id where o.answer = 'agreed_self_post'`,
  ),
  sqlCheck(
    'payout_has_its_people',
    `select p.id from copay_payout p join copay_payout_approval a on a.payout_id = p.id where a.approved_by = p.proposed_by
     union all
     select x.payout_id from copay_payout_payment x
      where not exists (select from copay_payout_approval a where a.payout_id = x.payout_id and a.completes)
         or exists (select from copay_payout_approval a where a.payout_id = x.payout_id and a.approved_by = x.paid_by)`,
  ),
  sqlCheck(
    'taking_back_is_booked',
    `select misbooked_copay_reversals(null) as reversal_id
     union all
     select v.id from copay_reversal v join copay_reversal_decision d on d.reversal_id = v.id
      where d.decision = 'confirmed' and d.decided_by = v.asked_by
     union all
     select null from ledger_transfer t join ledger_transfer o on o.id = t.reverses_id
      where o.source_kind = 'copay_receipt' and not exists (
        select from copay_reversal v where t.source_kind = 'copay_reversal' and v.id::text = t.source_id
           and v.receipt_id::text = o.source_id and not copay_receipt_stands(v.receipt_id))`,
  ),
  // Cash of a family that is out was taken from what is held for that family, and is promised to nothing else.
  sqlCheck(
    'family_part_stays_within_what_is_held',
    `select g.id, copay_out_cents(g.id) as out_cents, copay_unclaimed_cents(g.id) as unclaimed_cents from copay_agreement g
      where copay_out_cents(g.id) > 0 and copay_unclaimed_cents(g.id) < 0`,
  ),
  // What is in a poster's hands of a family's money is for a bond that is their fund's alone.
  sqlCheck(
    'family_part_is_of_a_bond',
    `select v.advance_id, v.disbursement_id, v.family_cents from advance_cover v
      where v.agreement_id is not null and not is_own_bond(v.disbursement_id) and advance_left_cents(v.advance_id) > 0`,
  ),
  sqlCheck(
    'forfeiture_call_stays_within_exposure',
    `select b.id, b.principal_cents, bond_exposure_cents(b.id) as exposure_cents, sum(p.principal_cents) as called
       from bond b join forfeiture_call c on c.bond_id = b.id join disbursement_payment p on p.disbursement_id = c.disbursement_id
      group by b.id having sum(p.principal_cents) > bond_exposure_cents(b.id) - b.principal_cents
     union all
     select d.id, null, null, p.principal_cents from disbursement d join disbursement_payment p on p.disbursement_id = d.id
      where d.kind = 'forfeiture_call' and not exists (select from forfeiture_call c where c.disbursement_id = d.id)`,
  ),
]
