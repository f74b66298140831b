-- Why: one bond may be too much for one fund, and one court check may answer for many bonds. A bond that funds share is paid
-- by all of them or by none, and comes back to each by its part; a check is booked only when its lines add up to it.

create table shared_bond (
  id              uuid primary key default gen_random_uuid(),
  kind            text not null check (kind in ('court_bail', 'immigration_bond')),
  case_code       text not null,
  parts           smallint not null check (parts between 2 and 6),
  principal_cents bigint not null check (principal_cents > 0),
  fees_cents      bigint not null check (fees_cents >= 0),
  proposed_by     uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);

create table shared_bond_part (
  shared_bond_id  uuid not null references shared_bond (id),
  position        smallint not null,
  disbursement_id uuid not null constraint part_belongs_to_one_shared_bond unique,
  fund_id         uuid not null,
  principal_cents bigint not null check (principal_cents > 0),
  fees_cents      bigint not null check (fees_cents >= 0),
  primary key (shared_bond_id, position),
  constraint fund_has_one_part_of_a_shared_bond unique (shared_bond_id, fund_id),
  foreign key (disbursement_id, fund_id) references disbursement (id, fund_id)
);

create table shared_bond_payment (
  shared_bond_id  uuid constraint shared_bond_is_paid_once primary key references shared_bond (id),
  paid_by         uuid not null references staff (id),
  step_up_id      uuid not null unique references staff_step_up (id),
  receipt_number  text not null,
  principal_cents bigint not null check (principal_cents > 0),
  fees_cents      bigint not null check (fees_cents >= 0),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);

-- Who sees one part knows of the others: how much, of which fund, and how far they are. Nothing else of them.
create function sees_shared_bond(p_shared uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from shared_bond_part p where p.shared_bond_id = p_shared and in_scope(p.fund_id))
$$;

