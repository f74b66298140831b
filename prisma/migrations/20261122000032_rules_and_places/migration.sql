-- Why: a place may forbid bail for some classes of charge, and a charge is known in the vault alone. So a rule names the
-- classes, the app compares them by blind tokens that are each person's own, and the database lets no bond be paid that was
-- not judged at that moment. And a fund that closes ends what donors have promised: that takes two people.

alter table jurisdiction_rule add column charge_classes text[] not null default '{}';
alter table jurisdiction_rule add constraint charge_classes_are_known
  check (charge_classes <@ array['misdemeanor', 'felony', 'violent_offense', 'domestic_violence', 'sexual_offense',
                                 'weapons_offense', 'felony_after_violence', 'treatment_hold', 'no_criminal_charge']);
alter table jurisdiction_rule add constraint charge_classes_fit_the_kind
  check (cardinality(charge_classes) = 0 or kind = 'excluded_charge_class');

-- Only what can be told from figures, days and listed classes may stop money by itself; of the rest a person is reminded.
alter table jurisdiction_rule drop constraint only_figures_block_posting;
alter table jurisdiction_rule add constraint only_figures_block_posting
  check (effect <> 'blocks_posting' or kind in ('cap_per_bond', 'bonds_per_period', 'certificate')
         or kind = 'excluded_charge_class' and cardinality(charge_classes) > 0);

-- A token of a class is made with the person's id: two people with the same charge share no token, so that neither counting
-- nor comparing tells a reader of the database what any of them stands for.
alter table vault_keys.person_index drop constraint person_index_kind_check;
alter table vault_keys.person_index add constraint person_index_kind_check
  check (kind in ('name', 'a_number', 'docket', 'phone', 'booking', 'charge_class'));

-- Whose case it is, and the tokens of what they are charged with. Owner's eyes: a person known in another fund is judged, too.
create function charges_of_case(p_case text) returns table (person_id uuid, fund_id uuid, tokens bytea[])
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.fund_id, array(select i.token from vault_keys.person_index i
                                 where i.person_id = p.id and i.kind = 'charge_class')
    from person_case c join person p on p.id = c.person_id where c.case_code = p_case
$$;

-- What one rule says of one disbursement's case, as last judged: the rule and its answer, never a class. It goes with the
-- person when they are erased.
create table charge_finding (
  disbursement_id uuid not null references disbursement (id),
  rule_id         uuid not null references jurisdiction_rule (id),
  outcome         text not null check (outcome in ('excluded', 'not_excluded', 'unknown')),
  recorded_at     timestamptz not null default now(),
  constraint rule_judges_a_case_once primary key (disbursement_id, rule_id)
);
alter table charge_finding enable row level security;
create policy fund_scope on charge_finding using (exists (select from disbursement d where d.id = disbursement_id));

create function charge_finding_guard() returns trigger language plpgsql as $$
begin
  new.recorded_at := now();
  if not exists (select from jurisdiction_rule r where r.id = new.rule_id and cardinality(r.charge_classes) > 0) then
    perform broken('finding_is_of_a_rule_with_classes', 'charge_finding');
  end if;
  return new;
end $$;
create trigger charge_finding_guard before insert or update on charge_finding
  for each row execute function charge_finding_guard();

create function erased_person_leaves_no_finding() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  delete from charge_finding f using disbursement d, person_case c
   where d.id = f.disbursement_id and c.case_code = d.case_code and c.person_id = new.id;
  return null;
end $$;
create trigger erased_person_leaves_no_finding after update of erased_at on person
  for each row when (new.erased_at is not null) execute function erased_person_leaves_no_finding();

-- As before, and: a bond that funds share is one bond of the organization, however many of them have a part in it.
create or replace function rules_in_force(p_fund uuid, p_kind text, p_at timestamptz)
returns table (id uuid, code text, version integer, place text, kind text, effect text, bond_kind text, summary text,
               cap_cents bigint, bond_count integer, period_days integer, source text, read_on date, reviewed boolean,
               counted integer, certified_until date, lapsed_on date)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.id, r.code, r.version, r.place, r.kind, r.effect, r.bond_kind, r.summary, r.cap_cents, r.bond_count,
         r.period_days, r.source, r.read_on, exists (select from rule_review v where v.rule_id = r.id),
         (select count(distinct coalesce(x.shared_bond_id, b.id))::integer
            from bond b left join shared_bond_part x on x.disbursement_id = b.disbursement_id
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

-- Whether another fund's part of the same bond was posted already and counts for that place.
create function shared_bond_is_counted(p_disbursement uuid, p_place text) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from shared_bond_part own
      join shared_bond_part other on other.shared_bond_id = own.shared_bond_id and other.disbursement_id <> own.disbursement_id
      join bond b on b.disbursement_id = other.disbursement_id
      join fund_place o on o.fund_id = b.fund_id and o.place = p_place
                       and b.posted_at < coalesce(place_ended_at(o.id), 'infinity')
     where own.disbursement_id = p_disbursement)
