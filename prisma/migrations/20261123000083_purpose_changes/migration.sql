-- Why: what a fund is for is a promise to donors, and nobody could change it without writing in the database. It is changed by two:
-- one administrator proposes the words and what they allow, from a day that lies ahead; another confirms, with proof of presence.

create table fund_purpose_change (
  id             uuid primary key default gen_random_uuid(),
  fund_id        uuid not null references fund (id),
  effective_from timestamptz not null,
  purpose_codes  text[] not null constraint purpose_change_allows_something check (cardinality(purpose_codes) between 1 and 20),
  proposed_by    uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint purpose_change_is_ahead check (effective_from > occurred_at)
);
create index fund_purpose_change_fund_idx on fund_purpose_change (fund_id);

create table fund_purpose_change_text (
  change_id uuid not null references fund_purpose_change (id),
  language  text not null check (language in ('en', 'es', 'ar', 'vi', 'zh')),
  name      text not null check (char_length(name) between 1 and 80),
  summary   text not null check (char_length(summary) between 1 and 300),
  purpose   text not null check (char_length(purpose) between 1 and 4000),
  primary key (change_id, language)
);

-- A confirmed change is the version that it made.
create table fund_purpose_change_decision (
  change_id   uuid constraint purpose_change_is_decided_once primary key references fund_purpose_change (id),
  decision    text not null check (decision in ('confirmed', 'withdrawn')),
  version     integer,
  decided_by  uuid not null references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint confirmed_change_has_its_version check ((version is not null) = (decision = 'confirmed'))
);

create function fund_purpose_change_guard() returns trigger language plpgsql as $$
begin
  perform from fund where id = new.fund_id for no key update;
  if not holds_role(new.proposed_by, new.fund_id, array['administrator']) then
    perform broken('purpose_change_is_the_administrators', 'fund_purpose_change');
  end if;
  if exists (select from fund_purpose_change c where c.fund_id = new.fund_id
                and not exists (select from fund_purpose_change_decision d where d.change_id = c.id)) then
    perform broken('one_purpose_change_is_proposed', 'fund_purpose_change');
  end if;
  if exists (select from unnest(new.purpose_codes) as c (code) where not exists (select from purpose_code p where p.code = c.code))
     or (select count(distinct c) from unnest(new.purpose_codes) as c) <> cardinality(new.purpose_codes) then
    perform broken('purpose_change_allows_something', 'fund_purpose_change');
  end if;
  return new;
end $$;
create trigger fund_purpose_change_guard before insert on fund_purpose_change for each row execute function fund_purpose_change_guard();

-- Whoever reads the fund in a language today reads it in that language tomorrow; English is the official text.
create function fund_purpose_change_speaks() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select language from fund_purpose_text t
     where t.fund_id = new.fund_id and t.version = (select max(p.version) from fund_purpose p where p.fund_id = new.fund_id)
    union select 'en'
    except select language from fund_purpose_change_text where change_id = new.id) then
    perform broken('purpose_change_speaks_its_languages', 'fund_purpose_change');
  end if;
  return null;
end $$;
create constraint trigger fund_purpose_change_speaks after insert on fund_purpose_change deferrable initially deferred
  for each row execute function fund_purpose_change_speaks();

-- What the second person reads is what the first one wrote.
create function fund_purpose_change_text_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from fund_purpose_change c where c.id = new.change_id and c.xmin::text = pg_current_xact_id()::xid::text) then
    perform broken('purpose_text_comes_with_its_change', 'fund_purpose_change_text');
  end if;
  return new;
end $$;
create trigger fund_purpose_change_text_guard before insert on fund_purpose_change_text
  for each row execute function fund_purpose_change_text_guard();

create function fund_purpose_change_decision_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c fund_purpose_change;
  newest fund_purpose;
