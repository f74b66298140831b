-- Why: a month can only be closed at figures that are understood. What a count of cash differed by is said with the day of the
-- count, so that it leaves suspense in the month in which it came there; and Stripe cannot say what a payout made by hand
-- carries, so that no list of it may stand beside the division that we make ourselves.

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
    from suspense_item i where not exists (select from suspense_assignment a where a.txn_id = i.txn_id) having count(*) > 0
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
  select 'statement_is_missing', null, b.id, 1, 0
    from bank_account b cross join cut
   where exists (select from bank_account_fund h where h.bank_account_id = b.id and h.from_day < cut.day)
     and not exists (select from bank_statement s join bank_statement_import i on i.statement_id = s.id
                      where s.bank_account_id = b.id and i.through_day >= cut.day - b.days_in_transit
                        and not exists (select from bank_statement_withdrawal w where w.statement_id = s.id))
  union all
  select 'payouts_are_not_settled', null, null, count(*), sum(p.amount_cents)::bigint
    from stripe_payout p
   where p.created_at < p_cut - interval '10 days'
     and not exists (select from stripe_payout_event e where e.payout_id = p.id and e.kind in ('arrived', 'failed'))
  having count(*) > 0
$$;

create function cash_difference_keeps_its_day() returns trigger language plpgsql as $$
begin
  if new.occurred_at <> (select c.occurred_at from cash_count c where c.id::text = new.source_id) then
    perform broken('cash_difference_keeps_its_day', 'ledger_transfer');
  end if;
  return null;
end $$;
create constraint trigger cash_difference_keeps_its_day after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.source_kind = 'cash_difference' and new.reverses_id is null)
  execute function cash_difference_keeps_its_day();

create function payout_item_guard() returns trigger language plpgsql as $$
begin
  if not (select p.automatic from stripe_payout p where p.id = new.payout_id) then
    perform broken('only_automatic_payouts_are_listed', 'stripe_payout_item');
  end if;
  return new;
end $$;
create trigger payout_item_guard before insert on stripe_payout_item
  for each row execute function payout_item_guard();

-- A payout made by hand asks what was not available yet when it was made.
create index stripe_balance_transaction_available_idx on stripe_balance_transaction (available_on);
