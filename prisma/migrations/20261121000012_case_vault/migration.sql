-- Why: a name in the wrong hands costs a person their safety. Who is held is stored sealed, under a key of that person
-- alone; everywhere else there are only case codes. The wrapped keys and the search tokens lie in a schema of their own,
-- which the main backup leaves out: once a key is destroyed, no older copy of the sealed fields can be read, and no copy
-- of a token can be compared with a guess.

create schema vault_keys;

create table person (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  created_at  timestamptz not null,
  erased_at   timestamptz,
  recorded_at timestamptz not null default now()
);
create index person_fund_idx on person (fund_id, created_at);

create table person_case (
  case_code   text constraint case_belongs_to_one_person primary key check (case_code ~ '^[A-Z2-9]{4}-[A-Z2-9]{4}$'),
  person_id   uuid not null references person (id),
  recorded_at timestamptz not null default now()
);
create index person_case_person_idx on person_case (person_id);

create table person_field (
  person_id   uuid not null references person (id),
  field       text not null check (field in ('name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number',
                'court', 'facility', 'charge_class', 'screening', 'note')),
  version     integer not null check (version > 0),
  sealed      bytea not null,
  recorded_at timestamptz not null default now(),
  primary key (person_id, field, version)
);

create table vault_keys.person_key (
  person_id    uuid primary key references person (id),
  wrapped_key  bytea,
  created_at   timestamptz not null default now(),
  destroyed_at timestamptz,
  constraint person_key_is_wrapped_or_destroyed check ((wrapped_key is null) = (destroyed_at is not null))
);

create table vault_keys.person_index (
  person_id uuid not null references person (id),
  kind      text not null check (kind in ('name', 'a_number', 'docket', 'phone', 'booking')),
  token     bytea not null check (octet_length(token) = 32),
  primary key (kind, token, person_id)
);
create index person_index_person_idx on vault_keys.person_index (person_id);

-- Who looked at what, and why. Never what they saw.
create table person_reveal (
  id          bigint generated always as identity primary key,
  person_id   uuid not null references person (id),
  staff_id    uuid not null references staff (id),
  fields      text[] not null check (cardinality(fields) > 0),
  reason      text not null check (reason in ('screening', 'posting_bond', 'court_date', 'reaching_the_person',
                'return_of_money', 'correction', 'counsel_asked')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index person_reveal_person_idx on person_reveal (person_id, id);

-- A demand that is open is a hold: nothing that it covers is removed.
create table legal_demand (
  id          uuid primary key default gen_random_uuid(),
  kind        text not null check (kind in ('subpoena', 'warrant', 'court_order', 'civil_discovery', 'administrative', 'preservation',
                'records_request', 'informal')),
  scope       text not null check (scope in ('person', 'fund', 'everything')),
  person_id   uuid references person (id),
  fund_id     uuid references fund (id),
  received_on date not null,
  deadline_on date,
  counsel     text not null check (char_length(counsel) between 1 and 120),
  opened_by   uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint demand_names_what_it_covers
    check ((scope = 'person') = (person_id is not null) and (scope = 'everything') = (fund_id is null)),
  constraint demand_deadline_follows_receipt check (deadline_on is null or deadline_on >= received_on)
);
create index legal_demand_person_idx on legal_demand (person_id);

create table legal_demand_closing (
  demand_id   uuid constraint demand_is_closed_once primary key references legal_demand (id),
  given       text[] not null check (given <@ array['nothing', 'public_figures', 'books', 'case_facts', 'person_fields', 'mail', 'other']
                and cardinality(given) > 0),
  closed_by   uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint nothing_given_is_nothing_else check (not 'nothing' = any (given) or cardinality(given) = 1)
);

-- Owner's eyes: a hold or a bond in another fund binds too, and must not be invisible to whoever erases.
create function person_is_on_hold(p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from legal_demand d join person p on p.id = p_person
     where (d.scope = 'everything' or d.scope = 'fund' and d.fund_id = p.fund_id or d.person_id = p.id)
       and not exists (select from legal_demand_closing c where c.demand_id = d.id))
$$;

create function person_has_money_out(p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from person_case c join bond b on b.case_code = c.case_code
                  where c.person_id = p_person and b.state not in ('closed', 'returned_unposted'))
      or exists (select from person_case c join disbursement d on d.case_code = c.case_code
                  where c.person_id = p_person and d.state in ('approved', 'paid'))
$$;

create function person_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'erased_at') <> (to_jsonb(old) - 'erased_at') or old.erased_at is not null then
    perform broken('person_facts_stay', 'person');
  end if;
  if new.erased_at is not null then
    if person_is_on_hold(new.id) then perform broken('person_is_on_hold', 'person'); end if;
    if person_has_money_out(new.id) then perform broken('person_has_money_out', 'person'); end if;
    if exists (select from person_field f where f.person_id = new.id)
       or exists (select from vault_keys.person_index i where i.person_id = new.id)
       or exists (select from vault_keys.person_key k where k.person_id = new.id and k.wrapped_key is not null) then
      perform broken('erased_person_leaves_nothing', 'person');
    end if;
  end if;
  return new;
end $$;
create trigger person_guard before update on person for each row execute function person_guard();
create trigger person_is_never_removed before delete or truncate on person
  for each statement execute function refuse_rewriting('person_facts_stay');

-- A key is destroyed once, for good, and never while a demand or money is open.
create function person_key_guard() returns trigger language plpgsql as $$
begin
  if old.wrapped_key is null or new.wrapped_key is not null
     or (new.person_id, new.created_at) is distinct from (old.person_id, old.created_at) then
    perform public.broken('person_key_is_only_destroyed', 'person_key');
  end if;
  if public.person_is_on_hold(new.person_id) then perform public.broken('person_is_on_hold', 'person_key'); end if;
  if public.person_has_money_out(new.person_id) then perform public.broken('person_has_money_out', 'person_key'); end if;
  return new;
end $$;
create trigger person_key_guard before update on vault_keys.person_key for each row execute function person_key_guard();
create trigger person_key_is_never_removed before delete or truncate on vault_keys.person_key
  for each statement execute function refuse_rewriting('person_key_is_only_destroyed');

-- A field is added and, once newer or erased, removed; under a hold older versions stay.
create function person_field_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if person_is_on_hold(old.person_id) then perform broken('person_is_on_hold', 'person_field'); end if;
    return old;
  end if;
  if exists (select from person p where p.id = new.person_id and p.erased_at is not null) then
    perform broken('erased_person_leaves_nothing', 'person_field');
  end if;
  return new;
end $$;
create trigger person_field_guard before insert or delete on person_field
  for each row execute function person_field_guard();
create trigger person_field_is_not_changed before update or truncate on person_field
  for each statement execute function refuse_rewriting('person_fields_are_added_anew');

create function person_index_guard() returns trigger language plpgsql as $$
begin
  if exists (select from public.person p where p.id = new.person_id and p.erased_at is not null) then
    perform public.broken('erased_person_leaves_nothing', 'person_index');
  end if;
  return new;
end $$;
create trigger person_index_guard before insert on vault_keys.person_index
  for each row execute function person_index_guard();

create function person_reveal_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from person p join staff_role r on r.fund_id = p.fund_id and r.role in ('intake', 'approver', 'treasurer')
                   join staff s on s.id = r.staff_id and s.disabled_at is null
                  where p.id = new.person_id and r.staff_id = new.staff_id) then
    perform broken('reveal_needs_a_role', 'person_reveal');
  end if;
  return new;
