-- Why: a check of a family bounces like any other, and a sum is mistyped like any other. Until now the only way out was to pay
-- out money that never came. What was received is taken back by two people: one asks with a reason, another confirms, and the
-- ledger undoes the receipt by a transfer that names it. While it waits, nobody can post or pay out what may not be there.

create table copay_reversal (
  id          uuid primary key default gen_random_uuid(),
  receipt_id  uuid not null references copay_receipt (id),
  reason      text not null check (reason in ('check_returned', 'entered_wrong')),
  happened_on date not null,
  asked_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index copay_reversal_receipt_idx on copay_reversal (receipt_id);

create table copay_reversal_decision (
  reversal_id uuid constraint taking_back_is_decided_once primary key references copay_reversal (id),
  decision    text not null check (decision in ('confirmed', 'withdrawn')),
  decided_by  uuid not null references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint confirming_is_proved check (decision = 'withdrawn' or step_up_id is not null)
);

-- Whether what was received is still counted as received.
create function copay_receipt_stands(p_receipt uuid) returns boolean language sql stable as $$
  select not exists (select from copay_reversal v join copay_reversal_decision d on d.reversal_id = v.id
                      where v.receipt_id = p_receipt and d.decision = 'confirmed')
$$;

-- As before, and: without what was taken back.
create or replace function copay_held_cents(p_agreement uuid) returns bigint language sql stable as $$
  select coalesce((select sum(r.amount_cents) from copay_receipt r
                    where r.agreement_id = p_agreement and copay_receipt_stands(r.id)), 0)::bigint
       - coalesce((select sum(c.part - c.back - c.recovered) from bond b cross join lateral copay_of_bond(b.id) c
                    where b.agreement_id = p_agreement), 0)::bigint
       - coalesce((select sum(p.amount_cents) from copay_payout p join copay_payout_payment x on x.payout_id = p.id
                    where p.agreement_id = p_agreement), 0)::bigint
$$;

-- What is held, that no payout waits for and nobody asked to take back.
create or replace function copay_unclaimed_cents(p_agreement uuid) returns bigint language sql stable as $$
  select copay_held_cents(p_agreement)
       - coalesce((select sum(p.amount_cents) from copay_payout p
                    where p.agreement_id = p_agreement
                      and not exists (select from copay_payout_payment x where x.payout_id = p.id)
                      and not exists (select from copay_payout_withdrawal w where w.payout_id = p.id)), 0)::bigint
       - coalesce((select sum(r.amount_cents) from copay_reversal v join copay_receipt r on r.id = v.receipt_id
                    where r.agreement_id = p_agreement
                      and not exists (select from copay_reversal_decision d where d.reversal_id = v.id)), 0)::bigint
$$;

-- What was taken back may come again, under the number of the same check: once among what stands.
alter table copay_receipt drop constraint family_part_is_received_once;
create index copay_receipt_agreement_idx on copay_receipt (agreement_id, reference);

-- As before, and: what was taken back no longer counts.
create or replace function copay_receipt_guard() returns trigger language plpgsql as $$
declare
  signed copay_agreement;
begin
  select * into signed from copay_agreement where id = new.agreement_id;
  perform lock_fund_bank(array[signed.fund_id]);
  if exists (select from copay_receipt r where r.agreement_id = signed.id and r.reference = new.reference
                and copay_receipt_stands(r.id)) then
    perform broken('family_part_is_received_once', 'copay_receipt');
  end if;
  if (select coalesce(sum(r.amount_cents), 0) from copay_receipt r
       where r.agreement_id = signed.id and copay_receipt_stands(r.id)) + new.amount_cents > signed.amount_cents then
    perform broken('family_part_stays_within_its_agreement', 'copay_receipt');
  end if;
  if signed.witnessed_by = new.received_by then perform broken('receiver_is_not_witness', 'copay_receipt'); end if;
  if not holds_role(new.received_by, signed.fund_id, array['intake', 'treasurer']) then
    perform broken('receiver_holds_the_role', 'copay_receipt');
  end if;
  -- A day is the organization's own, which may be the one after in UTC.
  if (new.occurred_at at time zone 'UTC')::date + 1 < signed.signed_on then
    perform broken('family_part_follows_its_agreement', 'copay_receipt');
  end if;
  return new;
end $$;

create function copay_reversal_guard() returns trigger language plpgsql as $$
declare
  came copay_receipt;
  fund uuid;
begin
  select * into came from copay_receipt r where r.id = new.receipt_id;
  select a.fund_id into fund from copay_agreement a where a.id = came.agreement_id;
  perform lock_fund_bank(array[fund]);
  if not holds_role(new.asked_by, fund, array['intake', 'treasurer', 'administrator']) then
    perform broken('copay_worker_holds_the_role', 'copay_reversal');
  end if;
  if not new.happened_on between local_day(came.occurred_at) and local_day(now()) then
    perform broken('taking_back_follows_its_receipt', 'copay_reversal');
  end if;
  if exists (select from copay_reversal v left join copay_reversal_decision d on d.reversal_id = v.id
              where v.receipt_id = came.id and d.decision is distinct from 'withdrawn') then
    perform broken('receipt_is_taken_back_once', 'copay_reversal');
  end if;
  if came.amount_cents > copay_unclaimed_cents(came.agreement_id) then
    perform broken('taken_back_is_still_held', 'copay_reversal');
  end if;
  return new;
end $$;
create trigger copay_reversal_guard before insert on copay_reversal for each row execute function copay_reversal_guard();

create function copay_reversal_decision_guard() returns trigger language plpgsql as $$
declare
  asked copay_reversal;
  came copay_receipt;
  fund uuid;
  answers boolean;
begin
  select * into asked from copay_reversal v where v.id = new.reversal_id;
  select * into came from copay_receipt r where r.id = asked.receipt_id;
  select a.fund_id into fund from copay_agreement a where a.id = came.agreement_id;
  perform lock_fund_bank(array[fund]);
  answers := holds_role(new.decided_by, fund, array['approver', 'administrator']);
  if new.decision = 'withdrawn' then
    if not answers and new.decided_by <> asked.asked_by then
      perform broken('taking_back_is_withdrawn_by_its_people', 'copay_reversal_decision');
    end if;
    return new;
  end if;
  if new.decided_by = asked.asked_by then
    perform broken('taking_back_is_confirmed_by_another', 'copay_reversal_decision');
  end if;
  if not answers then perform broken('taking_back_confirmer_holds_the_role', 'copay_reversal_decision'); end if;
  if came.amount_cents > copay_held_cents(came.agreement_id) then
    perform broken('taken_back_is_still_held', 'copay_reversal_decision');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.decided_by, 'copay-take-back:' || new.reversal_id), false) then
    perform broken('step_up_is_fresh_and_bound', 'copay_reversal_decision');
  end if;
  return new;
