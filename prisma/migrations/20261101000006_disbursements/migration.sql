-- Why: no one moves money alone. The order propose, approve, pay, record the return, with neighbours who differ,
-- holds here even where code forgets. Venue, payees and notes may name people: they are stored sealed.

create table disbursement_transition (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
);
insert into disbursement_transition values
  ('proposed', 'approved'), ('proposed', 'rejected'), ('proposed', 'cancelled'), ('proposed', 'expired'),
  ('approved', 'paid'), ('approved', 'cancelled'), ('approved', 'expired'), ('paid', 'settled');

create table disbursement (
  id                   uuid primary key default gen_random_uuid(),
  fund_id              uuid not null references fund (id),
  kind                 text not null check (kind in ('court_bail', 'immigration_bond', 'support', 'forfeiture_call')),
  purpose_version      integer not null,
  purpose_code         text not null,
  case_code            text not null check (case_code ~ '^[A-Z2-9]{4}-[A-Z2-9]{4}$'),
  state                text not null default 'proposed',
  revision             integer not null default 1,
  content_hash         text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  venue_sealed         bytea not null,
  payees_sealed        bytea not null,
  evidence_note_sealed bytea not null,
  proposed_by          uuid not null references staff (id),
  expires_at           timestamptz not null,
  occurred_at          timestamptz not null,
  recorded_at          timestamptz not null default now(),
  constraint disbursement_belongs_to_fund unique (id, fund_id),
  constraint purpose_is_allowed_by_fund
    foreign key (fund_id, purpose_version, purpose_code) references fund_purpose_code (fund_id, version, purpose_code)
);
create index disbursement_fund_state_idx on disbursement (fund_id, state, occurred_at);
create index disbursement_case_idx on disbursement (case_code);

create table disbursement_line (
  disbursement_id uuid not null references disbursement (id),
  kind            text not null check (kind in ('principal', 'fees')),
  ceiling_cents   bigint not null check (ceiling_cents > 0),
  primary key (disbursement_id, kind)
);

create table disbursement_state_change (
  id              bigint generated always as identity primary key,
  disbursement_id uuid not null references disbursement (id),
  from_state      text,
  to_state        text not null,
  changed_by      uuid references staff (id),
  reason          text not null default '',
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);
create index disbursement_state_change_idx on disbursement_state_change (disbursement_id, id);

create table approval (
  id              uuid primary key default gen_random_uuid(),
  disbursement_id uuid not null references disbursement (id),
  approver_id     uuid not null references staff (id),
  content_hash    text not null,
  step_up_id      uuid not null constraint step_up_is_spent_once unique references staff_step_up (id),
  note            text not null default '',
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint approvers_are_distinct unique (disbursement_id, approver_id)
);

create table reservation (
  id                        uuid primary key default gen_random_uuid(),
  disbursement_id           uuid not null constraint one_reservation_per_disbursement unique,
  fund_id                   uuid not null,
  amount_cents              bigint not null check (amount_cents > 0),
  free_to_commit_seen_cents bigint not null,
  held                      boolean not null default true,
  occurred_at               timestamptz not null,
  recorded_at               timestamptz not null default now(),
  constraint fund_never_overcommitted check (amount_cents <= free_to_commit_seen_cents),
  foreign key (disbursement_id, fund_id) references disbursement (id, fund_id)
);
create index reservation_held_idx on reservation (fund_id) include (amount_cents) where held;

create table reservation_resolution (
  reservation_id uuid constraint reservation_resolves_once primary key references reservation (id),
  kind           text not null check (kind in ('spent', 'released', 'expired')),
  spent_cents    bigint not null default 0 check (spent_cents >= 0),
  released_cents bigint not null default 0 check (released_cents >= 0),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint only_spent_spends check ((kind = 'spent') = (spent_cents > 0))
);

