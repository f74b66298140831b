-- Why: the bond of somebody whom one fund serves may be posted out of another. Whoever asked hears of it from the fund that took
-- their request; who posts, releases or returns sees nothing of that fund's requests for it. A call that waits already says it:
-- each part of a bond that funds share asks for the same one.
create function plan_calls_of_case(p_case text, p_states text[], p_kind text, p_due timestamptz) returns void language sql
  security definer set search_path = public, pg_temp as $$
  insert into call_task (request_id, kind, due_at)
  select r.id, p_kind, p_due from help_request r join request_case k on k.request_id = r.id
   where k.case_code = p_case and r.erased_at is null and r.state = any(p_states)
     and not exists (select from call_task c where c.request_id = r.id and c.kind = p_kind and c.done_at is null)
   order by r.recorded_at
$$;

create function drop_calls_of_case(p_case text, p_kind text, p_at timestamptz) returns void language sql
  security definer set search_path = public, pg_temp as $$
  update call_task c set done_at = p_at, outcome = 'not_needed'
    from help_request r join request_case k on k.request_id = r.id
   where c.request_id = r.id and k.case_code = p_case and r.erased_at is null and c.kind = p_kind and c.done_at is null
$$;
