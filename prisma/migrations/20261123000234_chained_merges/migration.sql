-- Why: where one record was joined to a second and the second to a third, what was brought in for the first still counted as the
-- second's, which nobody opens any more. Its fund did not find the third; where that had nothing else, every fund did.

-- As it was booked or brought in, before anybody joined anything: what is asked of one donor is asked of all that stand behind them.
create view gift_of_record_to_fund (record_id, fund_id, cents) as
  select p.donor_id, n.fund_id, n.gift_cents + n.fee_cover_cents
    from payment p join donation n on n.payment_id = p.id
   where current_setting('homeward.scope', true) in ('staff', 'system')
  union all
  select g.donor_id, g.fund_id, g.amount_cents
    from imported_gift g
   where current_setting('homeward.scope', true) in ('staff', 'system');

-- As before, but: what was brought in for a record that was merged away is of the one that stands in the end. For lists: every
-- joining is read once for all of them.
create or replace view gift_to_fund (donor_id, fund_id, cents) as
  select p.donor_id, n.fund_id, n.gift_cents + n.fee_cover_cents
    from payment p join donation n on n.payment_id = p.id
   where current_setting('homeward.scope', true) in ('staff', 'system')
  union all
  select g.donor_id, g.fund_id, g.amount_cents
    from imported_gift g
   where not exists (select from merges_that_stand() m where m.merged_id = g.donor_id)
     and current_setting('homeward.scope', true) in ('staff', 'system')
  union all
  select m.survivor_id, g.fund_id, g.amount_cents
    from merges_that_stand() m join imported_gift g on g.donor_id = m.merged_id
   where current_setting('homeward.scope', true) in ('staff', 'system');

create or replace function funds_of_donor(p_donor uuid) returns uuid[] language sql stable as $$
  select coalesce(array_agg(f.fund_id order by f.cents desc, f.fund_id), '{}')
    from (select g.fund_id, sum(g.cents) as cents from gift_of_record_to_fund g
           where g.record_id = any (donor_family(p_donor)) group by g.fund_id) f
$$;

create or replace function donor_in_funds(p_donor uuid, p_funds uuid[]) returns boolean language sql stable as $$
  select exists (select from gift_of_record_to_fund g where g.record_id = any (donor_family(p_donor)) and g.fund_id = any (p_funds))
      or not exists (select from gift_of_record_to_fund g where g.record_id = any (donor_family(p_donor)))
$$;
