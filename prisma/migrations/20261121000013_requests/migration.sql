-- Why: someone asks for help for a person in jail. What names anybody is in the vault; here are a code, states, dates and
-- reasons from fixed lists, so that this record may stay when the person is erased.

create table fund_intake (
  fund_id            uuid primary key references fund (id),
  mode               text not null check (mode in ('public_form', 'partners_only', 'off')),
  phone              text not null constraint intake_phone_can_be_called check (phone ~ '^\+?[0-9][0-9 ()-]{5,19}$'),
  -- First and last weekday (1 is Monday) and the hours of the line, in the organization's time zone: `1-5 09:00-17:00`.
  hours              text not null
    constraint intake_hours_can_be_read check (hours ~ '^[1-7]-[1-7] ([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$'),
  languages          text[] not null
    constraint intake_names_its_languages check (cardinality(languages) between 1 and 12),
  answer_within_days smallint not null
    constraint intake_answers_within_two_weeks check (answer_within_days between 1 and 10),
  changed_by         uuid not null references staff (id),
  recorded_at        timestamptz not null default now()
);

create table help_request_transition (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
);
insert into help_request_transition values
  ('referred', 'screening'), ('referred', 'declined'), ('referred', 'withdrawn'), ('referred', 'ineligible'),
  ('referred', 'released_otherwise'),
  ('screening', 'recommended'), ('screening', 'waitlisted'), ('screening', 'declined'), ('screening', 'withdrawn'),
  ('screening', 'ineligible'), ('screening', 'released_otherwise'), ('screening', 'no_bond_available'),
  ('waitlisted', 'screening'), ('waitlisted', 'declined'), ('waitlisted', 'withdrawn'), ('waitlisted', 'ineligible'),
  ('waitlisted', 'released_otherwise'), ('waitlisted', 'no_bond_available'),
  ('recommended', 'approved'), ('recommended', 'waitlisted'), ('recommended', 'declined'), ('recommended', 'withdrawn'),
  ('recommended', 'ineligible'), ('recommended', 'released_otherwise'), ('recommended', 'no_bond_available'),
  ('approved', 'closed'), ('approved', 'withdrawn'), ('approved', 'released_otherwise'), ('approved', 'no_bond_available'),
  ('no_bond_available', 'screening'), ('no_bond_available', 'closed');

-- Who may make a move, and from which reasons they choose. A state without a row here needs no reason.
create table help_request_reason (
  to_state text not null,
  code     text not null,
  primary key (to_state, code)
);
insert into help_request_reason values
  ('declined', 'outside_purpose'), ('declined', 'no_money_now'), ('declined', 'cannot_post_there'),
  ('declined', 'another_fund_helps'), ('declined', 'could_not_reach'),
  ('ineligible', 'held_elsewhere'), ('ineligible', 'not_held'), ('ineligible', 'outside_purpose'),
  ('withdrawn', 'asker_said'), ('withdrawn', 'person_said'), ('withdrawn', 'could_not_reach'), ('withdrawn', 'nothing_for_sixty_days'),
  ('released_otherwise', 'asker_said'), ('released_otherwise', 'jail_said'), ('released_otherwise', 'court_said'),
  ('no_bond_available', 'no_bond_set'), ('no_bond_available', 'bond_denied'), ('no_bond_available', 'other_hold'),
  ('waitlisted', 'money_short'), ('waitlisted', 'people_short');

create table help_request (
  id          uuid primary key default gen_random_uuid(),
  code        text not null constraint request_code_is_unique unique check (code ~ '^[A-Z2-9]{4}-[A-Z2-9]{4}$'),
  -- The form that it was sent by: sent twice it is one request.
  form_token  uuid not null constraint one_request_per_form unique,
  fund_id     uuid not null references fund (id),
  person_id   uuid not null references person (id),
  state       text not null default 'referred',
  asked_by    text not null check (asked_by in ('self', 'family', 'friend', 'lawyer', 'other')),
  voicemail   boolean not null,
  person_knows text not null check (person_knows in ('yes', 'no', 'unsure')),
  erased_at   timestamptz,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index help_request_fund_state_idx on help_request (fund_id, state, occurred_at);
create index help_request_person_idx on help_request (person_id);

create table help_request_event (
  id          bigint generated always as identity primary key,
  request_id  uuid not null references help_request (id),
  from_state  text,
  to_state    text not null,
  changed_by  uuid references staff (id),
  reason_code text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint request_reason_is_on_its_list foreign key (to_state, reason_code) references help_request_reason (to_state, code)
);
create index help_request_event_idx on help_request_event (request_id, id);

create table call_task (
  id          uuid primary key default gen_random_uuid(),
  request_id  uuid not null references help_request (id),
  kind        text not null check (kind in ('received', 'waitlisted', 'declined', 'approved')),
  due_at      timestamptz not null,
  done_at     timestamptz,
  done_by     uuid references staff (id),
  outcome     text check (outcome in ('reached', 'voicemail', 'no_answer', 'number_wrong', 'not_needed')),
  recorded_at timestamptz not null default now(),
  -- `not_needed` may come from the system, which ends the calls of a request that is over.
  constraint call_is_done_by_someone_with_an_outcome
    check ((done_at is null) = (outcome is null) and (done_by is null or done_at is not null)
           and (done_by is not null or outcome is null or outcome = 'not_needed'))
);
create index call_task_request_idx on call_task (request_id);
create index call_task_due_idx on call_task (due_at) where done_at is null;

create function help_request_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'referred' or new.erased_at is not null then perform broken('request_moves_along_the_table', 'help_request'); end if;
  if not exists (select from fund_intake i where i.fund_id = new.fund_id and i.mode = 'public_form') then
    perform broken('request_comes_where_requests_are_taken', 'help_request');
  end if;
  return new;
end $$;
create trigger help_request_begins before insert on help_request for each row execute function help_request_begins();

create function help_request_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'state' - 'erased_at') <> (to_jsonb(old) - 'state' - 'erased_at')
     or (old.erased_at is not null and new.erased_at is distinct from old.erased_at) then
    perform broken('request_facts_stay', 'help_request');
  end if;
  if new.state <> old.state and not exists (
    select from help_request_transition t where t.from_state = old.state and t.to_state = new.state) then
    perform broken('request_moves_along_the_table', 'help_request');
  end if;
  -- What was promised to a person who was helped is followed to its end, and needs to be known until then.
  if new.erased_at is not null and old.erased_at is null and exists (
    select from help_request_event e where e.request_id = new.id and e.to_state = 'approved') then
    perform broken('accepted_request_is_not_erased', 'help_request');
  end if;
  return new;