begin
  select * into c from fund_purpose_change where id = new.change_id;
  perform from fund where id = c.fund_id for no key update;
  if not holds_role(new.decided_by, c.fund_id, array['administrator']) then
    perform broken('purpose_change_is_the_administrators', 'fund_purpose_change_decision');
  end if;
  new.version := null;
  if new.decision = 'confirmed' then
    if new.decided_by = c.proposed_by then perform broken('purpose_change_is_confirmed_by_another', 'fund_purpose_change_decision'); end if;
    if not step_up_is_fresh(new.step_up_id, new.decided_by, 'confirm_purpose_change:' || new.change_id) then
      perform broken('step_up_is_fresh_and_bound', 'fund_purpose_change_decision');
    end if;
    select * into newest from fund_purpose p where p.fund_id = c.fund_id order by p.version desc limit 1;
    if c.effective_from <= new.occurred_at then perform broken('purpose_change_is_ahead', 'fund_purpose_change_decision'); end if;
    if c.effective_from <= newest.effective_from then
      perform broken('purpose_versions_follow_in_time', 'fund_purpose_change_decision');
    end if;
    new.version := coalesce(newest.version, 0) + 1;
  end if;
  return new;
end $$;
create trigger fund_purpose_change_decision_guard before insert on fund_purpose_change_decision
  for each row execute function fund_purpose_change_decision_guard();

-- The confirmation publishes: no words but those that two people saw.
create function fund_purpose_change_is_published() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into fund_purpose (fund_id, version, effective_from)
    select c.fund_id, new.version, c.effective_from from fund_purpose_change c where c.id = new.change_id;
  insert into fund_purpose_text (fund_id, version, language, name, summary, purpose)
    select c.fund_id, new.version, t.language, t.name, t.summary, t.purpose
      from fund_purpose_change c join fund_purpose_change_text t on t.change_id = c.id where c.id = new.change_id;
  insert into fund_purpose_code (fund_id, version, purpose_code)
    select c.fund_id, new.version, p from fund_purpose_change c cross join unnest(c.purpose_codes) as p where c.id = new.change_id;
  return null;
end $$;
create trigger fund_purpose_change_is_published after insert on fund_purpose_change_decision
  for each row when (new.decision = 'confirmed') execute function fund_purpose_change_is_published();

-- A fund opens with its first words. Any others were decided by two.
create function fund_purpose_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.version > 1 and not exists (
    select from fund_purpose_change c join fund_purpose_change_decision d on d.change_id = c.id
     where (c.fund_id, d.version, c.effective_from) = (new.fund_id, new.version, new.effective_from)) then
    perform broken('purpose_changes_by_two', 'fund_purpose');
  end if;
  return new;
end $$;
create trigger fund_purpose_guard before insert on fund_purpose for each row execute function fund_purpose_guard();

create function fund_purpose_part_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from fund_purpose p where (p.fund_id, p.version) = (new.fund_id, new.version)
                    and p.xmin::text = pg_current_xact_id()::xid::text) then
    perform broken('purpose_changes_by_two', tg_table_name);
  end if;
  return new;
end $$;
create trigger fund_purpose_part_guard before insert on fund_purpose_text for each row execute function fund_purpose_part_guard();
create trigger fund_purpose_part_guard before insert on fund_purpose_code for each row execute function fund_purpose_part_guard();

create trigger fund_purpose_change_is_append_only before update or delete or truncate on fund_purpose_change
  for each statement execute function refuse_rewriting('purpose_versions_are_append_only');
create trigger fund_purpose_change_text_is_append_only before update or delete or truncate on fund_purpose_change_text
  for each statement execute function refuse_rewriting('purpose_versions_are_append_only');
create trigger fund_purpose_change_decision_is_append_only before update or delete or truncate on fund_purpose_change_decision
  for each statement execute function refuse_rewriting('purpose_versions_are_append_only');

-- What is only proposed is for the fund's own people.
alter table fund_purpose_change enable row level security;
create policy fund_scope on fund_purpose_change using (in_scope(fund_id));
alter table fund_purpose_change_text enable row level security;
create policy fund_scope on fund_purpose_change_text using (exists (select from fund_purpose_change c where c.id = change_id));
alter table fund_purpose_change_decision enable row level security;
create policy fund_scope on fund_purpose_change_decision using (exists (select from fund_purpose_change c where c.id = change_id));
