-- Why: when something goes wrong in public, one person must be able to stop what goes out, and no one person to start it again.

create table incident (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  raised_by   uuid not null references staff (id),
  reason      text not null check (reason in ('someone_at_risk', 'name_published', 'wrong_figures', 'account_misused', 'press_or_court', 'other')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index incident_fund_idx on incident (fund_id, recorded_at);

-- The first of two people says that it is over.
create table incident_lifting (
  incident_id uuid constraint incident_is_lifted_once primary key references incident (id),
  lifted_by   uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- The second agrees: only now it is over.
create table incident_lifting_confirmation (
  incident_id  uuid constraint lifting_is_confirmed_once primary key references incident_lifting (incident_id),
  confirmed_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

-- Security definer: that something is stopped holds for every writer, also one whose scope does not show the incident.
create function incident_is_open(p_fund uuid) returns boolean language sql volatile security definer
  set search_path = public, pg_temp as $$
  select exists (select from incident i where i.fund_id = p_fund
                  and not exists (select from incident_lifting_confirmation c where c.incident_id = i.id))
$$;

-- What goes out takes the lock shared, raising takes it alone: once an incident is raised, nothing that had not begun begins.
create function outgoing_lock_key(p_fund uuid) returns bigint language sql immutable as $$
  select hashtextextended('incident:' || p_fund::text, 0)
$$;

create function refuse_during_incident(p_fund uuid, p_table text) returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(outgoing_lock_key(p_fund));
  if incident_is_open(p_fund) then perform broken('incident_stops_what_goes_out', p_table); end if;
end $$;

create function incident_guard() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(outgoing_lock_key(new.fund_id));
  if not holds_role(new.raised_by, new.fund_id, array['intake', 'approver', 'treasurer', 'auditor', 'administrator']) then
    perform broken('raiser_works_for_the_fund', 'incident');
  end if;
  if incident_is_open(new.fund_id) then perform broken('one_incident_at_a_time', 'incident'); end if;
  return new;
end $$;
create trigger incident_guard before insert on incident for each row execute function incident_guard();

create function incident_lifting_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from incident i where i.id = new.incident_id
                  and holds_role(new.lifted_by, i.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])) then
    perform broken('lifter_holds_the_role', 'incident_lifting');
  end if;
  return new;
end $$;
create trigger incident_lifting_guard before insert on incident_lifting
  for each row execute function incident_lifting_guard();

create function incident_confirmation_guard() returns trigger language plpgsql as $$
begin
  if exists (select from incident_lifting l where l.incident_id = new.incident_id and l.lifted_by = new.confirmed_by) then
    perform broken('two_people_lift_an_incident', 'incident_lifting_confirmation');
  end if;
  if not exists (select from incident i where i.id = new.incident_id
                  and holds_role(new.confirmed_by, i.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])) then
    perform broken('lifter_holds_the_role', 'incident_lifting_confirmation');
  end if;
  return new;
end $$;
create trigger incident_confirmation_guard before insert on incident_lifting_confirmation
  for each row execute function incident_confirmation_guard();

create trigger incident_is_append_only before update or delete or truncate on incident
  for each statement execute function refuse_rewriting('incidents_are_append_only');
create trigger incident_lifting_is_append_only before update or delete or truncate on incident_lifting
  for each statement execute function refuse_rewriting('incidents_are_append_only');
create trigger incident_confirmation_is_append_only before update or delete or truncate on incident_lifting_confirmation
  for each statement execute function refuse_rewriting('incidents_are_append_only');

-- What an incident stops: putting an update on the public pages, writing mails about it, and beginning to send one.
create function publication_waits_for_incident() returns trigger language plpgsql as $$
begin
  perform refuse_during_incident(u.fund_id, 'impact_update_publication') from impact_update u where u.id = new.update_id;
  return new;
end $$;
create trigger incident_stops_publication before insert on impact_update_publication
  for each row execute function publication_waits_for_incident();

create function delivery_waits_for_incident() returns trigger language plpgsql as $$
begin
  perform refuse_during_incident(u.fund_id, 'impact_delivery') from impact_update u where u.id = new.update_id;
  return new;
end $$;
create trigger incident_stops_delivery before insert on impact_delivery
  for each row execute function delivery_waits_for_incident();

create function attempt_waits_for_incident() returns trigger language plpgsql as $$
begin
  perform refuse_during_incident(u.fund_id, 'mail_event')
     from impact_delivery d join impact_update u on u.id = d.update_id where d.mail_id = new.mail_id;
  return new;
end $$;
create trigger incident_stops_attempt before insert on mail_event
  for each row when (new.kind = 'attempted') execute function attempt_waits_for_incident();

-- Why: an auditor looks at originals, not at copies. Which bonds is left to chance that anyone can repeat; who showed them and
-- what was seen is kept; nothing leaves the house.

create table audit_sample (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  drawn_by    uuid not null references staff (id),
  posted_from timestamptz not null,
  posted_to   timestamptz not null,
  wanted      integer not null check (wanted between 1 and 200),
  -- How many bonds there were to draw from.
  population  integer not null check (population > 0),
  seed        text not null check (seed ~ '^[0-9a-f]{64}$'),
  method      text not null check (method in ('sha256_of_seed_and_bond')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint sample_period_has_a_length check (posted_from < posted_to)
);
create index audit_sample_fund_idx on audit_sample (fund_id, recorded_at);

create table audit_sample_line (
  sample_id uuid not null references audit_sample (id),
  position  integer not null check (position > 0),
  bond_id   uuid not null references bond (id),
  primary key (sample_id, position),
  constraint bond_is_drawn_once unique (sample_id, bond_id)
);

create table audit_sample_showing (
  sample_id   uuid not null,
  position    integer not null,
  shown_by    uuid not null references staff (id),
  step_up_id  uuid not null references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint original_is_shown_once_by_each primary key (sample_id, position, shown_by),
  foreign key (sample_id, position) references audit_sample_line (sample_id, position)
);

create table audit_sample_finding (
  sample_id   uuid not null,
  position    integer not null,
  recorded_by uuid not null references staff (id),
  result      text not null check (result in ('seen', 'not_found', 'differs')),
  reason      text check (reason in ('original_missing', 'illegible', 'with_counsel', 'amount', 'date', 'case_code', 'receipt_number', 'payee', 'other')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint line_has_one_finding primary key (sample_id, position),
  constraint finding_says_why check ((result = 'seen') = (reason is null)),
  foreign key (sample_id, position) references audit_sample_line (sample_id, position)
);

-- The draw: every posted bond of the period, ordered by the hash of the seed and its id. With the seed anyone draws it again.
create function drawn_bonds(p_fund uuid, p_from timestamptz, p_to timestamptz, p_seed text)
returns table (rank bigint, bond_id uuid) language sql stable as $$
  select row_number() over (order by sha256(convert_to(p_seed || ':' || b.id::text, 'UTF8')), b.id), b.id
    from bond b where b.fund_id = p_fund and b.posted_at >= p_from and b.posted_at < p_to
$$;

create function audit_sample_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.drawn_by, new.fund_id, array['auditor']) then
    perform broken('drawer_is_an_auditor', 'audit_sample');
  end if;
  -- Lines are judged by it: only those of the same transaction belong to the draw.
  new.recorded_at := now();
  return new;
end $$;
create trigger audit_sample_guard before insert on audit_sample for each row execute function audit_sample_guard();

-- At the end of the transaction that draws it, and of every one that would add to it.
create function sample_is_as_drawn() returns trigger language plpgsql as $$
declare
  s audit_sample;
  of_sample uuid;
begin
  if tg_table_name = 'audit_sample' then of_sample := new.id; else of_sample := new.sample_id; end if;
  select * into s from audit_sample where id = of_sample;
  if s.recorded_at <> now()
     or s.population <> (select count(*) from drawn_bonds(s.fund_id, s.posted_from, s.posted_to, s.seed))
     or exists (
       (select d.rank, d.bond_id from drawn_bonds(s.fund_id, s.posted_from, s.posted_to, s.seed) d where d.rank <= s.wanted
        except select l.position, l.bond_id from audit_sample_line l where l.sample_id = s.id)
       union all
       (select l.position, l.bond_id from audit_sample_line l where l.sample_id = s.id
        except select d.rank, d.bond_id from drawn_bonds(s.fund_id, s.posted_from, s.posted_to, s.seed) d where d.rank <= s.wanted)) then
    perform broken('sample_is_as_drawn', 'audit_sample');
  end if;
  return null;
end $$;
create constraint trigger sample_is_as_drawn after insert on audit_sample
  deferrable initially deferred for each row execute function sample_is_as_drawn();

-- One look at the whole draw is enough: a line of the drawing transaction is judged with its sample, a later one refused.
create function sample_line_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from audit_sample s where s.id = new.sample_id and s.recorded_at = now()) then
    perform broken('sample_is_as_drawn', 'audit_sample_line');
  end if;
  return new;
end $$;
create trigger sample_line_guard before insert on audit_sample_line for each row execute function sample_line_guard();

create function sample_showing_guard() returns trigger language plpgsql as $$
declare
  s audit_sample;
begin
  select * into s from audit_sample where id = new.sample_id;
  -- A finding and a showing of one line wait for each other.
  perform pg_advisory_xact_lock(hashtextextended(new.sample_id::text || new.position, 0));
  if new.shown_by = s.drawn_by then perform broken('auditor_does_not_show', 'audit_sample_showing'); end if;
  if not holds_role(new.shown_by, s.fund_id, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('shower_holds_the_role', 'audit_sample_showing');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.shown_by, 'show:' || new.sample_id) then
    perform broken('step_up_is_fresh_and_bound', 'audit_sample_showing');
  end if;
  if exists (select from audit_sample_finding f where f.sample_id = new.sample_id and f.position = new.position) then
    perform broken('finding_ends_the_showing', 'audit_sample_showing');
  end if;
  return new;
end $$;
create trigger sample_showing_guard before insert on audit_sample_showing
  for each row execute function sample_showing_guard();

create function sample_finding_guard() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.sample_id::text || new.position, 0));
  if not exists (select from audit_sample s where s.id = new.sample_id and s.drawn_by = new.recorded_by
                  and holds_role(new.recorded_by, s.fund_id, array['auditor'])) then
    perform broken('only_the_drawer_records', 'audit_sample_finding');
  end if;
  -- What could not be found could not be shown.
  if new.result <> 'not_found' and (select count(distinct w.shown_by) from audit_sample_showing w
       where w.sample_id = new.sample_id and w.position = new.position) < 2 then
    perform broken('two_people_show_the_original', 'audit_sample_finding');
  end if;
  return new;