create table disbursement_payment (
  id              uuid primary key default gen_random_uuid(),
  disbursement_id uuid not null constraint disbursement_is_paid_once unique references disbursement (id),
  paid_by         uuid not null references staff (id),
  step_up_id      uuid not null unique references staff_step_up (id),
  method          text not null check (method in ('cash', 'cashiers_check', 'money_order', 'card_kiosk', 'fedwire', 'ach_cebonds', 'check', 'transfer')),
  payee           bytea not null,
  receipt_number  text not null,
  principal_cents bigint not null default 0 check (principal_cents >= 0),
  fees_cents      bigint not null default 0 check (fees_cents >= 0),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint payment_moves_money check (principal_cents + fees_cents > 0)
);

-- Free to commit = bank + cash box − families' money (a liability, so its balance is negative) − what is reserved − the floor.
create function free_to_commit_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select sum(b.balance_cents)
                     from account_balance b where b.fund_id = p_fund and b.code in ('bank', 'cash_box', 'copay_held')), 0)::bigint
       - coalesce((select sum(r.amount_cents) from reservation r where r.fund_id = p_fund and r.held), 0)::bigint
       - (select f.reserve_floor_cents from fund f where f.id = p_fund)
$$;

-- Every verb that touches bank, families' money or reservations takes this lock first, funds in id order.
create function lock_fund_bank(p_funds uuid[]) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  insert into ledger_account (fund_id, code) select f, 'bank' from unnest(p_funds) f order by f
    on conflict on constraint account_exists_once do nothing;
  perform from ledger_account where fund_id = any (p_funds) and code = 'bank' and sub = '' order by fund_id for no key update;
end $$;

create function broken(p_constraint text, p_table text) returns void language plpgsql as $$
begin
  raise exception 'row of % violates constraint "%"', p_table, p_constraint
    using errcode = 'check_violation', constraint = p_constraint;
end $$;

create function disbursement_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'proposed' then perform broken('disbursement_moves_along_the_table', 'disbursement'); end if;
  return new;
end $$;
create trigger disbursement_begins before insert on disbursement for each row execute function disbursement_begins();

-- Bail is a deposit and support is spent: a purpose names which, and the kind must agree with it.
create function purpose_is_of_its_kind() returns trigger language plpgsql as $$
begin
  if not exists (
    select from purpose_code c where c.code = new.purpose_code
       and case new.kind
             when 'support' then c.account in ('support', 'program_cost')
             when 'forfeiture_call' then c.account = 'bond_deposit'
             else c.code = new.kind end) then
    perform broken('purpose_is_of_its_kind', 'disbursement');
  end if;
  return new;
end $$;
create trigger purpose_is_of_its_kind before insert or update of kind, purpose_code on disbursement
  for each row execute function purpose_is_of_its_kind();

create function disbursement_guard() returns trigger language plpgsql as $$
begin
  if new.state <> old.state then
    if not exists (
      select from disbursement_transition t where t.from_state = old.state and t.to_state = new.state) then
      perform broken('disbursement_moves_along_the_table', 'disbursement');
    end if;
    -- A state is the shadow of its record: approved of what is reserved, paid of the payment.
    if new.state = 'approved' and not exists (select from reservation r where r.disbursement_id = new.id and r.held)
       or new.state = 'paid' and not exists (select from disbursement_payment p where p.disbursement_id = new.id) then
      perform broken('disbursement_state_has_its_record', 'disbursement');
    end if;
  end if;
  if (new.id, new.fund_id, new.proposed_by, new.occurred_at, new.recorded_at)
     is distinct from (old.id, old.fund_id, old.proposed_by, old.occurred_at, old.recorded_at) then
    perform broken('proposer_stays', 'disbursement');
  end if;
  if (new.kind, new.purpose_version, new.purpose_code, new.case_code, new.content_hash, new.revision,
      new.venue_sealed, new.payees_sealed, new.evidence_note_sealed, new.expires_at)
     is distinct from
     (old.kind, old.purpose_version, old.purpose_code, old.case_code, old.content_hash, old.revision,
      old.venue_sealed, old.payees_sealed, old.evidence_note_sealed, old.expires_at)
     and (old.state <> 'proposed' or exists (select from approval a where a.disbursement_id = old.id)) then
    perform broken('approved_disbursement_is_frozen', 'disbursement');
  end if;
  return new;
end $$;
create trigger disbursement_guard before update on disbursement for each row execute function disbursement_guard();

