-- Why: what a donor gave is told less what went back of it, everywhere and by one reading. Two things had gone back that it did
-- not know: a part of a gift by check or in cash, and a gift of before this site.

-- All that went back of gifts and stands: refunds at Stripe, and what was reversed here, whole or in part.
create or replace view gift_refund (payment_id, id, amount_cents, occurred_at) with (security_invoker = true) as
  select r.payment_id, r.id, r.amount_cents, r.occurred_at from refund r where r.failed_txn_id is null
  union all
  select o.payment_id, o.id::text, x.cents, d.occurred_at
    from offline_reversal o
    join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
    cross join lateral (select sum(p.amount_cents)::bigint as cents from offline_reversal_part p where p.reversal_id = o.id) x;

-- What went back of gifts of before this site, and whether it did for good.
create view imported_gift_back (gift_id, kind, id, cents, occurred_at, stands) with (security_invoker = true) as
  select r.gift_id, 'refund', r.id, r.gift_cents, r.occurred_at, r.failed_txn_id is null from imported_gift_refund r
   where r.gift_cents > 0
  union all
  select q.gift_id, 'dispute', q.id, q.gift_cents, q.occurred_at, q.state = 'lost' from imported_gift_dispute q
   where q.gift_cents > 0;

-- Such gifts as those of the record that stands for their giver now.
create view imported_gift_of_donor (donor_id, gift_id, fund_id, purpose_version, cents, given_at, stands)
  with (security_invoker = true) as
  select g.donor_id, g.id, g.fund_id, g.purpose_version, g.amount_cents, g.occurred_at,
         exists (select from import_event e where e.batch_id = g.batch_id and e.kind = 'committed')
           and not exists (select from imported_gift_end x where x.gift_id = g.id)
    from imported_gift g
   where not exists (select from merges_that_stand() m where m.merged_id = g.donor_id)
  union all
  select m.survivor_id, g.id, g.fund_id, g.purpose_version, g.amount_cents, g.occurred_at,
         exists (select from import_event e where e.batch_id = g.batch_id and e.kind = 'committed')
           and not exists (select from imported_gift_end x where x.gift_id = g.id)
    from merges_that_stand() m join imported_gift g on g.donor_id = m.merged_id;

create or replace view donor_gift_line (donor_id, gift_kind, gift_id, given_at, kind, source_id, fund_id, purpose_version, amount_cents,
                             occurred_at, stands)
  with (security_invoker = true) as
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'gift', p.id::text, d.fund_id, d.purpose_version,
         d.gift_cents + d.fee_cover_cents, p.occurred_at, true
    from payment p join donation d on d.payment_id = p.id
   where p.gift_kind in ('card', 'check', 'cash')
  union all
  select p.donor_id, 'card', p.id, p.occurred_at, 'refund', r.id, d.fund_id, d.purpose_version, t.cents, r.occurred_at,
         r.failed_txn_id is null
    from payment p join refund r on r.payment_id = p.id join donation d on d.payment_id = p.id
    cross join lateral (
      select sum(case when a.code = 'stripe' then l.amount_cents else -l.amount_cents end)::bigint as cents
        from ledger_transfer l join ledger_account a on a.id = l.credit_account_id
       where l.source_kind = 'stripe_txn' and l.source_id = r.txn_id and l.code in ('refund', 'refund_fee_cover')
         and l.fund_id = d.fund_id) t
   where t.cents <> 0
  union all
  select p.donor_id, 'card', p.id, p.occurred_at, 'dispute', q.id, d.fund_id, d.purpose_version, t.cents, q.occurred_at,
         q.state = 'lost'
    from payment p join dispute q on q.payment_id = p.id join donation d on d.payment_id = p.id
    cross join lateral (
      select sum(case when a.code = 'stripe' then l.amount_cents else -l.amount_cents end)::bigint as cents
        from stripe_balance_transaction b
        join ledger_transfer l on l.source_kind = 'stripe_txn' and l.source_id = b.id and l.code = 'dispute'
         and l.fund_id = d.fund_id
        join ledger_account a on a.id = l.credit_account_id
       where b.source_id = q.id) t
   where t.cents <> 0
  union all
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'refund', o.id::text, d.fund_id, d.purpose_version, x.amount_cents,
         e.occurred_at, true
    from payment p join offline_reversal o on o.payment_id = p.id
    join offline_reversal_decision e on e.reversal_id = o.id and e.decision = 'confirmed'
    join offline_reversal_part x on x.reversal_id = o.id
    join donation d on d.payment_id = p.id and d.fund_id = x.fund_id
   where p.gift_kind in ('check', 'cash')
  union all
  select g.donor_id, 'imported', g.gift_id, g.given_at, 'gift', g.gift_id::text, g.fund_id, g.purpose_version, g.cents,
         g.given_at, g.stands
    from imported_gift_of_donor g
  union all
  select g.donor_id, 'imported', g.gift_id, g.given_at, b.kind, b.id, g.fund_id, g.purpose_version, b.cents, b.occurred_at,
         g.stands and b.stands
    from imported_gift_of_donor g join imported_gift_back b on b.gift_id = g.gift_id;

create or replace view donor_record_line with (security_invoker = true) as
  select * from donor_gift_line
  union all
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'gift', p.id::text, d.fund_id, d.purpose_version, d.gift_cents, p.occurred_at,
         true
    from payment p join donation d on d.payment_id = p.id
   where p.gift_kind not in ('card', 'check', 'cash')
  union all
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'refund', o.id::text, d.fund_id, d.purpose_version, x.amount_cents,
         e.occurred_at, true
    from payment p join offline_reversal o on o.payment_id = p.id
    join offline_reversal_decision e on e.reversal_id = o.id and e.decision = 'confirmed'
    join offline_reversal_part x on x.reversal_id = o.id
    join donation d on d.payment_id = p.id and d.fund_id = x.fund_id
   where p.gift_kind not in ('card', 'check', 'cash');
