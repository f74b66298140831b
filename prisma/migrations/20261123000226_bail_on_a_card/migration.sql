-- Why: bail that the fund's own credit card paid at a kiosk left the bank in the books at once, and stood on the card's statement
-- as well: that statement asked for more than the books owed on the card, and could not be paid as it was printed. So such a
-- payment says which card it was. What is charged is owed on that card, and its statement pays it with the card's expenses.

create table card_charge (
  payment_id   uuid primary key references disbursement_payment (id),
  fund_id      uuid not null references fund (id),
  card_last4   text not null check (card_last4 ~ '^[0-9]{4}$'),
  -- Principal, a family's part within it, and fees: as the card company lists it.
  amount_cents bigint not null check (amount_cents > 0)
);
create index card_charge_card_idx on card_charge (fund_id, card_last4);

create table expense_payment_charge (
  charge_id  uuid constraint charge_is_paid_once primary key references card_charge (payment_id),
  payment_id uuid not null references expense_payment (id)
);
create index expense_payment_charge_payment_idx on expense_payment_charge (payment_id);

-- A card is the fund's where something was claimed on it that nobody rejected: from there it has statements.
create function card_is_of_fund(p_fund uuid, p_last4 text) returns boolean language sql stable as $$
  select exists (select from expense_claim c
                  where c.fund_id = p_fund and c.kind = 'card' and c.card_last4 = p_last4
                    and not exists (select from expense_rejection r where r.claim_id = c.id))
$$;

create function card_charge_guard() returns trigger language plpgsql as $$
declare
  p disbursement_payment;
begin
  select * into p from disbursement_payment where id = new.payment_id;
  perform lock_fund_bank(array[new.fund_id]);
  if p.method is distinct from 'card_kiosk' then perform broken('card_pays_at_a_kiosk', 'card_charge'); end if;
  if new.fund_id is distinct from (select d.fund_id from disbursement d where d.id = p.disbursement_id)
     or not card_is_of_fund(new.fund_id, new.card_last4) then
    perform broken('card_is_of_its_fund', 'card_charge');
  end if;
  return new;
end $$;
create trigger card_charge_guard before insert on card_charge for each row execute function card_charge_guard();

-- Asked at the end: what is owed on the card for it is what the books say, and no poster's cash paid it as well.
create function card_charge_is_booked_whole() returns trigger language plpgsql as $$
begin
  if new.amount_cents is distinct from (
       select sum(t.amount_cents) from ledger_transfer t join ledger_account a on a.id = t.credit_account_id
        where t.source_kind = 'disbursement_payment' and t.source_id = new.payment_id::text and a.code = 'card_payable')
     or exists (select from advance_payment x where x.payment_id = new.payment_id) then
    perform broken('card_charge_has_a_record', 'card_charge');
  end if;
  return null;
end $$;
create constraint trigger card_charge_is_booked_whole after insert on card_charge
  deferrable initially deferred for each row execute function card_charge_is_booked_whole();

-- And the books owe on a card what was charged to one, all of it or nothing. A family's part that goes into the bond is not of it.
create function card_charge_has_a_record() returns trigger language plpgsql as $$
declare
  charged boolean := new.source_kind = 'disbursement_payment' and exists (
    select from card_charge c where c.payment_id::text = new.source_id and c.fund_id = new.fund_id);
begin
  if charged is distinct from ((select a.code from ledger_account a where a.id = new.credit_account_id) = 'card_payable') then
    perform broken('card_charge_has_a_record', 'ledger_transfer');
  end if;
  return null;
end $$;
create constraint trigger card_charge_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is null and new.source_kind <> 'expense'
        and new.code in ('bond_posted', 'bond_fee', 'support', 'program_cost', 'forfeiture_call'))
  execute function card_charge_has_a_record();

-- By the same card as the statement, after it was charged, and by nobody who approved it: as whoever pays it at the window.
create function expense_payment_charge_guard() returns trigger language plpgsql as $$
declare
  c card_charge;
  p expense_payment;
  x disbursement_payment;
begin
  select * into p from expense_payment where id = new.payment_id;
  select * into c from card_charge where payment_id = new.charge_id;
  select * into x from disbursement_payment where id = new.charge_id;
  perform lock_fund_bank(array[p.fund_id]);
  if (c.fund_id, 'card') is distinct from (p.fund_id, p.kind) then
    perform broken('expense_payment_is_of_one_debt', 'expense_payment_charge');
  end if;
  if p.occurred_at < date_trunc('minute', x.occurred_at) then
    perform broken('statement_is_paid_after_its_charges', 'expense_payment_charge');
  end if;
  if exists (select from approval a where a.disbursement_id = x.disbursement_id and a.approver_id = p.paid_by)
     or exists (select from envelope_draw w join envelope_approval a on a.envelope_id = w.envelope_id
                 where w.disbursement_id = x.disbursement_id and a.approver_id = p.paid_by) then
    perform broken('charge_is_paid_by_no_approver', 'expense_payment_charge');
  end if;
  return new;
end $$;
create trigger expense_payment_charge_guard before insert on expense_payment_charge
  for each row execute function expense_payment_charge_guard();

-- Why: a statement is exactly what was claimed on its card and what was charged to it, and its proof names both.
create or replace function expense_payment_is_whole() returns trigger language plpgsql as $$
declare
  p expense_payment;
  owed bigint;
  debts integer;
  paid text;
begin
  select * into p from expense_payment where id = (to_jsonb(new) ->> case tg_table_name when 'expense_payment' then 'id' else 'payment_id' end)::uuid;
  select sum(d.cents), count(distinct d.debt), string_agg(d.id::text, ',' order by d.id)
    into owed, debts, paid
    from (select c.id, c.total_cents as cents, coalesce(c.card_last4, c.claimed_by::text) as debt
            from expense_payment_claim x join expense_claim c on c.id = x.claim_id where x.payment_id = p.id
          union all
          select c.payment_id, c.amount_cents, c.card_last4
            from expense_payment_charge x join card_charge c on c.payment_id = x.charge_id where x.payment_id = p.id) d;
  if owed is distinct from p.amount_cents then perform broken('expense_payment_is_what_is_owed', tg_table_name); end if;
  if debts <> 1 then perform broken('expense_payment_is_of_one_debt', tg_table_name); end if;
  if not step_up_is_fresh(p.step_up_id, p.paid_by, 'pay-expenses:' || paid) then
    perform broken('step_up_is_fresh_and_bound', tg_table_name);
  end if;
  if not exists (select from ledger_transfer t where t.source_kind = 'expense_payment' and t.source_id = p.id::text
                    and t.code = 'payable_paid' and t.amount_cents = p.amount_cents) then
    perform broken('expense_has_a_record', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger expense_payment_is_whole after insert on expense_payment_charge
  deferrable initially deferred for each row execute function expense_payment_is_whole();

create trigger card_charge_is_append_only before update or delete or truncate on card_charge
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_payment_charge_is_append_only before update or delete or truncate on expense_payment_charge
  for each statement execute function refuse_rewriting('expense_records_are_append_only');

alter table card_charge enable row level security;
create policy fund_scope on card_charge using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table expense_payment_charge enable row level security;
create policy fund_scope on expense_payment_charge using (exists (select from card_charge c where c.payment_id = charge_id));