$$;

-- What the court takes for a bond, of which one fund pays so much: all parts together where funds share it.
create function whole_bond_cents(p_disbursement uuid, p_own bigint) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select y.principal_cents from shared_bond_part x
                     join shared_bond_payment y on y.shared_bond_id = x.shared_bond_id
                    where x.disbursement_id = p_disbursement), p_own)
$$;

-- As before, and: a cap looks at the whole of a bond that funds share; and a rule that excludes classes of charge blocks what
-- it was found to exclude, and what was not judged in this very transaction.
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

-- A family's part is in the bond and not in the fund's payment: so a cap looks at the bond, too.
create function bond_keeps_the_cap() returns trigger language plpgsql as $$
begin
  if exists (select from rules_in_force(new.fund_id, new.kind, new.posted_at) r
              where r.effect = 'blocks_posting' and r.reviewed
                and whole_bond_cents(new.disbursement_id, new.principal_cents) > r.cap_cents
                and not rule_is_cleared(new.disbursement_id, r.id)) then
    perform broken('rule_blocks_posting', 'bond');
  end if;
  return new;
end $$;
create trigger bond_keeps_the_cap before insert on bond for each row execute function bond_keeps_the_cap();

-- A fund is put into closing by two administrators, and taken back by two while no monthly gift has ended because of it.
insert into fund_transition (from_state, to_state) values
  ('closing', 'open'), ('closing', 'paused'), ('closing', 'full');

create table fund_closing (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  -- `closing`, or where it stood before.
  to_state    text not null check (to_state in ('closing', 'open', 'paused', 'full')),
  reason      text not null check (reason in ('gifts_are_needed', 'enough_for_now', 'law_or_court', 'bank_or_card_trouble',
                'books_under_review', 'board_decision')),
  proposed_by uuid not null references staff (id),
  step_up_id  uuid not null constraint closing_step_up_is_spent_once unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index fund_closing_fund_idx on fund_closing (fund_id, recorded_at);

create table fund_closing_decision (
  closing_id  uuid constraint closing_is_decided_once primary key references fund_closing (id),
  outcome     text not null check (outcome in ('confirmed', 'withdrawn')),
  decided_by  uuid not null references staff (id),
  step_up_id  uuid constraint closing_decision_step_up_is_spent_once unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

alter table fund_state_change add column closing_id uuid
  constraint closing_moves_the_fund_once unique references fund_closing (id);

-- Where a closing fund stood before, and since when it has been closing; no row for one that is not.
create function fund_before_closing(p_fund uuid) returns table (from_state text, since timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.from_state, c.recorded_at from fund_state_change c join fund f on f.id = c.fund_id and f.state = 'closing'
   where c.fund_id = p_fund and c.to_state = 'closing' order by c.id desc limit 1
$$;

create function monthly_gift_ended_since(p_fund uuid, p_since timestamptz) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from recurring_donation r join gift_intent_part i on i.intent_id = r.intent_id
                   join recurring_donation_change c on c.recurring_donation_id = r.id and c.to_state = 'cancelled'
                  where i.fund_id = p_fund and c.recorded_at >= p_since)
$$;

-- What may be proposed, and again what may be confirmed: the way is still open.
create function closing_may_be(p_fund uuid, p_to text) returns boolean language plpgsql stable security definer
  set search_path = public, pg_temp as $$
declare
  before record;
begin
  if p_to = 'closing' then
    return exists (select from fund f where f.id = p_fund and f.state in ('open', 'paused', 'full'));
  end if;
  select * into before from fund_before_closing(p_fund);
  if before.from_state is distinct from p_to then return false; end if;
  return not monthly_gift_ended_since(p_fund, before.since);
end $$;

create function fund_closing_guard() returns trigger language plpgsql as $$
begin
  perform from fund f where f.id = new.fund_id for no key update;
  if not manages_fund(new.proposed_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_closing');
  end if;
  if not closing_may_be(new.fund_id, new.to_state) then perform broken('fund_moves_along_the_table', 'fund_closing'); end if;
  if exists (select from fund_closing c where c.fund_id = new.fund_id
              and not exists (select from fund_closing_decision d where d.closing_id = c.id)) then
    perform broken('closing_waits_once', 'fund_closing');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.proposed_by,
                          'close_fund:' || new.fund_id || ':' || new.to_state || ':' || new.reason) then
    perform broken('step_up_is_fresh_and_bound', 'fund_closing');
  end if;
  return new;
end $$;
create trigger fund_closing_guard before insert on fund_closing for each row execute function fund_closing_guard();

create function fund_closing_decision_guard() returns trigger language plpgsql as $$
declare
  c fund_closing;
begin
  select * into c from fund_closing x where x.id = new.closing_id;
  perform from fund f where f.id = c.fund_id for no key update;
  if not coalesce(manages_fund(new.decided_by, c.fund_id), false) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_closing_decision');
  end if;
  if new.outcome = 'withdrawn' then return new; end if;
  if new.decided_by = c.proposed_by then perform broken('closing_is_confirmed_by_another', 'fund_closing_decision'); end if;
  if not closing_may_be(c.fund_id, c.to_state) then
    perform broken('fund_moves_along_the_table', 'fund_closing_decision');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.decided_by, 'confirm_close_fund:' || c.id), false) then
    perform broken('step_up_is_fresh_and_bound', 'fund_closing_decision');
  end if;
  return new;
