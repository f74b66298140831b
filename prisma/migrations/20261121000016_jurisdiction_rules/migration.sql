-- Why: who may post bail, how much and how often differs by place, changes by the year, and is fought over in court. So
-- rules are dated data with a source, a day on which it was read, and counsel's review; never code.

create table jurisdiction_rule (
  id          uuid primary key default gen_random_uuid(),
  code        text not null constraint rule_code_is_well_formed check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  version     integer not null,
  place       text not null constraint rule_place_is_well_formed check (place ~ '^US(-[A-Z0-9]{2,12})*$'),
  kind        text not null check (kind in ('cap_per_bond', 'bonds_per_period', 'excluded_charge_class', 'certificate',
                                            'who_may_post', 'money_kept', 'report_due', 'litigation')),
  effect      text not null check (effect in ('warns', 'blocks_posting', 'blocks_soliciting', 'report_due')),
  -- Null for both kinds of bond.
  bond_kind   text check (bond_kind in ('court_bail', 'immigration_bond')),
  summary     text not null check (char_length(summary) between 1 and 600),
  cap_cents   bigint check (cap_cents > 0),
  bond_count  integer check (bond_count > 0),
  period_days integer check (period_days between 1 and 3660),
  valid_from  date not null,
  valid_until date,
  source      text not null check (char_length(source) between 1 and 300),
  read_on     date not null,
  -- Null for the examples that come with the product.
  recorded_by uuid references staff (id),
  recorded_at timestamptz not null default now(),
  constraint rule_has_one_such_version unique (code, version),
  constraint rule_ends_after_it_begins check (valid_until > valid_from),
  constraint rule_figures_fit_its_kind check (
    (kind = 'cap_per_bond') = (cap_cents is not null)
    and (kind = 'bonds_per_period') = (bond_count is not null)
    and (bond_count is null) = (period_days is null)),
  -- Only what can be told from figures may stop money by itself; of the rest a person is reminded.
  constraint only_figures_block_posting check (effect <> 'blocks_posting' or kind in ('cap_per_bond', 'bonds_per_period'))
);

create table rule_review (
  rule_id     uuid constraint rule_version_is_reviewed_once primary key references jurisdiction_rule (id),
  counsel     text not null check (char_length(counsel) between 1 and 120),
  reviewed_on date not null,
  recorded_by uuid not null references staff (id),
  recorded_at timestamptz not null default now()
);

-- Whose rules the bonds of a fund fall under.
create table fund_place (
  fund_id     uuid not null references fund (id),
  place       text not null constraint fund_place_is_well_formed check (place ~ '^US(-[A-Z0-9]{2,12})*$'),
  recorded_by uuid not null references staff (id),
  recorded_at timestamptz not null default now(),
  constraint fund_has_a_place_once primary key (fund_id, place)
);

create function administers_a_fund(p_staff uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.role = 'administrator')
$$;

create function jurisdiction_rule_guard() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('jurisdiction_rule:' || new.code, 0));
  if new.version <> coalesce((select max(r.version) from jurisdiction_rule r where r.code = new.code), 0) + 1 then
    perform broken('rule_versions_follow_each_other', 'jurisdiction_rule');
  end if;
  if new.recorded_by is null or not administers_a_fund(new.recorded_by) then
    perform broken('rules_are_kept_by_administrators', 'jurisdiction_rule');
  end if;
  return new;
end $$;

create function rule_review_guard() returns trigger language plpgsql as $$
begin
  if not administers_a_fund(new.recorded_by) then
    perform broken('rules_are_kept_by_administrators', 'rule_review');
  end if;
  if exists (select from jurisdiction_rule r join jurisdiction_rule later on later.code = r.code and later.version > r.version
              where r.id = new.rule_id) then
    perform broken('only_the_latest_version_is_reviewed', 'rule_review');
  end if;
  if new.reviewed_on > current_date + 1
     or new.reviewed_on < (select r.read_on from jurisdiction_rule r where r.id = new.rule_id) then
    perform broken('review_comes_after_reading', 'rule_review');
  end if;
  return new;
end $$;
create trigger rule_review_guard before insert on rule_review for each row execute function rule_review_guard();

