-- Why: no one person moves money, and no one person decides how many it takes. Who records money back proves that they are
-- there, for these very figures; limits are proposed by one administrator and confirmed by another, and can be met by the
-- people that there are.

-- What came before this rule has no proof; what comes after it cannot be without.
alter table bond_return add column step_up_id uuid
  constraint return_step_up_is_spent_once unique references staff_step_up (id);
alter table bond_recovery add column step_up_id uuid
  constraint recovery_step_up_is_spent_once unique references staff_step_up (id);
alter table bond_loss add column step_up_id uuid
  constraint loss_step_up_is_spent_once unique references staff_step_up (id);
alter table bond_loss_reversal add column step_up_id uuid
  constraint reversal_step_up_is_spent_once unique references staff_step_up (id);

-- One proof is given for a whole act; what it makes of several bonds keeps proofs derived from it, each part once.
alter table staff_step_up add column derived_from uuid references staff_step_up (id);
alter table staff_step_up add constraint step_up_proves_each_part_once unique (derived_from, bound_to);

-- At the end of the transaction, since the deductions of a return are written after it.
create function bond_money_is_proved() returns trigger language plpgsql as $$
declare
  bound text;
begin
  if tg_table_name = 'bond_return' then
    bound := 'return:' || new.bond_id || ':' || new.received_cents || ':' || new.interest_cents || ':'
      || (select coalesce(sum(d.amount_cents), 0) from bond_deduction d where d.return_id = new.id);
  elsif tg_table_name = 'bond_recovery' then
    bound := 'recovery:' || new.bond_id || ':' || new.received_cents || ':' || new.interest_cents;
  elsif tg_table_name = 'bond_loss' then
    bound := case new.kind when 'forfeited' then 'forfeiture' else 'write_off' end || ':' || new.bond_id || ':' || new.amount_cents;
  else
    bound := 'reinstatement:' || new.bond_id || ':' || (select l.amount_cents from bond_loss l where l.id = new.loss_id);
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.recorded_by, bound), false) then
    perform broken('step_up_is_fresh_and_bound', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger return_is_proved after insert on bond_return
  deferrable initially deferred for each row execute function bond_money_is_proved();
create constraint trigger recovery_is_proved after insert on bond_recovery
  deferrable initially deferred for each row execute function bond_money_is_proved();
create constraint trigger loss_is_proved after insert on bond_loss
  deferrable initially deferred for each row execute function bond_money_is_proved();
create constraint trigger reversal_is_proved after insert on bond_loss_reversal
  deferrable initially deferred for each row execute function bond_money_is_proved();

-- Thresholds, caps and the hours that a proposal waits, as one administrator proposes them.
create table fund_limits (
  id                 uuid primary key default gen_random_uuid(),
  fund_id            uuid not null references fund (id),
  -- From each sum on, so many approvals; the first begins at zero.
  from_cents         bigint[] not null,
  approvals_required smallint[] not null,
  cap_cents          bigint constraint cap_is_positive check (cap_cents > 0),
  daily_cap_cents    bigint constraint daily_cap_is_positive check (daily_cap_cents > 0),
  expiry_hours       integer not null constraint expiry_is_between_an_hour_and_sixty_days check (expiry_hours between 1 and 1440),
  proposed_by        uuid not null references staff (id),
  step_up_id         uuid not null constraint limits_step_up_is_spent_once unique references staff_step_up (id),
  occurred_at        timestamptz not null,
  recorded_at        timestamptz not null default now(),
  constraint limits_have_one_to_four_steps
    check (cardinality(from_cents) between 1 and 4 and cardinality(from_cents) = cardinality(approvals_required)),
  constraint limits_begin_at_zero check (from_cents[1] = 0),
  constraint approvals_are_one_to_three check (1 <= all (approvals_required) and 3 >= all (approvals_required)),
  constraint daily_cap_holds_one_disbursement check (daily_cap_cents >= cap_cents)
);
create index fund_limits_fund_idx on fund_limits (fund_id, recorded_at);

create table fund_limits_decision (
  seq         bigint generated always as identity unique,
  limits_id   uuid constraint limits_are_decided_once primary key references fund_limits (id),
  outcome     text not null check (outcome in ('confirmed', 'withdrawn')),
  decided_by  uuid not null references staff (id),
  step_up_id  uuid constraint limits_decision_step_up_is_spent_once unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create function limits_in_force(p_fund uuid) returns uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select l.id from fund_limits l join fund_limits_decision d on d.limits_id = l.id and d.outcome = 'confirmed'
   where l.fund_id = p_fund order by d.seq desc limit 1
$$;

-- Owner's eyes: a job or another fund's approver must not see fewer approvals than the fund asks for.
create or replace function approvals_required(p_fund uuid, p_cents bigint) returns integer language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce(
    (select max(s.approvals)::integer from fund_limits l, unnest(l.from_cents, l.approvals_required) as s(from_cents, approvals)
      where l.id = limits_in_force(p_fund)
        and s.from_cents = (select max(f) from unnest(l.from_cents) f where f <= p_cents)),
    (select r.approvals_required from fund_approval_rule r
      where r.fund_id = p_fund and r.from_cents <= p_cents order by r.from_cents desc limit 1), 1)::integer
$$;

-- Hours that a proposal waits for others; two weeks where nobody decided otherwise.
create function proposal_waits_hours(p_fund uuid) returns integer language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select l.expiry_hours from fund_limits l where l.id = limits_in_force(p_fund)), 336)
$$;

