-- Why: what donors gave before go-live stands in other systems. Brought over it is their history, on their record and their
-- statements; the money itself is in the opening balance, so nothing here touches the ledger, pool shares or public totals.

-- Which columns of a file say what, kept under a name for the next file of that kind. The newest of a name counts.
create table import_mapping (
  id          uuid primary key default gen_random_uuid(),
  name        text not null check (char_length(name) between 1 and 60),
  columns     jsonb not null check (jsonb_typeof(columns) = 'object'),
  saved_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create table import_batch (
  id          uuid primary key default gen_random_uuid(),
  layout      text not null check (layout in ('stripe', 'givewp', 'donorbox', 'actblue', 'own')),
  fund_id     uuid not null references fund (id),
  day_order   text not null check (day_order in ('month_first', 'day_first')),
  columns     jsonb check (jsonb_typeof(columns) = 'object'),
  encoding    text not null check (encoding in ('utf-8', 'utf-16le', 'utf-16be', 'windows-1252')),
  delimiter   text not null check (delimiter in (',', ';', E'\t', '|')),
  file_bytes  bigint not null check (file_bytes > 0),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  uploaded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint only_own_layouts_are_mapped check (columns is null or layout = 'own')
);
create index import_batch_fund_idx on import_batch (fund_id);

-- The file, in pieces, until it was read. It names people, so it stays no longer than that.
create table import_chunk (
  batch_id    uuid not null,
  position    integer not null check (position >= 0),
  bytes       bytea not null,
  recorded_at timestamptz not null default now(),
  primary key (batch_id, position)
);

-- How far the work on a batch is: figures for a page, and no history.
create table import_progress (
  batch_id uuid primary key references import_batch (id),
  done     bigint not null check (done >= 0),
  total    bigint not null check (total >= 0)
);

-- What the file says, row by row, until the batch is in or given up. `problems` are what is wrong with a row, `findings`
-- what a person must look at; a row with neither is taken, and every other one waits for a decision.
create table import_row (
  batch_id       uuid not null references import_batch (id),
  line           integer not null check (line > 0),
  email          text not null check (email = lower(email)),
  name           text not null,
  email_token    bytea,
  amount_cents   bigint not null,
  refunded_cents bigint not null default 0 check (refunded_cents >= 0),
  given_on       date,
  fund_id        uuid references fund (id),
  external_id    text not null default '',
  receipt_number text not null default '',
  opt_in         boolean not null default false,
  problems       jsonb not null default '[]' check (jsonb_typeof(problems) = 'array'),
  findings       jsonb not null default '[]' check (jsonb_typeof(findings) = 'array'),
  decision       text check (decision in ('take', 'skip', 'same_gift')),
  donor_id       uuid references donor (id),
  decided_by     uuid references staff (id),
  decided_at     timestamptz,
  recorded_at    timestamptz not null default now(),
  taken          boolean generated always as (problems = '[]' and coalesce(decision = 'take', findings = '[]')) stored,
  undecided      boolean generated always as (decision is null and (problems <> '[]' or findings <> '[]')) stored,
  primary key (batch_id, line),
  constraint decision_has_a_person_and_a_moment
    check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
  constraint faulty_row_is_never_taken check (decision is null or decision <> 'take' or problems = '[]'),
  constraint gift_is_already_here check (decision is null or decision <> 'take' or not findings @> '[{"why":"same_id"}]'),
  constraint row_needs_a_donor check (decision is null or decision <> 'take' or email <> '' or donor_id is not null),
  constraint sound_row_is_whole check (problems <> '[]' or amount_cents > 0 and given_on is not null and fund_id is not null),
  constraint donor_is_chosen_to_take check (donor_id is null or decision = 'take')
);
create index import_row_email_idx on import_row (email);
create index import_row_external_idx on import_row (batch_id, external_id) where external_id <> '';
create index import_row_undecided_idx on import_row (batch_id, line) where undecided;

create table import_event (
  id          bigint generated always as identity primary key,
  batch_id    uuid not null references import_batch (id),
  kind        text not null check (kind in ('read', 'unreadable', 'started', 'stopped', 'committed', 'cancelled',
                                            'undo_started', 'undone')),
  run         integer not null default 0 check (run >= 0),
  staff_id    uuid references staff (id),
  step_up_id  uuid constraint import_step_up_is_spent_once unique references staff_step_up (id),
  rows        integer not null default 0 check (rows >= 0),
  cents       bigint not null default 0 check (cents >= 0),
  donors      integer not null default 0 check (donors >= 0),
  reason      text not null default '',
  line        integer,
  column_no   integer,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint import_is_started_by_a_person
    check ((kind in ('started', 'undo_started')) = (step_up_id is not null) and (step_up_id is null or staff_id is not null))
);
create index import_event_batch_idx on import_event (batch_id);
-- Calling it off and the moment at which all is in exclude each other, whoever comes first.
create unique index import_ends_once on import_event (batch_id) where kind in ('committed', 'cancelled', 'unreadable');
create unique index import_is_read_once on import_event (batch_id) where kind = 'read';
create unique index import_is_started_once on import_event (batch_id, run) where kind = 'started';
create unique index import_is_stopped_once on import_event (batch_id, run) where kind = 'stopped';
create unique index import_is_undone_once on import_event (batch_id, kind) where kind in ('undo_started', 'undone');

create table imported_gift (
  id              uuid primary key default gen_random_uuid(),
  batch_id        uuid not null references import_batch (id),
  line            integer not null,
  donor_id        uuid not null references donor (id),
  fund_id         uuid not null,
  purpose_version integer not null,
  amount_cents    bigint not null check (amount_cents > 0),
  given_on        date not null,
  external_id     text not null default '',
  receipt_number  text not null default '',
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint row_is_brought_in_once unique (batch_id, line),
  foreign key (fund_id, purpose_version) references fund_purpose (fund_id, version)
);
create index imported_gift_donor_idx on imported_gift (donor_id, given_on);
create index imported_gift_external_idx on imported_gift (external_id) where external_id <> '';
create index imported_gift_receipt_idx on imported_gift (receipt_number) where receipt_number <> '';
create index imported_gift_fund_idx on imported_gift (fund_id);

-- Who became a donor by a batch alone.
create table imported_donor (
  donor_id    uuid primary key references donor (id),
  batch_id    uuid not null references import_batch (id),
  recorded_at timestamptz not null default now()
);
create index imported_donor_batch_idx on imported_donor (batch_id);

create table imported_gift_end (
  gift_id     uuid constraint imported_gift_ends_once primary key references imported_gift (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create function import_has(p_batch uuid, p_kind text) returns boolean language sql stable as $$
  select exists (select from import_event e where e.batch_id = p_batch and e.kind = p_kind)
$$;

-- The run that is under way, null between runs.
create function import_run(p_batch uuid) returns integer language sql stable as $$
  select s.run from import_event s
   where s.batch_id = p_batch and s.kind = 'started'
     and not exists (select from import_event x where x.batch_id = p_batch
                      and (x.kind = 'stopped' and x.run = s.run or x.kind in ('committed', 'cancelled', 'unreadable')))
   limit 1
$$;

create function import_batch_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'columns') <> (to_jsonb(old) - 'columns') or old.columns is not null or import_has(new.id, 'read') then
    perform broken('import_stays_as_uploaded', 'import_batch');
  end if;
  return new;
end $$;
create trigger import_batch_guard before update on import_batch for each row execute function import_batch_guard();

-- Decisions are made between runs: what was confirmed is what is brought in. Only a person who is erased goes from a row at any time.
create function import_row_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from added a
              where import_has(a.batch_id, 'committed') or import_has(a.batch_id, 'cancelled')
                 or import_run(a.batch_id) is not null and (a.email <> '' or a.name <> '')) then
    perform broken('rows_stand_while_they_are_brought_in', 'import_row');
  end if;
  if exists (select from added a join donor_erasure e on e.email_token = a.email_token
              where a.email <> '' or a.name <> '' or a.problems = '[]') then
    perform broken('erased_donor_is_not_made_anew', 'import_row');
  end if;
  return null;
end $$;
create function import_row_is_read() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct batch_id from added) a where import_has(a.batch_id, 'read')) then
    perform broken('import_stays_as_uploaded', 'import_row');
  end if;
  if exists (select from added a join donor_erasure e on e.email_token = a.email_token
              where a.email <> '' or a.name <> '' or a.problems = '[]') then
    perform broken('erased_donor_is_not_made_anew', 'import_row');
  end if;
  return null;
