-- Why: two accounts and one amount cannot be unbalanced; a composite foreign key cannot leave its fund;
-- what was written stays written. Balances are kept beside the transfers and compared with them by the books.

create table account_type (
  code       text primary key,
  kind       text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
  sub_ledger text check (sub_ledger in ('poster', 'bond', 'request', 'fund'))
);

insert into account_type (code, kind, sub_ledger) values
  ('stripe', 'asset', null), ('stripe_reserve', 'asset', null), ('in_transit', 'asset', null),
  ('bank', 'asset', null), ('cash_box', 'asset', null), ('advance', 'asset', 'poster'),
  ('bond_deposit', 'asset', 'bond'), ('refund_due', 'asset', 'bond'),
  ('copay_held', 'liability', 'request'), ('copay_posted', 'liability', 'bond'),
  ('card_payable', 'liability', null), ('reimbursement_due', 'liability', null),
  ('interfund', 'asset', 'fund'), ('opening', 'equity', null),
  ('gifts', 'income', null), ('fee_cover', 'income', null), ('interest', 'income', null), ('recoveries', 'income', null),
  ('processing_fees', 'expense', null), ('bond_fees', 'expense', null), ('bank_fees', 'expense', null),
  ('withheld', 'expense', null), ('forfeited', 'expense', null), ('written_off', 'expense', null),
  ('support', 'expense', null), ('program_cost', 'expense', null), ('dispute_losses', 'expense', null),
  ('suspense', 'asset', null);

create table ledger_account (
  id            bigint generated always as identity primary key,
  fund_id       uuid not null references fund (id),
  code          text not null references account_type (code),
  sub           text not null default '',
  debits_cents  bigint not null default 0 check (debits_cents >= 0),
  credits_cents bigint not null default 0 check (credits_cents >= 0),
  constraint account_exists_once unique (fund_id, code, sub),
  constraint account_belongs_to_fund unique (id, fund_id),
  -- A bond can give back, lose or be written off for no more than went in.
  constraint bond_pays_out_at_most_principal
    check (code not in ('bond_deposit', 'refund_due') or debits_cents >= credits_cents),
  constraint advances_match_receipts check (code <> 'advance' or debits_cents >= credits_cents),
  constraint copay_is_never_overdrawn check (code not in ('copay_held', 'copay_posted') or credits_cents >= debits_cents),
  constraint cash_box_is_never_overdrawn check (code <> 'cash_box' or debits_cents >= credits_cents)
);

create table ledger_transfer (
  id                bigint generated always as identity primary key,
  fund_id           uuid not null,
  code              text not null,
  debit_account_id  bigint not null,
  credit_account_id bigint not null,
  amount_cents      bigint not null,
  source_kind       text not null,
  source_id         text not null,
  part              smallint not null default 0,
  reverses_id       bigint constraint reversed_at_most_once unique references ledger_transfer (id),
  link_id           uuid,
  occurred_at       timestamptz not null,
  recorded_at       timestamptz not null default now(),
  constraint transfer_is_positive_and_two_sided check (amount_cents > 0 and debit_account_id <> credit_account_id),
  constraint one_source_posts_once unique (source_id, source_kind, code, fund_id, part),
  constraint transfer_stays_in_fund foreign key (debit_account_id, fund_id) references ledger_account (id, fund_id),
  constraint transfer_stays_in_fund_credit foreign key (credit_account_id, fund_id) references ledger_account (id, fund_id)
);

create index ledger_transfer_fund_id_idx on ledger_transfer (fund_id, id);
-- Rows are appended in this order, so a block range index costs next to nothing.
create index ledger_transfer_recorded_idx on ledger_transfer using brin (recorded_at);
create index ledger_transfer_link_idx on ledger_transfer (link_id) where link_id is not null;

-- Daily roll-up per fund and code, folded in the posting batch, so that pages never walk the ledger.
create table ledger_daily (
  fund_id      uuid not null references fund (id),
  day          date not null,
  code         text not null,
  transfers    bigint not null,
  amount_cents bigint not null,
  primary key (fund_id, code, day)
);

create trigger ledger_transfer_is_append_only before update or delete or truncate on ledger_transfer
  for each statement execute function refuse_rewriting('ledger_is_append_only');
create trigger ledger_account_is_never_removed before delete or truncate on ledger_account
  for each statement execute function refuse_rewriting('ledger_is_append_only');

