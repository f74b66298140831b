-- Why: what a movement at Stripe was is said by one person, and people err. Until now it stayed said for good. Two people take it
-- back: one asks with a reason, another confirms, and each transfer is undone by one that names it. Then the movement waits again.

-- A movement that was taken back is named once more, under the next number.
alter table suspense_assignment add column number integer not null default 1 check (number > 0);
alter table suspense_assignment drop constraint suspense_is_assigned_once;
alter table suspense_assignment add constraint suspense_is_assigned_once primary key (txn_id, number);

create table suspense_reversal (
  id          uuid primary key default gen_random_uuid(),
  txn_id      text not null,
  number      integer not null,
  reason      text not null check (reason in ('another_fund', 'another_kind', 'known_by_now')),
  -- 'then': as of the moment to which it was booked; 'today': as of the moment it is confirmed, where that month is closed.
  dated       text not null check (dated in ('then', 'today')),
  asked_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  foreign key (txn_id, number) references suspense_assignment (txn_id, number)
);
create index suspense_reversal_txn_idx on suspense_reversal (txn_id, number);

create table suspense_reversal_decision (
  reversal_id uuid constraint suspense_taking_back_is_decided_once primary key references suspense_reversal (id),
  decision    text not null check (decision in ('confirmed', 'withdrawn')),
  decided_by  uuid not null references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint suspense_taking_back_is_proved check (decision = 'withdrawn' or step_up_id is not null)
);

create trigger suspense_reversal_is_append_only before update or delete or truncate on suspense_reversal
  for each statement execute function refuse_rewriting('suspense_assignments_are_append_only');
create trigger suspense_reversal_decision_is_append_only before update or delete or truncate on suspense_reversal_decision
  for each statement execute function refuse_rewriting('suspense_assignments_are_append_only');

create view standing_suspense_assignment with (security_invoker = true) as
  select a.* from suspense_assignment a
   where not exists (select from suspense_reversal v join suspense_reversal_decision d on d.reversal_id = v.id
                      where (v.txn_id, v.number) = (a.txn_id, a.number) and d.decision = 'confirmed');

-- By what name the ledger knows it: the movement itself, and from its second meaning on with the number.
create function suspense_source(p_txn text, p_number integer) returns text language sql immutable as $$
  select case p_number when 1 then p_txn else p_txn || ':' || p_number end
$$;

-- As before, and: again only after all that was said before was taken back.
create or replace function suspense_assignment_guard() returns trigger language plpgsql as $$
declare
  is_operating boolean := (select f.kind = 'operating' from fund f where f.id = new.fund_id);
  is_gift boolean := new.kind in ('gift', 'gift_refunded');
  amount bigint := (select i.amount_cents from suspense_item i where i.txn_id = new.txn_id);
begin
  if exists (select from standing_suspense_assignment a where a.txn_id = new.txn_id)
     or new.number <> 1 + (select count(*) from suspense_assignment a where a.txn_id = new.txn_id) then
    perform broken('suspense_is_assigned_once', 'suspense_assignment');
  end if;
  if is_gift = is_operating
     or (case new.kind when 'gift' then amount <= 0 when 'gift_refunded' then amount >= 0
                      when 'operating_income' then amount < 0 else amount > 0 end) then
    perform broken('suspense_fits_its_kind', 'suspense_assignment');
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.assigned_by and r.role in ('treasurer', 'administrator')
                    and (r.fund_id = new.fund_id or not is_gift)) then
    perform broken('suspense_assigner_holds_the_role', 'suspense_assignment');
  end if;
  return new;
end $$;

-- Whoever may say it may take it back: what is the organization's own, anyone who may name it in any fund.
create function may_name_as(p_staff uuid, p_txn text, p_number integer) returns boolean language sql stable as $$
  select exists (select from suspense_assignment a join staff_role r on r.role in ('treasurer', 'administrator')
                   and (r.fund_id = a.fund_id or a.kind not in ('gift', 'gift_refunded'))
                   join staff s on s.id = r.staff_id and s.disabled_at is null
                  where (a.txn_id, a.number) = (p_txn, p_number) and r.staff_id = p_staff)
$$;