end $$;
create trigger import_row_is_read after insert on import_row referencing new table as added
  for each statement execute function import_row_is_read();

create function import_row_facts_stay() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{email,name,problems,findings,decision,donor_id,decided_by,decided_at,taken,undecided}'::text[])
     <> (to_jsonb(old) - '{email,name,problems,findings,decision,donor_id,decided_by,decided_at,taken,undecided}'::text[])
     or (new.email <> old.email or new.name <> old.name) and (new.email <> '' or new.name <> '') then
    perform broken('import_stays_as_uploaded', 'import_row');
  end if;
  return new;
end $$;
create trigger import_row_guard after update on import_row referencing new table as added
  for each statement execute function import_row_guard();
create trigger import_row_facts_stay before update on import_row for each row execute function import_row_facts_stay();

create function import_event_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  b import_batch;
  s import_event;
begin
  select * into b from import_batch where id = new.batch_id;
  if new.kind in ('read', 'unreadable', 'started', 'stopped', 'committed', 'cancelled')
     and exists (select from import_event e where e.batch_id = b.id and e.kind in ('committed', 'cancelled', 'unreadable')) then
    perform broken('import_ends_once', 'import_event');
  end if;
  if new.kind = 'started' then
    if not import_has(b.id, 'read') or import_run(b.id) is not null
       or new.run <> 1 + (select count(*) from import_event e where e.batch_id = b.id and e.kind = 'stopped') then
      perform broken('import_is_started_once', 'import_event');
    end if;
    if not step_up_is_fresh(new.step_up_id, new.staff_id, 'import:' || b.id || ':' || new.rows || ':' || new.cents) then
      perform broken('step_up_is_fresh_and_bound', 'import_event');
    end if;
    if exists (select from import_row r where r.batch_id = b.id and r.undecided) then
      perform broken('every_row_is_decided', 'import_event');
    end if;
    if new.rows = 0 or (new.rows, new.cents) is distinct from
       (select (count(*)::int, coalesce(sum(r.amount_cents), 0)::bigint) from import_row r where r.batch_id = b.id and r.taken) then
      perform broken('import_is_what_was_confirmed', 'import_event');
    end if;
    if exists (select from (select distinct r.fund_id from import_row r where r.batch_id = b.id and r.taken
                            union select b.fund_id) f
                where not holds_role(new.staff_id, f.fund_id, '{treasurer,administrator}')) then
      perform broken('role_may_not', 'import_event');
    end if;
  end if;
  if new.kind in ('stopped', 'committed') and new.run is distinct from import_run(b.id) then
    perform broken('import_is_started_once', 'import_event');
  end if;
  if new.kind = 'committed' then
    select * into s from import_event e where e.batch_id = b.id and e.kind = 'started' and e.run = new.run;
    if (new.rows, new.cents) is distinct from (s.rows, s.cents) or (s.rows, s.cents) is distinct from
       (select (count(*)::int, coalesce(sum(g.amount_cents), 0)::bigint) from imported_gift g where g.batch_id = b.id) then
      perform broken('import_is_what_was_confirmed', 'import_event');
    end if;
  end if;
  if new.kind = 'undo_started' then
    if not import_has(b.id, 'committed') then perform broken('only_what_is_in_is_undone', 'import_event'); end if;
    if not step_up_is_fresh(new.step_up_id, new.staff_id, 'undo_import:' || b.id) then
      perform broken('step_up_is_fresh_and_bound', 'import_event');
    end if;
    if exists (select from (select distinct g.fund_id from imported_gift g where g.batch_id = b.id) f
                where not holds_role(new.staff_id, f.fund_id, '{treasurer,administrator}')) then
      perform broken('role_may_not', 'import_event');
    end if;
  end if;
  if new.kind = 'undone' and not import_has(b.id, 'undo_started') then
    perform broken('only_what_is_in_is_undone', 'import_event');
  end if;
  return new;
