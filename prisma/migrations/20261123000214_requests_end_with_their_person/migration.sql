-- Why: whoever was erased by hand left their requests and calls waiting: staff were asked to call, to screen and to propose for
-- somebody whom nobody can name any more, and each recovery of their bond planned a new call. Their requests end with them, with
-- a reason of its own; and no call is planned for whoever is erased, whatever their request is called.
insert into help_request_reason values ('withdrawn', 'person_erased');

create or replace function plan_calls_of_case(p_case text, p_states text[], p_kind text, p_due timestamptz) returns void language sql
  security definer set search_path = public, pg_temp as $$
  insert into call_task (request_id, kind, due_at)
  select r.id, p_kind, p_due from help_request r join request_case k on k.request_id = r.id
    join person p on p.id = r.person_id and p.erased_at is null
   where k.case_code = p_case and r.erased_at is null and r.state = any(p_states)
     and not exists (select from call_task c where c.request_id = r.id and c.kind = p_kind and c.done_at is null)
   order by r.recorded_at
$$;

-- Whoever was erased before: their calls wait for nobody, and nobody proposes money. What was not accepted the night ends itself.
update call_task c set done_at = now(), outcome = 'not_needed'
  from help_request r join person p on p.id = r.person_id
 where r.id = c.request_id and c.done_at is null and p.erased_at is not null;
update help_request r set state = 'closed'
  from person p where p.id = r.person_id and p.erased_at is not null and r.state = 'approved';
insert into help_request_event (request_id, from_state, to_state, occurred_at)
select r.id, 'approved', 'closed', now() from help_request r
 where r.state = 'closed'
   and (select e.to_state from help_request_event e where e.request_id = r.id order by e.id desc limit 1) = 'approved';
