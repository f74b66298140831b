-- Why: what was still open at the window. Those who only post pay fares, parking and notaries, and claim them as others do.
-- A count of cash is one person's word until the other has signed with their own figure. Cash that nobody could pay with is not
-- signed out. And a family's part that a poster pays at the window leaves the poster's hands with the fund's own.

create or replace function expense_claim_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.claimed_by, new.fund_id, array['intake', 'approver', 'treasurer', 'administrator', 'poster']) then
    perform broken('claimant_holds_the_role', 'expense_claim');
  end if;
  return new;
end $$;

-- Whoever only posts sees what they claimed themselves, and of others' nothing. The receipts, approvals, booking and rejection
-- of a claim are seen with it.
create policy claimant_scope on expense_claim for select
  using (scope_is_poster() and claimed_by = nullif(current_setting('homeward.poster', true), '')::uuid
         and holds_role(claimed_by, fund_id, array['intake', 'approver', 'treasurer', 'auditor', 'administrator', 'poster']));
create policy claimant_scope on expense_line for select
  using (scope_is_poster() and exists (select from expense_claim c where c.id = claim_id));
create policy claimant_scope on expense_payment for select
  using (scope_is_poster() and exists (
    select from expense_payment_claim x join expense_claim c on c.id = x.claim_id where x.payment_id = expense_payment.id));

-- Counts from before this were signed by one, who named the other: those stand as they are.
alter table cash_count add column witness_signs boolean not null default false;
alter table cash_count alter column witness_signs set default true;

-- The second person's own figure, given by themselves: the same confirms the count, another disputes it.
create table cash_count_witness (
  count_id      uuid constraint count_is_witnessed_once primary key references cash_count (id),
  witness_id    uuid not null references staff (id),
  counted_cents bigint not null constraint cash_count_is_not_negative check (counted_cents >= 0),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now()
);

-- `named`: from before. `abandoned`: whoever was named has left or handles no cash any longer, and can sign nothing.
create function cash_count_state(p_count uuid) returns text language sql stable as $$
  select case when not c.witness_signs then 'named'
              when w.counted_cents = c.counted_cents then 'confirmed'
              when w.counted_cents is not null then 'disputed'
              when handles_cash(c.witnessed_by, c.fund_id) then 'waiting'
              else 'abandoned' end
    from cash_count c left join cash_count_witness w on w.count_id = c.id where c.id = p_count
$$;

create or replace function cash_count_guard() returns trigger language plpgsql as $$
begin
  perform lock_fund_bank(array[new.fund_id]);
  if not handles_cash(new.counted_by, new.fund_id) or not handles_cash(new.witnessed_by, new.fund_id) then
    perform broken('cash_handler_holds_the_role', 'cash_count');
  end if;
  new.witness_signs := true;
  new.ledger_cents := coalesce((select b.balance_cents from account_balance b
                                 where b.fund_id = new.fund_id and b.code = 'cash_box'), 0);
  return new;
end $$;

create function cash_count_witness_guard() returns trigger language plpgsql as $$
declare
  c cash_count;
begin
  select * into c from cash_count where id = new.count_id;
  perform lock_fund_bank(array[c.fund_id]);
  if new.witness_id is distinct from c.witnessed_by or new.witness_id = c.counted_by or not c.witness_signs then
    perform broken('count_is_signed_by_its_witness', 'cash_count_witness');
  end if;
  if not handles_cash(new.witness_id, c.fund_id) then
    perform broken('cash_handler_holds_the_role', 'cash_count_witness');
  end if;
  -- A count that was taken back is over.
  if exists (select from cash_difference x where x.count_id = c.id) then
    perform broken('difference_is_explained_once', 'cash_count_witness');
  end if;
  return new;
end $$;
create trigger cash_count_witness_guard before insert on cash_count_witness
  for each row execute function cash_count_witness_guard();

-- What was counted by two can be explained; what only one stands for can be taken back, and is counted anew.
create or replace function cash_difference_guard() returns trigger language plpgsql as $$
declare
  c cash_count;
  stands text;