end $$;
create trigger import_event_guard before insert on import_event for each row execute function import_event_guard();

-- A gift is what its row says, in the run that was confirmed, from before go-live, and in the books of history once.
create function imported_gift_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('imported_gift', 0));
  if exists (select from (select distinct batch_id from added) a where import_run(a.batch_id) is null) then
    perform broken('import_is_what_was_confirmed', 'imported_gift');
  end if;
  if exists (
    select from added a left join import_row r on r.batch_id = a.batch_id and r.line = a.line and r.taken
     left join donor d on d.id = a.donor_id
     where (r.amount_cents, r.given_on, r.fund_id, r.external_id, r.receipt_number)
           is distinct from (a.amount_cents, a.given_on, a.fund_id, a.external_id, a.receipt_number)
        or case when r.donor_id is null then d.email is distinct from r.email else d.id <> r.donor_id end) then
    perform broken('import_is_what_was_confirmed', 'imported_gift');
  end if;
  if exists (select from added a cross join organization o where a.given_on >= local_day(o.go_live_at)) then
    perform broken('imported_gift_is_from_before_go_live', 'imported_gift');
  end if;
  if exists (select from added a join donor d on d.id = a.donor_id where d.erased_at is not null) then
    perform broken('erased_donor_is_not_made_anew', 'imported_gift');
  end if;
  if exists (select from added a join imported_gift g on g.external_id = a.external_id and g.external_id <> '' and g.id <> a.id
              where not exists (select from imported_gift_end x where x.gift_id = g.id))
     or exists (select from added a join payment p on p.charge_id = a.external_id)
     or exists (select from added a join payment p on p.payment_intent_id = a.external_id) then
    perform broken('gift_is_already_here', 'imported_gift');
  end if;
  return null;
