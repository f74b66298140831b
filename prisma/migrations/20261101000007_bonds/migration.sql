-- Why: bail is a deposit. A bond lives, comes back, or is lost, and its money is followed by its own sub-ledger.

create table bond_transition (
  kind       text not null check (kind in ('court_bail', 'immigration_bond')),
  from_state text not null,
  to_state   text not null,
  primary key (kind, from_state, to_state)
);
insert into bond_transition (kind, from_state, to_state) values
  ('court_bail', 'drafted', 'cash_out'),
  ('court_bail', 'cash_out', 'posted'), ('court_bail', 'cash_out', 'returned_unposted'),
  ('court_bail', 'posted', 'released'), ('court_bail', 'posted', 'posted_not_released'),
  ('court_bail', 'posted_not_released', 'released'), ('court_bail', 'posted_not_released', 'disposed'),
  ('court_bail', 'released', 'active'),
  ('court_bail', 'active', 'disposed'), ('court_bail', 'active', 'missed_court'), ('court_bail', 'active', 'revoked'),
  ('court_bail', 'active', 'surrendered'),
  ('court_bail', 'missed_court', 'active'), ('court_bail', 'missed_court', 'forfeiture_noticed'),
  ('court_bail', 'forfeiture_noticed', 'active'), ('court_bail', 'forfeiture_noticed', 'forfeited'),
  ('court_bail', 'forfeited', 'remitted'), ('court_bail', 'forfeited', 'closed'),
  ('court_bail', 'remitted', 'closed'),
  ('court_bail', 'revoked', 'disposed'),
  ('court_bail', 'surrendered', 'disposed'),
  ('court_bail', 'disposed', 'refund_due'),
  ('court_bail', 'refund_due', 'claimed'), ('court_bail', 'refund_due', 'held_by_depositor'),
  ('court_bail', 'refund_due', 'stale'),
  ('court_bail', 'claimed', 'returned'), ('court_bail', 'claimed', 'held_by_depositor'),
  ('court_bail', 'claimed', 'stale'),
  ('court_bail', 'held_by_depositor', 'claimed'), ('court_bail', 'held_by_depositor', 'written_off'),
  ('court_bail', 'stale', 'claimed'), ('court_bail', 'stale', 'written_off'),
  ('court_bail', 'written_off', 'recovered'), ('court_bail', 'written_off', 'closed'),
  ('court_bail', 'recovered', 'closed'),
  ('court_bail', 'returned', 'closed'),
  ('immigration_bond', 'drafted', 'verification_sent'),
  ('immigration_bond', 'verification_sent', 'verified'), ('immigration_bond', 'verification_sent', 'refused'),
  ('immigration_bond', 'verification_sent', 'stayed'), ('immigration_bond', 'verification_sent', 'amount_changed'),
  ('immigration_bond', 'verified', 'contract_signed'),
  ('immigration_bond', 'stayed', 'verification_sent'),
  ('immigration_bond', 'amount_changed', 'contract_signed'),
  ('immigration_bond', 'contract_signed', 'wire_sent'),
  ('immigration_bond', 'wire_sent', 'posted'), ('immigration_bond', 'wire_sent', 'wire_returned'),
  ('immigration_bond', 'wire_returned', 'contract_signed'), ('immigration_bond', 'wire_returned', 'returned_unposted'),
  ('immigration_bond', 'posted', 'released'), ('immigration_bond', 'posted', 'posted_not_released'),
  ('immigration_bond', 'posted_not_released', 'released'), ('immigration_bond', 'posted_not_released', 'case_ended'),
  ('immigration_bond', 'released', 'active'),
  ('immigration_bond', 'active', 'delivery_demand'), ('immigration_bond', 'active', 'case_ended'),
  ('immigration_bond', 'delivery_demand', 'active'), ('immigration_bond', 'delivery_demand', 'breach_noticed'),
  ('immigration_bond', 'breach_noticed', 'appealed'), ('immigration_bond', 'breach_noticed', 'breached'),
  ('immigration_bond', 'appealed', 'active'), ('immigration_bond', 'appealed', 'breached'),
  ('immigration_bond', 'breached', 'rescinded'), ('immigration_bond', 'breached', 'interest_claimed'),
  ('immigration_bond', 'breached', 'closed'),
  ('immigration_bond', 'rescinded', 'active'), ('immigration_bond', 'rescinded', 'closed'),
  ('immigration_bond', 'interest_claimed', 'closed'),
  ('immigration_bond', 'case_ended', 'cancellation_requested'),
  ('immigration_bond', 'cancellation_requested', 'cancelled'),
  ('immigration_bond', 'cancelled', 'refund_due'),
  ('immigration_bond', 'refund_due', 'claimed'), ('immigration_bond', 'refund_due', 'stale'),
  ('immigration_bond', 'claimed', 'returned'), ('immigration_bond', 'claimed', 'stale'),
  ('immigration_bond', 'stale', 'claimed'), ('immigration_bond', 'stale', 'written_off'),
  ('immigration_bond', 'written_off', 'recovered'), ('immigration_bond', 'written_off', 'closed'),
  ('immigration_bond', 'recovered', 'closed'),
  ('immigration_bond', 'returned', 'closed');

