-- Why: most requests come by telephone, from a lawyer or from a partner. They are entered by a person who answers for it, are
-- screened before anyone recommends them, and where no bond can be posted another way home is followed to its end.

create table referral_partner (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  name        text not null constraint partner_has_a_name check (length(name) between 1 and 120),
  added_by    uuid not null references staff (id),
  ended_at    timestamptz,
  recorded_at timestamptz not null default now(),
  constraint partner_belongs_to_fund unique (id, fund_id)
);
create unique index partner_is_listed_once on referral_partner (fund_id, lower(name)) where ended_at is null;

-- Where else a person can ask. Nobody is told no without it.
create table other_place (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  name        text not null constraint place_has_a_name check (length(name) between 1 and 120),
  phone       text not null constraint place_phone_can_be_called check (phone ~ '^\+?[0-9][0-9 ()-]{5,19}$'),
  added_by    uuid not null references staff (id),
  ended_at    timestamptz,
  recorded_at timestamptz not null default now()
);
create unique index place_is_listed_once on other_place (fund_id, lower(name)) where ended_at is null;

-- Who is helped first is decided once, in the open, and not at each call. Codes, so that it is published in every language.
create table priority_policy (
  id          bigint generated always as identity primary key,
  fund_id     uuid not null references fund (id),
  criteria    text[] not null constraint priority_is_on_its_list
    check (cardinality(criteria) between 1 and 6
           and criteria <@ array['order_of_asking', 'hearing_soon', 'health', 'cares_for_others', 'small_bond', 'no_other_help']),
  set_by      uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index priority_policy_fund_idx on priority_policy (fund_id, id desc);

alter table help_request
  add column source text not null default 'public_form'
    check (source in ('public_form', 'telephone', 'walk_in', 'lawyer', 'court', 'partner')),
  add column entered_by uuid references staff (id),
  add column partner_id uuid,
  add constraint request_partner_is_of_its_fund foreign key (partner_id, fund_id) references referral_partner (id, fund_id),
  add constraint partner_is_named_where_one_referred check ((source = 'partner') = (partner_id is not null)),
  add constraint request_is_entered_by_someone check ((source = 'public_form') = (entered_by is null));

-- One request may be about several cases, one person may be asked for more than once.
create table request_case (
  request_id  uuid not null references help_request (id),
  case_code   text not null references person_case (case_code),
  added_by    uuid references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint case_is_on_a_request_once primary key (request_id, case_code)
);
create index request_case_code_idx on request_case (case_code);
insert into request_case (request_id, case_code, occurred_at)
  select distinct on (r.id) r.id, c.case_code, r.occurred_at
    from help_request r join person_case c on c.person_id = r.person_id
   order by r.id, c.recorded_at, c.case_code;

create function request_case_guard() returns trigger language plpgsql as $$
begin
  if not exists (
    select from help_request r join person_case c on c.case_code = new.case_code
      join person p on p.id = c.person_id and p.fund_id = r.fund_id where r.id = new.request_id) then
    perform broken('request_case_is_of_its_fund', 'request_case');
  end if;
  return new;
end $$;
create trigger request_case_guard before insert on request_case for each row execute function request_case_guard();

-- What was answered is sealed in the vault. Here are only: that someone asked, whether anything stands against posting, and
-- which of the fund's published criteria are met.
create table request_screening (
  id          bigint generated always as identity primary key,
  request_id  uuid not null references help_request (id),
  clear       boolean not null,
  criteria    text[] not null constraint priority_is_on_its_list
    check (criteria <@ array['order_of_asking', 'hearing_soon', 'health', 'cares_for_others', 'small_bond', 'no_other_help']),
  screened_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index request_screening_request_idx on request_screening (request_id, id desc);

create function request_screening_guard() returns trigger language plpgsql as $$
declare
  request help_request;
begin
  select * into request from help_request where id = new.request_id for update;
  if request.state not in ('screening', 'waitlisted', 'recommended') then
    perform broken('only_an_open_request_is_screened', 'request_screening');
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.screened_by and r.fund_id = request.fund_id
                    and r.role in ('intake', 'administrator')) then
    perform broken('screener_holds_the_role', 'request_screening');
  end if;
  return new;
end $$;
create trigger request_screening_guard before insert on request_screening
  for each row execute function request_screening_guard();

-- Another way home, where no bond can be posted: begun once for each time that no bond was available, and ended with what came of it.
create table pathway_step_kind (
  kind     text not null,
  step     text not null,
  position smallint not null,
  primary key (kind, step)
);
insert into pathway_step_kind (kind, position, step) values
  ('parole', 1, 'lawyer_found'), ('parole', 2, 'sponsor_named'), ('parole', 3, 'address_proved'), ('parole', 4, 'letters_of_support'),
  ('parole', 5, 'request_filed'), ('parole', 6, 'answer_received'),
  ('humanitarian', 1, 'lawyer_found'), ('humanitarian', 2, 'medical_records'), ('humanitarian', 3, 'letters_of_support'),
  ('humanitarian', 4, 'request_filed'), ('humanitarian', 5, 'answer_received'),
  ('litigation', 1, 'lawyer_found'), ('litigation', 2, 'motion_filed'), ('litigation', 3, 'hearing_set'), ('litigation', 4, 'answer_received'),
  ('hold_lifted', 1, 'hold_identified'), ('hold_lifted', 2, 'holder_contacted'), ('hold_lifted', 3, 'hold_cleared'), ('hold_lifted', 4, 'bond_set');

create table request_pathway (
  id          uuid primary key default gen_random_uuid(),
  request_id  uuid not null references help_request (id),
  kind        text not null check (kind in ('parole', 'humanitarian', 'litigation', 'hold_lifted')),
  opened_by   uuid not null references staff (id),
  outcome     text check (outcome in ('released', 'bond_set', 'refused', 'given_up')),
  ended_by    uuid references staff (id),
  ended_at    timestamptz,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint pathway_ends_by_someone_with_an_outcome
    check ((ended_at is null) = (outcome is null) and (ended_at is null) = (ended_by is null))
);
create unique index one_pathway_of_a_kind_is_open on request_pathway (request_id, kind) where ended_at is null;

create table request_pathway_step (
  pathway_id  uuid not null references request_pathway (id),
  kind        text not null,
  step        text not null,
  done_by     uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint pathway_step_is_done_once primary key (pathway_id, step),
  constraint pathway_step_is_on_its_list foreign key (kind, step) references pathway_step_kind (kind, step)
);

create function request_pathway_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.ended_at is not null or not exists (
      select from help_request r where r.id = new.request_id and r.state = 'no_bond_available') then
      perform broken('pathway_opens_where_no_bond_is', 'request_pathway');
    end if;
  elsif old.ended_at is not null
     or (to_jsonb(new) - 'outcome' - 'ended_by' - 'ended_at') <> (to_jsonb(old) - 'outcome' - 'ended_by' - 'ended_at') then
    perform broken('pathway_ends_once', 'request_pathway');
  end if;
  return new;
end $$;
create trigger request_pathway_guard before insert or update on request_pathway
  for each row execute function request_pathway_guard();

create function request_pathway_step_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from request_pathway p where p.id = new.pathway_id and p.kind = new.kind and p.ended_at is null) then
    perform broken('pathway_step_is_on_its_list', 'request_pathway_step');
  end if;
  return new;
