import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const receiptChecks: Check[] = [
  sqlCheck(
    'receipt_matches_payment',
    `select p.id, p.amount_cents, r.total_cents, d.cents as donated, t.cents as booked
       from payment p
       left join receipt r on r.payment_id = p.id
       left join (select payment_id, sum(gift_cents + fee_cover_cents) as cents from donation group by 1) d on d.payment_id = p.id
       left join (select source_id, sum(amount_cents) as cents from ledger_transfer
                   where source_kind = 'stripe_txn' and code in ('donation', 'donation_fee_cover')
                      or source_kind = 'offline_gift' and code = 'offline_gift' group by 1) t on t.source_id = coalesce(p.txn_id, p.id::text)
      where coalesce(r.total_cents, p.amount_cents) <> p.amount_cents or r.number <> p.receipt_number
         or d.cents is distinct from p.amount_cents or t.cents is distinct from p.amount_cents`,
  ),
]
