-- Why: cash in someone's hands is the money that is lost most easily. It leaves only when two people who do not carry it say
-- so, it is known who has it and until when, and it is spent on what was approved or brought back and counted by two.

-- Who may sign for cash that another carries.
create function handles_cash(p_staff uuid, p_fund uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.fund_id = p_fund and r.role in ('approver', 'treasurer', 'administrator'))
$$;

-- How much one poster may have out of a fund at once; the newest row that names the poster, else the fund's newest.
create table advance_cap (
  id          bigint generated always as identity primary key,
  fund_id     uuid not null references fund (id),
  poster_id   uuid references staff (id),
  cap_cents   bigint not null constraint advance_cap_is_not_negative check (cap_cents >= 0),
  set_by      uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index advance_cap_fund_idx on advance_cap (fund_id, id);

create function advance_cap_guard() returns trigger language plpgsql as $$
begin
  if not manages_fund(new.set_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'advance_cap');
  end if;
  return new;
end $$;
create trigger advance_cap_guard before insert on advance_cap for each row execute function advance_cap_guard();

create function advance_cap_cents(p_fund uuid, p_poster uuid) returns bigint language sql stable as $$
  select coalesce(
    (select c.cap_cents from advance_cap c where c.fund_id = p_fund and c.poster_id = p_poster order by c.id desc limit 1),
    (select c.cap_cents from advance_cap c where c.fund_id = p_fund and c.poster_id is null order by c.id desc limit 1),
    1000000)::bigint
$$;

-- Signed out by one: nothing moves yet.
create table advance (
  id            uuid primary key default gen_random_uuid(),
  fund_id       uuid not null references fund (id),
  poster_id     uuid not null references staff (id),
  source        text not null check (source in ('bank', 'cash_box')),
  amount_cents  bigint not null constraint advance_has_an_amount check (amount_cents > 0),
  signed_out_by uuid not null references staff (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now(),
  constraint advance_signer_is_not_poster check (signed_out_by <> poster_id)
);
create index advance_poster_idx on advance (fund_id, poster_id, occurred_at);

-- What it is meant for: approved disbursements whose reservations it covers. None: a float.
create table advance_cover (
  advance_id      uuid not null references advance (id),
  disbursement_id uuid not null references disbursement (id),
  primary key (advance_id, disbursement_id)
);
create index advance_cover_disbursement_idx on advance_cover (disbursement_id);

-- The second person's yes: from here the cash is out.
create table advance_confirmation (
  advance_id                uuid constraint advance_is_confirmed_once primary key references advance (id),
  confirmed_by              uuid not null references staff (id),
  step_up_id                uuid not null constraint advance_step_up_is_spent_once unique references staff_step_up (id),
  -- What no reservation covers must be free; both figures are computed under the lock.
  float_cents               bigint not null,
  free_to_commit_seen_cents bigint not null,
  due_back_at               timestamptz not null,
  receipts_due_at           timestamptz not null,
  occurred_at               timestamptz not null,
  recorded_at               timestamptz not null default now(),
  constraint fund_never_overcommitted check (float_cents = 0 or float_cents <= free_to_commit_seen_cents),
  constraint advance_is_due_in_order check (due_back_at <= receipts_due_at)
);

create table advance_withdrawal (
  advance_id   uuid constraint advance_is_withdrawn_once primary key references advance (id),
  withdrawn_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

create table advance_payment (
  payment_id uuid primary key references disbursement_payment (id),
  advance_id uuid not null references advance (id)
);
create index advance_payment_advance_idx on advance_payment (advance_id);

create table advance_return (
  id           uuid primary key default gen_random_uuid(),
  advance_id   uuid not null references advance (id),
  brought_to   text not null check (brought_to in ('bank', 'cash_box')),
  amount_cents bigint not null constraint advance_return_has_an_amount check (amount_cents > 0),
  counted_by   uuid not null references staff (id),
  witnessed_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint cash_is_counted_by_two check (counted_by <> witnessed_by)
);
create index advance_return_advance_idx on advance_return (advance_id);

-- A bond that could not be posted: the cash is no longer meant for it, and the approval may end again.
create table posting_attempt (
  advance_id      uuid not null,
  disbursement_id uuid not null,
  reason          text not null
                  check (reason in ('court_refused', 'office_closed', 'amount_changed', 'released_otherwise', 'another_hold')),
  recorded_by     uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint attempt_is_recorded_once primary key (advance_id, disbursement_id),
  constraint attempt_is_of_what_was_covered foreign key (advance_id, disbursement_id)
    references advance_cover (advance_id, disbursement_id)
);

-- The fund's own cash: counted by two, and what differs from the books waits in suspense until someone else says why.
create table cash_count (
  id            uuid primary key default gen_random_uuid(),
  fund_id       uuid not null references fund (id),
  counted_cents bigint not null constraint cash_count_is_not_negative check (counted_cents >= 0),
  -- What the books said under the lock, written here by the database.
  ledger_cents  bigint not null,
  counted_by    uuid not null references staff (id),
  witnessed_by  uuid not null references staff (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now(),
  constraint cash_is_counted_by_two check (counted_by <> witnessed_by)
);
create index cash_count_fund_idx on cash_count (fund_id, recorded_at);

create table cash_difference (
  count_id     uuid constraint difference_is_explained_once primary key references cash_count (id),
  reason       text not null check (reason in ('lost', 'found', 'miscounted')),
  explained_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

-- Between the bank and the cash box, by two.
create table cash_move (
  id           uuid primary key default gen_random_uuid(),
  fund_id      uuid not null references fund (id),
  moved_to     text not null check (moved_to in ('bank', 'cash_box')),
  amount_cents bigint not null constraint cash_move_has_an_amount check (amount_cents > 0),
  moved_by     uuid not null references staff (id),
  witnessed_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint cash_is_counted_by_two check (moved_by <> witnessed_by)
);
create index cash_move_fund_idx on cash_move (fund_id, recorded_at);

-- What the poster still has of it.
create function advance_left_cents(p_advance uuid) returns bigint language sql stable as $$
  select coalesce((select a.amount_cents from advance a join advance_confirmation c on c.advance_id = a.id where a.id = p_advance), 0)::bigint
       - coalesce((select sum(x.principal_cents + x.fees_cents) from advance_payment p
                     join disbursement_payment x on x.id = p.payment_id where p.advance_id = p_advance), 0)::bigint
       - coalesce((select sum(r.amount_cents) from advance_return r where r.advance_id = p_advance), 0)::bigint
$$;

create function cash_is_out(p_disbursement uuid) returns boolean language sql stable as $$
  select exists (
    select from advance_cover v join reservation r on r.disbursement_id = v.disbursement_id and r.held
     where v.disbursement_id = p_disbursement
       and not exists (select from posting_attempt x
                        where x.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)
       and advance_left_cents(v.advance_id) > 0)
$$;

-- Held reservations whose cash is in a poster's hands already: no more than the reservations, no more than the cash.
create function covered_by_advances_cents(p_fund uuid) returns bigint language sql stable as $$
  select coalesce(sum(least(m.meant_cents, greatest(advance_left_cents(m.advance_id), 0))), 0)::bigint
    from (select v.advance_id, sum(r.amount_cents) as meant_cents
            from reservation r join advance_cover v on v.disbursement_id = r.disbursement_id
           where r.fund_id = p_fund and r.held
             and not exists (select from posting_attempt x
                              where x.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)
           group by v.advance_id) m
$$;

-- Why: cash that left the bank for an approved bond has left it once. Its reservation is still held, so that the bond can be
-- paid from it; what of the reservations is out already is therefore not taken off a second time.
create or replace function free_to_commit_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select sum(b.balance_cents)
                     from account_balance b where b.fund_id = p_fund and b.code in ('bank', 'cash_box', 'copay_held')), 0)::bigint
       - coalesce((select sum(r.amount_cents) from reservation r where r.fund_id = p_fund and r.held), 0)::bigint
       + covered_by_advances_cents(p_fund)
       - (select f.reserve_floor_cents from fund f where f.id = p_fund)
$$;

create function advance_guard() returns trigger language plpgsql as $$
begin
  if not handles_cash(new.signed_out_by, new.fund_id) then
    perform broken('cash_handler_holds_the_role', 'advance');
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.poster_id and r.fund_id = new.fund_id and r.role in ('treasurer', 'intake', 'poster')) then
    perform broken('payer_holds_the_role', 'advance');
  end if;
  return new;
end $$;
create trigger advance_guard before insert on advance for each row execute function advance_guard();

create function advance_cover_guard() returns trigger language plpgsql as $$
declare
  a advance;
  d disbursement;
begin
  select * into a from advance where id = new.advance_id;
  select * into d from disbursement where id = new.disbursement_id for update;
  if exists (select from advance_confirmation c where c.advance_id = a.id)
     or d.fund_id is distinct from a.fund_id or d.state <> 'approved' then
    perform broken('advance_covers_what_is_approved', 'advance_cover');
  end if;
  if exists (select from approval p where p.disbursement_id = d.id and p.approver_id = a.poster_id) then
    perform broken('payer_is_not_approver', 'advance_cover');
  end if;
  return new;
end $$;
create trigger advance_cover_guard before insert on advance_cover for each row execute function advance_cover_guard();

create function advance_confirmation_guard() returns trigger language plpgsql as $$
declare
  a advance;
  reserved bigint;
begin
  select * into a from advance where id = new.advance_id;
  perform lock_fund_bank(array[a.fund_id]);
  if new.confirmed_by in (a.poster_id, a.signed_out_by) then
    perform broken('advance_is_signed_by_two', 'advance_confirmation');
  end if;
  if not handles_cash(new.confirmed_by, a.fund_id) then
    perform broken('cash_handler_holds_the_role', 'advance_confirmation');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.confirmed_by, 'confirm-advance:' || a.id) then
    perform broken('step_up_is_fresh_and_bound', 'advance_confirmation');
  end if;
  if exists (select from advance_withdrawal w where w.advance_id = a.id) then
    perform broken('withdrawn_advance_stays_withdrawn', 'advance_confirmation');
  end if;
  if exists (select from advance_cover v join disbursement d on d.id = v.disbursement_id
              where v.advance_id = a.id and d.state <> 'approved') then
    perform broken('advance_covers_what_is_approved', 'advance_confirmation');
  end if;
  if exists (select from advance_cover v where v.advance_id = a.id and cash_is_out(v.disbursement_id)) then
    perform broken('cash_is_out_for_it', 'advance_confirmation');
  end if;
  if exists (select from advance b join advance_confirmation c on c.advance_id = b.id
              where b.fund_id = a.fund_id and b.poster_id = a.poster_id and c.due_back_at < new.occurred_at
                and advance_left_cents(b.id) > 0) then
    perform broken('overdue_advance_comes_back_first', 'advance_confirmation');
  end if;
  if a.amount_cents > advance_cap_cents(a.fund_id, a.poster_id)
       - coalesce((select b.balance_cents from account_balance b
                    where b.fund_id = a.fund_id and b.code = 'advance' and b.sub = a.poster_id::text), 0) then
    perform broken('advance_stays_below_its_cap', 'advance_confirmation');
  end if;
  select coalesce(sum(r.amount_cents), 0) into reserved
    from advance_cover v join reservation r on r.disbursement_id = v.disbursement_id and r.held where v.advance_id = a.id;
  new.float_cents := greatest(a.amount_cents - reserved, 0);
  new.free_to_commit_seen_cents := free_to_commit_cents(a.fund_id);
  return new;
end $$;
create trigger advance_confirmation_guard before insert on advance_confirmation
  for each row execute function advance_confirmation_guard();

create function advance_withdrawal_guard() returns trigger language plpgsql as $$
declare
  a advance;
begin
  select * into a from advance where id = new.advance_id;
  perform lock_fund_bank(array[a.fund_id]);
  if exists (select from advance_confirmation c where c.advance_id = a.id) then
    perform broken('advance_is_confirmed_once', 'advance_withdrawal');
  end if;
  if not handles_cash(new.withdrawn_by, a.fund_id) then
    perform broken('cash_handler_holds_the_role', 'advance_withdrawal');
  end if;
  return new;
end $$;
create trigger advance_withdrawal_guard before insert on advance_withdrawal
  for each row execute function advance_withdrawal_guard();

create function advance_payment_guard() returns trigger language plpgsql as $$
declare
  a advance;
  p disbursement_payment;
begin
  select * into a from advance where id = new.advance_id;
  select * into p from disbursement_payment where id = new.payment_id;
  perform lock_fund_bank(array[a.fund_id]);
  if p.paid_by is distinct from a.poster_id
     or a.fund_id is distinct from (select d.fund_id from disbursement d where d.id = p.disbursement_id) then
    perform broken('advance_is_paid_out_by_its_poster', 'advance_payment');
  end if;
  if p.principal_cents + p.fees_cents > advance_left_cents(a.id) then
    perform broken('payment_stays_within_its_advance', 'advance_payment');
  end if;
  if p.occurred_at < date_trunc('minute', a.occurred_at) then
    perform broken('payment_before_its_advance', 'advance_payment');
  end if;
  return new;
end $$;
create trigger advance_payment_guard before insert on advance_payment
  for each row execute function advance_payment_guard();

create function advance_return_guard() returns trigger language plpgsql as $$
declare
  a advance;
begin
  select * into a from advance where id = new.advance_id;
  perform lock_fund_bank(array[a.fund_id]);
  if a.poster_id in (new.counted_by, new.witnessed_by) then
    perform broken('poster_does_not_count_what_they_bring', 'advance_return');
  end if;
  if not handles_cash(new.counted_by, a.fund_id) or not handles_cash(new.witnessed_by, a.fund_id) then
    perform broken('cash_handler_holds_the_role', 'advance_return');
  end if;
  if new.amount_cents > advance_left_cents(a.id) then
    perform broken('return_stays_within_its_advance', 'advance_return');
  end if;
  if new.occurred_at < date_trunc('minute', a.occurred_at) then
    perform broken('return_before_its_advance', 'advance_return');
  end if;
  return new;
end $$;
create trigger advance_return_guard before insert on advance_return
  for each row execute function advance_return_guard();

create function posting_attempt_guard() returns trigger language plpgsql as $$
declare
  a advance;
begin
  select * into a from advance where id = new.advance_id;
  perform lock_fund_bank(array[a.fund_id]);
  if new.recorded_by is distinct from a.poster_id then
    perform broken('attempt_is_told_by_its_poster', 'posting_attempt');
  end if;
  if not cash_is_out(new.disbursement_id) then
    perform broken('attempt_is_of_what_was_covered', 'posting_attempt');
  end if;
  if new.occurred_at < date_trunc('minute', a.occurred_at) then
    perform broken('attempt_before_its_advance', 'posting_attempt');
  end if;
  return new;
end $$;
create trigger posting_attempt_guard before insert on posting_attempt
  for each row execute function posting_attempt_guard();

create function cash_count_guard() returns trigger language plpgsql as $$
begin
  perform lock_fund_bank(array[new.fund_id]);
  if not handles_cash(new.counted_by, new.fund_id) or not handles_cash(new.witnessed_by, new.fund_id) then
    perform broken('cash_handler_holds_the_role', 'cash_count');
  end if;
  new.ledger_cents := coalesce((select b.balance_cents from account_balance b
                                 where b.fund_id = new.fund_id and b.code = 'cash_box'), 0);
  return new;
end $$;
create trigger cash_count_guard before insert on cash_count for each row execute function cash_count_guard();

create function cash_difference_guard() returns trigger language plpgsql as $$
declare
  c cash_count;
begin
  select * into c from cash_count where id = new.count_id;
  perform lock_fund_bank(array[c.fund_id]);
  if new.explained_by in (c.counted_by, c.witnessed_by) then
    perform broken('difference_is_explained_by_another', 'cash_difference');
  end if;
  if not handles_cash(new.explained_by, c.fund_id) then
    perform broken('cash_handler_holds_the_role', 'cash_difference');
  end if;
  if (case new.reason when 'lost' then c.counted_cents >= c.ledger_cents
                      when 'found' then c.counted_cents <= c.ledger_cents
                      else c.counted_cents = c.ledger_cents end) then
    perform broken('explanation_fits_the_difference', 'cash_difference');
  end if;
  return new;
end $$;
create trigger cash_difference_guard before insert on cash_difference
  for each row execute function cash_difference_guard();

create function cash_move_guard() returns trigger language plpgsql as $$
begin
  perform lock_fund_bank(array[new.fund_id]);
  if not handles_cash(new.moved_by, new.fund_id) or not handles_cash(new.witnessed_by, new.fund_id) then
    perform broken('cash_handler_holds_the_role', 'cash_move');
  end if;
  return new;
end $$;
create trigger cash_move_guard before insert on cash_move for each row execute function cash_move_guard();

-- Neither taken back nor forgotten while its cash is on the way to the court.
create function disbursement_waits_for_its_cash() returns trigger language plpgsql as $$
begin
  if cash_is_out(new.id) then perform broken('cash_is_out_for_it', 'disbursement'); end if;
  return new;
end $$;
create trigger disbursement_waits_for_its_cash before update of state on disbursement
  for each row when (old.state = 'approved' and new.state in ('cancelled', 'expired'))
  execute function disbursement_waits_for_its_cash();

-- Paid out of the cash that was signed out for it, and from nowhere else while that cash is out.
create function payment_takes_the_cash_that_is_out() returns trigger language plpgsql as $$
begin
  if exists (select from advance_cover v
              where v.disbursement_id = new.disbursement_id
                and not exists (select from posting_attempt x
                                 where x.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)
                and not exists (select from advance_payment p where p.payment_id = new.id and p.advance_id = v.advance_id)
                and advance_left_cents(v.advance_id) > 0) then
    perform broken('cash_is_out_for_it', 'disbursement_payment');
  end if;
  return null;
end $$;
create constraint trigger payment_takes_the_cash_that_is_out after insert on disbursement_payment
  deferrable initially deferred for each row execute function payment_takes_the_cash_that_is_out();

-- The books say of cash what its records say: how much, whose, out of what and into what.
create function cash_has_a_record() returns trigger language plpgsql as $$
declare
  debit ledger_account;
  credit ledger_account;
  fits boolean;
begin
  select * into debit from ledger_account where id = new.debit_account_id;
  select * into credit from ledger_account where id = new.credit_account_id;
  if new.code = 'advance_out' then
    fits := exists (select from advance a join advance_confirmation c on c.advance_id = a.id
                     where new.source_kind = 'advance' and a.id::text = new.source_id and a.fund_id = new.fund_id
                       and a.amount_cents = new.amount_cents and a.source = credit.code
                       and debit.code = 'advance' and debit.sub = a.poster_id::text);
  elsif new.code = 'advance_back' then
    fits := exists (select from advance_return r join advance a on a.id = r.advance_id
                     where new.source_kind = 'advance_return' and r.id::text = new.source_id and a.fund_id = new.fund_id
                       and r.amount_cents = new.amount_cents and r.brought_to = debit.code
                       and credit.code = 'advance' and credit.sub = a.poster_id::text);
  elsif new.code in ('cash_banked', 'cash_drawn') then
    fits := exists (select from cash_move m
                     where new.source_kind = 'cash_move' and m.id::text = new.source_id and m.fund_id = new.fund_id
                       and m.amount_cents = new.amount_cents and m.moved_to = debit.code
                       and credit.code in ('bank', 'cash_box'));
  elsif new.code = 'suspense' then
    -- Short: out of the box, into suspense. Over: the other way round.
    fits := exists (select from cash_count c
                     where new.source_kind = 'cash_count' and c.id::text = new.source_id and c.fund_id = new.fund_id
                       and new.amount_cents = abs(c.counted_cents - c.ledger_cents)
                       and (debit.code, credit.code) in (('cash_box', 'suspense'), ('suspense', 'cash_box'))
                       and (debit.code = 'cash_box') = (c.counted_cents > c.ledger_cents));
  elsif new.source_kind = 'cash_difference' then
    fits := exists (select from cash_difference x join cash_count c on c.id = x.count_id
                     where new.code = 'suspense_assigned' and c.id::text = new.source_id and c.fund_id = new.fund_id
                       and new.amount_cents = abs(c.counted_cents - c.ledger_cents)
                       and case when c.counted_cents < c.ledger_cents
                                then credit.code = 'suspense'
                                     and debit.code = case x.reason when 'lost' then 'written_off' else 'cash_box' end
                                else debit.code = 'suspense'
                                     and credit.code = case x.reason when 'found' then 'recoveries' else 'cash_box' end end);
  elsif credit.code = 'advance' then
    fits := exists (select from advance_payment p join advance a on a.id = p.advance_id
                     where p.payment_id::text = new.source_id and credit.sub = a.poster_id::text);
  else
    fits := debit.code <> 'advance'
        and (credit.code <> 'bank' or not exists (select from advance_payment p where p.payment_id::text = new.source_id));
  end if;
  if not fits then perform broken('cash_has_a_record', 'ledger_transfer'); end if;
  return null;
end $$;
create constraint trigger cash_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is null
        and (new.code in ('advance_out', 'advance_back', 'bond_posted', 'bond_fee', 'support', 'program_cost',
                          'cash_banked', 'cash_drawn')
             or new.source_kind in ('cash_count', 'cash_difference')))
  execute function cash_has_a_record();