end $$;
create trigger request_pathway_step_guard before insert on request_pathway_step
  for each row execute function request_pathway_step_guard();

-- A request that a person of staff enters is taken where partners are; the public's own only where the form is open.
create or replace function help_request_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'referred' or new.erased_at is not null then perform broken('request_moves_along_the_table', 'help_request'); end if;
  if not exists (
    select from fund_intake i where i.fund_id = new.fund_id
       and (i.mode = 'public_form' or i.mode = 'partners_only' and new.source <> 'public_form')) then
    perform broken('request_comes_where_requests_are_taken', 'help_request');
  end if;
  if new.entered_by is not null and not exists (
    select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
     where r.staff_id = new.entered_by and r.fund_id = new.fund_id and r.role in ('intake', 'administrator')) then
    perform broken('request_mover_holds_the_role', 'help_request');
  end if;
  return new;
end $$;

-- Nobody is recommended unasked: the questions come first.
create function recommended_after_screening() returns trigger language plpgsql as $$
begin
  if new.to_state = 'recommended' and not exists (
    select from request_screening s where s.request_id = new.request_id) then
    perform broken('recommended_after_screening', 'help_request_event');
  end if;
  return new;
end $$;
create trigger recommended_after_screening before insert on help_request_event
  for each row execute function recommended_after_screening();

alter table call_task drop constraint call_task_kind_check;
alter table call_task add constraint call_task_kind_check
  check (kind in ('received', 'waitlisted', 'declined', 'approved', 'posted', 'not_released', 'money_returned'));

create trigger priority_policy_is_append_only before update or delete or truncate on priority_policy
  for each statement execute function refuse_rewriting('request_events_are_append_only');
create trigger request_case_is_append_only before update or delete or truncate on request_case
  for each statement execute function refuse_rewriting('request_events_are_append_only');
create trigger request_screening_is_append_only before update or delete or truncate on request_screening
  for each statement execute function refuse_rewriting('request_events_are_append_only');
create trigger request_pathway_step_is_append_only before update or delete or truncate on request_pathway_step
  for each statement execute function refuse_rewriting('request_events_are_append_only');
create trigger request_pathway_is_never_removed before delete or truncate on request_pathway
  for each statement execute function refuse_rewriting('pathway_ends_once');

alter table referral_partner enable row level security;
create policy fund_scope on referral_partner using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table request_case enable row level security;
create policy fund_scope on request_case using (exists (select from help_request r where r.id = request_id));
alter table request_screening enable row level security;
create policy fund_scope on request_screening using (exists (select from help_request r where r.id = request_id));
alter table request_pathway enable row level security;
create policy fund_scope on request_pathway using (exists (select from help_request r where r.id = request_id));
alter table request_pathway_step enable row level security;
create policy fund_scope on request_pathway_step using (exists (select from request_pathway p where p.id = pathway_id));
