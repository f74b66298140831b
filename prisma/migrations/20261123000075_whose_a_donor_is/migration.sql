-- Why: whose a donor is does not depend on who asks. Row-level security hides gifts that were brought in for other funds, so a
-- question that is asked with a reader's own eyes took their givers for nobody's and showed them to everyone.

-- The funds that someone gave to, the one with most of it first; none for who gave to none yet.
create function funds_of_donor(p_donor uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(f.fund_id order by f.cents desc, f.fund_id), '{}')
    from (select g.fund_id, sum(g.amount_cents) as cents from donor_record_line g
           where g.donor_id = donor_now(p_donor) and g.kind = 'gift' group by g.fund_id) f
$$;

-- Whether a donor is one of those whom people of these funds answer for.
create function donor_in_funds(p_donor uuid, p_funds uuid[]) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from donor_record_line g where g.donor_id = donor_now(p_donor) and g.kind = 'gift' and g.fund_id = any (p_funds))
      or not exists (select from donor_record_line g where g.donor_id = donor_now(p_donor) and g.kind = 'gift')
$$;

create or replace function donor_in_reach(p_donor uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select case current_setting('homeward.scope', true)
    when 'system' then true
    when 'staff' then donor_in_funds(p_donor, coalesce(string_to_array(nullif(current_setting('homeward.funds', true), ''), ',')::uuid[], '{}'))
    else false end
$$;

-- An address is struck off by its digest; whose it is, is looked up by it.
create index donor_address_idx on donor (address_hash(email));
