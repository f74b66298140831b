-- Why: a number is tried three times each time that there is something to say. Counted over the whole life of a request, the
-- tries of a first time on the waiting list were held against the second: after one unanswered call nobody called again.

alter table call_task add column attempt smallint not null default 1
  constraint call_is_tried_three_times check (attempt between 1 and 3);

-- Of what was done before nothing tells the tries of one news from those of another: a call that waits keeps its place among
-- the tries since the request's last move that made this call anew, or since it began.
update call_task c set attempt = least(3, 1 + (
  select count(*) from call_task b
   where b.request_id = c.request_id and b.kind = c.kind and b.outcome = 'no_answer'
     and b.done_at >= coalesce((select max(e.occurred_at) from help_request_event e
                                 where e.request_id = c.request_id and e.to_state = c.kind), '-infinity')))
 where c.done_at is null;

create or replace function call_task_guard() returns trigger language plpgsql as $$
begin
  if old.done_at is not null
     or (new.id, new.request_id, new.kind, new.due_at, new.attempt, new.recorded_at)
        is distinct from (old.id, old.request_id, old.kind, old.due_at, old.attempt, old.recorded_at) then
    perform broken('call_is_done_once', 'call_task');
  end if;
  return new;
end $$;