-- Why: balances move only inside post_transfers, where the transfers that explain them are written.
create function balances_move_with_transfers() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('homeward.posting', true), '') <> 'on' then
    raise exception 'row of ledger_account violates constraint "balances_equal_transfers"'
      using errcode = 'check_violation', constraint = 'balances_equal_transfers';
  end if;
  return new;
end $$;
create trigger balances_equal_transfers before update on ledger_account
  for each row execute function balances_move_with_transfers();

-- The only writer of the ledger. One call posts a whole batch: accounts are made where missing, locked in id
-- order (unordered multi-row updates deadlock), transfers written, balances and roll-ups moved once.
-- A source that was posted before fails as one_source_posts_once: nothing of the batch is written.
-- Amounts are cents. Answers the number of transfers written.
create function post_transfers(
  p_fund uuid[], p_code text[], p_debit text[], p_debit_sub text[], p_credit text[], p_credit_sub text[],
  p_amount bigint[], p_source_kind text[], p_source_id text[], p_part smallint[],
  p_occurred timestamptz[], p_reverses bigint[], p_link uuid[]
) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  written bigint;
begin
  if coalesce(cardinality(p_fund), 0) = 0 then return 0; end if;

  insert into ledger_account (fund_id, code, sub)
    select distinct f, c, s from (
      select * from unnest(p_fund, p_debit, p_debit_sub) as d (f, c, s)
      union all
      select * from unnest(p_fund, p_credit, p_credit_sub) as d (f, c, s)) named
     where not exists (select from ledger_account a where a.fund_id = f and a.code = c and a.sub = s)
     order by f, c, s
    on conflict on constraint account_exists_once do nothing;

  perform from ledger_account a
    where (a.fund_id, a.code, a.sub) in (
      select * from unnest(p_fund, p_debit, p_debit_sub)
      union select * from unnest(p_fund, p_credit, p_credit_sub))
    order by a.id for no key update;

  perform set_config('homeward.posting', 'on', true);

  with leg as (
    select d.id as debit_id, c.id as credit_id, l.*
      from unnest(p_fund, p_code, p_debit, p_debit_sub, p_credit, p_credit_sub, p_amount,
                  p_source_kind, p_source_id, p_part, p_occurred, p_reverses, p_link) with ordinality
           as l (fund_id, code, debit, debit_sub, credit, credit_sub, amount,
                 source_kind, source_id, part, occurred_at, reverses_id, link_id, n)
      join ledger_account d on d.fund_id = l.fund_id and d.code = l.debit and d.sub = l.debit_sub
      join ledger_account c on c.fund_id = l.fund_id and c.code = l.credit and c.sub = l.credit_sub
  ), posted as (
    insert into ledger_transfer (fund_id, code, debit_account_id, credit_account_id, amount_cents,
                                 source_kind, source_id, part, occurred_at, reverses_id, link_id)
      select fund_id, code, debit_id, credit_id, amount, source_kind, source_id, part, occurred_at, reverses_id, link_id
        from leg order by n
      returning fund_id, code, debit_account_id, credit_account_id, amount_cents, occurred_at
  ), moved as (
    select account_id, sum(debit)::bigint as debit, sum(credit)::bigint as credit from (
      select debit_account_id as account_id, amount_cents as debit, 0 as credit from posted
      union all
      select credit_account_id, 0, amount_cents from posted) sides
     group by account_id
  ), balanced as (
    update ledger_account a
       set debits_cents = a.debits_cents + moved.debit, credits_cents = a.credits_cents + moved.credit
      from moved where a.id = moved.account_id
  ), rolled as (
    insert into ledger_daily as day (fund_id, day, code, transfers, amount_cents)
      select fund_id, (occurred_at at time zone 'UTC')::date, code, count(*), sum(amount_cents)::bigint
        from posted group by 1, 2, 3 order by 1, 3, 2
      on conflict (fund_id, code, day) do update
        set transfers = day.transfers + excluded.transfers, amount_cents = day.amount_cents + excluded.amount_cents
  )
  select count(*) into written from posted;

  perform set_config('homeward.posting', '', true);

  -- A name that is not in the chart of accounts joins to nothing; a batch is written whole or not at all.
  if written <> cardinality(p_fund) then
    raise exception 'batch violates constraint "transfer_is_positive_and_two_sided"'
      using errcode = 'check_violation', constraint = 'transfer_is_positive_and_two_sided';
  end if;
  return written;
end $$;

-- Every balance as signed cents, debit positive.
create view account_balance as
  select a.id, a.fund_id, a.code, a.sub, t.kind, a.debits_cents - a.credits_cents as balance_cents
    from ledger_account a join account_type t on t.code = a.code;
