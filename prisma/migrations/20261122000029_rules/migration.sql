-- Why: a rule of a place says more than whether one bond may be posted: whether gifts may be asked for, whether a
-- certificate still holds, which report is due by when, and all of it only while the fund serves that place. A demand may
-- hold what belongs to certain days. Each is dated data that the database judges by itself.

-- A fund may stop serving a place and come back to it, so a place stands once at a time and not once for good.
alter table fund_place drop constraint fund_has_a_place_once;
alter table fund_place add column id uuid primary key default gen_random_uuid();
create index fund_place_fund_idx on fund_place (fund_id, place);

-- That a fund no longer serves a place lifts all that blocks there: one proposes it, another who may approve confirms it.
create table fund_place_ending (
  id            uuid primary key default gen_random_uuid(),
  fund_place_id uuid not null references fund_place (id),
  reason        text not null check (reason in ('no_longer_serves', 'law_or_court', 'entered_wrongly', 'board_decision')),
  proposed_by   uuid not null references staff (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now()
);
create index fund_place_ending_idx on fund_place_ending (fund_place_id);

create table fund_place_ending_decision (
  ending_id   uuid constraint place_ending_is_decided_once primary key references fund_place_ending (id),
  outcome     text not null check (outcome in ('confirmed', 'withdrawn')),
  decided_by  uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- Null while the fund serves the place.
create function place_ended_at(p_fund_place uuid) returns timestamptz language sql stable security definer
  set search_path = public, pg_temp as $$
  select d.occurred_at from fund_place_ending e join fund_place_ending_decision d on d.ending_id = e.id
   where e.fund_place_id = p_fund_place and d.outcome = 'confirmed'
$$;

create function says_yes_in_fund(p_staff uuid, p_fund uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.fund_id = p_fund and r.role in ('approver', 'administrator'))
$$;

create or replace function fund_place_guard() returns trigger language plpgsql as $$
begin
  if not manages_fund(new.recorded_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_place');
  end if;
  perform from fund f where f.id = new.fund_id for no key update;
  if exists (select from fund_place p where p.fund_id = new.fund_id and p.place = new.place and place_ended_at(p.id) is null) then
    perform broken('fund_has_a_place_once', 'fund_place');
  end if;
  return new;
end $$;

create function fund_place_ending_guard() returns trigger language plpgsql as $$
declare
  served fund_place;
begin
  select * into served from fund_place p where p.id = new.fund_place_id;
  perform from fund f where f.id = served.fund_id for no key update;
  if not coalesce(manages_fund(new.proposed_by, served.fund_id), false) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_place_ending');
  end if;
  if place_ended_at(served.id) is not null then perform broken('place_ends_once', 'fund_place_ending'); end if;
  if exists (select from fund_place_ending e where e.fund_place_id = served.id
              and not exists (select from fund_place_ending_decision d where d.ending_id = e.id)) then
    perform broken('place_ending_waits_once', 'fund_place_ending');
  end if;
  return new;
end $$;
create trigger fund_place_ending_guard before insert on fund_place_ending
  for each row execute function fund_place_ending_guard();

create function fund_place_ending_decision_guard() returns trigger language plpgsql as $$
declare
  e fund_place_ending;
  in_fund uuid;
begin
  select * into e from fund_place_ending x where x.id = new.ending_id;
  select p.fund_id into in_fund from fund_place p where p.id = e.fund_place_id;
  if new.outcome = 'confirmed' and e.proposed_by = new.decided_by then
    perform broken('place_ending_is_confirmed_by_another', 'fund_place_ending_decision');
  end if;
  if not coalesce(says_yes_in_fund(new.decided_by, in_fund), false) then
    perform broken('clearing_people_hold_the_role', 'fund_place_ending_decision');
  end if;
  if new.occurred_at < e.occurred_at then
    perform broken('place_ends_after_it_was_proposed', 'fund_place_ending_decision');
  end if;
  return new;
end $$;
create trigger fund_place_ending_decision_guard before insert on fund_place_ending_decision
  for each row execute function fund_place_ending_decision_guard();

-- A certificate of a place, held for one fund. Its number is no person's. It lifts what a rule blocks, so it counts once
-- another person has seen the paper.
create table certificate (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  rule_code   text not null,
  number      text not null constraint certificate_number_is_one_line check (number ~ '^[A-Za-z0-9][A-Za-z0-9 ./#-]{0,59}$'),
  valid_from  date not null,
  -- The last day on which it holds.
  valid_until date not null,
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint certificate_ends_after_it_begins check (valid_until >= valid_from),
  constraint certificate_is_entered_once unique (fund_id, rule_code, number, valid_from)
);

create table certificate_confirmation (
  certificate_id uuid constraint certificate_is_confirmed_once primary key references certificate (id),
  confirmed_by   uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now()
);

-- Taken away, given back, or never there. Stopping is always safe: one person says it.
create table certificate_revocation (
  certificate_id uuid constraint certificate_is_revoked_once primary key references certificate (id),
  -- The first day on which it no longer holds.
  revoked_on     date not null,
  recorded_by    uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now()
);

create function certificate_guard() returns trigger language plpgsql as $$
begin
  if not manages_fund(new.recorded_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'certificate');
  end if;
  if not exists (select from jurisdiction_rule r join fund_place p on p.place = r.place and p.fund_id = new.fund_id
                  where r.code = new.rule_code and r.kind = 'certificate' and place_ended_at(p.id) is null) then
    perform broken('certificate_is_of_a_place_of_the_fund', 'certificate');
  end if;
  return new;
end $$;
create trigger certificate_guard before insert on certificate for each row execute function certificate_guard();

create function certificate_confirmation_guard() returns trigger language plpgsql as $$
declare
  c certificate;
begin
  select * into c from certificate x where x.id = new.certificate_id;
  if c.recorded_by = new.confirmed_by then
    perform broken('certificate_is_confirmed_by_another', 'certificate_confirmation');
  end if;
  if not coalesce(says_yes_in_fund(new.confirmed_by, c.fund_id), false) then
    perform broken('clearing_people_hold_the_role', 'certificate_confirmation');
  end if;
  return new;
end $$;
create trigger certificate_confirmation_guard before insert on certificate_confirmation
  for each row execute function certificate_confirmation_guard();

create function certificate_revocation_guard() returns trigger language plpgsql as $$
begin
  if not coalesce(manages_fund(new.recorded_by, (select c.fund_id from certificate c where c.id = new.certificate_id)), false) then
    perform broken('fund_is_managed_by_its_administrator', 'certificate_revocation');
  end if;
  return new;
end $$;
create trigger certificate_revocation_guard before insert on certificate_revocation
  for each row execute function certificate_revocation_guard();

-- The days on which confirmed certificates hold. Owner's eyes, as for the rules themselves.
create function certificate_days(p_fund uuid, p_code text) returns table (first_day date, last_day date)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.valid_from, least(c.valid_until, coalesce(r.revoked_on - 1, c.valid_until))
    from certificate c join certificate_confirmation f on f.certificate_id = c.id
    left join certificate_revocation r on r.certificate_id = c.id
   where c.fund_id = p_fund and c.rule_code = p_code
     and least(c.valid_until, coalesce(r.revoked_on - 1, c.valid_until)) >= c.valid_from
$$;

-- The last day that certificates cover without a gap, beginning with this one; null where none holds on it.
create function certified_until(p_fund uuid, p_code text, p_day date) returns date language plpgsql stable as $$
declare
  covered date := p_day - 1;
  further date;
begin
  loop
    select max(d.last_day) into further from certificate_days(p_fund, p_code) d
     where d.first_day <= covered + 1 and d.last_day >= covered + 1;
    exit when further is null;
    covered := further;
  end loop;
  return case when covered >= p_day then covered end;
end $$;

-- Only what can be told from figures and days may stop money by itself; of the rest a person is reminded.
alter table jurisdiction_rule drop constraint only_figures_block_posting;
alter table jurisdiction_rule add constraint only_figures_block_posting
  check (effect <> 'blocks_posting' or kind in ('cap_per_bond', 'bonds_per_period', 'certificate'));

-- As before, and: only of the places that the fund served at that moment; with the bond kind; and for a certificate until
-- when one holds and when the last one ended. Bonds from while a fund served the place count after that, too.
drop function rules_in_force(uuid, text, timestamptz);
create function rules_in_force(p_fund uuid, p_kind text, p_at timestamptz)
returns table (id uuid, code text, version integer, place text, kind text, effect text, bond_kind text, summary text,
               cap_cents bigint, bond_count integer, period_days integer, source text, read_on date, reviewed boolean,
               counted integer, certified_until date, lapsed_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.code, r.version, r.place, r.kind, r.effect, r.bond_kind, r.summary, r.cap_cents, r.bond_count,
         r.period_days, r.source, r.read_on, exists (select from rule_review v where v.rule_id = r.id),
         (select count(*)::integer from bond b
           where r.period_days is not null and (r.bond_kind is null or b.kind = r.bond_kind)
             and exists (select from fund_place o where o.fund_id = b.fund_id and o.place = r.place
                            and b.posted_at < coalesce(place_ended_at(o.id), 'infinity'))
             and b.posted_at > p_at - make_interval(days => r.period_days) and b.posted_at <= p_at),
         case when r.kind = 'certificate' then certified_until(p_fund, r.code, local_day(p_at)) end,
         case when r.kind = 'certificate' then
           (select max(d.last_day) from certificate_days(p_fund, r.code) d where d.last_day < local_day(p_at)) end
    from fund_place p join jurisdiction_rule r on r.place = p.place
   where p.fund_id = p_fund and p_at < coalesce(place_ended_at(p.id), 'infinity')
     and (r.bond_kind is null or r.bond_kind = p_kind)
     and not exists (
       select from jurisdiction_rule later
        where later.code = r.code and later.version > r.version
          and (not exists (select from rule_review v where v.rule_id = r.id)
               or exists (select from rule_review v where v.rule_id = later.id)))
     and local_day(p_at) >= r.valid_from
     and (r.valid_until is null or local_day(p_at) < r.valid_until)
$$;

-- A rule that counsel has not reviewed only warns, here as in the code.
create or replace function payment_keeps_the_rules() returns trigger language plpgsql as $$
declare
  d disbursement;
  limited text;
begin
  select * into d from disbursement where id = new.disbursement_id;
  if d.kind not in ('court_bail', 'immigration_bond') then return new; end if;
  -- Two payments at once must not both be the last that a period allows.
  for limited in select distinct r.code from rules_in_force(d.fund_id, d.kind, new.occurred_at) r
                  where r.kind = 'bonds_per_period' and r.effect = 'blocks_posting' and r.reviewed order by r.code loop
    perform pg_advisory_xact_lock(hashtextextended('jurisdiction_limit:' || limited, 0));
  end loop;
  if exists (select from rules_in_force(d.fund_id, d.kind, new.occurred_at) r
              where r.effect = 'blocks_posting' and r.reviewed and not rule_is_cleared(d.id, r.id)
                and (new.principal_cents > r.cap_cents or r.counted >= r.bond_count
                     or r.kind = 'certificate' and r.certified_until is null)) then
    perform broken('rule_blocks_posting', 'disbursement_payment');
  end if;
  return new;
end $$;

-- What stands against asking for gifts for a fund: rules for the kinds of bond that its purpose allows. A certificate that
-- holds and a number that is not reached say nothing. Unreviewed, a rule only warns.
create function rules_on_soliciting(p_fund uuid, p_at timestamptz)
returns table (id uuid, code text, version integer, place text, kind text, summary text, source text, read_on date,
               blocks boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct r.id, r.code, r.version, r.place, r.kind, r.summary, r.source, r.read_on, r.reviewed
    from (values ('court_bail'), ('immigration_bond')) posts (kind)
    cross join lateral rules_in_force(p_fund, posts.kind, p_at) r
   where r.effect = 'blocks_soliciting'
     and (r.bond_kind is null or exists (
       select from fund_purpose_code c
        where c.fund_id = p_fund and c.purpose_code = r.bond_kind
          and c.version = (select max(v.version) from fund_purpose v where v.fund_id = p_fund and v.effective_from <= p_at)))
     and not (r.kind = 'certificate' and r.certified_until is not null)
     and not (r.kind = 'bonds_per_period' and r.counted < r.bond_count)
$$;

create function soliciting_is_blocked(p_fund uuid, p_at timestamptz) returns boolean language plpgsql stable security definer
  set search_path = public, pg_temp as $$
begin
  -- Every public page asks, and most funds fall under no place.
  if not exists (select from fund_place p where p.fund_id = p_fund) then return false; end if;
  return exists (select from rules_on_soliciting(p_fund, p_at) r where r.blocks);
end $$;

-- A gift begins only where it may be asked for and the fund takes it. What runs already is not asked for anew.
create function gift_intent_part_guard() returns trigger language plpgsql as $$
begin
  if soliciting_is_blocked(new.fund_id, (select i.occurred_at from gift_intent i where i.id = new.intent_id)) then
    perform broken('place_lets_us_ask', 'gift_intent_part');
  end if;
  if (select f.state from fund f where f.id = new.fund_id) is distinct from 'open' then
    perform broken('fund_takes_gifts', 'gift_intent_part');
  end if;
  return new;
end $$;
create trigger gift_intent_part_guard before insert on gift_intent_part
  for each row execute function gift_intent_part_guard();

-- When a report is due, and which figures it has. Never a name: what an agency wants of people goes another way.
create table report_schedule (
  rule_id     uuid constraint report_has_one_schedule primary key references jurisdiction_rule (id),
  period      text not null check (period in ('monthly', 'quarterly', 'yearly', 'per_event')),
  -- By this day of this month after the period: 1 and 10 are the tenth of the next month.
  due_month   smallint check (due_month between 1 and 12),
  due_day     smallint check (due_day between 1 and 31),
  within_days smallint check (within_days between 1 and 365),
  fields      text[] not null,
  constraint schedule_fits_its_period check (
    (period = 'per_event') = (within_days is not null) and (period = 'per_event') = (due_month is null)
    and (due_month is null) = (due_day is null)),
  constraint report_has_known_figures check (cardinality(fields) > 0 and fields <@ array[
    'bonds_posted', 'posted_cents', 'bonds_returned', 'returned_cents', 'kept_cents', 'bonds_forfeited', 'forfeited_cents',
    'bonds_written_off', 'written_off_cents', 'missed_court', 'bonds_open', 'open_cents'])
);

create function report_schedule_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from jurisdiction_rule r where r.id = new.rule_id and r.kind = 'report_due') then
    perform broken('schedule_is_of_a_report', 'report_schedule');
  end if;
  return new;
end $$;
create trigger report_schedule_guard before insert on report_schedule
  for each row execute function report_schedule_guard();

-- A family's part is posted with the bond and comes back with it: figures are of the whole bond, as the court sees it.
create function report_figures(p_fund uuid, p_kind text, p_from date, p_until date, p_bond uuid)
returns table (bonds_posted bigint, posted_cents bigint, bonds_returned bigint, returned_cents bigint, kept_cents bigint,
               bonds_forfeited bigint, forfeited_cents bigint, bonds_written_off bigint, written_off_cents bigint,
               missed_court bigint, bonds_open bigint, open_cents bigint)
language sql stable as $$
  with of_fund as (
    select b.id, b.principal_cents, local_day(b.posted_at) as day from bond b
     where b.fund_id = p_fund and (p_kind is null or b.kind = p_kind) and (p_bond is null or b.id = p_bond)
       and local_day(b.posted_at) < p_until),
  returned as (
    select r.bond_id, local_day(r.occurred_at) as day, r.received_cents,
           coalesce((select sum(d.amount_cents) from bond_deduction d where d.return_id = r.id), 0) as kept
      from bond_return r join of_fund b on b.id = r.bond_id where local_day(r.occurred_at) < p_until),
  lost as (
    select l.bond_id, l.kind, local_day(l.occurred_at) as day, l.amount_cents, 1 as counts
      from bond_loss l join of_fund b on b.id = l.bond_id where local_day(l.occurred_at) < p_until
    union all
    select v.bond_id, l.kind, local_day(v.occurred_at), -l.amount_cents, -1
      from bond_loss_reversal v join bond_loss l on l.id = v.loss_id join of_fund b on b.id = v.bond_id
     where local_day(v.occurred_at) < p_until),
  still_out as (
    select b.principal_cents - coalesce((select sum(r.received_cents + r.kept) from returned r where r.bond_id = b.id), 0)
           - coalesce((select sum(l.amount_cents) from lost l where l.bond_id = b.id), 0) as cents from of_fund b)
  select (select count(*) from of_fund b where b.day >= p_from),
         (select coalesce(sum(b.principal_cents), 0)::bigint from of_fund b where b.day >= p_from),
         (select count(distinct r.bond_id) from returned r where r.day >= p_from),
         (select coalesce(sum(r.received_cents), 0)::bigint from returned r where r.day >= p_from),
         (select coalesce(sum(r.kept), 0)::bigint from returned r where r.day >= p_from),
         (select coalesce(sum(l.counts), 0)::bigint from lost l where l.day >= p_from and l.kind = 'forfeited'),
         (select coalesce(sum(l.amount_cents), 0)::bigint from lost l where l.day >= p_from and l.kind = 'forfeited'),
         (select coalesce(sum(l.counts), 0)::bigint from lost l where l.day >= p_from and l.kind = 'written_off'),
         (select coalesce(sum(l.amount_cents), 0)::bigint from lost l where l.day >= p_from and l.kind = 'written_off'),
         (select count(*) from bond_state_change c join of_fund b on b.id = c.bond_id
           where c.to_state = 'missed_court' and local_day(c.occurred_at) >= p_from and local_day(c.occurred_at) < p_until),
         (select count(*) from still_out s where s.cents > 0),
         (select coalesce(sum(s.cents), 0)::bigint from still_out s where s.cents > 0)
$$;

-- That a report was filed, with the figures as they stood then: the database draws them itself.
create table report_filing (
  id           uuid primary key default gen_random_uuid(),
  fund_id      uuid not null references fund (id),
  rule_id      uuid not null references jurisdiction_rule (id),
  rule_code    text not null,
  period_start date not null,
  -- The first day after the period.
  period_end   date not null,
  bond_id      uuid references bond (id),
  figures      jsonb not null,
  filed_on     date not null,
  confirmation text not null constraint confirmation_is_one_line check (confirmation ~ '^[A-Za-z0-9][A-Za-z0-9 ./#-]{0,59}$'),
  filed_by     uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);
create unique index report_is_filed_once on report_filing
  (fund_id, rule_code, period_start, coalesce(bond_id, '00000000-0000-0000-0000-000000000000'));

create function report_filing_guard() returns trigger language plpgsql as $$
declare
  r jurisdiction_rule;
  s report_schedule;
begin
  select * into r from jurisdiction_rule x where x.id = new.rule_id;
  select * into s from report_schedule x where x.rule_id = new.rule_id;
  if s.rule_id is null or new.rule_code <> r.code
     or not exists (select from fund_place p where p.fund_id = new.fund_id and p.place = r.place) then
    perform broken('filing_is_of_a_report_of_the_fund', 'report_filing');
  end if;
  if not exists (select from staff_role o join staff p on p.id = o.staff_id and p.disabled_at is null
                  where o.staff_id = new.filed_by and o.fund_id = new.fund_id and o.role in ('treasurer', 'administrator')) then
    perform broken('reports_are_filed_by_treasurers', 'report_filing');
  end if;
  if (s.period = 'per_event') <> (new.bond_id is not null)
     or new.period_end <> (case s.period
          when 'monthly' then date_trunc('month', new.period_start) + interval '1 month'
          when 'quarterly' then date_trunc('quarter', new.period_start) + interval '3 months'
          when 'yearly' then date_trunc('year', new.period_start) + interval '1 year'
          else new.period_start + interval '1 day' end)::date
     or new.period_start <> (case s.period
          when 'monthly' then date_trunc('month', new.period_start)
          when 'quarterly' then date_trunc('quarter', new.period_start)
          when 'yearly' then date_trunc('year', new.period_start)
          else (select local_day(b.posted_at) from bond b
                 where b.id = new.bond_id and b.fund_id = new.fund_id and (r.bond_kind is null or b.kind = r.bond_kind))
        end)::date is not false then
    perform broken('filing_is_of_one_period', 'report_filing');
  end if;
  if new.filed_on < new.period_end - (s.period = 'per_event')::integer or new.filed_on > current_date + 1 then
    perform broken('report_is_filed_after_its_period', 'report_filing');
  end if;
  select to_jsonb(f) into new.figures from report_figures(new.fund_id, r.bond_kind, new.period_start, new.period_end, new.bond_id) f;
  return new;
end $$;
create trigger report_filing_guard before insert on report_filing
  for each row execute function report_filing_guard();

-- The example that came before there were schedules gets its own, and one more comes along. Examples, not advice.
alter table jurisdiction_rule disable trigger jurisdiction_rule_guard;
insert into jurisdiction_rule (code, version, place, kind, effect, bond_kind, summary, valid_from, source, read_on) values
  ('ca-platform-report', 1, 'US-CA', 'report_due', 'report_due', null, 'Who lists or hosts giving for other charities reports yearly by July 15 (form PL-4). A site for one charity is probably outside; ask counsel.', '2026-11-22', 'California AB 488; Government Code 12599.9; law firms’ summaries', '2026-11-21');
alter table jurisdiction_rule enable trigger jurisdiction_rule_guard;
insert into report_schedule (rule_id, period, due_month, due_day, fields)
  select r.id, 'monthly', 1, 10, array['bonds_posted', 'posted_cents', 'missed_court', 'bonds_forfeited', 'forfeited_cents']
    from jurisdiction_rule r where r.code = 'tx-report' and r.version = 1
  union all
  select r.id, 'yearly', 7, 15, array['bonds_posted', 'posted_cents', 'returned_cents', 'kept_cents', 'forfeited_cents', 'bonds_open', 'open_cents']
    from jurisdiction_rule r where r.code = 'ca-platform-report' and r.version = 1;

create function report_rule_has_a_schedule() returns trigger language plpgsql as $$
begin
  if not exists (select from report_schedule s where s.rule_id = new.id) then
    perform broken('report_rule_has_a_schedule', 'jurisdiction_rule');
  end if;
  return null;
end $$;
create constraint trigger report_rule_has_a_schedule after insert on jurisdiction_rule
  deferrable initially deferred for each row when (new.kind = 'report_due') execute function report_rule_has_a_schedule();

-- A demand for a fund or for everything may speak of certain days: it then holds whoever was known within them.
alter table legal_demand add column covers_from date;
alter table legal_demand add column covers_until date;
alter table legal_demand add constraint demand_days_run_forward check (covers_until >= covers_from);
alter table legal_demand add constraint demand_days_are_of_many
  check (scope <> 'person' or covers_from is null and covers_until is null);

-- From the first to the last day that anything of a person was written or happened.
create function person_days(p_person uuid) returns table (first_day date, last_day date) language sql stable security definer
  set search_path = public, pg_temp as $$
  select local_day(min(t.at)), local_day(max(t.at)) from (
    select unnest(array[p.created_at, p.recorded_at]) as at from person p where p.id = p_person
    union all select f.recorded_at from person_field f where f.person_id = p_person
    union all select v.recorded_at from person_reveal v where v.person_id = p_person
    union all select d.recorded_at from person_document d where d.person_id = p_person
    union all select unnest(array[h.occurred_at, h.recorded_at]) from help_request h where h.person_id = p_person
    union all select unnest(array[e.occurred_at, e.recorded_at]) from help_request h
                join help_request_event e on e.request_id = h.id where h.person_id = p_person
    union all select c.recorded_at from person_case c where c.person_id = p_person
    union all select unnest(array[x.occurred_at, x.recorded_at]) from person_case c
                join disbursement d on d.case_code = c.case_code
                join disbursement_state_change x on x.disbursement_id = d.id where c.person_id = p_person
    union all select unnest(array[x.occurred_at, x.recorded_at]) from person_case c
                join bond b on b.case_code = c.case_code
                join bond_state_change x on x.bond_id = b.id where c.person_id = p_person) t
$$;

create or replace function person_is_on_hold(p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from legal_demand d join person p on p.id = p_person
     where (d.scope = 'everything' or d.scope = 'fund' and d.fund_id = p.fund_id or d.person_id = p.id)
       and not exists (select from legal_demand_closing c where c.demand_id = d.id)
       and (d.covers_from is null and d.covers_until is null
            or exists (select from person_days(p.id) k
                        where k.first_day <= coalesce(d.covers_until, 'infinity')
                          and k.last_day >= coalesce(d.covers_from, '-infinity'))))
$$;

do $$
declare
  history text;
begin
  foreach history in array array['fund_place_ending', 'fund_place_ending_decision', 'certificate', 'certificate_confirmation',
      'certificate_revocation', 'report_schedule', 'report_filing'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'rules_are_append_only');
  end loop;
end $$;

alter table fund_place_ending enable row level security;
create policy fund_scope on fund_place_ending using (exists (select from fund_place p where p.id = fund_place_id));
alter table fund_place_ending_decision enable row level security;
create policy fund_scope on fund_place_ending_decision using (exists (select from fund_place_ending e where e.id = ending_id));
alter table certificate enable row level security;
create policy fund_scope on certificate using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table certificate_confirmation enable row level security;
create policy fund_scope on certificate_confirmation using (exists (select from certificate c where c.id = certificate_id));
alter table certificate_revocation enable row level security;
create policy fund_scope on certificate_revocation using (exists (select from certificate c where c.id = certificate_id));
alter table report_filing enable row level security;
create policy fund_scope on report_filing using (in_scope(fund_id)) with check (in_scope(fund_id));