end $$;
create trigger imported_gift_guard after insert on imported_gift referencing new table as added
  for each statement execute function imported_gift_guard();

create function imported_donor_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from added a join donor d on d.id = a.donor_id
              where import_run(a.batch_id) is null or d.xmin <> pg_current_xact_id()::xid) then
    perform broken('import_is_what_was_confirmed', 'imported_donor');
  end if;
  return null;
end $$;
create trigger imported_donor_guard after insert on imported_donor referencing new table as added
  for each statement execute function imported_donor_guard();

-- What a donor holds on paper stays; everything else of an undone batch ends.
create function imported_gift_end_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from added a join imported_gift g on g.id = a.gift_id where not import_has(g.batch_id, 'undo_started')
              or import_has(g.batch_id, 'undone')) then
    perform broken('only_what_is_in_is_undone', 'imported_gift_end');
  end if;
  if exists (select from added a join annual_statement_line l on l.gift_kind = 'imported' and l.gift_id = a.gift_id) then
    perform broken('gift_on_a_statement_stays', 'imported_gift_end');
  end if;
  return null;
end $$;
create trigger imported_gift_end_guard after insert on imported_gift_end referencing new table as added
  for each statement execute function imported_gift_end_guard();
create index annual_statement_line_imported_idx on annual_statement_line (gift_id) where gift_kind = 'imported';

create trigger import_mapping_is_append_only before update or delete or truncate on import_mapping
  for each statement execute function refuse_rewriting('imports_are_append_only');
create trigger import_batch_is_never_removed before delete or truncate on import_batch
  for each statement execute function refuse_rewriting('imports_are_append_only');
create trigger import_event_is_append_only before update or delete or truncate on import_event
  for each statement execute function refuse_rewriting('imports_are_append_only');
create trigger imported_gift_is_append_only before update or delete or truncate on imported_gift
  for each statement execute function refuse_rewriting('imports_are_append_only');
create trigger imported_donor_is_append_only before update or delete or truncate on imported_donor
  for each statement execute function refuse_rewriting('imports_are_append_only');
create trigger imported_gift_end_is_append_only before update or delete or truncate on imported_gift_end
  for each statement execute function refuse_rewriting('imports_are_append_only');

-- The donors that a batch made and that have something else by now, and where. Asked of every table that names a donor, so
-- that one which is added later counts by itself.
create function imported_donors_in_use(p_batch uuid) returns table (donor_id uuid, used_in text) language plpgsql stable as $$
declare
  f record;
