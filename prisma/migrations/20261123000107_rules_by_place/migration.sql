-- Why: a law holds in all that lies within its place: a state's rule in its counties, a federal one everywhere. Here a rule held
-- only where a fund had named that very place; and a fund of two places had every bond judged by the rules of both. So a rule
-- holds in its place and below it, and a bond is judged by the place where its court lies, as far as someone said it. The
-- court's name is sealed: its place is said by whoever proposes, before anyone has approved, so that who approves sees it. Where
-- nobody said it, the rules of all places of the fund speak, which is the careful side.

create function lies_in(p_place text, p_around text) returns boolean language sql immutable as $$
  select p_place = p_around or starts_with(p_place, p_around || '-')
$$;

create table disbursement_place (
  id              bigint generated always as identity primary key,
  disbursement_id uuid not null references disbursement (id),
  -- Of what was proposed then: another court is another content, and lies elsewhere.
  content_hash    text not null,
  place           text not null constraint disbursement_place_is_well_formed check (place ~ '^US(-[A-Z0-9]{2,12})*$'),
  -- Null where it was taken from what was said before of the same court.
  recorded_by     uuid references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);
create index disbursement_place_disbursement_idx on disbursement_place (disbursement_id, id);

-- This one, and where funds share a bond the other parts of it: one bond has one court.
create function parts_of_disbursement(p_disbursement uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select p_disbursement
  union
  select other.disbursement_id from shared_bond_part own
    join shared_bond_part other on other.shared_bond_id = own.shared_bond_id
   where own.disbursement_id = p_disbursement
$$;

-- In which place the court lies that a disbursement is for: what was said last of it as it stands. Null where nobody said it.
create function place_of_disbursement(p_disbursement uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select x.place from disbursement_place x join disbursement d on d.id = x.disbursement_id and d.content_hash = x.content_hash
   where d.id in (select parts_of_disbursement(p_disbursement)) order by x.id desc limit 1
$$;

-- What someone said of a bond's court, after the posting or before it.
create function said_place_of_bond(p_bond uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select x.place from bond_place x where x.bond_id = p_bond order by x.id desc limit 1),
                  (select place_of_disbursement(b.disbursement_id) from bond b where b.id = p_bond))
$$;

-- A place that the fund serves, or one within it: a fund of a whole state posts in its counties.
create function fund_reaches(p_fund uuid, p_place text, p_ended_too boolean) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from fund_place p where p.fund_id = p_fund and lies_in(p_place, p.place)
                    and (p_ended_too or place_ended_at(p.id) is null))
$$;

-- Which places can be said of a court: those of the fund, and those within them that a rule or a term speaks of.
create function places_to_say(p_fund uuid) returns setof text language sql stable security definer
  set search_path = public, pg_temp as $$
  select p.place from fund_place p where p.fund_id = p_fund
  union select r.place from jurisdiction_rule r where fund_reaches(p_fund, r.place, true)
  union select t.place from claim_term t where fund_reaches(p_fund, t.place, true)
$$;

-- Whoever approves a part has seen where its court lies. Waits for an approval that is just being given.
create function nobody_approved_yet(p_disbursement uuid) returns boolean language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  perform from disbursement x where x.id in (select parts_of_disbursement(p_disbursement)) order by x.id for update;
  return not exists (select from approval a where a.disbursement_id in (select parts_of_disbursement(p_disbursement)))
     and exists (select from disbursement d where d.id = p_disbursement and d.state = 'proposed');
end $$;

create function disbursement_place_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
begin
  if not nobody_approved_yet(new.disbursement_id) then
    perform broken('place_is_said_before_approval', 'disbursement_place');
  end if;
  select * into d from disbursement x where x.id = new.disbursement_id;
  if d.kind not in ('court_bail', 'immigration_bond') or d.content_hash is distinct from new.content_hash then
    perform broken('place_is_of_what_is_proposed', 'disbursement_place');
  end if;
  if not fund_reaches(d.fund_id, new.place, false) then
    perform broken('place_of_a_bond_is_its_funds', 'disbursement_place');
  end if;
  if new.recorded_by is not null and new.recorded_by <> d.proposed_by
     or new.recorded_by is null
        and not exists (select from bond_place x join bond b on b.id = x.bond_id
                         where b.fund_id = d.fund_id and x.place = new.place and x.recorded_by is not null)
        and not exists (select from disbursement_place x join disbursement o on o.id = x.disbursement_id
                         where o.fund_id = d.fund_id and x.place = new.place and x.recorded_by is not null) then
    perform broken('place_is_said_by_its_proposer', 'disbursement_place');
  end if;
  return new;