create function fund_place_guard() returns trigger language plpgsql as $$
begin
  if not manages_fund(new.recorded_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_place');
  end if;
  return new;
end $$;
create trigger fund_place_guard before insert on fund_place for each row execute function fund_place_guard();

-- The rules of the fund's places that hold on that day, with how many bonds count against each. A newer version takes the
-- place of a reviewed one only once it is reviewed itself: until then both speak, so that nobody undoes a block alone. A
-- limit by period binds the organization, not one fund: hence the look past the reader's own funds, at a number only.
create function rules_in_force(p_fund uuid, p_kind text, p_at timestamptz)
returns table (id uuid, code text, version integer, place text, kind text, effect text, summary text, cap_cents bigint,
               bond_count integer, period_days integer, source text, read_on date, reviewed boolean, counted integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.code, r.version, r.place, r.kind, r.effect, r.summary, r.cap_cents, r.bond_count, r.period_days, r.source,
         r.read_on, exists (select from rule_review v where v.rule_id = r.id),
         (select count(*)::integer from bond b
           where r.period_days is not null and (r.bond_kind is null or b.kind = r.bond_kind)
             and exists (select from fund_place o where o.fund_id = b.fund_id and o.place = r.place)
             and b.posted_at > p_at - make_interval(days => r.period_days) and b.posted_at <= p_at)
    from fund_place p join jurisdiction_rule r on r.place = p.place
   where p.fund_id = p_fund and (r.bond_kind is null or r.bond_kind = p_kind)
     and not exists (
       select from jurisdiction_rule later
        where later.code = r.code and later.version > r.version
          and (not exists (select from rule_review v where v.rule_id = r.id)
               or exists (select from rule_review v where v.rule_id = later.id)))
     and (p_at at time zone coalesce((select o.timezone from organization o), 'UTC'))::date >= r.valid_from
     and (r.valid_until is null
          or (p_at at time zone coalesce((select o.timezone from organization o), 'UTC'))::date < r.valid_until)
$$;

-- Counsel said that this very bond may be posted all the same: by name and day, for one version of a rule and one content
-- of the disbursement. It lifts the block once someone else, who may approve, confirms it.
create table counsel_clearance (
  id              uuid primary key default gen_random_uuid(),
  disbursement_id uuid not null references disbursement (id),
  rule_id         uuid not null references jurisdiction_rule (id),
  content_hash    text not null,
  counsel         text not null check (char_length(counsel) between 1 and 120),
  cleared_on      date not null,
  recorded_by     uuid not null references staff (id),
  recorded_at     timestamptz not null default now(),
  constraint rule_is_cleared_once unique (disbursement_id, rule_id, content_hash)
);

create table clearance_confirmation (
  clearance_id uuid constraint clearance_is_confirmed_once primary key references counsel_clearance (id),
  confirmed_by uuid not null references staff (id),
  recorded_at  timestamptz not null default now()
);

create function counsel_clearance_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
begin
  select * into d from disbursement where id = new.disbursement_id for update;
  if d.content_hash <> new.content_hash or d.state not in ('proposed', 'approved') then
    perform broken('clearance_is_of_what_is_proposed', 'counsel_clearance');
  end if;
  if new.cleared_on > current_date + 1 then perform broken('clearance_lies_ahead', 'counsel_clearance'); end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.recorded_by and r.fund_id = d.fund_id
                    and r.role in ('intake', 'treasurer', 'approver', 'administrator')) then
    perform broken('clearing_people_hold_the_role', 'counsel_clearance');
  end if;
  return new;
end $$;
create trigger counsel_clearance_guard before insert on counsel_clearance
  for each row execute function counsel_clearance_guard();

create function clearance_confirmation_guard() returns trigger language plpgsql as $$
declare
  c counsel_clearance;
begin
  select * into c from counsel_clearance where id = new.clearance_id;
  if c.recorded_by = new.confirmed_by then
    perform broken('clearing_people_are_distinct', 'clearance_confirmation');
  end if;
  if not exists (select from disbursement d join staff_role r on r.fund_id = d.fund_id
                   join staff s on s.id = r.staff_id and s.disabled_at is null
                  where d.id = c.disbursement_id and r.staff_id = new.confirmed_by and r.role in ('approver', 'administrator')) then
    perform broken('clearing_people_hold_the_role', 'clearance_confirmation');
  end if;
  return new;
end $$;
create trigger clearance_confirmation_guard before insert on clearance_confirmation
  for each row execute function clearance_confirmation_guard();

create function rule_is_cleared(p_disbursement uuid, p_rule uuid) returns boolean language sql stable as $$
  select exists (select from counsel_clearance c join clearance_confirmation f on f.clearance_id = c.id
                   join disbursement d on d.id = c.disbursement_id and d.content_hash = c.content_hash
                  where c.disbursement_id = p_disbursement and c.rule_id = p_rule)
$$;

-- A rule that counsel has not reviewed only warns, here as in the code.
create function payment_keeps_the_rules() returns trigger language plpgsql as $$
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
                and (new.principal_cents > r.cap_cents or r.counted >= r.bond_count)) then
    perform broken('rule_blocks_posting', 'disbursement_payment');
  end if;
  return new;
end $$;
create trigger payment_keeps_the_rules before insert on disbursement_payment
  for each row execute function payment_keeps_the_rules();

create trigger jurisdiction_rule_is_append_only before update or delete or truncate on jurisdiction_rule
  for each statement execute function refuse_rewriting('rules_are_append_only');
create trigger rule_review_is_append_only before update or delete or truncate on rule_review
  for each statement execute function refuse_rewriting('rules_are_append_only');
create trigger fund_place_is_append_only before update or delete or truncate on fund_place
  for each statement execute function refuse_rewriting('rules_are_append_only');

create trigger counsel_clearance_is_append_only before update or delete or truncate on counsel_clearance
  for each statement execute function refuse_rewriting('clearances_are_append_only');
create trigger clearance_confirmation_is_append_only before update or delete or truncate on clearance_confirmation
  for each statement execute function refuse_rewriting('clearances_are_append_only');

