-- Why: a month was closed while its last days of the bank were unread, and what came in them could be booked in it no more. The
-- statement reaches the last day, or a person says that nothing moved after it; and what the bank says it holds is compared
-- with the books, since lines that are missing in the middle show in nothing else.

-- What a file says that the account held at the end of a day.
create table bank_statement_balance (
  statement_id  uuid primary key references bank_statement (id),
  as_of_day     date not null,
  balance_cents bigint not null,
  recorded_at   timestamptz not null default now()
);

-- A person says that nothing moved at the bank after the last day that its statements reach. It stands as long as no line of
-- those days comes up.
create table bank_still_days (
  id              bigint generated always as identity primary key,
  bank_account_id uuid not null references bank_account (id),
  after_day       date not null,
  through_day     date not null,
  said_by         uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint still_days_are_in_order check (after_day < through_day)
);
create index bank_still_days_account_idx on bank_still_days (bank_account_id, after_day);

-- Why the bank's balance and the books differ by just these cents. Another figure is another question.
create table bank_balance_answer (
  id               bigint generated always as identity primary key,
  bank_account_id  uuid not null references bank_account (id),
  difference_cents bigint not null constraint answered_balance_differs check (difference_cents <> 0),
  reason           text not null check (reason in ('money_before_the_first_day', 'between_our_accounts', 'not_our_money')),
  answered_by      uuid not null references staff (id),
  occurred_at      timestamptz not null,
  recorded_at      timestamptz not null default now()
);
create index bank_balance_answer_account_idx on bank_balance_answer (bank_account_id, difference_cents);

-- Through which day the bank's files tell all: no day is told before it is over. Before the first of them, what lies before the
-- first day that is compared. Owner's eyes, like the obstacles that ask.
create function bank_read_through(p_account uuid) returns date language sql stable security definer
  set search_path = public, pg_temp as $$
  select greatest((select min(h.from_day) - 1 from bank_account_fund h where h.bank_account_id = p_account),
                  (select max(least(i.through_day, day_here(s.occurred_at) - 1))
                     from bank_statement s join bank_statement_import i on i.statement_id = s.id
                    where s.bank_account_id = p_account
                      and not exists (select from bank_statement_withdrawal w where w.statement_id = s.id)))
$$;

create function bank_known_through(p_account uuid) returns date language sql stable security definer
  set search_path = public, pg_temp as $$
  select greatest(r.day, (select max(k.through_day) from bank_still_days k
                           where k.bank_account_id = p_account and k.after_day <= r.day
                             and not exists (select from standing_bank_line l where l.bank_account_id = p_account
                                                and l.day > k.after_day and l.day <= k.through_day)))
    from (select bank_read_through(p_account) as day) r
$$;

-- What the account should hold at the end of a day: what the books had counted there before its first day, and every line
-- since. What is still on its way is in neither. A fund that came here from another account came with a line.
create function bank_balance_by_books(p_account uuid, p_day date) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((
           select sum(case when d.code = 'bank' then t.amount_cents else -t.amount_cents end)
             from ledger_transfer t
             join ledger_account d on d.id = t.debit_account_id
             join ledger_account c on c.id = t.credit_account_id
             join bank_account_fund h on h.fund_id = t.fund_id and h.bank_account_id = p_account
              and not exists (select from bank_account_fund e where e.fund_id = h.fund_id and e.from_day < h.from_day)
            where t.code not in ('donation', 'donation_fee_cover', 'processing_fee', 'refund', 'refund_fee_cover', 'refund_failed',
                                 'refund_failed_fee_cover', 'dispute', 'dispute_won', 'payout_made', 'stripe_reserve')
              and 'bank' in (d.code, c.code) and day_here(t.occurred_at) <= p_day
              and (t.source_kind = 'opening' or day_here(t.occurred_at) < h.from_day)), 0)::bigint
       + coalesce((
           select sum(l.amount_cents) from standing_bank_line l
            where l.bank_account_id = p_account and l.day <= p_day
              and l.day >= (select min(h.from_day) from bank_account_fund h where h.bank_account_id = p_account)), 0)::bigint
$$;

