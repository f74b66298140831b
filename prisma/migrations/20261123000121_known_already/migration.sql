-- Why: the public form can look nobody up, so each of its requests makes a record of a person. Where intake finds that the fund knows
-- them already, it says that two records are one person. Nothing that is sealed moves: each record keeps its own key, so that all of
-- it stays readable and can be told apart again. They are held, kept and erased together.

create table person_join (
  id              uuid primary key default gen_random_uuid(),
  request_id      uuid not null,
  -- The record that the request made, and the one that the fund had.
  person_id       uuid not null references person (id),
  known_person_id uuid not null references person (id),
  joined_by       uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint join_is_of_the_request foreign key (request_id, person_id) references help_request (id, person_id),
  constraint person_is_joined_to_another check (person_id <> known_person_id)
);
create index person_join_person_idx on person_join (person_id);
create index person_join_known_idx on person_join (known_person_id);

create table person_join_end (
  join_id      uuid constraint join_ends_once primary key references person_join (id),
  separated_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

create view open_person_join with (security_invoker = true) as
  select j.* from person_join j where not exists (select from person_join_end e where e.join_id = j.id);

-- All records of the one whom this record is of, itself too. Records are joined to one that is joined to no other.
create function persons_joined(p_person uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  with known as (
    select coalesce((select j.known_person_id from open_person_join j where j.person_id = p_person), p_person) as id
  )
  select id from known union select j.person_id from open_person_join j join known k on k.id = j.known_person_id
$$;

create function works_on_requests_of(p_staff uuid, p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from person p join staff_role r on r.fund_id = p.fund_id
      join staff s on s.id = r.staff_id and s.disabled_at is null
     where p.id = p_person and r.staff_id = p_staff and r.role in ('intake', 'administrator'))
$$;

create function person_join_guard() returns trigger language plpgsql as $$
begin
  perform from person where id in (new.person_id, new.known_person_id) order by id for update;
  if (select count(distinct p.fund_id) <> 1 or count(*) <> 2 or bool_or(p.erased_at is not null)
        from person p where p.id in (new.person_id, new.known_person_id)) then
    perform broken('join_is_within_a_fund', 'person_join');
  end if;
  if not works_on_requests_of(new.joined_by, new.person_id) then
    perform broken('joiner_holds_the_role', 'person_join');
  end if;
  if exists (select from open_person_join j
              where j.person_id in (new.person_id, new.known_person_id) or j.known_person_id = new.person_id) then
    perform broken('person_is_joined_once', 'person_join');
  end if;
  return new;
end $$;
create trigger person_join_guard before insert on person_join for each row execute function person_join_guard();

-- What was proposed was judged by all that was known of the one person; from then on they are one.
create function person_join_end_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  joined person_join;
begin
  select * into joined from person_join where id = new.join_id for update;
  perform from person where id in (joined.person_id, joined.known_person_id) order by id for update;
  if not works_on_requests_of(new.separated_by, joined.person_id) then
    perform broken('joiner_holds_the_role', 'person_join_end');
  end if;
  if exists (select from person_case c join disbursement d on d.case_code = c.case_code where c.person_id = joined.person_id) then
    perform broken('join_ends_before_a_proposal', 'person_join_end');
  end if;
  return new;
end $$;
create trigger person_join_end_guard before insert on person_join_end for each row execute function person_join_end_guard();

create trigger person_join_is_append_only before update or delete or truncate on person_join
  for each statement execute function refuse_rewriting('request_events_are_append_only');
create trigger person_join_end_is_append_only before update or delete or truncate on person_join_end
  for each statement execute function refuse_rewriting('request_events_are_append_only');
alter table person_join enable row level security;
create policy fund_scope on person_join using (exists (select from person p where p.id = person_id));
alter table person_join_end enable row level security;
create policy fund_scope on person_join_end using (exists (select from person_join j where j.id = join_id));

-- A demand for one record is a demand for the person.
create or replace function person_is_on_hold(p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from legal_demand d join person p on p.id = p_person
     where (d.scope = 'everything' or d.scope = 'fund' and d.fund_id = p.fund_id
            or d.person_id in (select persons_joined(p.id)))
       and not exists (select from legal_demand_closing c where c.demand_id = d.id)
       and (d.covers_from is null and d.covers_until is null
            or exists (select from persons_joined(p.id) j cross join lateral person_days(j) k
                        where k.first_day <= coalesce(d.covers_until, 'infinity')
                          and k.last_day >= coalesce(d.covers_from, '-infinity'))))
$$;

-- Whom the fund knows by the same number, or by the same words of a name: nothing is opened for it.
create function known_like(p_person uuid) returns table (person_id uuid, kind text) language sql stable security definer
  set search_path = public, vault_keys, pg_temp as $$
  select i.person_id, i.kind
    from vault_keys.person_index mine
    join vault_keys.person_index i on i.kind = mine.kind and i.token = mine.token
    join person o on o.id = mine.person_id
    join person p on p.id = i.person_id and p.fund_id = o.fund_id and p.erased_at is null
   where mine.person_id = p_person and mine.kind in ('a_number', 'booking', 'docket', 'name')
     and i.person_id not in (select persons_joined(p_person))
   group by i.person_id, i.kind
  having i.kind <> 'name'
      or count(distinct i.token) = (select count(distinct n.token) from vault_keys.person_index n
                                     where n.person_id = p_person and n.kind = 'name')
$$;
