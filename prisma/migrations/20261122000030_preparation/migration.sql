-- Why: a bond begins before it is posted: ICE verifies it, a contract is signed, a wire goes out and may come back, cash is
-- carried to a court and brought home. What happened, who knew it and when stays, and nothing is posted against it. No money
-- moves here: the reservation holds it until the payment, and it neither expires nor is cancelled while money is under way.

create table bond_preparation_step (
  id              bigint generated always as identity primary key,
  disbursement_id uuid not null references disbursement (id),
  -- Which try it is: after one that was returned unposted the next begins at drafted, and the approval can be used anew.
  number          smallint not null check (number > 0),
  from_state      text not null,
  to_state        text not null,
  changed_by      uuid not null references staff (id),
  known_from      text not null
                  check (known_from in ('', 'court_notice', 'court_docket', 'ice_notice', 'receipt', 'lawyer', 'family',
                                        'jail', 'own_visit')),
  -- What the judge or ICE asks for now, of the whole bond.
  amount_cents    bigint check (amount_cents > 0),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint changed_amount_is_named check ((to_state = 'amount_changed') = (amount_cents is not null)),
  -- Only what follows from the cash's own records says nothing of how it is known.
  constraint preparation_is_known_from_somewhere check (known_from <> '' or to_state in ('cash_out', 'returned_unposted'))
);
create index bond_preparation_step_disbursement_idx on bond_preparation_step (disbursement_id, id);

-- Where the present try stands, and when its last step was. Answered whoever asks: a guard that saw nothing would let all pass.
create function preparation_now(p_disbursement uuid, out number integer, out state text, out at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(l.number, 1) + case when l.to_state = 'returned_unposted' then 1 else 0 end,
         case when l.to_state is null or l.to_state = 'returned_unposted' then 'drafted' else l.to_state end,
         l.occurred_at
    from (select p_disbursement as id) asked
    left join lateral (select * from bond_preparation_step s
                        where s.disbursement_id = asked.id order by s.id desc limit 1) l on true
$$;

create function bond_preparation_step_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
  stands record;
  binds_money boolean := new.to_state in ('cash_out', 'contract_signed', 'wire_sent');
begin
  -- Two who record the same step wait for each other, and the second finds it taken.
  select * into d from disbursement where id = new.disbursement_id for update;
  if d.kind not in ('court_bail', 'immigration_bond') then
    perform broken('only_a_bond_is_prepared', 'bond_preparation_step');
  end if;
  if d.state not in ('proposed', 'approved') then
    perform broken('preparation_ends_with_its_disbursement', 'bond_preparation_step');
  end if;
  select * into stands from preparation_now(d.id);
  if (new.number, new.from_state) is distinct from (stands.number, stands.state) or new.to_state = 'posted'
     or not exists (select from bond_transition t
                     where t.kind = d.kind and t.from_state = new.from_state and t.to_state = new.to_state) then
    perform broken('preparation_moves_along_the_table', 'bond_preparation_step');
  end if;
  if binds_money and (d.state <> 'approved' or new.occurred_at < (
       select date_trunc('minute', max(a.occurred_at)) from approval a where a.disbursement_id = d.id)) then
    perform broken('preparation_waits_for_approval', 'bond_preparation_step');
  end if;
  if new.occurred_at < date_trunc('minute', greatest(stands.at, d.occurred_at)) then
    perform broken('preparation_goes_forward', 'bond_preparation_step');
  end if;
  if not holds_role(new.changed_by, d.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])
     and not (new.to_state = 'returned_unposted' and exists (
       select from posting_attempt x where x.disbursement_id = d.id and x.recorded_by = new.changed_by)) then
    perform broken('preparer_holds_the_role', 'bond_preparation_step');
  end if;
  return new;
end $$;
create trigger bond_preparation_step_guard before insert on bond_preparation_step
  for each row execute function bond_preparation_step_guard();

create trigger bond_preparation_step_is_append_only before update or delete or truncate on bond_preparation_step
  for each statement execute function refuse_rewriting('preparation_steps_are_append_only');

-- A bond that funds share is one bond: its parts are prepared together or not at all.
create function shared_parts_prepared_apart(p_disbursement uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from shared_bond_part own join shared_bond_part other on other.shared_bond_id = own.shared_bond_id
      cross join lateral preparation_now(own.disbursement_id) a
      cross join lateral preparation_now(other.disbursement_id) b
     where own.disbursement_id = p_disbursement and (a.number, a.state) is distinct from (b.number, b.state))
$$;

create function shared_parts_prepare_together() returns trigger language plpgsql as $$
begin
  if shared_parts_prepared_apart(new.disbursement_id) then
    perform broken('shared_parts_prepare_together', 'bond_preparation_step');
  end if;
  return null;
end $$;
create constraint trigger shared_parts_prepare_together after insert on bond_preparation_step
  deferrable initially deferred for each row execute function shared_parts_prepare_together();

-- Nothing is posted that ICE has not confirmed, refused, or stayed, at another amount than was approved, or with a wire that is back.
create function preparation_allows_posting() returns trigger language plpgsql as $$
begin
  if (select p.state from preparation_now(new.disbursement_id) p)
     in ('verification_sent', 'refused', 'stayed', 'amount_changed', 'wire_returned') then
    perform broken('preparation_does_not_allow_posting', 'disbursement_payment');
  end if;
  return new;
end $$;
create trigger preparation_allows_posting before insert on disbursement_payment
  for each row execute function preparation_allows_posting();

-- A reservation that were released now would free money that has left already.
create function disbursement_waits_for_its_money() returns trigger language plpgsql as $$
begin
  if (select p.state from preparation_now(new.id) p) in ('cash_out', 'wire_sent') then
    perform broken('money_is_under_way', 'disbursement');
  end if;
  return new;
end $$;
create trigger disbursement_waits_for_its_money before update of state on disbursement
  for each row when (old.state = 'approved' and new.state in ('cancelled', 'expired'))
  execute function disbursement_waits_for_its_money();

-- What came before posting is the beginning of the bond's own history. A bond that was never prepared begins at posted, as before.
create function preparation_missing_from(p_bond uuid) returns boolean language sql stable as $$
  select exists (
    select from bond b
      join bond_preparation_step s on s.disbursement_id = b.disbursement_id
       and s.number = (preparation_now(b.disbursement_id)).number
     where b.id = p_bond
       and not exists (select from bond_state_change c
                        where c.bond_id = b.id and c.from_state = s.from_state and c.to_state = s.to_state
                          and c.changed_by = s.changed_by and c.occurred_at = s.occurred_at))
$$;

create function bond_begins_with_its_preparation() returns trigger language plpgsql as $$
begin
  if preparation_missing_from(new.id) then perform broken('bond_begins_with_its_preparation', 'bond'); end if;
  return null;
end $$;
create constraint trigger bond_begins_with_its_preparation after insert on bond
  deferrable initially deferred for each row execute function bond_begins_with_its_preparation();

-- A poster sees the bond that was given to them, and not its papers.
alter table bond_preparation_step enable row level security;
create policy fund_scope on bond_preparation_step
  using (exists (select from disbursement d where d.id = disbursement_id and in_scope(d.fund_id)))
  with check (exists (select from disbursement d where d.id = disbursement_id and in_scope(d.fund_id)));