-- What the bank said it held, beside the books, through the lines of whose days it was said: at or after a day, the first that
-- agrees or else the first at all; before it, the last. No row where no file said anything that can be compared.
create function bank_balance_difference(p_account uuid, p_day date)
  returns table (as_of_day date, said_cents bigint, cents bigint) language sql stable security definer
  set search_path = public, pg_temp as $$
  with said as (
    select v.as_of_day, v.balance_cents, s.occurred_at, v.balance_cents - bank_balance_by_books(p_account, v.as_of_day) as cents
      from bank_statement_balance v join bank_statement s on s.id = v.statement_id
     where s.bank_account_id = p_account
       and not exists (select from bank_statement_withdrawal w where w.statement_id = s.id)
       and v.as_of_day >= (select min(h.from_day) from bank_account_fund h where h.bank_account_id = p_account)
       and v.as_of_day <= (select max(i.through_day) from bank_statement z join bank_statement_import i on i.statement_id = z.id
                            where z.bank_account_id = p_account
                              and not exists (select from bank_statement_withdrawal w where w.statement_id = z.id))
       -- Older ones were asked when their months were closed.
       and v.as_of_day >= coalesce((select max(o.as_of_day) from bank_statement_balance o join bank_statement os on os.id = o.statement_id
                                     where os.bank_account_id = p_account and o.as_of_day < p_day
                                       and not exists (select from bank_statement_withdrawal w where w.statement_id = os.id)), v.as_of_day))
  select x.as_of_day, x.balance_cents, x.cents from said x
   order by x.as_of_day >= p_day desc, case when x.as_of_day >= p_day then x.cents <> 0 end,
            case when x.as_of_day >= p_day then x.as_of_day end, x.as_of_day desc, x.occurred_at desc
   limit 1
$$;

-- Whether a close rests on what this person alone said of the bank: nobody closes on their own word.
create function close_rests_on_word_of(p_staff uuid, p_cut timestamptz) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from bank_account b cross join (select day_here(p_cut) as day) cut
     where exists (select from bank_account_fund h where h.bank_account_id = b.id and h.from_day < cut.day)
       and (bank_read_through(b.id) < cut.day - 1
            and not exists (select from bank_still_days k
                             where k.bank_account_id = b.id and k.said_by <> p_staff
                               and k.after_day <= bank_read_through(b.id) and k.through_day >= cut.day - 1)
         or exists (select from bank_balance_difference(b.id, cut.day - 1) d
                     where d.cents <> 0
                       and not exists (select from bank_balance_answer a
                                        where a.bank_account_id = b.id and a.difference_cents = d.cents
                                          and a.answered_by <> p_staff))))
$$;

create function bank_still_days_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform lock_bank_account(new.bank_account_id);
  if new.after_day is distinct from bank_read_through(new.bank_account_id) then
    perform broken('still_days_follow_the_statement', 'bank_still_days');
  end if;
  if new.through_day >= day_here(new.occurred_at) then perform broken('still_days_are_over', 'bank_still_days'); end if;
  if exists (select from standing_bank_line l where l.bank_account_id = new.bank_account_id
                and l.day > new.after_day and l.day <= new.through_day) then
    perform broken('still_days_have_no_line', 'bank_still_days');
  end if;
  return new;
end $$;
create trigger bank_still_days_guard before insert on bank_still_days
  for each row execute function bank_still_days_guard();
create trigger bank_worker_guard before insert on bank_still_days
  for each row execute function bank_worker_guard('said_by', 'account');
create trigger bank_worker_guard before insert on bank_balance_answer
  for each row execute function bank_worker_guard('answered_by', 'account');

do $$
declare
  history text;
begin
  foreach history in array array['bank_statement_balance', 'bank_still_days', 'bank_balance_answer'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'reconciliation_is_append_only');
    execute format('alter table %I enable row level security', history);
  end loop;
end $$;
create policy account_scope on bank_statement_balance using (exists (select from bank_statement s where s.id = statement_id));
create policy account_scope on bank_still_days using (bank_account_id in (select bank_accounts_in_scope()));
create policy account_scope on bank_balance_answer using (bank_account_id in (select bank_accounts_in_scope()));

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

create or replace function books_close_decision_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  c books_close;
begin
  select * into c from books_close where id = new.close_id;
  if not answers_for_all_funds(new.decided_by, array['treasurer', 'administrator']) then
    perform broken('books_are_closed_by_those_who_answer_for_all', 'books_close_decision');
  end if;
  if new.decision = 'withdrawn' then return new; end if;
  if new.decided_by = c.proposed_by then perform broken('close_is_confirmed_by_another', 'books_close_decision'); end if;
  if not step_up_is_fresh(new.step_up_id, new.decided_by, 'close_books:' || c.id || ':' || c.balances_hash) then
    perform broken('step_up_is_fresh_and_bound', 'books_close_decision');
  end if;
  -- From here on nobody posts until this is done: what is compared is what is closed.
  perform pg_advisory_xact_lock(hashtextextended('books are open', 0));
  if exists (select from books_obstacles(c.cut_at)) then perform broken('books_are_not_ready', 'books_close_decision'); end if;
  if close_rests_on_word_of(new.decided_by, c.cut_at) then
    perform broken('close_rests_on_anothers_word', 'books_close_decision');
  end if;
  if exists (select from books_as_of(c.cut_at) b
               full join (select x.fund_id, x.code, x.balance_cents from books_close_balance x where x.close_id = c.id) x using (fund_id, code)
              where b.balance_cents is distinct from x.balance_cents) then
    perform broken('books_stand_as_proposed', 'books_close_decision');
  end if;
  return new;
end $$;
