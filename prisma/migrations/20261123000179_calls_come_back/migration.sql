-- Why: a court that called for more than a percentage deposit may remit the call as it may the deposit. What comes after a loss
-- was held against the deposit alone, so that of 10,000 dollars in the bank 1,000 could be recorded. What was paid upon calls
-- is lost of its bond, too, and counts with it: a family lost of the deposit only, and what comes beyond that is the fund's.

-- Paid upon calls beyond the deposit, each by a disbursement of its own.
create function bond_called_cents(p_bond uuid) returns bigint language sql stable as $$
  select coalesce(sum(p.principal_cents), 0)::bigint
    from forfeiture_call c join disbursement_payment p on p.disbursement_id = c.disbursement_id where c.bond_id = p_bond
$$;

-- As before, and: calls count with the loss. What comes first is of the deposit; nothing beyond it comes before a call was paid.
create or replace function bond_recovery_guard() returns trigger language plpgsql as $$
declare
  which bond;
  lost bigint;
  came bigint;
begin
  -- Two recoveries of one bond wait for each other: neither may count without the other.
  select * into which from bond where id = new.bond_id for update;
  if which.state not in ('forfeited', 'remitted', 'written_off', 'recovered', 'rescinded')
     and (which.state not in ('breached', 'interest_claimed') or new.received_cents > 0) then
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

-- As before, and: beyond the deposits each part has at most what it paid upon calls. Those were paid by each fund for itself,
-- at different times, so that no share by principal is theirs.
create or replace function drifting_shared_bonds(p_bond uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  with part as (
    select p.shared_bond_id, b.principal_cents::numeric as principal, bond_called_cents(b.id)::numeric as called,
           bond_came_cents(b.id)::numeric as came
      from shared_bond_part p join bond b on b.disbursement_id = p.disbursement_id
     where p_bond is null or p.shared_bond_id = (
       select own.shared_bond_id from shared_bond_part own join bond o on o.disbursement_id = own.disbursement_id where o.id = p_bond)),
  whole as (
    select shared_bond_id, sum(principal) as principal, sum(least(came, principal)) as came, count(*) as parts
      from part group by shared_bond_id)
  select distinct w.shared_bond_id from part p join whole w using (shared_bond_id)
   where p.came > p.principal + p.called
      or abs(least(p.came, p.principal) * w.principal - w.came * p.principal) > w.parts * w.principal
$$;
