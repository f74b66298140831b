-- Why: a loss is not the last word. A court remits, DHS rescinds a breach, a check turns up after we gave up: what comes is
-- recorded by someone who may, never beyond what was lost. And money that is due is asked for, with dates that can be seen.

create table bond_recovery (
  id             uuid primary key default gen_random_uuid(),
  bond_id        uuid not null references bond (id),
  recorded_by    uuid not null references staff (id),
  received_cents bigint not null check (received_cents >= 0),
  interest_cents bigint not null default 0 check (interest_cents >= 0),
  reference      text not null,
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint recovery_brings_something check (received_cents + interest_cents > 0),
  -- One check is one recovery, however often the form is sent.
  constraint recovery_is_recorded_once unique (bond_id, reference)
);

-- A breach that DHS took back never was a loss: the transfers are reversed, and this says who knew it and from where.
create table bond_loss_reversal (
  loss_id     uuid constraint loss_is_reversed_once primary key references bond_loss (id),
  bond_id     uuid not null references bond (id),
  reason      text not null,
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index bond_loss_reversal_bond_idx on bond_loss_reversal (bond_id);

create table bond_chase (
  id          bigint generated always as identity primary key,
  bond_id     uuid not null references bond (id),
  kind        text not null check (kind in ('claim_filed', 'chased', 'paper_missing', 'drawn_to_person')),
  -- In whose name the court or DHS will draw the check: a word, since a name stays in the vault.
  drawn_to    text check (drawn_to in ('fund', 'obligor', 'depositor')),
  last_day    date,
  due_on      date,
  note        text not null check (note in ('by_phone', 'by_letter', 'by_mail', 'in_person', 'through_lawyer')),
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint claim_says_to_whom_it_is_drawn check ((kind = 'claim_filed') = (drawn_to is not null)),
  -- A day is the organization's own, which may be the one before in UTC.
  constraint chase_is_due_after_it_happened check (due_on >= (occurred_at at time zone 'UTC')::date - 1)
);
create index bond_chase_bond_idx on bond_chase (bond_id, id);

create trigger bond_recovery_is_append_only before update or delete or truncate on bond_recovery
  for each statement execute function refuse_rewriting('bond_states_are_append_only');
create trigger bond_loss_reversal_is_append_only before update or delete or truncate on bond_loss_reversal
  for each statement execute function refuse_rewriting('bond_states_are_append_only');
create trigger bond_chase_is_append_only before update or delete or truncate on bond_chase
  for each statement execute function refuse_rewriting('bond_states_are_append_only');

create function bond_lost_cents(p_bond uuid) returns bigint language sql stable as $$
  select coalesce(sum(l.amount_cents), 0)::bigint from bond_loss l
   where l.bond_id = p_bond and not exists (select from bond_loss_reversal x where x.loss_id = l.id)
$$;

create function bond_recovered_cents(p_bond uuid) returns bigint language sql stable as $$
  select coalesce(sum(r.received_cents), 0)::bigint from bond_recovery r where r.bond_id = p_bond
$$;

-- Who records it is judged as for a return.
create trigger bond_recovery_recorder before insert on bond_recovery for each row execute function bond_return_guard();
create trigger bond_loss_reversal_recorder before insert on bond_loss_reversal
  for each row execute function bond_return_guard();

create function bond_recovery_guard() returns trigger language plpgsql as $$
declare
  which bond;
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
  if bond_recovered_cents(new.bond_id) + new.received_cents > bond_lost_cents(new.bond_id) then
    perform broken('recovery_stays_within_the_loss', 'bond_recovery');
  end if;
  if new.occurred_at < (select date_trunc('minute', max(l.occurred_at)) from bond_loss l where l.bond_id = new.bond_id) then
    perform broken('recovery_comes_after_its_loss', 'bond_recovery');
  end if;
  return new;
end $$;
create trigger bond_recovery_within_the_loss before insert on bond_recovery
  for each row execute function bond_recovery_guard();

-- Money that was refunded is income already: bringing the deposit back too would count it twice.
create function bond_loss_reversal_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id for update;
  if which.state <> 'rescinded' or not exists (
    select from bond_loss l where l.id = new.loss_id and l.bond_id = new.bond_id and l.kind = 'forfeited') then
    perform broken('only_a_rescinded_breach_is_reversed', 'bond_loss_reversal');
  end if;
  if bond_recovered_cents(new.bond_id) > 0 then
    perform broken('refunded_breach_is_not_reversed', 'bond_loss_reversal');
  end if;
  return new;
end $$;
create trigger bond_loss_reversal_guard before insert on bond_loss_reversal
  for each row execute function bond_loss_reversal_guard();

create function bond_chase_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id;
  if which.state is null or which.state not in ('refund_due', 'claimed', 'held_by_depositor', 'stale') then
    perform broken('only_what_is_due_is_chased', 'bond_chase');
  end if;
  if new.occurred_at < date_trunc('minute', which.posted_at)
     or new.last_day < (which.posted_at at time zone 'UTC')::date - 1 then
    perform broken('chase_comes_after_posting', 'bond_chase');
  end if;
  if not exists (
    select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
     where r.staff_id = new.recorded_by and r.fund_id = which.fund_id
       and r.role in ('intake', 'approver', 'treasurer', 'administrator')) then
    perform broken('chaser_holds_the_role', 'bond_chase');
  end if;
  return new;
end $$;
create trigger bond_chase_guard before insert on bond_chase for each row execute function bond_chase_guard();

-- Why: what is recovered has its record as what is returned has, and a reversal undoes what it names: nothing more, nothing
-- else, and a bond's money only with a record of its own.
create or replace function bond_money_has_a_record() returns trigger language plpgsql as $$
declare
  original ledger_transfer;
  recorded bigint;
begin
  if new.code = 'reversal' or new.reverses_id is not null then
    select * into original from ledger_transfer where id = new.reverses_id;
    if new.code <> 'reversal' or original.id is null
       or (new.fund_id, new.debit_account_id, new.credit_account_id, new.amount_cents)
          is distinct from (original.fund_id, original.credit_account_id, original.debit_account_id, original.amount_cents) then
      perform broken('reversal_mirrors_its_original', 'ledger_transfer');
    end if;
    if original.code = 'bond_forfeited'
       and not exists (select from bond_loss_reversal x where x.loss_id::text = original.source_id) then
      perform broken('bond_money_has_a_record', 'ledger_transfer');
    end if;
    return null;
  end if;

  if new.code in ('bond_forfeited', 'written_off') then
    select l.amount_cents into recorded from bond_loss l join bond b on b.id = l.bond_id and b.fund_id = new.fund_id
     where l.id::text = new.source_id;
  elsif new.source_kind = 'bond_recovery' or new.code = 'recovered' then
    select case new.code when 'recovered' then r.received_cents when 'bond_interest' then r.interest_cents end
      into recorded from bond_recovery r join bond b on b.id = r.bond_id and b.fund_id = new.fund_id
     where r.id::text = new.source_id;
  else
    select case new.code
             when 'bond_returned' then r.received_cents
             when 'bond_interest' then r.interest_cents
             else (select sum(d.amount_cents) from bond_deduction d where d.return_id = r.id) end
      into recorded from bond_return r join bond b on b.id = r.bond_id and b.fund_id = new.fund_id
     where r.id::text = new.source_id;
  end if;
  if recorded is distinct from (
    select sum(t.amount_cents) from ledger_transfer t
     where t.source_kind = new.source_kind and t.source_id = new.source_id and t.code = new.code and t.fund_id = new.fund_id) then
    perform broken('bond_money_has_a_record', 'ledger_transfer');
  end if;
  return null;
end $$;

drop trigger bond_money_has_a_record on ledger_transfer;
create constraint trigger bond_money_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is not null
        or new.code in ('bond_returned', 'bond_withheld', 'bond_interest', 'bond_forfeited', 'written_off', 'recovered', 'reversal'))
  execute function bond_money_has_a_record();

alter table bond_recovery enable row level security;
create policy fund_scope on bond_recovery using (exists (select from bond b where b.id = bond_id));
alter table bond_loss_reversal enable row level security;
create policy fund_scope on bond_loss_reversal using (exists (select from bond b where b.id = bond_id));
alter table bond_chase enable row level security;
create policy fund_scope on bond_chase using (exists (select from bond b where b.id = bond_id));