create function disbursement_line_guard() returns trigger language plpgsql as $$
declare
  touched uuid := case when tg_op = 'DELETE' then old.disbursement_id else new.disbursement_id end;
begin
  if exists (select from disbursement d where d.id = touched
              and (d.state <> 'proposed' or exists (select from approval a where a.disbursement_id = d.id))) then
    perform broken('approved_disbursement_is_frozen', 'disbursement_line');
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger disbursement_line_guard before insert or update or delete on disbursement_line
  for each row execute function disbursement_line_guard();

create function step_up_is_fresh(p_step_up uuid, p_staff uuid, p_bound_to text) returns boolean language sql stable as $$
  select exists (select from staff_step_up s where s.id = p_step_up and s.staff_id = p_staff
                  and s.bound_to = p_bound_to and s.made_at > now() - interval '5 minutes')
$$;

create function approval_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
begin
  select * into d from disbursement where id = new.disbursement_id for update;
  if d.proposed_by = new.approver_id then perform broken('approver_is_not_proposer', 'approval'); end if;
  if d.state <> 'proposed' then perform broken('disbursement_moves_along_the_table', 'approval'); end if;
  if d.content_hash <> new.content_hash then perform broken('approval_binds_the_content', 'approval'); end if;
  if d.expires_at <= new.occurred_at then perform broken('approval_comes_before_expiry', 'approval'); end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.approver_id and r.fund_id = d.fund_id and r.role in ('approver', 'administrator')) then
    perform broken('approver_holds_the_role', 'approval');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.approver_id, 'approve:' || d.id || ':' || d.content_hash) then
    perform broken('step_up_is_fresh_and_bound', 'approval');
  end if;
  return new;
end $$;
create trigger approval_guard before insert on approval for each row execute function approval_guard();

create function approvals_required(p_fund uuid, p_cents bigint) returns integer language sql stable as $$
  select coalesce((select r.approvals_required from fund_approval_rule r
                    where r.fund_id = p_fund and r.from_cents <= p_cents order by r.from_cents desc limit 1), 1)::integer
$$;

-- The figure seen under the lock is computed here, so that no caller can name a better one.
create function reservation_guard() returns trigger language plpgsql as $$
declare
  ceilings bigint;
  given integer;
  state_now text;
begin
  select d.state into state_now from disbursement d where d.id = new.disbursement_id for update;
  if state_now is distinct from 'proposed' then perform broken('disbursement_moves_along_the_table', 'reservation'); end if;
  perform lock_fund_bank(array[new.fund_id]);
  select sum(l.ceiling_cents) into ceilings from disbursement_line l where l.disbursement_id = new.disbursement_id;
  if ceilings is distinct from new.amount_cents then perform broken('reservation_is_the_sum_of_its_lines', 'reservation'); end if;
  select count(*) into given from approval a join disbursement d on d.id = a.disbursement_id and d.content_hash = a.content_hash
   where a.disbursement_id = new.disbursement_id;
  if given < approvals_required(new.fund_id, new.amount_cents) then perform broken('reservation_has_enough_approvals', 'reservation'); end if;
  if not new.held then perform broken('reservation_resolves_once', 'reservation'); end if;
  new.free_to_commit_seen_cents := free_to_commit_cents(new.fund_id);
  return new;
end $$;
create trigger reservation_guard before insert on reservation for each row execute function reservation_guard();

-- Spent by its payment and by nothing else; released or expired only with the disbursement that it was made for.
create function reservation_resolution_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  r reservation;
  d disbursement;
begin
  select * into r from reservation where id = new.reservation_id for update;
  select * into d from disbursement where id = r.disbursement_id;
  if new.spent_cents + new.released_cents <> r.amount_cents then
    perform broken('reservation_resolves_in_full', 'reservation_resolution');
  end if;
  if not (case new.kind
           when 'spent' then exists (select from disbursement_payment p where p.disbursement_id = d.id
                                      and p.principal_cents + p.fees_cents = new.spent_cents)
           when 'released' then d.state = 'cancelled'
           else d.state = 'expired' end) then
    perform broken('reservation_resolves_by_its_cause', 'reservation_resolution');
  end if;
  update reservation set held = false where id = r.id;
  return new;