-- Set aside within the last 24 hours and not given back.
create function committed_in_a_day_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce(sum(case when r.held then r.amount_cents else x.spent_cents end), 0)::bigint
    from reservation r left join reservation_resolution x on x.reservation_id = r.id
   where r.fund_id = p_fund and r.recorded_at > now() - interval '24 hours'
$$;

create function reservation_stays_within_caps() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  cap bigint;
  daily bigint;
begin
  perform lock_fund_bank(array[new.fund_id]);
  select l.cap_cents, l.daily_cap_cents into cap, daily from fund_limits l where l.id = limits_in_force(new.fund_id);
  if new.amount_cents > cap then perform broken('disbursement_stays_within_cap', 'reservation'); end if;
  if new.amount_cents + committed_in_a_day_cents(new.fund_id) > daily then
    perform broken('fund_stays_within_daily_cap', 'reservation');
  end if;
  return new;
end $$;
create trigger reservation_stays_within_caps before insert on reservation
  for each row execute function reservation_stays_within_caps();

-- Someone proposes, others approve, and someone who did not approve pays: possible with the people that there are.
create function staff_can_meet(p_fund uuid, p_approvals integer) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  with held as (select r.staff_id, r.role from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                 where r.fund_id = p_fund)
  select exists (
    select from held proposer, held payer
     where proposer.role in ('intake', 'treasurer', 'administrator') and payer.role in ('intake', 'treasurer')
       and (select count(distinct a.staff_id) from held a
             where a.role in ('approver', 'administrator') and a.staff_id not in (proposer.staff_id, payer.staff_id)) >= p_approvals)
$$;

create function fund_limits_guard() returns trigger language plpgsql as $$
begin
  if not manages_fund(new.proposed_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_limits');
  end if;
  if exists (select from generate_subscripts(new.from_cents, 1) i
              where i > 1 and new.from_cents[i] <= new.from_cents[i - 1] or new.from_cents[i] is null) then
    perform broken('limits_rise', 'fund_limits');
  end if;
  if exists (select from generate_subscripts(new.approvals_required, 1) i
              where i > 1 and new.approvals_required[i] < new.approvals_required[i - 1]) then
    perform broken('approvals_rise_with_the_sum', 'fund_limits');
  end if;
  if exists (select from unnest(new.approvals_required) n where not staff_can_meet(new.fund_id, n)) then
    perform broken('staff_meets_the_limits', 'fund_limits');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.proposed_by,
      'limits:' || new.fund_id || ':' || coalesce(new.cap_cents::text, 'none') || ':' || coalesce(new.daily_cap_cents::text, 'none')
      || ':' || new.expiry_hours || ':' || array_to_string(new.from_cents, ',') || ':' || array_to_string(new.approvals_required, ',')) then
    perform broken('step_up_is_fresh_and_bound', 'fund_limits');
  end if;
  return new;
end $$;
create trigger fund_limits_guard before insert on fund_limits for each row execute function fund_limits_guard();

create function fund_limits_decision_guard() returns trigger language plpgsql as $$
declare
  l fund_limits;
begin
  select * into l from fund_limits where id = new.limits_id;
  -- An approval under way counts by the limits of its own moment.
  perform lock_fund_bank(array[l.fund_id]);
  if not manages_fund(new.decided_by, l.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_limits_decision');
  end if;
  if new.outcome = 'withdrawn' then return new; end if;
  if new.decided_by = l.proposed_by then perform broken('limits_are_confirmed_by_another', 'fund_limits_decision'); end if;
  -- A newer proposal that stands means that this one was overtaken.
  if exists (select from fund_limits n join fund_limits_decision d on d.limits_id = n.id and d.outcome = 'confirmed'
              where n.fund_id = l.fund_id and n.recorded_at > l.recorded_at) then
    perform broken('limits_were_overtaken', 'fund_limits_decision');
  end if;
  if exists (select from unnest(l.approvals_required) n where not staff_can_meet(l.fund_id, n)) then
    perform broken('staff_meets_the_limits', 'fund_limits_decision');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.decided_by, 'confirm_limits:' || l.id), false) then
    perform broken('step_up_is_fresh_and_bound', 'fund_limits_decision');
  end if;
  return new;
end $$;
create trigger fund_limits_decision_guard before insert on fund_limits_decision
  for each row execute function fund_limits_decision_guard();

create trigger fund_limits_is_append_only before update or delete or truncate on fund_limits
  for each statement execute function refuse_rewriting('fund_limits_are_append_only');
create trigger fund_limits_decision_is_append_only before update or delete or truncate on fund_limits_decision
  for each statement execute function refuse_rewriting('fund_limits_are_append_only');

alter table fund_limits enable row level security;
create policy fund_scope on fund_limits using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table fund_limits_decision enable row level security;
create policy fund_scope on fund_limits_decision using (exists (select from fund_limits l where l.id = limits_id));
