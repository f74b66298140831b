import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const offlineGiftChecks: Check[] = [
  sqlCheck(
    'batch_matches_its_count',
    `select b.id, b.control_cents, b.control_pieces, l.pieces, l.cents, t.cents as booked
       from offline_batch b
       left join (select batch_id, count(*) as pieces, sum(amount_cents) as cents from offline_batch_line group by 1) l on l.batch_id = b.id
       left join (select n.batch_id, sum(t.amount_cents) as cents
                    from offline_batch_line n join payment p on p.offline_line_id = n.id
                    join ledger_transfer t on t.source_kind = 'offline_gift' and t.source_id = p.id::text group by 1) t on t.batch_id = b.id
      where b.state = 'closed'
        and (b.control_pieces::bigint, b.control_cents::numeric, b.control_cents::numeric) is distinct from (l.pieces, l.cents, t.cents)`,
  ),
  sqlCheck(
    'batch_is_booked_line_by_line',
    `select misbooked_offline_lines(null) as line_id
     union all
     select l.id from payment p join offline_batch_line l on l.id = p.offline_line_id join offline_batch b on b.id = l.batch_id
      where b.state <> 'closed' or l.gift_kind <> p.gift_kind or l.amount_cents <> p.amount_cents
         -- Since two records were found to be one person, their gifts are the one's that stands.
         or p.donor_id not in (l.donor_id, donor_now(l.donor_id))
     union all
     select null from ledger_transfer t
      where t.source_kind = 'offline_gift' and not exists (
        select from payment p where p.id::text = t.source_id and p.offline_line_id is not null)`,
  ),
  sqlCheck(
    'batch_closer_did_not_enter_it',
    `select e.batch_id from offline_batch_ending e join offline_batch b on b.id = e.batch_id
      where e.kind = 'closed' and (b.opened_by = e.ended_by or exists (
        select from offline_batch_line l where l.batch_id = b.id and l.entered_by = e.ended_by))`,
  ),
  sqlCheck(
    'reversal_is_booked',
    `select misbooked_offline_reversals(null) as reversal_id
     union all
     select o.id from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id
      where d.decision = 'confirmed' and d.decided_by = o.asked_by`,
  ),
  sqlCheck(
    'reversal_stays_within_the_gift',
    `select d.payment_id, d.fund_id, d.gift_cents, b.cents as went_back
       from (select o.payment_id, x.fund_id, sum(x.amount_cents) as cents
               from offline_reversal o join offline_reversal_decision e on e.reversal_id = o.id and e.decision = 'confirmed'
               join offline_reversal_part x on x.reversal_id = o.id group by 1, 2) b
       left join donation d on (d.payment_id, d.fund_id) = (b.payment_id, b.fund_id)
      where b.cents > coalesce(d.gift_cents, 0)`,
  ),
  // A paper for each: by mail where there is an address, printed where there is none, and never both.
  sqlCheck(
    'offline_gift_has_one_paper',
    `select p.id from payment p join receipt r on r.payment_id = p.id join gift_intent i on i.id = p.intent_id
      where p.gift_kind <> 'card' and ((i.email = '') = (r.mail_id is not null) and i.email not like 'erased:%'
         or r.mail_id is not null and exists (select from receipt_printing x where x.payment_id = p.id))
     union all
     select p.id from payment p where p.gift_kind = 'card' and exists (select from receipt r where r.payment_id = p.id and r.mail_id is null)`,
  ),
]
