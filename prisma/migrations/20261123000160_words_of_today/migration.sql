-- Why: monthly gifts are bound to new words from the moment that they are announced, which is before their first day. Until that day
-- the fund is named to its donors as it is named to everyone.
create function words_of_today(p_fund uuid, p_bound_to integer) returns integer
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(max(p.version), p_bound_to) from fund_purpose p
   where p.fund_id = p_fund and p.version <= p_bound_to and p.effective_from <= now()
$$;