end $$;
create trigger disbursement_place_guard before insert on disbursement_place
  for each row execute function disbursement_place_guard();
create trigger disbursement_place_is_append_only before update or delete or truncate on disbursement_place
  for each statement execute function refuse_rewriting('dates_are_append_only');

alter table disbursement_place enable row level security;
create policy fund_scope on disbursement_place using (exists (select from disbursement d where d.id = disbursement_id));

-- As before, and: what was said before the posting.
create or replace function place_of_bond(p_bond uuid) returns text language sql stable as $$
  select coalesce(said_place_of_bond(p_bond),
                  (select min(p.place) from bond b join fund_place p on p.fund_id = b.fund_id
                    where b.id = p_bond having count(distinct p.place) = 1))
$$;

-- As before, and: a place within one that the fund serves, or served; and one that was said of a court before its posting.
create or replace function bond_place_guard() returns trigger language plpgsql as $$
declare
  fund uuid := (select b.fund_id from bond b where b.id = new.bond_id);
begin
  if new.recorded_by is not null and not follows_bonds(new.recorded_by, fund)
     or new.recorded_by is null
        and not exists (select from bond_place x join bond b on b.id = x.bond_id
                         where b.fund_id = fund and x.place = new.place and x.recorded_by is not null)
        and not exists (select from disbursement_place x join disbursement d on d.id = x.disbursement_id
                         where d.fund_id = fund and x.place = new.place and x.recorded_by is not null) then
    perform broken('date_recorder_holds_the_role', 'bond_place');
  end if;
  if not fund_reaches(fund, new.place, true) then perform broken('place_of_a_bond_is_its_funds', 'bond_place'); end if;
  return new;
end $$;

-- Whether a bond counts for a place: its court lies there, or nobody said where and its fund served a place there then.
create function bond_counts_in(p_bond uuid, p_place text) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce(lies_in(said_place_of_bond(p_bond), p_place),
                  exists (select from bond b join fund_place o on o.fund_id = b.fund_id
                           where b.id = p_bond and lies_in(o.place, p_place)
                             and b.posted_at < coalesce(place_ended_at(o.id), 'infinity')))
$$;

-- Whether a version speaks on a day. A later one takes the place of a reviewed one once it is reviewed itself and has begun:
-- until then both speak, so that nobody undoes a block alone, or before the law does.
create function version_holds(p_rule uuid, p_day date) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from jurisdiction_rule r
     where r.id = p_rule and p_day >= r.valid_from and (r.valid_until is null or p_day < r.valid_until)
       and not exists (
         select from jurisdiction_rule later
          where later.code = r.code and later.version > r.version and p_day >= later.valid_from
            and (not exists (select from rule_review v where v.rule_id = r.id)
                 or exists (select from rule_review v where v.rule_id = later.id))))
$$;