create function suspense_reversal_guard() returns trigger language plpgsql as $$
begin
  -- Two who ask at one moment: the second sees the first.
  perform pg_advisory_xact_lock(hashtextextended('suspense ' || new.txn_id, 0));
  if not may_name_as(new.asked_by, new.txn_id, new.number) then
    perform broken('suspense_assigner_holds_the_role', 'suspense_reversal');
  end if;
  if exists (select from suspense_reversal v left join suspense_reversal_decision d on d.reversal_id = v.id
              where (v.txn_id, v.number) = (new.txn_id, new.number) and d.decision is distinct from 'withdrawn') then
    perform broken('assignment_is_taken_back_once', 'suspense_reversal');
  end if;
  return new;
end $$;
create trigger suspense_reversal_guard before insert on suspense_reversal
  for each row execute function suspense_reversal_guard();

create function suspense_reversal_decision_guard() returns trigger language plpgsql as $$
declare
  asked suspense_reversal;
begin
  select * into asked from suspense_reversal v where v.id = new.reversal_id;
  if not may_name_as(new.decided_by, asked.txn_id, asked.number) then
    perform broken('suspense_assigner_holds_the_role', 'suspense_reversal_decision');
  end if;
  if new.decision = 'withdrawn' then return new; end if;
  if new.decided_by = asked.asked_by then
    perform broken('assignment_is_taken_back_by_another', 'suspense_reversal_decision');
  end if;
  if asked.dated = 'then' and exists (
       select from ledger_transfer t where t.source_kind = 'suspense_assignment'
          and t.source_id = suspense_source(asked.txn_id, asked.number) and t.occurred_at < books_closed_through()) then
    perform broken('assignment_lies_in_a_closed_month', 'suspense_reversal_decision');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.decided_by, 'suspense-take-back:' || new.reversal_id), false) then
    perform broken('step_up_is_fresh_and_bound', 'suspense_reversal_decision');
  end if;
  return new;
end $$;
create trigger suspense_reversal_decision_guard before insert on suspense_reversal_decision
  for each row execute function suspense_reversal_decision_guard();

-- What was taken back and is not undone in the books, transfer by transfer.
create function misbooked_suspense_reversals(p_reversal uuid) returns setof uuid language sql stable as $$
  select v.id from suspense_reversal v join suspense_reversal_decision d on d.reversal_id = v.id and d.decision = 'confirmed'
   where (p_reversal is null or v.id = p_reversal)
     and exists (
       select from ledger_transfer g
         left join ledger_transfer r on r.reverses_id = g.id and r.source_kind = 'suspense_reversal' and r.source_id = v.id::text
        where g.source_kind = 'suspense_assignment' and g.source_id = suspense_source(v.txn_id, v.number)
          and (r.fund_id, r.debit_account_id, r.credit_account_id, r.amount_cents)
              is distinct from (g.fund_id, g.credit_account_id, g.debit_account_id, g.amount_cents))
$$;

create function suspense_reversal_is_booked() returns trigger language plpgsql as $$
begin
  if exists (select from misbooked_suspense_reversals(new.reversal_id)) then
    perform broken('suspense_taking_back_is_booked', 'suspense_reversal_decision');
  end if;
  return null;
end $$;
create constraint trigger suspense_taking_back_is_booked after insert on suspense_reversal_decision
  deferrable initially deferred for each row when (new.decision = 'confirmed') execute function suspense_reversal_is_booked();

-- What was said of a movement goes back in the books only as two people said.
create function suspense_is_undone_by_its_record() returns trigger language plpgsql as $$
declare
  original ledger_transfer;
begin
  select * into original from ledger_transfer t where t.id = new.reverses_id;
  if (new.source_kind = 'suspense_reversal' or original.source_kind = 'suspense_assignment') and not exists (
       select from suspense_reversal v join suspense_reversal_decision d on d.reversal_id = v.id and d.decision = 'confirmed'
        where new.source_kind = 'suspense_reversal' and v.id::text = new.source_id and new.code = 'reversal'
          and original.source_kind = 'suspense_assignment' and original.source_id = suspense_source(v.txn_id, v.number)) then
    perform broken('suspense_taking_back_is_booked', 'ledger_transfer');
  end if;
  return null;
