-- Why: a bond is lost on a day that nobody called about. Dates in court, calls that the person asked for, what became of
-- each date, the days that stand on a court's or DHS's papers, and how long a place lets money be claimed are records, so
-- that the next day to act can be told from them. Where a hearing is stays sealed.

create function local_day(p_at timestamptz) returns date language sql stable as $$
  select (p_at at time zone coalesce((select o.timezone from organization o), 'UTC'))::date
$$;

create function follows_bonds(p_staff uuid, p_fund uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.fund_id = p_fund
                    and r.role in ('intake', 'approver', 'treasurer', 'administrator'))
$$;

create table court_date (
  id           uuid primary key default gen_random_uuid(),
  bond_id      uuid not null references bond (id),
  day          date not null,
  half         text not null check (half in ('morning', 'afternoon')),
  hearing      text not null check (hearing in ('arraignment', 'status', 'motion', 'plea', 'trial', 'sentencing',
                                                'master', 'merits', 'check_in', 'other')),
  -- Building and room.
  place_sealed bytea not null,
  known_from   text not null check (known_from in ('court_notice', 'court_docket', 'ice_notice', 'receipt', 'lawyer', 'family',
                                                   'jail', 'own_visit')),
  replaces     uuid constraint date_is_replaced_once unique references court_date (id),
  recorded_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint date_belongs_to_bond unique (id, bond_id)
);
create index court_date_bond_idx on court_date (bond_id, day);
create index court_date_day_idx on court_date (day);

create table court_date_outcome (
  date_id     uuid constraint date_has_one_outcome primary key,
  bond_id     uuid not null references bond (id),
  outcome     text not null check (outcome in ('appeared', 'missed', 'continued', 'case_ended', 'moved', 'cancelled')),
  known_from  text not null check (known_from in ('court_notice', 'court_docket', 'ice_notice', 'receipt', 'lawyer', 'family',
                                                  'jail', 'own_visit')),
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint outcome_is_of_the_bonds_date foreign key (date_id, bond_id) references court_date (id, bond_id)
);
create index court_date_outcome_bond_idx on court_date_outcome (bond_id);

-- Whether the person wants to be called, in which language, and whether a machine may hear it: nothing until they say so.
create table case_contact (
  id          bigint generated always as identity primary key,
  bond_id     uuid not null references bond (id),
  wants_calls boolean not null,
  language    text not null check (language in ('en', 'es', 'ar', 'other')),
  voicemail   boolean not null,
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint voicemail_needs_a_yes check (wants_calls or not voicemail)
);
create index case_contact_bond_idx on case_contact (bond_id, id);

create table case_call (
  id          uuid primary key default gen_random_uuid(),
  bond_id     uuid not null references bond (id),
  date_id     uuid not null,
  kind        text not null check (kind in ('seven_days', 'two_days', 'morning_before')),
  due_at      timestamptz not null,
  done_at     timestamptz,
  done_by     uuid references staff (id),
  outcome     text check (outcome in ('reached', 'voicemail', 'no_answer', 'number_wrong', 'not_needed')),
  ride        text check (ride in ('wanted', 'not_wanted')),
  recorded_at timestamptz not null default now(),
  constraint call_is_of_the_bonds_date foreign key (date_id, bond_id) references court_date (id, bond_id),
  -- `not_needed` comes from the records: the date moved, or the person no longer wants calls.
  constraint case_call_is_done_by_someone_with_an_outcome
    check ((done_at is null) = (outcome is null)
           and (done_by is not null) = (outcome is not null and outcome <> 'not_needed')),
  constraint ride_is_asked_of_the_person check ((outcome = 'reached') is true = (ride is not null))
);
create index case_call_bond_idx on case_call (bond_id);
create index case_call_due_idx on case_call (due_at) where done_at is null;
create unique index call_is_planned_once on case_call (date_id, kind) where done_at is null;

-- A date was missed: the same day someone asks why.
create table missed_date (
  id          uuid primary key default gen_random_uuid(),
  bond_id     uuid not null references bond (id),
  date_id     uuid constraint date_is_missed_once unique,
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint miss_is_of_the_bonds_date foreign key (date_id, bond_id) references court_date (id, bond_id)
);
create index missed_date_bond_idx on missed_date (bond_id);