begin
  for f in select c.conrelid::regclass as tab, a.attname as col
             from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = 'donor'::regclass and array_length(c.conkey, 1) = 1
              and c.conrelid <> all ('{imported_gift,imported_donor,import_row,donor_consent,donor_erasure}'::regclass[])
  loop
    return query execute format('select distinct i.donor_id, %L from imported_donor i join %s t on t.%I = i.donor_id where i.batch_id = $1',
                                f.tab::text, f.tab, f.col) using p_batch;
  end loop;
  return query select distinct i.donor_id, 'donor_consent' from imported_donor i join donor_consent c on c.donor_id = i.donor_id
                where i.batch_id = p_batch and c.source <> 'import:' || p_batch;
  return query select distinct i.donor_id, 'imported_gift' from imported_donor i join imported_gift g on g.donor_id = i.donor_id
                where i.batch_id = p_batch and g.batch_id <> p_batch
                  and not exists (select from imported_gift_end x where x.gift_id = g.id);
  return query select distinct i.donor_id, 'import_row' from imported_donor i join import_row r on r.donor_id = i.donor_id
                where i.batch_id = p_batch;
  return query select i.donor_id, 'donor' from imported_donor i join donor d on d.id = i.donor_id
                where i.batch_id = p_batch and (d.public_name is not null or d.named_at is not null or d.language_at is not null
                                                or d.incognito);
end $$;

-- A donor's history stands with their other gifts.
do $$
begin
  execute format(
    'create or replace view donor_gift_line (donor_id, gift_kind, gift_id, given_at, kind, source_id, fund_id, purpose_version,
                                             amount_cents, occurred_at, stands)
       with (security_invoker = true) as %s
     union all
     select g.donor_id, ''imported'', g.id, g.occurred_at, ''gift'', g.id::text, g.fund_id, g.purpose_version, g.amount_cents,
            g.occurred_at,
            exists (select from import_event e where e.batch_id = g.batch_id and e.kind = ''committed'')
              and not exists (select from imported_gift_end x where x.gift_id = g.id)
       from imported_gift g', rtrim(pg_get_viewdef('donor_gift_line'), ';'));
end $$;

-- A demand holds a donor for the gifts of their history too.
create or replace function donor_is_on_hold(p_donor uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from legal_demand h
     where not exists (select from legal_demand_closing c where c.demand_id = h.id)
       and (h.scope = 'everything' and h.covers_from is null and h.covers_until is null
            or h.scope in ('everything', 'fund') and (
                 exists (select from payment p left join donation d on d.payment_id = p.id
                          where p.donor_id = p_donor and (h.scope = 'everything' or d.fund_id = h.fund_id)
                            and (h.covers_from is null or local_day(p.occurred_at) >= h.covers_from)
                            and (h.covers_until is null or local_day(p.occurred_at) <= h.covers_until))
              or exists (select from donor_gift_line g
                          where g.donor_id = p_donor and g.gift_kind <> 'card' and g.stands
                            and (h.scope = 'everything' or g.fund_id = h.fund_id)
                            and (h.covers_from is null or local_day(g.given_at) >= h.covers_from)
                            and (h.covers_until is null or local_day(g.given_at) <= h.covers_until)))))
$$;

alter table import_batch enable row level security;
create policy fund_scope on import_batch using (in_scope(fund_id)) with check (in_scope(fund_id));
do $$
declare
  t text;
begin
  foreach t in array '{import_row,import_progress,imported_donor}'::text[] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy fund_scope on %I using (exists (select from import_batch b where b.id = batch_id))', t);
  end loop;
end $$;
alter table imported_gift enable row level security;
create policy fund_scope on imported_gift
  using (case when (select scoped_donor()) is null then in_scope(fund_id) else donor_id = (select scoped_donor()) end);
alter table imported_gift_end enable row level security;
create policy fund_scope on imported_gift_end using (exists (select from imported_gift g where g.id = gift_id));
alter table import_event enable row level security;
create policy fund_scope on import_event using (exists (select from import_batch b where b.id = batch_id)
  or (select scoped_donor()) is not null and exists (select from imported_gift g where g.batch_id = import_event.batch_id));
alter table import_mapping enable row level security;
create policy staff_scope on import_mapping using (current_setting('homeward.scope', true) in ('system', 'staff'));
-- The bytes of a file are the work's alone.
alter table import_chunk enable row level security;
create policy system_scope on import_chunk using (current_setting('homeward.scope', true) = 'system');
