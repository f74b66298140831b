import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const envelopeChecks: Check[] = [
  sqlCheck(
    'draws_stay_within_their_envelope',
    `select e.id, e.total_cents, e.bond_count, count(*) as draws, sum(w.amount_cents) as drawn
       from night_envelope e join envelope_draw w on w.envelope_id = e.id
      group by e.id
     having sum(w.amount_cents) > e.total_cents or count(*) > e.bond_count or max(w.amount_cents) > e.cap_cents
         or bool_or(w.drawn_by <> all (e.poster_ids)) or bool_or(w.occurred_at < e.opens_at or w.occurred_at >= e.closes_at)
         or bool_or(w.entered_at < w.occurred_at or w.entered_at >= coalesce(e.entered_until, e.closes_at))
         or not exists (select from envelope_reservation r where r.envelope_id = e.id)`,
  ),
  sqlCheck(
    'draw_is_paid_at_once',
    `select w.disbursement_id, w.amount_cents, p.principal_cents, p.fees_cents
       from envelope_draw w left join disbursement_payment p on p.disbursement_id = w.disbursement_id
      where p.id is null or p.paid_by <> w.drawn_by or p.principal_cents + p.fees_cents <> w.amount_cents`,
  ),
  sqlCheck(
    'envelope_people_are_distinct',
    `select a.id, 'approver' as who from envelope_approval a join night_envelope e on e.id = a.envelope_id
      where a.approver_id = e.proposed_by or a.approver_id = any (e.poster_ids)
     union all
     select w.disbursement_id, 'confirmer' from envelope_draw w
       join envelope_draw_confirmation c on c.disbursement_id = w.disbursement_id
      where c.confirmed_by = w.drawn_by`,
  ),
  sqlCheck(
    'envelope_is_set_aside_once',
    `select r.envelope_id, r.amount_cents, e.total_cents, r.free_to_commit_seen_cents
       from envelope_reservation r join night_envelope e on e.id = r.envelope_id
      where r.amount_cents <> e.total_cents or r.amount_cents > r.free_to_commit_seen_cents
         or not exists (select from envelope_approval a where a.envelope_id = e.id)`,
  ),
]
