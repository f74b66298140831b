-- Why: two records of one person are one, and that is so for gifts of before this site too. Such a gift stays where its file
-- put it; it is read as a gift of the record that stands now, so undoing a merge has nothing to give back.

-- Merges that stand. Everyone's sums depend on them, so they are read past row-level security; they name nobody.
create function merges_that_stand() returns table (merged_id uuid, survivor_id uuid)
  language sql stable security definer rows 20 set search_path = public, pg_temp as $$
  select m.merged_id, m.survivor_id from donor_merge m where m.undone_at is null
$$;

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
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'refund', o.id::text, d.fund_id, d.purpose_version, d.gift_cents,
         e.occurred_at, true
    from payment p join offline_reversal o on o.payment_id = p.id
    join offline_reversal_decision e on e.reversal_id = o.id and e.decision = 'confirmed'
    join donation d on d.payment_id = p.id
   where p.gift_kind in ('check', 'cash')
  union all
  select g.donor_id, 'imported', g.id, g.occurred_at, 'gift', g.id::text, g.fund_id, g.purpose_version, g.amount_cents,
         g.occurred_at,
         exists (select from import_event e where e.batch_id = g.batch_id and e.kind = 'committed')
           and not exists (select from imported_gift_end x where x.gift_id = g.id)
    from imported_gift g
   where not exists (select from merges_that_stand() m where m.merged_id = g.donor_id)
  union all
  select m.survivor_id, 'imported', g.id, g.occurred_at, 'gift', g.id::text, g.fund_id, g.purpose_version, g.amount_cents,
         g.occurred_at,
         exists (select from import_event e where e.batch_id = g.batch_id and e.kind = 'committed')
           and not exists (select from imported_gift_end x where x.gift_id = g.id)
    from merges_that_stand() m join imported_gift g on g.donor_id = m.merged_id;

alter policy fund_scope on imported_gift
  using (case when (select scoped_donor()) is null then in_scope(fund_id)
         else donor_id = any (array(select unnest(donor_family((select scoped_donor()))))) end);
