-- Why: what names a fund for everyone is bound to no version. Four reads said so with the largest number that a version can
-- have, each for itself.

-- The newest words that are in force; before the first are, the newest that are announced. Null where there are none.
create function words_of_today(p_fund uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp as $$
  select words_of_today(p_fund, max(p.version)) from fund_purpose p where p.fund_id = p_fund
$$;
