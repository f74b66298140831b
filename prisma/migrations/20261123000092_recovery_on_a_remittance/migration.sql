-- Why: one check of a court covers bonds that wait for their money and bonds that were given up. What it says of a lost one had
-- to be left out, so that the check and its record never agreed. Such a line is a recovery: closing books it as income after the
-- loss, the family's part first, and the bond goes on as it does after a single one.

alter table remittance_line add column brings text not null default 'return' check (brings in ('return', 'recovery'));

create table remittance_recovery (
  recovery_id uuid primary key references bond_recovery (id),
  line_id     uuid not null references remittance_line (id)
);
create index remittance_recovery_line_idx on remittance_recovery (line_id);

-- A line brings back what is due, or makes up for what was lost: the bond says which.
create function remittance_line_brings_what_its_bond_awaits() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if (new.brings = 'recovery') is distinct from (
       select b.state in ('forfeited', 'remitted', 'written_off', 'recovered', 'rescinded', 'breached', 'interest_claimed')
         from bond b where b.id = new.bond_id) then
    perform broken('remittance_line_brings_what_its_bond_awaits', 'remittance_line');
  end if;
  return new;
end $$;
create trigger remittance_line_brings_what_its_bond_awaits before insert on remittance_line
  for each row execute function remittance_line_brings_what_its_bond_awaits();

create function recovery_line_keeps_nothing_back() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if (select l.brings from remittance_line l where l.id = new.line_id) = 'recovery' then
    perform broken('recovery_line_keeps_nothing_back', 'remittance_deduction');
  end if;
  return new;
end $$;
create trigger recovery_line_keeps_nothing_back before insert on remittance_deduction
  for each row execute function recovery_line_keeps_nothing_back();

-- As before, and: a line that is a recovery is booked as recoveries of its bond, and as nothing else.
create or replace function misbooked_remittance_lines(p_remittance uuid) returns setof uuid language sql stable security definer
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
    left join lateral (
      select sum(b.received_cents) as received, sum(b.interest_cents) as interest,
             bool_or(b.recorded_by <> e.ended_by or b.bond_id not in (select w.id from bonds_with(l.bond_id) w)) as foreign_recovery
        from remittance_recovery x join bond_recovery b on b.id = x.recovery_id
        join remittance_ending e on e.remittance_id = l.remittance_id
       where x.line_id = l.id) found on true
   where r.state = 'closed' and (p_remittance is null or r.id = p_remittance)
     and case l.brings
           when 'return' then
             (coalesce(booked.received, 0), coalesce(booked.interest, 0), coalesce(booked.kept, 0)) is distinct from
             (l.received_cents, l.interest_cents,
              (select coalesce(sum(d.amount_cents), 0) from remittance_deduction d where d.line_id = l.id))
             or booked.foreign_return is distinct from false or found.received is not null
           else
             (coalesce(found.received, 0), coalesce(found.interest, 0)) is distinct from (l.received_cents, l.interest_cents)
             or found.foreign_recovery is distinct from false or booked.received is not null
         end
$$;

-- A recovery, too, joins a line only while the remittance closes, in the same transaction.
create trigger remittance_recovery_guard before insert on remittance_recovery
  for each row execute function remittance_return_guard();
create constraint trigger remittance_recovery_waits_for_closing after insert on remittance_recovery
  deferrable initially deferred for each row execute function remittance_return_waits_for_closing();
create trigger remittance_recovery_is_append_only before update or delete or truncate on remittance_recovery
  for each statement execute function refuse_rewriting('remittances_are_append_only');

alter table remittance_recovery enable row level security;
create policy fund_scope on remittance_recovery using (exists (select from remittance_line l where l.id = line_id));