end $$;
create constraint trigger suspense_is_undone_by_its_record after insert on ledger_transfer
  deferrable initially deferred for each row when (new.reverses_id is not null or new.source_kind = 'suspense_reversal')
  execute function suspense_is_undone_by_its_record();

-- As before, and: what was taken back waits again.
create or replace function books_obstacles(p_cut timestamptz)
  returns table (what text, fund_id uuid, bank_account_id uuid, items bigint, cents bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  with cut as (select day_here(p_cut) as day),
  matched as (select m.bank_account_id, x.source_kind, x.source_id
                from bank_match_movement x join standing_bank_match m on m.id = x.match_id)
  select 'suspense_is_not_zero', b.fund_id, null::uuid, count(*), sum(b.balance_cents)::bigint
    from account_balance b where b.code = 'suspense' and b.balance_cents <> 0 group by b.fund_id
  union all
  select 'movements_wait_for_their_meaning', (select f.id from fund f where f.kind = 'operating'), null, count(*), sum(i.amount_cents)::bigint
    from suspense_item i where not exists (select from standing_suspense_assignment a where a.txn_id = i.txn_id) having count(*) > 0
  union all
  select 'differences_wait_for_their_meaning', m.booked_fund_id, m.bank_account_id, count(*), sum(m.booked_cents)::bigint
    from standing_bank_match m
   where m.booked_cents <> 0 and not exists (select from bank_difference_explanation e where e.match_id = m.id)
   group by m.booked_fund_id, m.bank_account_id
  union all
  -- Two that cancel each other leave suspense at zero, and are still not understood.
  select 'cash_differences_wait_for_their_meaning', c.fund_id, null, count(*), sum(c.counted_cents - c.ledger_cents)::bigint
    from cash_count c
   where c.counted_cents <> c.ledger_cents and c.occurred_at < p_cut
     and not exists (select from cash_difference x where x.count_id = c.id)
   group by c.fund_id
  union all
  select 'lines_are_unmatched', null, l.bank_account_id, count(*), sum(l.amount_cents)::bigint
    from standing_bank_line l cross join cut where l.match_id is null and l.day < cut.day group by l.bank_account_id
  union all
  select 'movements_are_unmatched', null, v.bank_account_id, count(*), sum(v.amount_cents)::bigint
    from bank_movement v join bank_account b on b.id = v.bank_account_id cross join cut
   where v.day < cut.day - b.days_in_transit
     and not exists (select from matched x where x.bank_account_id = v.bank_account_id
                        and x.source_kind = v.source_kind and x.source_id = v.source_id)
     and not exists (select from bank_movement_note n where n.bank_account_id = v.bank_account_id
                        and n.source_kind = v.source_kind and n.source_id = v.source_id and n.until_day >= cut.day)
   group by v.bank_account_id
  union all
  select 'fund_has_no_bank_account', a.fund_id, null, count(*), sum(a.debits_cents - a.credits_cents)::bigint
    from ledger_account a cross join cut
   where a.code = 'bank' and not exists (select from bank_account_fund h where h.fund_id = a.fund_id and h.from_day < cut.day)
   group by a.fund_id
  union all
  select 'statement_is_missing', null, b.id, (cut.day - 1 - bank_known_through(b.id))::bigint, 0
    from bank_account b cross join cut
   where exists (select from bank_account_fund h where h.bank_account_id = b.id and h.from_day < cut.day)
     and bank_known_through(b.id) < cut.day - 1
  union all
  select 'bank_balance_differs', null, b.id, 1, d.cents
    from bank_account b cross join cut cross join lateral bank_balance_difference(b.id, cut.day - 1) d
   where exists (select from bank_account_fund h where h.bank_account_id = b.id and h.from_day < cut.day)
     and d.cents <> 0
     and not exists (select from bank_balance_answer a where a.bank_account_id = b.id and a.difference_cents = d.cents)
  union all
  select 'payouts_are_not_settled', null, null, count(*), sum(p.amount_cents)::bigint
    from stripe_payout p
   where p.created_at < p_cut - interval '10 days'
     and not exists (select from stripe_payout_event e where e.payout_id = p.id and e.kind in ('arrived', 'failed'))
  having count(*) > 0
$$;