create trigger advance_cap_is_append_only before update or delete or truncate on advance_cap
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger advance_is_append_only before update or delete or truncate on advance
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger advance_cover_is_append_only before update or delete or truncate on advance_cover
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger advance_confirmation_is_append_only before update or delete or truncate on advance_confirmation
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger advance_withdrawal_is_append_only before update or delete or truncate on advance_withdrawal
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger advance_payment_is_append_only before update or delete or truncate on advance_payment
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger advance_return_is_append_only before update or delete or truncate on advance_return
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger posting_attempt_is_append_only before update or delete or truncate on posting_attempt
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger cash_count_is_append_only before update or delete or truncate on cash_count
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger cash_difference_is_append_only before update or delete or truncate on cash_difference
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger cash_move_is_append_only before update or delete or truncate on cash_move
  for each statement execute function refuse_rewriting('cash_records_are_append_only');

alter table advance_cap enable row level security;
create policy fund_scope on advance_cap using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table advance enable row level security;
create policy fund_scope on advance using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table advance_cover enable row level security;
create policy fund_scope on advance_cover using (exists (select from advance a where a.id = advance_id));
alter table advance_confirmation enable row level security;
create policy fund_scope on advance_confirmation using (exists (select from advance a where a.id = advance_id));
alter table advance_withdrawal enable row level security;
create policy fund_scope on advance_withdrawal using (exists (select from advance a where a.id = advance_id));
alter table advance_payment enable row level security;
create policy fund_scope on advance_payment using (exists (select from advance a where a.id = advance_id));
alter table advance_return enable row level security;
create policy fund_scope on advance_return using (exists (select from advance a where a.id = advance_id));
alter table posting_attempt enable row level security;
create policy fund_scope on posting_attempt using (exists (select from advance a where a.id = advance_id));
alter table cash_count enable row level security;
create policy fund_scope on cash_count using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table cash_difference enable row level security;
create policy fund_scope on cash_difference using (exists (select from cash_count c where c.id = count_id));
alter table cash_move enable row level security;
create policy fund_scope on cash_move using (in_scope(fund_id)) with check (in_scope(fund_id));
