import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const scheduleChecks: Check[] = [
  sqlCheck(
    'monthly_version_adds_up',
    `select v.wish_id, w.amount_cents, sum(p.gift_cents + p.fee_cover_cents) as parts
       from recurring_donation_version v
       join recurring_donation_wish w on w.id = v.wish_id
       left join recurring_donation_version_part p on p.version_id = v.wish_id
      group by v.wish_id, w.id
     having sum(p.gift_cents + p.fee_cover_cents) is distinct from w.amount_cents or count(*) > 10`,
  ),
  sqlCheck(
    'monthly_payment_is_its_donors',
    `select p.id, p.donor_id, r.id as schedule, r.donor_id as schedule_donor
       from payment p join recurring_donation r on r.id = p.recurring_donation_id
      where p.donor_id <> r.donor_id`,
  ),
]