create function shared_parts_seen(p_shared uuid) returns table (
  part smallint, fund_id uuid, disbursement_id uuid, bond_id uuid, state text, principal_cents bigint, fees_cents bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.position, p.fund_id, case when in_scope(p.fund_id) then p.disbursement_id end,
         case when in_scope(p.fund_id) then b.id end, d.state, p.principal_cents, p.fees_cents
    from shared_bond_part p
    join disbursement d on d.id = p.disbursement_id
    left join bond b on b.disbursement_id = d.id
   where p.shared_bond_id = p_shared and sees_shared_bond(p_shared)
   order by p.position
$$;

create function shared_bond_is_over(p_shared uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from shared_bond_part p join disbursement d on d.id = p.disbursement_id
                  where p.shared_bond_id = p_shared and d.state in ('rejected', 'cancelled', 'expired'))
$$;

create function shared_part_matches() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not exists (
    select from shared_bond s join disbursement d on d.id = new.disbursement_id
     where s.id = new.shared_bond_id and d.fund_id = new.fund_id and d.kind = s.kind and d.case_code = s.case_code
       and d.proposed_by = s.proposed_by and d.state = 'proposed'
       and not exists (select from approval a where a.disbursement_id = d.id)
       and new.principal_cents = (select sum(l.ceiling_cents) from disbursement_line l where l.disbursement_id = d.id and l.kind = 'principal')
       and new.fees_cents = (select coalesce(sum(l.ceiling_cents), 0) from disbursement_line l where l.disbursement_id = d.id and l.kind = 'fees')) then
    perform broken('shared_bond_parts_add_up', 'shared_bond_part');
  end if;
  return new;
end $$;
create trigger shared_part_matches before insert on shared_bond_part for each row execute function shared_part_matches();

create function shared_bond_parts_add_up() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  whole shared_bond;
begin
  if tg_table_name = 'shared_bond' then
    whole := new;
  else
    select * into whole from shared_bond where id = new.shared_bond_id;
  end if;
  if not exists (
    select from shared_bond_part p where p.shared_bond_id = whole.id
    having (count(*), sum(p.principal_cents), sum(p.fees_cents)) = (whole.parts, whole.principal_cents, whole.fees_cents)) then
    perform broken('shared_bond_parts_add_up', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger shared_bond_parts_add_up after insert on shared_bond
  deferrable initially deferred for each row execute function shared_bond_parts_add_up();
create constraint trigger shared_bond_parts_add_up after insert on shared_bond_part
  deferrable initially deferred for each row execute function shared_bond_parts_add_up();

-- The approval of a part binds the amounts of the others, so that no part changes under them.
create function shared_part_is_not_amended() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  touched uuid;
begin
  if tg_table_name = 'disbursement' then
    touched := new.id;
  elsif tg_op = 'DELETE' then
    touched := old.disbursement_id;
  else
    touched := new.disbursement_id;
  end if;
  if exists (select from shared_bond_part p where p.disbursement_id = touched) then
    perform broken('shared_part_is_not_amended', tg_table_name);
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger shared_part_is_not_amended before update of kind, purpose_code, case_code, content_hash, revision, payees_sealed
  on disbursement for each row
  when ((new.kind, new.purpose_code, new.case_code, new.content_hash, new.revision, new.payees_sealed)
        is distinct from (old.kind, old.purpose_code, old.case_code, old.content_hash, old.revision, old.payees_sealed))
  execute function shared_part_is_not_amended();
create trigger shared_part_is_not_amended before insert or update or delete on disbursement_line
  for each row execute function shared_part_is_not_amended();

create function shared_content_hash(p_shared uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select encode(sha256(convert_to(string_agg(d.content_hash, ',' order by p.position), 'UTF8')), 'hex')
    from shared_bond_part p join disbursement d on d.id = p.disbursement_id where p.shared_bond_id = p_shared
$$;

create function shared_bond_payment_guard() returns trigger language plpgsql as $$
begin
  if not step_up_is_fresh(new.step_up_id, new.paid_by, 'pay_shared:' || new.shared_bond_id || ':' || shared_content_hash(new.shared_bond_id)) then
    perform broken('step_up_is_fresh_and_bound', 'shared_bond_payment');
  end if;
  return new;
end $$;
create trigger shared_bond_payment_guard before insert on shared_bond_payment
  for each row execute function shared_bond_payment_guard();

create function shared_part_is_paid_with_the_whole() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (
    select from shared_bond_part p left join shared_bond_payment x on x.shared_bond_id = p.shared_bond_id
       and (x.paid_by, x.receipt_number, x.occurred_at) = (new.paid_by, new.receipt_number, new.occurred_at)
     where p.disbursement_id = new.disbursement_id and x.shared_bond_id is null) then
    perform broken('shared_part_is_paid_with_the_whole', 'disbursement_payment');
  end if;
  return new;
end $$;
create trigger shared_part_is_paid_with_the_whole before insert on disbursement_payment
  for each row execute function shared_part_is_paid_with_the_whole();

create function shared_bond_is_paid_all_or_none() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not exists (
    select from shared_bond_part p join disbursement_payment x on x.disbursement_id = p.disbursement_id
      join bond b on b.disbursement_id = p.disbursement_id
     where p.shared_bond_id = new.shared_bond_id
    having (count(*), sum(x.principal_cents), sum(x.fees_cents)) = (
      (select s.parts from shared_bond s where s.id = new.shared_bond_id), new.principal_cents, new.fees_cents)) then
    perform broken('shared_bond_is_paid_all_or_none', 'shared_bond_payment');
  end if;
  return null;
end $$;
create constraint trigger shared_bond_is_paid_all_or_none after insert on shared_bond_payment
  deferrable initially deferred for each row execute function shared_bond_is_paid_all_or_none();

-- One bond before the court is in one state, whichever fund looks at it.
create function shared_parts_move_together() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if (select count(distinct b.state) > 1
        from shared_bond_part own
        join shared_bond_part p on p.shared_bond_id = own.shared_bond_id
        join bond b on b.disbursement_id = p.disbursement_id
       where own.disbursement_id = new.disbursement_id) then
    perform broken('shared_parts_move_together', 'bond');
  end if;
  return null;
end $$;
create constraint trigger shared_parts_move_together after update on bond
  deferrable initially deferred for each row when (new.state is distinct from old.state)
  execute function shared_parts_move_together();

-- What came back of a part, kept by the court included, and what came after a loss.
create function bond_came_cents(p_bond uuid) returns bigint language sql stable as $$
  select (select coalesce(sum(r.received_cents), 0) from bond_return r where r.bond_id = p_bond)::bigint
       + (select coalesce(sum(d.amount_cents), 0) from bond_deduction d join bond_return r on r.id = d.return_id where r.bond_id = p_bond)::bigint
       + bond_recovered_cents(p_bond)
$$;

-- Each part has had its share by principal, give or take a cent for each part: parts are whole cents.
create function drifting_shared_bonds(p_bond uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  with part as (
    select p.shared_bond_id, b.id, b.principal_cents::numeric as principal, bond_came_cents(b.id)::numeric as came
      from shared_bond_part p join bond b on b.disbursement_id = p.disbursement_id
     where p_bond is null or p.shared_bond_id = (
       select own.shared_bond_id from shared_bond_part own join bond o on o.disbursement_id = own.disbursement_id where o.id = p_bond)),
  whole as (
    select shared_bond_id, sum(principal) as principal, sum(came) as came, count(*) as parts from part group by shared_bond_id)
  select distinct w.shared_bond_id from part p join whole w using (shared_bond_id)
   where p.came > p.principal or abs(p.came * w.principal - w.came * p.principal) > w.parts * w.principal
$$;

create function shared_parts_never_drift() returns trigger language plpgsql as $$
begin
  if exists (select from drifting_shared_bonds(new.bond_id)) then
    perform broken('shared_parts_never_drift', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger shared_parts_never_drift after insert on bond_return
  deferrable initially deferred for each row execute function shared_parts_never_drift();
create constraint trigger shared_parts_never_drift after insert on bond_recovery
  deferrable initially deferred for each row execute function shared_parts_never_drift();

create trigger shared_bond_is_append_only before update or delete or truncate on shared_bond
  for each statement execute function refuse_rewriting('shared_bonds_are_append_only');
create trigger shared_bond_part_is_append_only before update or delete or truncate on shared_bond_part
  for each statement execute function refuse_rewriting('shared_bonds_are_append_only');
create trigger shared_bond_payment_is_append_only before update or delete or truncate on shared_bond_payment
  for each statement execute function refuse_rewriting('shared_bonds_are_append_only');

alter table shared_bond enable row level security;
create policy fund_scope on shared_bond using (sees_shared_bond(id)) with check (true);
alter table shared_bond_part enable row level security;
create policy fund_scope on shared_bond_part using (sees_shared_bond(shared_bond_id)) with check (in_scope(fund_id));
alter table shared_bond_payment enable row level security;
create policy fund_scope on shared_bond_payment using (sees_shared_bond(shared_bond_id));

-- One check or transfer of a court or of DHS. The name of the court may tell of a case: it is sealed.
create table remittance (
  id           uuid primary key default gen_random_uuid(),
  payer        text not null check (payer in ('court', 'dhs', 'other')),
  payer_sealed bytea not null,
  reference    text not null,
  total_cents  bigint not null constraint remittance_brings_something check (total_cents > 0),
  received_on  date not null,
  -- Whose bonds it may cover: who works on it works for every one of them.
  fund_ids     uuid[] not null check (cardinality(fund_ids) > 0),
  state        text not null default 'open' check (state in ('open', 'closed', 'withdrawn')),
  opened_by    uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);
-- One check is one remittance, however often the form is sent.
create unique index remittance_reference_is_used_once on remittance (payer, lower(reference)) where state <> 'withdrawn';
create index remittance_open_idx on remittance (occurred_at) where state = 'open';

create table remittance_line (
  id             uuid primary key default gen_random_uuid(),
  remittance_id  uuid not null references remittance (id),
  bond_id        uuid not null references bond (id),
  received_cents bigint not null check (received_cents >= 0),
  interest_cents bigint not null check (interest_cents >= 0),
  entered_by     uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint remittance_names_a_bond_once unique (remittance_id, bond_id)
);
create index remittance_line_bond_idx on remittance_line (bond_id);

create table remittance_deduction (
  line_id      uuid not null references remittance_line (id) on delete cascade,
  position     smallint not null,
  reason       text not null check (reason in ('court_costs', 'fines', 'restitution', 'administrative_fee', 'clerk_fee', 'other')),
  amount_cents bigint not null check (amount_cents > 0),
  primary key (line_id, position)
);

create table remittance_ending (
  remittance_id uuid constraint remittance_ends_once primary key references remittance (id),
  kind          text not null check (kind in ('closed', 'withdrawn')),
  ended_by      uuid not null references staff (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now()
);

create table remittance_return (
  return_id uuid primary key references bond_return (id),
  line_id   uuid not null references remittance_line (id)
);
create index remittance_return_line_idx on remittance_return (line_id);

create function works_on_remittances(p_staff uuid, p_funds uuid[], p_roles text[]) returns boolean language sql stable as $$
  select not exists (
    select from unnest(p_funds) f
     where not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                        where r.staff_id = p_staff and r.fund_id = f and r.role = any (p_roles)))
$$;

create function remittance_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'open' then perform broken('remittance_facts_stay', 'remittance'); end if;
  -- A day is the organization's own, which may be one ahead of UTC.
  if new.received_on > (now() at time zone 'UTC')::date + 1 then perform broken('remittance_was_received', 'remittance'); end if;
  if not works_on_remittances(new.opened_by, new.fund_ids, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('remittance_is_worked_on_by_role', 'remittance');
  end if;
  return new;
end $$;
create trigger remittance_begins before insert on remittance for each row execute function remittance_begins();

create function remittance_facts_stay() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'state') <> (to_jsonb(old) - 'state') or not exists (
    select from remittance_ending e where e.remittance_id = new.id and e.kind = new.state and old.state = 'open') then
    perform broken('remittance_facts_stay', 'remittance');
  end if;
  return new;
end $$;
create trigger remittance_facts_stay before update on remittance for each row execute function remittance_facts_stay();

-- All bonds that stand or fall with this one: its parts, or itself alone.
create function bonds_with(p_bond uuid) returns setof bond language sql stable security definer
  set search_path = public, pg_temp as $$
  select x.* from bond b
    join shared_bond_part own on own.disbursement_id = b.disbursement_id
    join shared_bond_part p on p.shared_bond_id = own.shared_bond_id
    join bond x on x.disbursement_id = p.disbursement_id where b.id = p_bond
  union all
  select b.* from bond b where b.id = p_bond
     and not exists (select from shared_bond_part own where own.disbursement_id = b.disbursement_id)
$$;

create function remittance_line_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  whole remittance;
begin
  if tg_op = 'DELETE' then
    select * into whole from remittance where id = old.remittance_id for update;
  else
    select * into whole from remittance where id = new.remittance_id for update;
  end if;
  if whole.state <> 'open' then perform broken('remittance_is_open', 'remittance_line'); end if;
  if tg_op = 'DELETE' then return old; end if;
  if exists (select from bonds_with(new.bond_id) b where b.fund_id <> all (whole.fund_ids)) then
    perform broken('remittance_line_is_of_its_funds', 'remittance_line');
  end if;
  if exists (select from remittance_line l where l.remittance_id = whole.id and l.bond_id in (select b.id from bonds_with(new.bond_id) b)) then
    perform broken('remittance_names_a_bond_once', 'remittance_line');
  end if;
  if not works_on_remittances(new.entered_by, whole.fund_ids, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('remittance_is_worked_on_by_role', 'remittance_line');
  end if;
  return new;
end $$;
create trigger remittance_line_guard before insert or delete on remittance_line
  for each row execute function remittance_line_guard();
create trigger remittance_line_is_not_changed before update or truncate on remittance_line
  for each statement execute function refuse_rewriting('remittance_line_is_not_changed');

create function remittance_deduction_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  -- With its line it goes; by itself it stays.
  if exists (select from remittance_line l where l.id = case when tg_op = 'INSERT' then new.line_id else old.line_id end
              and (tg_op <> 'INSERT' or (select r.state from remittance r where r.id = l.remittance_id) <> 'open')) then
    perform broken('remittance_line_is_not_changed', 'remittance_deduction');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger remittance_deduction_guard before insert or update or delete on remittance_deduction
  for each row execute function remittance_deduction_guard();

-- Who entered it does not say that it is right: another person closes it, when it adds up to the cent.
create function remittance_ending_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  whole remittance;
begin
  select * into whole from remittance where id = new.remittance_id for update;
  if whole.state <> 'open' then perform broken('remittance_ends_once', 'remittance_ending'); end if;
  if new.kind = 'closed' then
    if not works_on_remittances(new.ended_by, whole.fund_ids, array['approver', 'treasurer', 'administrator']) then
      perform broken('remittance_is_worked_on_by_role', 'remittance_ending');
    end if;
    if whole.opened_by = new.ended_by
       or exists (select from remittance_line l where l.remittance_id = whole.id and l.entered_by = new.ended_by) then
      perform broken('remittance_closer_did_not_enter_it', 'remittance_ending');
    end if;
    if whole.total_cents is distinct from (
      select sum(l.received_cents + l.interest_cents)::bigint from remittance_line l where l.remittance_id = whole.id) then
      perform broken('remittance_adds_up', 'remittance_ending');
    end if;
  elsif not works_on_remittances(new.ended_by, whole.fund_ids, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('remittance_is_worked_on_by_role', 'remittance_ending');
  end if;
  return new;
end $$;
create trigger remittance_ending_guard before insert on remittance_ending
  for each row execute function remittance_ending_guard();

create function remittance_ends() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update remittance set state = new.kind where id = new.remittance_id;
  return null;
end $$;
create trigger remittance_ends after insert on remittance_ending for each row execute function remittance_ends();

create function misbooked_remittance_lines(p_remittance uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select l.id from remittance_line l
    join remittance r on r.id = l.remittance_id
    left join lateral (
      select sum(b.received_cents) as received, sum(b.interest_cents) as interest,
             sum((select coalesce(sum(d.amount_cents), 0) from bond_deduction d where d.return_id = b.id)) as kept,
             bool_or(b.recorded_by <> e.ended_by or b.bond_id not in (select w.id from bonds_with(l.bond_id) w)) as foreign_return
        from remittance_return x join bond_return b on b.id = x.return_id
        join remittance_ending e on e.remittance_id = l.remittance_id
       where x.line_id = l.id) booked on true
   where r.state = 'closed' and (p_remittance is null or r.id = p_remittance)
     and ((coalesce(booked.received, 0), coalesce(booked.interest, 0), coalesce(booked.kept, 0)) is distinct from
          (l.received_cents, l.interest_cents,
           (select coalesce(sum(d.amount_cents), 0) from remittance_deduction d where d.line_id = l.id))
          or booked.foreign_return is distinct from false)
$$;

create function remittance_is_booked() returns trigger language plpgsql as $$
begin
  if exists (select from misbooked_remittance_lines(new.remittance_id)) then
    perform broken('remittance_is_booked_line_by_line', 'remittance_ending');
  end if;
  return null;
end $$;
create constraint trigger remittance_is_booked_line_by_line after insert on remittance_ending
  deferrable initially deferred for each row execute function remittance_is_booked();

-- A return joins a line only while the remittance closes, in the same transaction.
create function remittance_return_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if (select r.state from remittance_line l join remittance r on r.id = l.remittance_id where l.id = new.line_id) is distinct from 'open' then
    perform broken('remittance_is_open', 'remittance_return');
  end if;
  return new;
end $$;
create trigger remittance_return_guard before insert on remittance_return
  for each row execute function remittance_return_guard();

create function remittance_return_waits_for_closing() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if (select r.state from remittance_line l join remittance r on r.id = l.remittance_id where l.id = new.line_id) is distinct from 'closed' then
    perform broken('remittance_is_booked_line_by_line', 'remittance_return');
  end if;
  return null;
end $$;
create constraint trigger remittance_return_waits_for_closing after insert on remittance_return
  deferrable initially deferred for each row execute function remittance_return_waits_for_closing();

create trigger remittance_is_never_removed before delete or truncate on remittance
  for each statement execute function refuse_rewriting('remittances_are_append_only');
create trigger remittance_ending_is_append_only before update or delete or truncate on remittance_ending
  for each statement execute function refuse_rewriting('remittances_are_append_only');
create trigger remittance_return_is_append_only before update or delete or truncate on remittance_return
  for each statement execute function refuse_rewriting('remittances_are_append_only');

alter table remittance enable row level security;
create policy fund_scope on remittance
  using (not exists (select from unnest(fund_ids) f where not in_scope(f)))
  with check (not exists (select from unnest(fund_ids) f where not in_scope(f)));
alter table remittance_line enable row level security;
create policy fund_scope on remittance_line using (exists (select from remittance r where r.id = remittance_id));
alter table remittance_deduction enable row level security;
create policy fund_scope on remittance_deduction using (exists (select from remittance_line l where l.id = line_id));
alter table remittance_ending enable row level security;
create policy fund_scope on remittance_ending using (exists (select from remittance r where r.id = remittance_id));
alter table remittance_return enable row level security;
create policy fund_scope on remittance_return using (exists (select from remittance_line l where l.id = line_id));