-- As before, and: by the place of the court where it is said, else by all that the fund serves at that moment; a rule holds in
-- its place and within it; and a bond counts where its court lies.
drop function rules_in_force(uuid, text, timestamptz);
create function rules_in_force(p_fund uuid, p_kind text, p_at timestamptz, p_place text default null)
returns table (id uuid, code text, version integer, place text, kind text, effect text, bond_kind text, summary text,
               cap_cents bigint, bond_count integer, period_days integer, source text, read_on date, reviewed boolean,
               counted integer, certified_until date, lapsed_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.code, r.version, r.place, r.kind, r.effect, r.bond_kind, r.summary, r.cap_cents, r.bond_count,
         r.period_days, r.source, r.read_on, exists (select from rule_review v where v.rule_id = r.id),
         (select count(distinct coalesce(x.shared_bond_id, b.id))::integer
            from bond b left join shared_bond_part x on x.disbursement_id = b.disbursement_id
           where r.period_days is not null and (r.bond_kind is null or b.kind = r.bond_kind)
             and b.posted_at > p_at - make_interval(days => r.period_days) and b.posted_at <= p_at
             and bond_counts_in(b.id, r.place)),
         case when r.kind = 'certificate' then certified_until(p_fund, r.code, local_day(p_at)) end,
         case when r.kind = 'certificate' then
           (select max(d.last_day) from certificate_days(p_fund, r.code) d where d.last_day < local_day(p_at)) end
    from jurisdiction_rule r
   where case when p_place is not null then lies_in(p_place, r.place)
              else exists (select from fund_place p
                            where p.fund_id = p_fund and lies_in(p.place, r.place)
                              and p_at < coalesce(place_ended_at(p.id), 'infinity')) end
     and (r.bond_kind is null or r.bond_kind = p_kind)
     and version_holds(r.id, local_day(p_at))
$$;

create or replace function shared_bond_is_counted(p_disbursement uuid, p_place text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from parts_of_disbursement(p_disbursement) part join bond b on b.disbursement_id = part
     where part <> p_disbursement and bond_counts_in(b.id, p_place))
$$;

-- As before, and: by the place of its court.
create or replace function payment_keeps_the_rules() returns trigger language plpgsql as $$
declare
  d disbursement;
  limited text;
begin
  select * into d from disbursement where id = new.disbursement_id;
  if d.kind not in ('court_bail', 'immigration_bond') then return new; end if;
  -- Two payments at once must not both be the last that a period allows.
  for limited in select distinct r.code from rules_in_force(d.fund_id, d.kind, new.occurred_at, place_of_disbursement(d.id)) r
                  where r.kind = 'bonds_per_period' and r.effect = 'blocks_posting' and r.reviewed order by r.code loop
    perform pg_advisory_xact_lock(hashtextextended('jurisdiction_limit:' || limited, 0));
  end loop;
  if exists (select from rules_in_force(d.fund_id, d.kind, new.occurred_at, place_of_disbursement(d.id)) r
              where r.effect = 'blocks_posting' and r.reviewed and not rule_is_cleared(d.id, r.id)
                and (whole_bond_cents(d.id, new.principal_cents) > r.cap_cents
                     or r.counted >= r.bond_count + shared_bond_is_counted(d.id, r.place)::integer
                     or r.kind = 'certificate' and r.certified_until is null
                     or r.kind = 'excluded_charge_class'
                        and not exists (select from charge_finding f
                                         where f.disbursement_id = d.id and f.rule_id = r.id
                                           and f.recorded_at = now() and f.outcome <> 'excluded'))) then
    perform broken('rule_blocks_posting', 'disbursement_payment');
  end if;
  return new;
end $$;

create or replace function bond_keeps_the_cap() returns trigger language plpgsql as $$
begin
  if exists (select from rules_in_force(new.fund_id, new.kind, new.posted_at, place_of_disbursement(new.disbursement_id)) r
              where r.effect = 'blocks_posting' and r.reviewed
                and whole_bond_cents(new.disbursement_id, new.principal_cents) > r.cap_cents
                and not rule_is_cleared(new.disbursement_id, r.id)) then
    perform broken('rule_blocks_posting', 'bond');
  end if;
  return new;
end $$;

-- As before, and: a rule of a place around one that the fund serves.
create or replace function certificate_guard() returns trigger language plpgsql as $$
begin
  if not manages_fund(new.recorded_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'certificate');
  end if;
  if not exists (select from jurisdiction_rule r join fund_place p on lies_in(p.place, r.place) and p.fund_id = new.fund_id
                  where r.code = new.rule_code and r.kind = 'certificate' and place_ended_at(p.id) is null) then
    perform broken('certificate_is_of_a_place_of_the_fund', 'certificate');
  end if;
  return new;
end $$;

create or replace function report_filing_guard() returns trigger language plpgsql as $$
declare
  r jurisdiction_rule;
  s report_schedule;
begin
  select * into r from jurisdiction_rule x where x.id = new.rule_id;
  select * into s from report_schedule x where x.rule_id = new.rule_id;
  if s.rule_id is null or new.rule_code <> r.code
     or not exists (select from fund_place p where p.fund_id = new.fund_id and lies_in(p.place, r.place)) then
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