create table bond (
  id              uuid primary key default gen_random_uuid(),
  fund_id         uuid not null references fund (id),
  disbursement_id uuid not null constraint one_bond_per_disbursement unique references disbursement (id),
  kind            text not null check (kind in ('court_bail', 'immigration_bond')),
  case_code       text not null,
  principal_cents bigint not null check (principal_cents > 0),
  receipt_number  text not null,
  state           text not null,
  posted_at       timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint bond_belongs_to_fund unique (id, fund_id)
);
create index bond_fund_state_idx on bond (fund_id, state, posted_at);

create table bond_state_change (
  id          bigint generated always as identity primary key,
  bond_id     uuid not null references bond (id),
  from_state  text,
  to_state    text not null,
  changed_by  uuid references staff (id),
  reason      text not null default '',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index bond_state_change_idx on bond_state_change (bond_id, id);

create table bond_return (
  id             uuid primary key default gen_random_uuid(),
  bond_id        uuid not null references bond (id),
  recorded_by    uuid not null references staff (id),
  received_cents bigint not null check (received_cents >= 0),
  interest_cents bigint not null default 0 check (interest_cents >= 0),
  reference      text not null,
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now()
);
create index bond_return_bond_idx on bond_return (bond_id);

create table bond_deduction (
  return_id    uuid not null references bond_return (id),
  position     smallint not null,
  reason       text not null check (reason in ('court_costs', 'fines', 'restitution', 'administrative_fee', 'clerk_fee', 'other')),
  amount_cents bigint not null check (amount_cents > 0),
  primary key (return_id, position)
);

create table bond_loss (
  id           uuid primary key default gen_random_uuid(),
  bond_id      uuid not null references bond (id),
  kind         text not null check (kind in ('forfeited', 'written_off')),
  amount_cents bigint not null check (amount_cents > 0),
  reason       text not null,
  recorded_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);
create index bond_loss_bond_idx on bond_loss (bond_id);

-- A bond begins where its payment put it: the same fund, case and kind, and the principal that was paid.
create function bond_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'posted' then perform broken('bond_moves_along_the_table', 'bond'); end if;
  if not exists (
    select from disbursement d join disbursement_payment p on p.disbursement_id = d.id
     where d.id = new.disbursement_id and d.fund_id = new.fund_id and d.kind = new.kind and d.case_code = new.case_code
       and p.principal_cents = new.principal_cents) then
    perform broken('bond_matches_its_payment', 'bond');
  end if;
  return new;
end $$;
create trigger bond_begins before insert on bond for each row execute function bond_begins();

create function bond_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'state') <> (to_jsonb(old) - 'state') then perform broken('bond_facts_stay', 'bond'); end if;
  if new.state <> old.state and not exists (
    select from bond_transition t where t.kind = old.kind and t.from_state = old.state and t.to_state = new.state) then
    perform broken('bond_moves_along_the_table', 'bond');
  end if;
  if new.state = 'closed' and exists (
    select from account_balance b where b.fund_id = new.fund_id and b.sub = new.id::text
       and b.code in ('bond_deposit', 'refund_due') and b.balance_cents <> 0) then
    perform broken('bond_pays_out_at_most_principal', 'bond');
  end if;
  return new;
