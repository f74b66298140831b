-- Why: an open demand keeps whatever it covers, and four removals never asked: a proposal that was amended over, files of gifts
-- that were given up, traces of the giving form, addresses that nobody confirmed. They ask now. Owner's eyes, as with
-- `person_is_on_hold`.

-- Of no fund: a demand for any fund keeps it. Of no day: the days that a demand speaks of free nothing.
create function record_is_on_hold(p_fund uuid, p_day date) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from legal_demand d
     where (d.scope = 'everything' or d.scope = 'fund' and (p_fund is null or d.fund_id = p_fund))
       and not exists (select from legal_demand_closing c where c.demand_id = d.id)
       and (p_day is null
            or p_day between coalesce(d.covers_from, '-infinity') and coalesce(d.covers_until, 'infinity')))
$$;

-- By the person of its case, or by its fund on the day on which it was proposed.
create function disbursement_is_on_hold(p_disbursement uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from disbursement d left join person_case c on c.case_code = d.case_code
     where d.id = p_disbursement
       and (record_is_on_hold(d.fund_id, local_day(d.occurred_at))
            or c.person_id is not null and person_is_on_hold(c.person_id)))
$$;

-- What was proposed before would be gone: it is withdrawn instead, and stays beside the new one.
create function held_proposal_is_not_rewritten() returns trigger language plpgsql as $$
begin
  if disbursement_is_on_hold(old.id) then perform broken('held_proposal_is_not_rewritten', 'disbursement'); end if;
  return new;
end $$;
create trigger held_proposal_is_not_rewritten before update on disbursement for each row
  when (old.revision <> new.revision or old.content_hash <> new.content_hash)
  execute function held_proposal_is_not_rewritten();