end $$;
create trigger reservation_resolution_guard after insert on reservation_resolution
  for each row execute function reservation_resolution_guard();

create function reservation_is_changed_by_its_resolution() returns trigger language plpgsql as $$
begin
  if new.held or (to_jsonb(new) - 'held') <> (to_jsonb(old) - 'held')
     or not exists (select from reservation_resolution x where x.reservation_id = new.id) then
    perform broken('reservation_resolves_once', 'reservation');
  end if;
  return new;
end $$;
create trigger reservation_is_changed_by_its_resolution before update on reservation
  for each row execute function reservation_is_changed_by_its_resolution();

create function disbursement_payment_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
  principal_ceiling bigint;
  fees_ceiling bigint;
begin
  select * into d from disbursement where id = new.disbursement_id for update;
  if d.state <> 'approved' then perform broken('disbursement_moves_along_the_table', 'disbursement_payment'); end if;
  if exists (select from approval a where a.disbursement_id = d.id and a.approver_id = new.paid_by) then
    perform broken('payer_is_not_approver', 'disbursement_payment');
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.paid_by and r.fund_id = d.fund_id and r.role in ('treasurer', 'intake')) then
    perform broken('payer_holds_the_role', 'disbursement_payment');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.paid_by, 'pay:' || d.id || ':' || d.content_hash) then
    perform broken('step_up_is_fresh_and_bound', 'disbursement_payment');
  end if;
  select coalesce(max(ceiling_cents) filter (where kind = 'principal'), 0), coalesce(max(ceiling_cents) filter (where kind = 'fees'), 0)
    into principal_ceiling, fees_ceiling from disbursement_line where disbursement_id = d.id;
  if new.principal_cents > principal_ceiling or new.fees_cents > fees_ceiling then
    perform broken('payment_stays_below_its_ceilings', 'disbursement_payment');
  end if;
  return new;
end $$;
create trigger disbursement_payment_guard before insert on disbursement_payment
  for each row execute function disbursement_payment_guard();

-- Why: money that leaves the bank by a person's act must come from a payment that this table chain let through.
create function outflow_has_a_payment() returns trigger language plpgsql as $$
begin
  if not exists (
    select from disbursement_payment p
      join disbursement d on d.id = p.disbursement_id and d.fund_id = new.fund_id
      join reservation r on r.disbursement_id = d.id
      join reservation_resolution x on x.reservation_id = r.id and x.kind = 'spent' and x.spent_cents = p.principal_cents + p.fees_cents
     where p.id::text = new.source_id
       and (select sum(t.amount_cents) from ledger_transfer t
             where t.source_kind = 'disbursement_payment' and t.source_id = new.source_id) = p.principal_cents + p.fees_cents) then
    perform broken('money_leaves_only_by_an_approved_payment', 'ledger_transfer');
  end if;
  return null;
end $$;
create constraint trigger money_leaves_only_by_an_approved_payment after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is null and (new.source_kind = 'disbursement_payment'
        or new.code in ('bond_posted', 'bond_fee', 'support', 'program_cost', 'forfeiture_call')))
  execute function outflow_has_a_payment();

create trigger approval_is_append_only before update or delete or truncate on approval
  for each statement execute function refuse_rewriting('approvals_are_append_only');
create trigger reservation_is_never_removed before delete or truncate on reservation
  for each statement execute function refuse_rewriting('reservation_resolves_once');
create trigger reservation_resolution_is_append_only before update or delete or truncate on reservation_resolution
  for each statement execute function refuse_rewriting('reservation_resolves_once');
create trigger disbursement_payment_is_append_only before update or delete or truncate on disbursement_payment
  for each statement execute function refuse_rewriting('disbursement_is_paid_once');
create trigger disbursement_state_change_is_append_only before update or delete or truncate on disbursement_state_change
  for each statement execute function refuse_rewriting('disbursement_states_are_append_only');
create trigger disbursement_is_never_removed before delete or truncate on disbursement
  for each statement execute function refuse_rewriting('disbursement_states_are_append_only');