end $$;
create trigger person_reveal_guard before insert on person_reveal for each row execute function person_reveal_guard();

create trigger person_case_is_append_only before update or delete or truncate on person_case
  for each statement execute function refuse_rewriting('person_cases_are_append_only');
create trigger person_reveal_is_append_only before update or delete or truncate on person_reveal
  for each statement execute function refuse_rewriting('reveals_are_append_only');
create trigger legal_demand_is_append_only before update or delete or truncate on legal_demand
  for each statement execute function refuse_rewriting('demands_are_append_only');
create trigger legal_demand_closing_is_append_only before update or delete or truncate on legal_demand_closing
  for each statement execute function refuse_rewriting('demands_are_append_only');

-- A demand for a person carries that person's fund, so that the same people see both.
alter table person add constraint person_belongs_to_fund unique (id, fund_id);
alter table legal_demand add constraint demand_is_of_the_persons_fund
  foreign key (person_id, fund_id) references person (id, fund_id);

alter table person enable row level security;
create policy fund_scope on person using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table person_case enable row level security;
create policy fund_scope on person_case using (exists (select from person p where p.id = person_id));
alter table person_field enable row level security;
create policy fund_scope on person_field using (exists (select from person p where p.id = person_id));
alter table vault_keys.person_key enable row level security;
create policy fund_scope on vault_keys.person_key using (exists (select from person p where p.id = person_id));
alter table vault_keys.person_index enable row level security;
create policy fund_scope on vault_keys.person_index using (exists (select from person p where p.id = person_id));
alter table person_reveal enable row level security;
create policy fund_scope on person_reveal using (exists (select from person p where p.id = person_id));
alter table legal_demand enable row level security;
create policy fund_scope on legal_demand
  using (in_scope(fund_id) or fund_id is null and current_setting('homeward.scope', true) in ('system', 'staff'));
alter table legal_demand_closing enable row level security;
create policy fund_scope on legal_demand_closing using (exists (select from legal_demand d where d.id = demand_id));