alter table counsel_clearance enable row level security;
create policy fund_scope on counsel_clearance using (exists (select from disbursement d where d.id = disbursement_id));
alter table clearance_confirmation enable row level security;
create policy fund_scope on clearance_confirmation
  using (exists (select from counsel_clearance c where c.id = clearance_id));
alter table fund_place enable row level security;
create policy fund_scope on fund_place using (in_scope(fund_id)) with check (in_scope(fund_id));

-- Examples, not advice: they hold for no fund until it names the place, and warn until counsel has reviewed them. They come
-- with the schema and not with the demonstration, so that a real deployment begins with something to check.
insert into jurisdiction_rule (code, version, place, kind, effect, bond_kind, summary, cap_cents, bond_count, period_days, valid_from, source, read_on) values
  ('ny-cap', 1, 'US-NY', 'cap_per_bond', 'blocks_posting', 'court_bail', 'A charitable bail organization deposits at most $2,000, for misdemeanors only, and posts no surety bond. Bills to raise the amount were introduced; check whether one was enacted.', 200000, null, null, '2026-11-21', 'New York Insurance Law 6805', '2026-11-21'),
  ('ny-certificate', 1, 'US-NY', 'certificate', 'blocks_soliciting', 'court_bail', 'A certificate of the Department of Financial Services is needed: 501(c)(3) and Article 7-A registration, five years, one county (New York City counts as one). People who post are licensed.', null, null, null, '2026-11-21', 'New York Insurance Law 6805', '2026-11-21'),
  ('ky-cap', 1, 'US-KY', 'cap_per_bond', 'blocks_posting', 'court_bail', 'Charitable bail organizations may not furnish bail of $5,000 or more. The poster shows a photo identity card.', 499999, null, null, '2026-11-21', 'Kentucky KRS 431.510 as amended by HB 5 (2024); press reports', '2026-11-21'),
  ('ky-charges', 1, 'US-KY', 'excluded_charge_class', 'warns', 'court_bail', 'No bail for a violent offense of any amount, nor for a hold under Casey’s Law.', null, null, null, '2026-11-21', 'Kentucky KRS 431.510 as amended by HB 5 (2024); press reports', '2026-11-21'),
  ('tx-certificate', 1, 'US-TX', 'certificate', 'warns', 'court_bail', 'A certificate for each county and an affidavit of who may pay. Exempt with at most 3 defendants in 180 days, for family, and for religious nonprofits.', null, null, null, '2026-11-21', 'Texas Code of Criminal Procedure 17.071', '2026-11-21'),
  ('tx-report', 1, 'US-TX', 'report_due', 'report_due', 'court_bail', 'A report to the sheriff by the 10th of each month; SB 9 (2025) adds one to the Office of Court Administration.', null, null, null, '2026-11-21', 'Texas Code of Criminal Procedure 17.071; SB 9 (2025)', '2026-11-21'),
  ('in-count', 1, 'US-IN', 'bonds_per_period', 'warns', 'court_bail', 'More than 3 people in 180 days needs a certificate, before gifts are asked for. Excluded: a charge of a crime of violence, and a felony after a violent conviction.', null, 3, 180, '2026-11-21', 'Indiana Code 27-10-2-4.5 (HEA 1300, 2022)', '2026-11-21'),
  ('ga-count', 1, 'US-GA', 'bonds_per_period', 'warns', 'court_bail', 'At most three cash bonds a year for a person or group unless it meets the rules of surety companies. Enjoined (preliminary) on 12 July 2024; argued before the 11th Circuit on 29 July 2025. Check with counsel where it stands.', null, 3, 365, '2026-11-21', 'O.C.G.A. 17-6-15(b), SB 63 (2024) section 4', '2026-11-21'),
  ('ga-litigation', 1, 'US-GA', 'litigation', 'warns', 'court_bail', 'Section 4 of SB 63 is before the courts. Ask counsel before posting, and note what was said.', null, null, null, '2026-11-21', 'N.D. Ga., preliminary injunction of 12 July 2024', '2026-11-21'),
  ('fl-withholding', 1, 'US-FL', 'money_kept', 'warns', 'court_bail', 'From a cash bond that is not posted by a bail agent the clerk withholds fines, costs and fees of the person, of any case with that clerk. Expect less back.', null, null, null, '2026-11-21', 'Florida Statutes 903.286', '2026-11-21'),
  ('ma-fee', 1, 'US-MA', 'money_kept', 'warns', 'court_bail', 'A bail fee of $40 is not refunded. Write it as a fee, not as principal.', null, null, null, '2026-11-21', 'Testimony of a Massachusetts bail fund', '2026-11-21'),
  ('us-ice-obligor', 1, 'US', 'who_may_post', 'warns', 'immigration_bond', 'The obligor is a citizen, a lawful permanent resident, a law firm or a nonprofit. Money goes by Fedwire or ACH.', null, null, null, '2026-11-21', '8 CFR 103.6 and 293, and the pages of ICE', '2026-11-21');

create trigger jurisdiction_rule_guard before insert on jurisdiction_rule
  for each row execute function jurisdiction_rule_guard();
