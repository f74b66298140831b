-- Why: a court may call for more than a percentage deposit after its bond was closed with nothing more to come, and may remit
-- that call as any other. The fund had paid it, and could not record that it came back: a closed bond took no recovery.

-- Whether of what was paid upon the calls of a bond, in every part that funds have in it, something has not come back.
create function bond_calls_are_out(p_bond uuid) returns boolean language sql stable as $$
  select coalesce(bool_or(bond_called_cents(w.id) > greatest(bond_recovered_cents(w.id) - bond_lost_cents(w.id), 0)), false)
    from bonds_with(p_bond) w
$$;

-- As before, and: a closed bond takes what comes of its calls. Which part has still to get something is not asked: one recovery
-- is written for each of them, and the first may bring all that a call cost.
create or replace function bond_recovery_guard() returns trigger language plpgsql as $$
declare
  which bond;
  lost bigint;
  came bigint;
begin
  -- Two recoveries of one bond wait for each other: neither may count without the other.
  select * into which from bond where id = new.bond_id for update;
  if which.state not in ('forfeited', 'remitted', 'written_off', 'recovered', 'rescinded')
     and (which.state not in ('breached', 'interest_claimed') or new.received_cents > 0)
     and (which.state <> 'closed'
          or not exists (select from bonds_with(new.bond_id) w where bond_called_cents(w.id) > 0)) then
    perform broken('recovery_follows_a_loss', 'bond_recovery');
  end if;
  if new.interest_cents > 0 and which.kind <> 'immigration_bond' then
    perform broken('interest_only_on_immigration_bonds', 'bond_recovery');
  end if;
  lost := bond_lost_cents(new.bond_id);
  came := bond_recovered_cents(new.bond_id) + new.received_cents;
  if came > lost + bond_called_cents(new.bond_id) then
    perform broken('recovery_stays_within_the_loss', 'bond_recovery');
  end if;
  if new.occurred_at < (select date_trunc('minute', max(l.occurred_at)) from bond_loss l where l.bond_id = new.bond_id)
     or came > lost and new.occurred_at < (
       select date_trunc('minute', min(p.occurred_at)) from forfeiture_call c
         join disbursement_payment p on p.disbursement_id = c.disbursement_id where c.bond_id = new.bond_id) then
    perform broken('recovery_comes_after_its_loss', 'bond_recovery');
  end if;
  return new;
end $$;

-- As before, and: of a closed bond whose calls are not all back a line is a recovery.
create or replace function remittance_line_brings_what_its_bond_awaits() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if (new.brings = 'recovery') is distinct from (
       select b.state in ('forfeited', 'remitted', 'written_off', 'recovered', 'rescinded', 'breached', 'interest_claimed')
              or b.state = 'closed' and bond_calls_are_out(b.id)
         from bond b where b.id = new.bond_id) then
    perform broken('remittance_line_brings_what_its_bond_awaits', 'remittance_line');
  end if;
  return new;
end $$;