end $$;
create trigger help_request_guard before update on help_request for each row execute function help_request_guard();

-- Who moves it: intake and administrators follow a request, approvers and administrators decide about it; and nobody
-- approves what they themselves recommended. The system ends what nobody touched for sixty days.
create function help_request_event_guard() returns trigger language plpgsql as $$
declare
  request help_request;
  before text;
  decides boolean := new.to_state in ('approved', 'waitlisted', 'declined');
begin
  select * into request from help_request where id = new.request_id for update;
  select e.to_state into before from help_request_event e where e.request_id = new.request_id order by e.id desc limit 1;
  if new.from_state is distinct from before or new.to_state <> request.state then
    perform broken('request_event_tells_its_move', 'help_request_event');
  end if;
  if (new.reason_code is null) = exists (select from help_request_reason r where r.to_state = new.to_state) then
    perform broken('request_reason_is_on_its_list', 'help_request_event');
  end if;
  if new.to_state = 'referred' then
    if new.changed_by is not null then perform broken('request_mover_holds_the_role', 'help_request_event'); end if;
    return new;
  end if;
  if new.changed_by is null then
    if not (new.to_state = 'closed' or coalesce(new.reason_code, '') = 'nothing_for_sixty_days') then
      perform broken('request_mover_holds_the_role', 'help_request_event');
    end if;
    return new;
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.changed_by and r.fund_id = request.fund_id
                    and (r.role = 'administrator' or r.role = case when decides then 'approver' else 'intake' end)) then
    perform broken('request_mover_holds_the_role', 'help_request_event');
  end if;
  if new.to_state = 'approved' and new.changed_by = (
    select e.changed_by from help_request_event e
     where e.request_id = new.request_id and e.to_state = 'recommended' order by e.id desc limit 1) then
    perform broken('approver_is_not_recommender', 'help_request_event');
  end if;
  return new;
end $$;
create trigger help_request_event_guard before insert on help_request_event
  for each row execute function help_request_event_guard();

-- Why: a state is the shadow of its record; one that moved without saying who and why is refused when it is kept.
create function help_request_state_has_its_event() returns trigger language plpgsql as $$
begin
  if (select h.state from help_request h where h.id = new.id) is distinct from (
    select e.to_state from help_request_event e where e.request_id = new.id order by e.id desc limit 1) then
    perform broken('request_state_has_its_event', 'help_request');
  end if;
  return null;
end $$;
create constraint trigger help_request_state_has_its_event after insert or update on help_request
  deferrable initially deferred for each row execute function help_request_state_has_its_event();

create function call_task_guard() returns trigger language plpgsql as $$
begin
  if old.done_at is not null
     or (new.id, new.request_id, new.kind, new.due_at, new.recorded_at)
        is distinct from (old.id, old.request_id, old.kind, old.due_at, old.recorded_at) then
    perform broken('call_is_done_once', 'call_task');
  end if;
  return new;
end $$;
create trigger call_task_guard before update on call_task for each row execute function call_task_guard();

create trigger help_request_is_never_removed before delete or truncate on help_request
  for each statement execute function refuse_rewriting('request_facts_stay');
create trigger help_request_event_is_append_only before update or delete or truncate on help_request_event
  for each statement execute function refuse_rewriting('request_events_are_append_only');
create trigger call_task_is_never_removed before delete or truncate on call_task
  for each statement execute function refuse_rewriting('call_is_done_once');

alter table help_request enable row level security;
create policy fund_scope on help_request using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table help_request_event enable row level security;
create policy fund_scope on help_request_event using (exists (select from help_request r where r.id = request_id));
alter table call_task enable row level security;
create policy fund_scope on call_task using (exists (select from help_request r where r.id = request_id));
