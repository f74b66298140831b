-- Why: whose a donor is does not depend on who asks. Row-level security hides gifts that were brought in for other funds, so a
-- question that is asked with a reader's own eyes took their givers for nobody's and showed them to everyone.

-- Who gave to which fund, and how much: read past row-level security, by the owner's right, and only ever to answer whose a
-- donor is. A signed-in donor and the public have no use for it. What was brought in for a record that was merged away is
-- the standing one's.
create view gift_to_fund (donor_id, fund_id, cents) as
  select p.donor_id, n.fund_id, n.gift_cents + n.fee_cover_cents
    from payment p join donation n on n.payment_id = p.id
   where current_setting('homeward.scope', true) in ('staff', 'system')
  union all
  select g.donor_id, g.fund_id, g.amount_cents
    from imported_gift g
   where not exists (select from donor_merge m where m.merged_id = g.donor_id and m.undone_at is null)
     and current_setting('homeward.scope', true) in ('staff', 'system')
  union all
  select m.survivor_id, g.fund_id, g.amount_cents
    from donor_merge m join imported_gift g on g.donor_id = m.merged_id
   where m.undone_at is null and current_setting('homeward.scope', true) in ('staff', 'system');

-- The funds that someone gave to, the one with most of it first; none for who gave to none yet.
create function funds_of_donor(p_donor uuid) returns uuid[] language sql stable as $$
  select coalesce(array_agg(f.fund_id order by f.cents desc, f.fund_id), '{}')
    from (select g.fund_id, sum(g.cents) as cents from gift_to_fund g where g.donor_id = donor_now(p_donor) group by g.fund_id) f
$$;

-- Whether a donor is one of those whom people of these funds answer for. Who gave to none yet belongs to the organization.
create function donor_in_funds(p_donor uuid, p_funds uuid[]) returns boolean language sql stable as $$
  select exists (select from gift_to_fund g where g.donor_id = donor_now(p_donor) and g.fund_id = any (p_funds))
      or not exists (select from gift_to_fund g where g.donor_id = donor_now(p_donor))
$$;

create or replace function donor_in_reach(p_donor uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select case current_setting('homeward.scope', true)
    when 'system' then true
    when 'staff' then donor_in_funds(p_donor, coalesce(string_to_array(nullif(current_setting('homeward.funds', true), ''), ',')::uuid[], '{}'))
    else false end
$$;

-- An address is struck off by its digest; whose it is, is looked up by it. Staff may read every donor's row, but asked through
-- row-level security the index would not be used, and each look would digest every address there is.
create index donor_address_idx on donor (address_hash(email));
create view donor_at_address (donor_id, email, address_hash) as
  select d.id, d.email, address_hash(d.email) from donor d
   where d.erased_at is null and current_setting('homeward.scope', true) in ('staff', 'system');