create table missed_date_answer (
  id            bigint generated always as identity primary key,
  missed_id     uuid not null references missed_date (id),
  lawyer        text not null check (lawyer in ('called', 'no_answer', 'no_lawyer')),
  whereabouts   text not null check (whereabouts in ('detained_elsewhere', 'removed', 'in_hospital', 'died', 'did_not_know', 'other', 'unknown')),
  proof_kind    text check (proof_kind in ('booking_record', 'hospital_letter', 'removal_record', 'death_certificate',
                                           'lawyer_letter', 'court_record', 'other')),
  proof_on      date,
  proof_in_hand boolean not null default false,
  recorded_by   uuid not null references staff (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now(),
  constraint proof_has_kind_and_day
    check ((proof_kind is null) = (proof_on is null) and (proof_kind is not null or not proof_in_hand))
);
create index missed_date_answer_idx on missed_date_answer (missed_id, id);

create table bond_deadline (
  id          uuid primary key default gen_random_uuid(),
  bond_id     uuid not null references bond (id),
  kind        text not null check (kind in ('set_aside', 'pay_forfeiture', 'appeal_breach', 'delivery')),
  paper       text not null check (paper in ('forfeiture_notice', 'court_order', 'i_323', 'i_340')),
  paper_on    date not null,
  last_day    date not null,
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint deadline_follows_its_paper check (last_day >= paper_on and last_day <= paper_on + 1830),
  constraint deadline_is_on_such_a_paper check (
    paper = case kind when 'appeal_breach' then 'i_323' when 'delivery' then 'i_340' else paper end
    and (kind in ('appeal_breach', 'delivery') or paper in ('forfeiture_notice', 'court_order')))
);
create index bond_deadline_bond_idx on bond_deadline (bond_id, last_day);

create table bond_deadline_end (
  deadline_id uuid constraint deadline_ends_once primary key references bond_deadline (id),
  outcome     text not null check (outcome in ('met', 'missed', 'void')),
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- The jail was asked why someone is still inside though our money is.
create table release_check (
  id          bigint generated always as identity primary key,
  bond_id     uuid not null references bond (id),
  answer      text not null check (answer in ('being_processed', 'hold', 'detainer', 'moved_elsewhere', 'not_there', 'no_answer')),
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index release_check_bond_idx on release_check (bond_id, id);

-- How long after the case ended a place lets its money be claimed.
create table claim_term (
  id          uuid primary key default gen_random_uuid(),
  place       text not null constraint term_place_is_well_formed check (place ~ '^US(-[A-Z0-9]{2,12})*$'),
  bond_kind   text not null check (bond_kind in ('court_bail', 'immigration_bond')),
  days        integer check (days between 1 and 3660),
  years       integer check (years between 1 and 30),
  source      text not null check (char_length(source) between 1 and 300),
  read_on     date not null,
  recorded_by uuid not null references staff (id),
  recorded_at timestamptz not null default now(),
  constraint term_is_in_days_or_years check ((days is null) <> (years is null)),
  constraint term_is_written_once unique nulls not distinct (place, bond_kind, days, years, read_on)
);

create table claim_term_review (
  term_id     uuid constraint term_is_reviewed_once primary key references claim_term (id),
  counsel     text not null check (char_length(counsel) between 1 and 120),
  reviewed_on date not null,
  recorded_by uuid not null references staff (id),
  recorded_at timestamptz not null default now()
);

-- A calendar of one person of staff, read by a program that holds the token; only its digest is here.
create table calendar_feed (
  id          uuid primary key default gen_random_uuid(),
  staff_id    uuid not null references staff (id),
  token_hash  text not null constraint feed_token_is_unique unique check (token_hash ~ '^[0-9a-f]{64}$'),
  started_at  timestamptz not null,
  ended_at    timestamptz,
  recorded_at timestamptz not null default now(),
  constraint feed_ends_after_it_began check (ended_at >= started_at)
);
create unique index one_feed_per_person on calendar_feed (staff_id) where ended_at is null;

create function court_date_guard() returns trigger language plpgsql as $$
declare
  which bond;
  earlier court_date;
  how text;
begin
  select * into which from bond where id = new.bond_id for update;
  if which.state is null or which.state not in ('posted', 'posted_not_released', 'released', 'active', 'missed_court',
      'forfeiture_noticed', 'delivery_demand', 'breach_noticed', 'appealed') then
    perform broken('dates_are_of_open_cases', 'court_date');
  end if;
  if not follows_bonds(new.recorded_by, which.fund_id) then perform broken('date_recorder_holds_the_role', 'court_date'); end if;
  if new.day < local_day(which.posted_at) then perform broken('date_comes_after_posting', 'court_date'); end if;
  if new.day > local_day(new.occurred_at) + interval '5 years' then perform broken('date_is_within_five_years', 'court_date'); end if;
  if new.hearing <> 'other' and (which.kind = 'immigration_bond') <> (new.hearing in ('master', 'merits', 'check_in')) then
    perform broken('hearing_fits_the_bond', 'court_date');
  end if;
  if new.replaces is not null then
    select d.* into earlier from court_date d where d.id = new.replaces and d.bond_id = new.bond_id;
    select o.outcome into how from court_date_outcome o where o.date_id = earlier.id;
    if how is null or how not in ('moved', 'continued') or (how = 'continued' and new.day <= earlier.day) then
      perform broken('next_date_follows_its_change', 'court_date');
    end if;
  end if;
  if exists (select from court_date d where d.bond_id = new.bond_id and d.day = new.day and d.half = new.half
               and not exists (select from court_date_outcome o where o.date_id = d.id)) then
    perform broken('date_is_entered_once', 'court_date');
  end if;
  return new;
end $$;
create trigger court_date_guard before insert on court_date for each row execute function court_date_guard();

create function court_date_outcome_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id for update;
  if not follows_bonds(new.recorded_by, which.fund_id) then
    perform broken('date_recorder_holds_the_role', 'court_date_outcome');
  end if;
  if new.outcome in ('appeared', 'missed', 'continued')
     and local_day(new.occurred_at) < (select d.day from court_date d where d.id = new.date_id) then
    perform broken('outcome_follows_its_day', 'court_date_outcome');
  end if;
  return new;
end $$;
create trigger court_date_outcome_guard before insert on court_date_outcome
  for each row execute function court_date_outcome_guard();

create function moved_date_has_its_next() returns trigger language plpgsql as $$
begin
  if not exists (select from court_date d where d.replaces = new.date_id) then
    perform broken('moved_date_has_its_next', 'court_date_outcome');
  end if;
  return null;
end $$;
create constraint trigger moved_date_has_its_next after insert on court_date_outcome
  deferrable initially deferred for each row when (new.outcome in ('moved', 'continued'))
  execute function moved_date_has_its_next();

create function missed_date_is_asked_about() returns trigger language plpgsql as $$
begin
  if not exists (select from missed_date m where m.date_id = new.date_id) then
    perform broken('missed_date_is_asked_about', 'court_date_outcome');
  end if;
  return null;
end $$;
create constraint trigger missed_date_is_asked_about after insert on court_date_outcome
  deferrable initially deferred for each row when (new.outcome = 'missed')
  execute function missed_date_is_asked_about();

-- What is recorded by those who follow the bond, wherever the bond stands.
create function bond_follower_guard() returns trigger language plpgsql as $$
begin
  if not follows_bonds(new.recorded_by, (select b.fund_id from bond b where b.id = new.bond_id)) then
    perform broken('date_recorder_holds_the_role', tg_table_name);
  end if;
  return new;
end $$;
create trigger case_contact_recorder before insert on case_contact for each row execute function bond_follower_guard();
create trigger missed_date_recorder before insert on missed_date for each row execute function bond_follower_guard();

create function missed_date_answer_guard() returns trigger language plpgsql as $$
begin
  if not follows_bonds(new.recorded_by, (
      select b.fund_id from missed_date m join bond b on b.id = m.bond_id where m.id = new.missed_id)) then
    perform broken('date_recorder_holds_the_role', 'missed_date_answer');
  end if;
  return new;
end $$;
create trigger missed_date_answer_guard before insert on missed_date_answer
  for each row execute function missed_date_answer_guard();

create function case_call_plan() returns trigger language plpgsql as $$
begin
  perform from bond where id = new.bond_id for update;
  if new.done_at is not null or (
      select c.wants_calls from case_contact c where c.bond_id = new.bond_id order by c.id desc limit 1) is not true then
    perform broken('calls_are_made_only_where_wanted', 'case_call');
  end if;
  if exists (select from court_date_outcome o where o.date_id = new.date_id) then
    perform broken('calls_end_with_their_date', 'case_call');
  end if;
  return new;
end $$;
create trigger case_call_plan before insert on case_call for each row execute function case_call_plan();

create function case_call_guard() returns trigger language plpgsql as $$
begin
  if old.done_at is not null or new.done_at is null
     or (new.id, new.bond_id, new.date_id, new.kind, new.due_at, new.recorded_at)
        is distinct from (old.id, old.bond_id, old.date_id, old.kind, old.due_at, old.recorded_at) then
    perform broken('case_call_is_done_once', 'case_call');
  end if;
  if new.done_by is not null and not follows_bonds(new.done_by, (select b.fund_id from bond b where b.id = new.bond_id)) then
    perform broken('date_recorder_holds_the_role', 'case_call');
  end if;
  return new;
end $$;
create trigger case_call_guard before update on case_call for each row execute function case_call_guard();

create function bond_deadline_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id for update;
  if not follows_bonds(new.recorded_by, which.fund_id) then perform broken('date_recorder_holds_the_role', 'bond_deadline'); end if;
  if (which.kind = 'immigration_bond') <> (new.kind in ('appeal_breach', 'delivery')) then
    perform broken('deadline_fits_the_bond', 'bond_deadline');
  end if;
  if new.paper_on < local_day(which.posted_at) or new.paper_on > local_day(new.occurred_at) then
    perform broken('paper_is_from_the_bonds_time', 'bond_deadline');
  end if;
  if exists (select from bond_deadline d where d.bond_id = new.bond_id and d.kind = new.kind and d.last_day = new.last_day
               and not exists (select from bond_deadline_end e where e.deadline_id = d.id)) then
    perform broken('deadline_is_written_once', 'bond_deadline');
  end if;
  return new;
end $$;
create trigger bond_deadline_guard before insert on bond_deadline for each row execute function bond_deadline_guard();

create function bond_deadline_end_guard() returns trigger language plpgsql as $$
declare
  ends bond_deadline;
begin
  select * into ends from bond_deadline where id = new.deadline_id;
  if not follows_bonds(new.recorded_by, (select b.fund_id from bond b where b.id = ends.bond_id)) then
    perform broken('date_recorder_holds_the_role', 'bond_deadline_end');
  end if;
  if new.outcome = 'met' and local_day(new.occurred_at) > ends.last_day then
    perform broken('deadline_is_met_by_its_day', 'bond_deadline_end');
  end if;
  if new.outcome = 'missed' and local_day(new.occurred_at) <= ends.last_day then
    perform broken('deadline_is_missed_after_its_day', 'bond_deadline_end');
  end if;
  return new;
end $$;
create trigger bond_deadline_end_guard before insert on bond_deadline_end
  for each row execute function bond_deadline_end_guard();

-- A notice without its last day is a notice that nobody answers in time.
create function notice_carries_its_date() returns trigger language plpgsql as $$
begin
  if not exists (
    select from bond_deadline d
     where d.bond_id = new.bond_id and d.occurred_at = new.occurred_at
       and d.kind = case new.to_state when 'forfeiture_noticed' then 'set_aside' when 'breach_noticed' then 'appeal_breach'
                                      else 'delivery' end) then
    perform broken('notice_carries_its_date', 'bond_state_change');
  end if;
  return null;
end $$;
create constraint trigger notice_carries_its_date after insert on bond_state_change
  deferrable initially deferred for each row
  when (new.to_state in ('forfeiture_noticed', 'breach_noticed', 'delivery_demand'))
  execute function notice_carries_its_date();

create function release_check_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id;
  if which.state is null or which.state not in ('posted', 'posted_not_released') then
    perform broken('only_the_held_are_asked_about', 'release_check');
  end if;
  if not follows_bonds(new.recorded_by, which.fund_id) then perform broken('date_recorder_holds_the_role', 'release_check'); end if;
  return new;
end $$;
create trigger release_check_guard before insert on release_check for each row execute function release_check_guard();

create function claim_term_guard() returns trigger language plpgsql as $$
begin
  if not administers_a_fund(new.recorded_by) then perform broken('rules_are_kept_by_administrators', tg_table_name); end if;
  return new;
end $$;
create trigger claim_term_guard before insert on claim_term for each row execute function claim_term_guard();
create trigger claim_term_review_keeper before insert on claim_term_review for each row execute function claim_term_guard();

create function claim_term_review_guard() returns trigger language plpgsql as $$
begin
  if new.reviewed_on > local_day(now())
     or new.reviewed_on < (select t.read_on from claim_term t where t.id = new.term_id) then
    perform broken('review_comes_after_reading', 'claim_term_review');
  end if;
  return new;
end $$;
create trigger claim_term_review_guard before insert on claim_term_review
  for each row execute function claim_term_review_guard();

-- The last day to claim, by the terms of the places of the bond's fund: of each place the newest term that counsel reviewed,
-- or the newest where none was; of several places the earliest day. Nothing where the case goes on.
create function suggested_last_day(p_bond uuid) returns table (last_day date, reviewed boolean) language sql stable as $$
  with over as (select b.fund_id, b.kind, local_day(max(c.occurred_at)) as day
                  from bond b join bond_state_change c on c.bond_id = b.id and c.to_state = 'refund_due'
                 where b.id = p_bond group by b.fund_id, b.kind),
       terms as (select distinct on (t.place) t.days, t.years, r.term_id is not null as reviewed, o.day
                   from over o join fund_place p on p.fund_id = o.fund_id
                   join claim_term t on t.place = p.place and t.bond_kind = o.kind
                   left join claim_term_review r on r.term_id = t.id
                  order by t.place, (r.term_id is not null) desc, t.read_on desc, t.recorded_at desc)
  select (t.day + make_interval(years => coalesce(t.years, 0), days => coalesce(t.days, 0)))::date, t.reviewed
    from terms t order by 1, 2 limit 1
$$;

create function calendar_feed_guard() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or new.ended_at is null
     or (to_jsonb(new) - 'ended_at') <> (to_jsonb(old) - 'ended_at') then
    perform broken('feed_ends_once', 'calendar_feed');
  end if;
  return new;
end $$;
create trigger calendar_feed_guard before update on calendar_feed for each row execute function calendar_feed_guard();

do $$
declare
  history text;
begin
  foreach history in array array['court_date', 'court_date_outcome', 'case_contact', 'missed_date', 'missed_date_answer',
      'bond_deadline', 'bond_deadline_end', 'release_check', 'claim_term', 'claim_term_review'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'dates_are_append_only');
  end loop;
end $$;
create trigger case_call_is_never_removed before delete or truncate on case_call
  for each statement execute function refuse_rewriting('case_call_is_done_once');
create trigger calendar_feed_is_never_removed before delete or truncate on calendar_feed
  for each statement execute function refuse_rewriting('feed_ends_once');

do $$
declare
  of_bond text;
begin
  foreach of_bond in array array['court_date', 'court_date_outcome', 'case_contact', 'case_call', 'missed_date',
      'bond_deadline', 'release_check'] loop
    execute format('alter table %I enable row level security', of_bond);
    execute format('create policy fund_scope on %I using (exists (select from bond b where b.id = bond_id))', of_bond);
  end loop;
end $$;
alter table missed_date_answer enable row level security;
create policy fund_scope on missed_date_answer using (exists (select from missed_date m where m.id = missed_id));
alter table bond_deadline_end enable row level security;
create policy fund_scope on bond_deadline_end using (exists (select from bond_deadline d where d.id = deadline_id));