end $$;
create trigger sample_finding_guard before insert on audit_sample_finding
  for each row execute function sample_finding_guard();

create trigger audit_sample_is_append_only before update or delete or truncate on audit_sample
  for each statement execute function refuse_rewriting('samples_are_append_only');
create trigger audit_sample_line_is_append_only before update or delete or truncate on audit_sample_line
  for each statement execute function refuse_rewriting('samples_are_append_only');
create trigger audit_sample_showing_is_append_only before update or delete or truncate on audit_sample_showing
  for each statement execute function refuse_rewriting('samples_are_append_only');
create trigger audit_sample_finding_is_append_only before update or delete or truncate on audit_sample_finding
  for each statement execute function refuse_rewriting('samples_are_append_only');

-- Why: who took the audit out of the house, with which filter and how many rows, is part of the audit.
create table audit_export (
  id            uuid primary key default gen_random_uuid(),
  made_by       uuid not null references staff (id),
  step_up_id    uuid not null constraint step_up_makes_one_export unique references staff_step_up (id),
  format        text not null check (format in ('jsonl', 'csv')),
  filter        jsonb not null,
  filter_hash   text not null,
  row_count     integer not null check (row_count >= 0),
  last_event_id bigint not null,
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now()
);
create function audit_export_guard() returns trigger language plpgsql as $$
begin
  if not step_up_is_fresh(new.step_up_id, new.made_by, 'export:audit:' || new.format || ':' || new.filter_hash) then
    perform broken('step_up_is_fresh_and_bound', 'audit_export');
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.made_by and r.role in ('auditor', 'administrator')) then
    perform broken('exporter_holds_the_role', 'audit_export');
  end if;
  return new;
end $$;
create trigger audit_export_guard before insert on audit_export for each row execute function audit_export_guard();
create trigger audit_export_is_append_only before update or delete or truncate on audit_export
  for each statement execute function refuse_rewriting('audit_is_append_only');

alter table incident enable row level security;
create policy fund_scope on incident using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table incident_lifting enable row level security;
create policy fund_scope on incident_lifting using (exists (select from incident i where i.id = incident_id));
alter table incident_lifting_confirmation enable row level security;
create policy fund_scope on incident_lifting_confirmation using (exists (select from incident i where i.id = incident_id));
alter table audit_sample enable row level security;
create policy fund_scope on audit_sample using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table audit_sample_line enable row level security;
create policy fund_scope on audit_sample_line using (exists (select from audit_sample s where s.id = sample_id));
alter table audit_sample_showing enable row level security;
create policy fund_scope on audit_sample_showing using (exists (select from audit_sample s where s.id = sample_id));
alter table audit_sample_finding enable row level security;
create policy fund_scope on audit_sample_finding using (exists (select from audit_sample s where s.id = sample_id));