end $$;
create trigger bond_guard before update on bond for each row execute function bond_guard();

create function bond_return_guard() returns trigger language plpgsql as $$
declare
  payer uuid;
  fund uuid;
begin
  select p.paid_by, b.fund_id into payer, fund
    from bond b join disbursement_payment p on p.disbursement_id = b.disbursement_id where b.id = new.bond_id;
  if payer = new.recorded_by then perform broken('return_recorder_is_not_payer', 'bond_return'); end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.recorded_by and r.fund_id = fund and r.role in ('approver', 'treasurer', 'administrator')) then
    perform broken('return_recorder_holds_the_role', 'bond_return');
  end if;
  return new;
end $$;
create trigger bond_return_guard before insert on bond_return for each row execute function bond_return_guard();
create trigger bond_loss_guard before insert on bond_loss for each row execute function bond_return_guard();

-- Why: what comes back or is lost was recorded by someone who may, and the books say no other figure than the record.
create function bond_money_has_a_record() returns trigger language plpgsql as $$
declare
  recorded bigint;
begin
  if new.code in ('bond_forfeited', 'written_off') then
    select l.amount_cents into recorded from bond_loss l join bond b on b.id = l.bond_id and b.fund_id = new.fund_id
     where l.id::text = new.source_id;
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
create constraint trigger bond_money_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is null
        and new.code in ('bond_returned', 'bond_withheld', 'bond_interest', 'bond_forfeited', 'written_off'))
  execute function bond_money_has_a_record();

create trigger bond_is_never_removed before delete or truncate on bond
  for each statement execute function refuse_rewriting('bond_facts_stay');
create trigger bond_state_change_is_append_only before update or delete or truncate on bond_state_change
  for each statement execute function refuse_rewriting('bond_states_are_append_only');
create trigger bond_return_is_append_only before update or delete or truncate on bond_return
  for each statement execute function refuse_rewriting('bond_states_are_append_only');
create trigger bond_deduction_is_append_only before update or delete or truncate on bond_deduction
  for each statement execute function refuse_rewriting('bond_states_are_append_only');
create trigger bond_loss_is_append_only before update or delete or truncate on bond_loss
  for each statement execute function refuse_rewriting('bond_states_are_append_only');

-- Why: a query that forgot whose data it may see answers nothing instead of everything.
create function in_scope(p_fund uuid) returns boolean language sql stable as $$
  select case current_setting('homeward.scope', true)
    when 'system' then true
    when 'staff' then p_fund = any (string_to_array(nullif(current_setting('homeward.funds', true), ''), ',')::uuid[])
    else false end
$$;

alter table disbursement enable row level security;
create policy fund_scope on disbursement using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table bond enable row level security;
create policy fund_scope on bond using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table reservation enable row level security;
create policy fund_scope on reservation using (in_scope(fund_id)) with check (in_scope(fund_id));

alter table disbursement_line enable row level security;
create policy fund_scope on disbursement_line
  using (exists (select from disbursement d where d.id = disbursement_id));
alter table disbursement_state_change enable row level security;
create policy fund_scope on disbursement_state_change
  using (exists (select from disbursement d where d.id = disbursement_id));
alter table approval enable row level security;
create policy fund_scope on approval
  using (exists (select from disbursement d where d.id = disbursement_id));
alter table disbursement_payment enable row level security;
create policy fund_scope on disbursement_payment
  using (exists (select from disbursement d where d.id = disbursement_id));
alter table reservation_resolution enable row level security;
create policy fund_scope on reservation_resolution
  using (exists (select from reservation r where r.id = reservation_id));
alter table bond_state_change enable row level security;
create policy fund_scope on bond_state_change using (exists (select from bond b where b.id = bond_id));
alter table bond_return enable row level security;
create policy fund_scope on bond_return using (exists (select from bond b where b.id = bond_id));
alter table bond_loss enable row level security;
create policy fund_scope on bond_loss using (exists (select from bond b where b.id = bond_id));
alter table bond_deduction enable row level security;
create policy fund_scope on bond_deduction using (exists (select from bond_return r where r.id = return_id));
