import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const refundChecks: Check[] = [
  sqlCheck(
    'refunds_stay_within_the_gift',
    `select p.id, p.amount_cents, sum(f.amount_cents) as refunded
       from payment p join refund f on f.payment_id = p.id and f.failed_txn_id is null
      group by p.id having sum(f.amount_cents) > p.amount_cents`,
  ),
  sqlCheck(
    'refund_answers_its_request',
    `select f.id, r.id as request, r.amount_cents, f.amount_cents as refunded
       from stripe_request_step s join stripe_request r on r.id = s.request_id and r.kind = 'refund'
       join refund f on f.id = s.stripe_id
      where s.kind = 'at_stripe' and (f.payment_id <> r.payment_id or f.amount_cents <> r.amount_cents)`,
  ),
  sqlCheck(
    'request_has_its_people',
    `select r.id from stripe_request r join stripe_request_step s on s.request_id = r.id and s.kind = 'sent'
       left join stripe_request_step c on c.request_id = r.id and c.kind = 'confirmed'
      where r.needs_confirmation and (c.request_id is null or (r.kind <> 'evidence' and c.acted_by = r.asked_by))`,
  ),
  sqlCheck(
    'correction_replaces_the_last_receipt',
    `select c.number, c.replaces from receipt_correction c join payment p on p.id = c.payment_id
      where c.total_cents > p.amount_cents
         or not exists (select from receipt r where r.payment_id = c.payment_id and r.number = c.replaces)
        and not exists (select from receipt_correction o where o.payment_id = c.payment_id and o.number = c.replaces)`,
  ),
]