begin
  select * into c from cash_count where id = new.count_id;
  perform lock_fund_bank(array[c.fund_id]);
  if new.explained_by in (c.counted_by, c.witnessed_by) then
    perform broken('difference_is_explained_by_another', 'cash_difference');
  end if;
  if not handles_cash(new.explained_by, c.fund_id) then
    perform broken('cash_handler_holds_the_role', 'cash_difference');
  end if;
  stands := cash_count_state(c.id);
  if stands = 'waiting' then perform broken('count_waits_for_its_witness', 'cash_difference'); end if;
  if (case new.reason when 'lost' then c.counted_cents >= c.ledger_cents
                      when 'found' then c.counted_cents <= c.ledger_cents
                      else c.counted_cents = c.ledger_cents end) then
    perform broken('explanation_fits_the_difference', 'cash_difference');
  end if;
  if stands in ('disputed', 'abandoned') and new.reason <> 'miscounted' then
    perform broken('only_a_count_by_two_is_explained', 'cash_difference');
  end if;
  return new;
end $$;

create trigger cash_count_witness_is_append_only before update or delete or truncate on cash_count_witness
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
alter table cash_count_witness enable row level security;
create policy fund_scope on cash_count_witness using (exists (select from cash_count c where c.id = count_id));

-- The rule that stands against signing out cash for a disbursement; null where none does. Cash for a part of a shared bond could be
-- paid neither from the advance nor from the bank, and a bond that may not be posted, or whose wire is gone, needs none.
-- Answered whoever asks: a guard that saw nothing would let all pass.
create function why_no_cash_for(p_disbursement uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select case
           when exists (select from shared_bond_part p where p.disbursement_id = p_disbursement)
           then 'shared_part_takes_no_cash'
           when s.state in ('verification_sent', 'refused', 'stayed', 'amount_changed', 'wire_returned')
           then 'preparation_does_not_allow_posting'
           when s.state = 'wire_sent' then 'money_is_under_way' end
    from preparation_now(p_disbursement) s
$$;

create function advance_covers_what_takes_cash() returns trigger language plpgsql as $$
declare
  why text;
begin
  if tg_table_name = 'advance_cover' then
    why := why_no_cash_for((to_jsonb(new) ->> 'disbursement_id')::uuid);
  else
    select min(why_no_cash_for(v.disbursement_id)) into why from advance_cover v where v.advance_id = new.advance_id;
  end if;
  if why is not null then perform broken(why, tg_table_name); end if;
  return new;
end $$;
-- Both signatures are asked: a step can be recorded between them.
create trigger advance_covers_what_takes_cash before insert on advance_cover
  for each row execute function advance_covers_what_takes_cash();
create trigger advance_covers_what_takes_cash before insert on advance_confirmation
  for each row execute function advance_covers_what_takes_cash();

-- What a payment took out of the poster's hands: the fund's own part, the fees, and the family's part inside the bond.
create function handed_over_cents(p_payment uuid) returns bigint language sql stable as $$
  select p.principal_cents + p.fees_cents
       + coalesce((select b.family_cents from bond b where b.disbursement_id = p.disbursement_id), 0)
    from disbursement_payment p where p.id = p_payment
$$;

create or replace function advance_left_cents(p_advance uuid) returns bigint language sql stable as $$
  select coalesce((select a.amount_cents from advance a join advance_confirmation c on c.advance_id = a.id where a.id = p_advance), 0)::bigint
       - coalesce((select sum(handed_over_cents(p.payment_id)) from advance_payment p where p.advance_id = p_advance), 0)::bigint
       - coalesce((select sum(r.amount_cents) from advance_return r where r.advance_id = p_advance), 0)::bigint
$$;

create or replace function advance_payment_guard() returns trigger language plpgsql as $$
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
  if handed_over_cents(p.id) > advance_left_cents(a.id) then
    perform broken('payment_stays_within_its_advance', 'advance_payment');
  end if;
  if p.occurred_at < date_trunc('minute', a.occurred_at) then
    perform broken('payment_before_its_advance', 'advance_payment');
  end if;
  return new;
end $$;

-- Why: by night as by day a bond is what its payment put in and what the family did.
create or replace function draw_is_paid_at_once() returns trigger language plpgsql as $$
begin
  if not exists (
    select from disbursement d
      join night_envelope e on e.id = new.envelope_id
      join disbursement_payment p on p.disbursement_id = d.id
      join reservation r on r.disbursement_id = d.id and not r.held
      join bond b on b.disbursement_id = d.id and b.principal_cents = p.principal_cents + b.family_cents
     where d.id = new.disbursement_id and d.state = 'paid' and d.kind = any (e.purpose_codes)
       and d.purpose_code = any (e.purpose_codes) and d.proposed_by = new.drawn_by and p.paid_by = new.drawn_by
       and p.principal_cents + p.fees_cents = new.amount_cents and r.amount_cents = new.amount_cents) then
    perform broken('draw_is_paid_at_once', 'envelope_draw');
  end if;
  return null;
end $$;