end $$;
create trigger fund_closing_decision_guard before insert on fund_closing_decision
  for each row execute function fund_closing_decision_guard();

create function confirmed_closing_moves_the_fund() returns trigger language plpgsql as $$
begin
  if not exists (select from fund_state_change s where s.closing_id = new.closing_id) then
    perform broken('confirmed_closing_moves_the_fund', 'fund_closing_decision');
  end if;
  return null;
end $$;
create constraint trigger confirmed_closing_moves_the_fund after insert on fund_closing_decision
  deferrable initially deferred for each row when (new.outcome = 'confirmed')
  execute function confirmed_closing_moves_the_fund();

-- As before, and: into closing and back out of it only as two people decided.
create or replace function fund_state_change_guard() returns trigger language plpgsql as $$
begin
  if new.from_state is null then
    if exists (select from fund_state_change c where c.fund_id = new.fund_id) then
      perform broken('fund_moves_along_the_table', 'fund_state_change');
    end if;
    return new;
  end if;
  if new.from_state is distinct from (select f.state from fund f where f.id = new.fund_id for no key update)
     or not exists (select from fund_transition t where t.from_state = new.from_state and t.to_state = new.to_state) then
    perform broken('fund_moves_along_the_table', 'fund_state_change');
  end if;
  if not manages_fund(new.changed_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_state_change');
  end if;
  if ((new.to_state = 'closing' or new.from_state = 'closing' and new.to_state <> 'closed') or new.closing_id is not null)
     and not exists (select from fund_closing c join fund_closing_decision d on d.closing_id = c.id
                      where c.id = new.closing_id and c.fund_id = new.fund_id and c.to_state = new.to_state
                        and c.reason = new.reason and d.outcome = 'confirmed' and d.decided_by = new.changed_by) then
    perform broken('fund_closes_by_two_people', 'fund_state_change');
  end if;
  return new;
end $$;

create trigger fund_closing_is_append_only before update or delete or truncate on fund_closing
  for each statement execute function refuse_rewriting('fund_states_are_append_only');
create trigger fund_closing_decision_is_append_only before update or delete or truncate on fund_closing_decision
  for each statement execute function refuse_rewriting('fund_states_are_append_only');

alter table fund_closing enable row level security;
create policy fund_scope on fund_closing using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table fund_closing_decision enable row level security;
create policy fund_scope on fund_closing_decision using (exists (select from fund_closing c where c.id = closing_id));

-- Which document an emergency's look was at, so that its review says so. Told by number, as documents are everywhere.
alter table person_reveal add column document_number integer check (document_number > 0);
alter table person_reveal add constraint emergency_document_is_numbered
  check ((document_number is null or fields = array['document'])
         and (glass_id is null or not 'document' = any (fields) or document_number is not null));
