-- Why: a ride was offered with every date and asked about at the screening, and nobody could say that one is arranged: whoever
-- wanted it found out at the door. A ride is a record: who drives, as a kind for everyone, and a word about it that is sealed
-- with the person of the case and goes with them. It is taken back once, and then waits for somebody again.

create table case_ride (
  id            uuid primary key,
  bond_id       uuid not null references bond (id),
  -- To which date; null for the ride home on the day when the door opens.
  date_id       uuid,
  driver        text not null check (driver in ('volunteer', 'staff', 'relative', 'partner', 'hired_car', 'ticket')),
  arranged_by   uuid not null references staff (id),
  occurred_at   timestamptz not null,
  taken_back_by uuid references staff (id),
  taken_back_at timestamptz,
  recorded_at   timestamptz not null default now(),
  constraint ride_is_of_the_bonds_date foreign key (date_id, bond_id) references court_date (id, bond_id),
  constraint ride_is_taken_back_by_someone check ((taken_back_at is null) = (taken_back_by is null))
);
create index case_ride_date_idx on case_ride (date_id);
create unique index ride_is_arranged_once on case_ride (bond_id, date_id) nulls not distinct where taken_back_at is null;

create table person_ride (
  ride_id     uuid primary key references case_ride (id),
  person_id   uuid not null references person (id),
  sealed      bytea not null,
  recorded_at timestamptz not null default now()
);
create index person_ride_person_idx on person_ride (person_id);

-- The screening's answers are sealed. Here is only that a ride home is wanted, so that it can wait for somebody; it goes when it
-- is wanted no more, and with the person.
create table request_ride (
  request_id  uuid primary key references help_request (id),
  recorded_at timestamptz not null default now()
);

create function case_ride_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id for update;
  if new.taken_back_at is not null then perform broken('ride_is_taken_back_once', 'case_ride'); end if;
  if not follows_bonds(new.arranged_by, which.fund_id) then perform broken('date_recorder_holds_the_role', 'case_ride'); end if;
  if new.date_id is null then
    if which.state not in ('posted', 'posted_not_released') then perform broken('ride_home_is_of_the_held', 'case_ride'); end if;
    return new;
  end if;
  if which.state not in ('posted', 'posted_not_released', 'released', 'active', 'missed_court', 'forfeiture_noticed',
      'delivery_demand', 'breach_noticed', 'appealed')
     or exists (select from court_date_outcome o where o.date_id = new.date_id)
     or exists (select from court_date d where d.id = new.date_id and d.day < local_day(new.occurred_at)) then
    perform broken('ride_is_to_a_coming_date', 'case_ride');
  end if;
  return new;
end $$;
create trigger case_ride_guard before insert on case_ride for each row execute function case_ride_guard();

create function case_ride_change() returns trigger language plpgsql as $$
begin
  if old.taken_back_at is not null or new.taken_back_at is null
     or (to_jsonb(new) - 'taken_back_by' - 'taken_back_at') <> (to_jsonb(old) - 'taken_back_by' - 'taken_back_at') then
    perform broken('ride_is_taken_back_once', 'case_ride');
  end if;
  if not follows_bonds(new.taken_back_by, (select b.fund_id from bond b where b.id = new.bond_id)) then
    perform broken('date_recorder_holds_the_role', 'case_ride');
  end if;
  return new;
end $$;
create trigger case_ride_change before update on case_ride for each row execute function case_ride_change();
create trigger case_ride_is_never_removed before delete or truncate on case_ride
  for each statement execute function refuse_rewriting('ride_is_taken_back_once');

-- A hold keeps the word, and nothing comes to someone who is erased.
create trigger person_ride_guard before insert or delete on person_ride
  for each row execute function sealed_of_person_guard();
create trigger person_ride_is_not_changed before update or truncate on person_ride
  for each statement execute function refuse_rewriting('person_fields_are_added_anew');

create function person_ride_is_of_the_case() returns trigger language plpgsql as $$
begin
  if not exists (select from case_ride r join bond b on b.id = r.bond_id join person_case c on c.case_code = b.case_code
                  where r.id = new.ride_id and c.person_id = new.person_id) then
    perform broken('papers_are_of_their_case', 'person_ride');
  end if;
  return new;
end $$;
create trigger person_ride_is_of_the_case before insert on person_ride
  for each row execute function person_ride_is_of_the_case();

create function request_ride_guard() returns trigger language plpgsql as $$
begin
  if not exists (
    select from help_request r join person p on p.id = r.person_id
     where r.id = new.request_id and r.erased_at is null and p.erased_at is null) then
    perform broken('ride_is_of_someone_known', 'request_ride');
  end if;
  return new;
end $$;
create trigger request_ride_guard before insert or update on request_ride
  for each row execute function request_ride_guard();

create function person_erasure_takes_rides() returns trigger language plpgsql as $$
begin
  if new.erased_at is not null
     and (exists (select from person_ride w where w.person_id = new.id)
          or exists (select from request_ride w join help_request r on r.id = w.request_id where r.person_id = new.id)) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;
create trigger person_erasure_takes_rides before update on person
  for each row execute function person_erasure_takes_rides();

alter table case_ride enable row level security;
create policy fund_scope on case_ride using (exists (select from bond b where b.id = bond_id));
alter table person_ride enable row level security;
create policy fund_scope on person_ride using (exists (select from person p where p.id = person_id));
alter table request_ride enable row level security;
create policy fund_scope on request_ride using (exists (select from help_request r where r.id = request_id));