end $$;
create trigger copay_reversal_decision_guard before insert on copay_reversal_decision
  for each row execute function copay_reversal_decision_guard();

-- What was taken back and is not undone in the books to the cent.
create function misbooked_copay_reversals(p_reversal uuid) returns setof uuid language sql stable as $$
  select v.id from copay_reversal v join copay_reversal_decision d on d.reversal_id = v.id and d.decision = 'confirmed'
   where (p_reversal is null or v.id = p_reversal)
     and not exists (
       select from ledger_transfer g
         join ledger_transfer r on r.reverses_id = g.id and r.source_kind = 'copay_reversal' and r.source_id = v.id::text
        where g.source_kind = 'copay_receipt' and g.source_id = v.receipt_id::text
          and (r.fund_id, r.debit_account_id, r.credit_account_id, r.amount_cents)
              = (g.fund_id, g.credit_account_id, g.debit_account_id, g.amount_cents))
$$;

create function copay_reversal_is_booked() returns trigger language plpgsql as $$
begin
  if exists (select from misbooked_copay_reversals(new.reversal_id)) then
    perform broken('taking_back_is_booked', 'copay_reversal_decision');
  end if;
  return null;
end $$;
create constraint trigger taking_back_is_booked after insert on copay_reversal_decision
  deferrable initially deferred for each row when (new.decision = 'confirmed') execute function copay_reversal_is_booked();

-- What a family brought goes back in the books only as two people said.
create function copay_receipt_is_undone_by_its_record() returns trigger language plpgsql as $$
declare
  original ledger_transfer;
begin
  select * into original from ledger_transfer t where t.id = new.reverses_id;
  if (new.source_kind = 'copay_reversal' or original.source_kind = 'copay_receipt') and not exists (
       select from copay_reversal v join copay_reversal_decision d on d.reversal_id = v.id and d.decision = 'confirmed'
        where new.source_kind = 'copay_reversal' and v.id::text = new.source_id
          and original.source_kind = 'copay_receipt' and original.source_id = v.receipt_id::text and new.code = 'reversal') then
    perform broken('taking_back_is_booked', 'ledger_transfer');
  end if;
  return null;
end $$;
create constraint trigger receipt_is_undone_by_its_record after insert on ledger_transfer
  deferrable initially deferred for each row when (new.reverses_id is not null or new.source_kind = 'copay_reversal')
  execute function copay_receipt_is_undone_by_its_record();

-- As before, and: also of what was taken back.
create or replace function family_part_is_booked() returns trigger language plpgsql as $$
declare
  said jsonb := to_jsonb(new);
  agreement copay_agreement;
begin
  select a.* into agreement from copay_agreement a
   where a.id = coalesce((said ->> 'agreement_id')::uuid,
                         (select p.agreement_id from copay_payout p where p.id = (said ->> 'payout_id')::uuid),
                         (select r.agreement_id from copay_reversal v join copay_receipt r on r.id = v.receipt_id
                           where v.id = (said ->> 'reversal_id')::uuid),
                         (select b.agreement_id from bond b where b.id = (said ->> 'bond_id')::uuid));
  if agreement.id is null then return null; end if;
  if copay_held_cents(agreement.id) <> coalesce((
       select -h.balance_cents from account_balance h
        where h.fund_id = agreement.fund_id and h.code = 'copay_held' and h.sub = agreement.id::text), 0)
     or exists (select from bond b cross join lateral copay_of_bond(b.id) c
                 where b.agreement_id = agreement.id and c.part - c.back - c.lost <> coalesce((
                   select -h.balance_cents from account_balance h
                    where h.fund_id = b.fund_id and h.code = 'copay_posted' and h.sub = b.id::text), 0)) then
    perform broken('family_part_is_what_was_recorded', tg_table_name::text);
  end if;
  return null;
end $$;
create constraint trigger family_part_is_booked after insert on copay_reversal_decision
  deferrable initially deferred for each row execute function family_part_is_booked();

create trigger copay_reversal_is_append_only before update or delete or truncate on copay_reversal
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_reversal_decision_is_append_only before update or delete or truncate on copay_reversal_decision
  for each statement execute function refuse_rewriting('copay_records_are_append_only');

alter table copay_reversal enable row level security;
create policy fund_scope on copay_reversal using (exists (select from copay_receipt r where r.id = receipt_id));
alter table copay_reversal_decision enable row level security;
create policy fund_scope on copay_reversal_decision using (exists (select from copay_reversal v where v.id = reversal_id));
