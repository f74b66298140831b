-- Why: the ledger says what should be at the bank, the bank says what is there. Each line of the bank is explained by
-- movements of the ledger, each by a record of who or what matched them; only when nothing differs is a month closed, and
-- after that nothing can be booked into it.

create table bank_account (
  id              uuid primary key default gen_random_uuid(),
  name            text not null constraint bank_account_has_a_name check (char_length(name) between 1 and 60),
  -- The last four digits and no more: enough to tell two accounts apart, too little to draw on one.
  last4           text not null constraint bank_account_shows_four_digits check (last4 ~ '^\d{4}$'),
  -- How long money may be on its way before its missing line is a question.
  days_in_transit smallint not null default 10 constraint days_in_transit_are_few check (days_in_transit between 1 and 60),
  opened_by       uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);

-- At which account a fund's money lies, from a day on: what came before is not compared.
create table bank_account_fund (
  fund_id         uuid not null references fund (id),
  from_day        date not null,
  bank_account_id uuid not null references bank_account (id),
  assigned_by     uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint fund_lies_at_one_account primary key (fund_id, from_day)
);
create index bank_account_fund_account_idx on bank_account_fund (bank_account_id);

-- How this bank's CSV is read. The newest is used.
create table bank_csv_layout (
  id              bigint generated always as identity primary key,
  bank_account_id uuid not null references bank_account (id),
  layout          jsonb not null,
  set_by          uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);
create index bank_csv_layout_account_idx on bank_csv_layout (bank_account_id, id);

-- A file of the bank as it came, sealed: its lines name people.
create table bank_statement (
  id              uuid primary key default gen_random_uuid(),
  bank_account_id uuid not null references bank_account (id),
  format          text not null check (format in ('csv', 'ofx')),
  content         bytea not null,
  -- Keyed: says that it is the same file, and nothing of what is in it.
  content_token   bytea not null,
  uploaded_by     uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);
create index bank_statement_account_idx on bank_statement (bank_account_id, occurred_at);

-- Its lines were taken in, all or none.
create table bank_statement_import (
  statement_id uuid constraint statement_is_imported_once primary key references bank_statement (id),
  from_day     date not null,
  through_day  date not null,
  new_lines    integer not null check (new_lines >= 0),
  known_lines  integer not null check (known_lines >= 0),
  imported_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint statement_days_are_in_order check (from_day <= through_day)
);

-- It was read wrongly: its lines stand no more. Possible while none of them is matched and their month is open.
create table bank_statement_withdrawal (
  statement_id uuid constraint statement_is_withdrawn_once primary key references bank_statement (id),
  reason       text not null check (reason in ('wrong_account', 'wrong_columns', 'wrong_signs', 'not_final')),
  withdrawn_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

create table bank_line (
  id              bigint generated always as identity primary key,
  bank_account_id uuid not null references bank_account (id),
  statement_id    uuid not null references bank_statement (id),
  row_number      integer not null check (row_number > 0),
  day             date not null,
  -- Above zero it came in.
  amount_cents    bigint not null constraint bank_line_moves_money check (amount_cents <> 0),
  -- What the bank wrote: it may name people.
  text            bytea not null,
  -- Keyed digest of the line and its number among equal lines of one file: what tells a line seen before.
  line_token      bytea not null,
  recorded_at     timestamptz not null default now(),
  constraint row_is_read_once unique (statement_id, row_number)
);
create index bank_line_account_idx on bank_line (bank_account_id, day, id);
create index bank_line_token_idx on bank_line (bank_account_id, line_token);

create table bank_match (
  id              uuid primary key default gen_random_uuid(),
  bank_account_id uuid not null references bank_account (id),
  rule            text not null check (rule in ('reference', 'amount_and_day', 'by_hand')),
  reason          text check (reason in ('same_reference', 'paid_in_parts', 'one_deposit', 'other_day', 'seen_on_paper',
                                         'cancel_each_other', 'bank_took_a_fee', 'not_understood')),
  -- What the lines say beyond the movements, booked to `suspense` until someone else says what it was.
  booked_cents    bigint not null default 0,
  booked_fund_id  uuid references fund (id),
  matched_by      uuid references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint people_match_by_hand check ((rule = 'by_hand') = (matched_by is not null) and (rule = 'by_hand') = (reason is not null)),
  constraint only_people_book_differences
    check ((booked_cents = 0) = (booked_fund_id is null) and (booked_cents = 0 or rule = 'by_hand'))
);
create index bank_match_account_idx on bank_match (bank_account_id, occurred_at, id);

create table bank_match_line (
  match_id uuid not null references bank_match (id),
  line_id  bigint not null references bank_line (id),
  primary key (match_id, line_id)
);
create index bank_match_line_line_idx on bank_match_line (line_id);

create table bank_match_movement (
  match_id     uuid not null references bank_match (id),
  source_kind  text not null,
  source_id    text not null,
  amount_cents bigint not null,
  primary key (match_id, source_kind, source_id)
);
create index bank_match_movement_source_idx on bank_match_movement (source_id, source_kind);

create table bank_unmatch (
  match_id     uuid constraint match_is_undone_once primary key references bank_match (id),
  reason       text not null check (reason in ('wrong_line', 'wrong_movement', 'booked_elsewhere', 'statement_replaced')),
  unmatched_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

-- What a booked difference was, said by someone else than who booked it.
create table bank_difference_explanation (
  match_id     uuid constraint bank_difference_is_explained_once primary key references bank_match (id),
  kind         text not null check (kind in ('bank_fee', 'lost', 'interest', 'found')),
  explained_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

-- Why a movement of the ledger has no line yet, and until when that is a good answer.
create table bank_movement_note (
  id              bigint generated always as identity primary key,
  bank_account_id uuid not null references bank_account (id),
  source_kind     text not null,
  source_id       text not null,
  reason          text not null check (reason in ('check_not_cashed', 'on_its_way', 'asked_the_bank')),
  until_day       date not null,
  noted_by        uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint note_ends_within_half_a_year check (until_day <= (occurred_at + interval '184 days')::date)
);
create index bank_movement_note_source_idx on bank_movement_note (bank_account_id, source_id, source_kind);

-- Who sees what of a bank account: only those who may see all funds whose money lies there, since its lines are not told
-- apart by fund. The organization's own money hides nothing.
create function bank_accounts_in_scope() returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select b.id from bank_account b
   where current_setting('homeward.scope', true) = 'system'
      or current_setting('homeward.scope', true) = 'staff'
         and coalesce(current_setting('homeward.funds', true), '') <> ''
         and not exists (select from bank_account_fund h join fund f on f.id = h.fund_id
                          where h.bank_account_id = b.id and f.kind <> 'operating' and not in_scope(f.id))
$$;

create function answers_for_account(p_staff uuid, p_account uuid, p_roles text[]) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.role = any (p_roles))
     and not exists (select from bank_account_fund h join fund f on f.id = h.fund_id
                      where h.bank_account_id = p_account and f.kind <> 'operating'
                        and not holds_role(p_staff, f.id, p_roles))
$$;

create function answers_for_all_funds(p_staff uuid, p_roles text[]) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.role = any (p_roles))
     and not exists (select from fund f where f.kind <> 'operating' and f.state <> 'closed'
                        and not holds_role(p_staff, f.id, p_roles))
$$;

-- The organization's day of a moment.
create function day_here(p_at timestamptz) returns date language sql stable as $$
  select (p_at at time zone (select timezone from organization where id = 1))::date
$$;

-- Gifts and what Stripe does never touch the bank; what is left are few rows.
create index ledger_transfer_near_bank_idx on ledger_transfer (occurred_at)
  where code not in ('donation', 'donation_fee_cover', 'processing_fee', 'refund', 'refund_fee_cover', 'refund_failed',
                     'refund_failed_fee_cover', 'dispute', 'dispute_won', 'payout_made', 'stripe_reserve');

-- What the ledger moved at one bank account, by what caused it: what one line of the bank, or a few, should say.
create view bank_movement with (security_invoker = true) as
  select h.bank_account_id, t.source_kind, t.source_id, day_here(min(t.occurred_at)) as day,
         sum(case when d.code = 'bank' then t.amount_cents else -t.amount_cents end)::bigint as amount_cents,
         array_agg(distinct t.fund_id) as fund_ids
    from ledger_transfer t
    join ledger_account d on d.id = t.debit_account_id
    join ledger_account c on c.id = t.credit_account_id
    join bank_account_fund h on h.fund_id = t.fund_id
     and h.from_day = (select max(l.from_day) from bank_account_fund l
                        where l.fund_id = t.fund_id and l.from_day <= day_here(t.occurred_at))
   where t.code not in ('donation', 'donation_fee_cover', 'processing_fee', 'refund', 'refund_fee_cover', 'refund_failed',
                        'refund_failed_fee_cover', 'dispute', 'dispute_won', 'payout_made', 'stripe_reserve')
     and 'bank' in (d.code, c.code)
     -- What was counted at go-live stands on no statement; what a match booked belongs to its match.
     and t.source_kind not in ('opening', 'bank_match', 'bank_unmatch')
   group by h.bank_account_id, t.source_kind, t.source_id
  having sum(case when d.code = 'bank' then t.amount_cents else -t.amount_cents end) <> 0;

create view standing_bank_match with (security_invoker = true) as
  select m.* from bank_match m where not exists (select from bank_unmatch u where u.match_id = m.id);

-- Lines that stand, each with the match that explains it, if any.
create view standing_bank_line with (security_invoker = true) as
  select l.*, m.id as match_id
    from bank_line l
    left join bank_match_line ml on ml.line_id = l.id
     and not exists (select from bank_unmatch u where u.match_id = ml.match_id)
    left join bank_match m on m.id = ml.match_id
   where not exists (select from bank_statement_withdrawal w where w.statement_id = l.statement_id);

-- A fixed key: lines and matches of one bank account are added one after another.
create function lock_bank_account(p_account uuid) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended('bank account ' || p_account, 0))
$$;

create function bank_account_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.opened_by and r.role in ('treasurer', 'administrator')) then
    perform broken('bank_accounts_are_the_treasurers', 'bank_account');
  end if;
  return new;
end $$;
create trigger bank_account_guard before insert on bank_account for each row execute function bank_account_guard();

create function bank_account_fund_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not (case when (select f.kind from fund f where f.id = new.fund_id) = 'operating'
               then answers_for_account(new.assigned_by, new.bank_account_id, array['treasurer', 'administrator'])
               else holds_role(new.assigned_by, new.fund_id, array['treasurer', 'administrator'])
                and answers_for_account(new.assigned_by, new.bank_account_id, array['treasurer', 'administrator']) end) then
    perform broken('bank_accounts_are_the_treasurers', 'bank_account_fund');
  end if;
  -- Otherwise what was compared and closed before would be compared with another bank.
  if exists (select from bank_account_fund h where h.fund_id = new.fund_id and h.from_day >= new.from_day) then
    perform broken('fund_moves_its_account_forward', 'bank_account_fund');
  end if;
  return new;
end $$;
create trigger bank_account_fund_guard before insert on bank_account_fund
  for each row execute function bank_account_fund_guard();

-- Who does it, as each table calls the person: they answer for all that lies at the account.
create function bank_worker_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  who uuid := nullif(to_jsonb(new) ->> tg_argv[0], '')::uuid;
  account uuid := case tg_argv[1]
    when 'account' then (to_jsonb(new) ->> 'bank_account_id')::uuid
    when 'statement' then (select s.bank_account_id from bank_statement s where s.id = (to_jsonb(new) ->> 'statement_id')::uuid)
    else (select m.bank_account_id from bank_match m where m.id = (to_jsonb(new) ->> 'match_id')::uuid) end;
begin
  -- What the night does has nobody's name.
  if who is not null and not answers_for_account(who, account, array['treasurer', 'administrator']) then
    perform broken('bank_accounts_are_the_treasurers', tg_table_name);
  end if;
  return new;
end $$;
create trigger bank_worker_guard before insert on bank_csv_layout
  for each row execute function bank_worker_guard('set_by', 'account');
create trigger bank_worker_guard before insert on bank_statement
  for each row execute function bank_worker_guard('uploaded_by', 'account');
create trigger bank_worker_guard before insert on bank_statement_import
  for each row execute function bank_worker_guard('imported_by', 'statement');
create trigger bank_worker_guard before insert on bank_statement_withdrawal
  for each row execute function bank_worker_guard('withdrawn_by', 'statement');
create trigger bank_worker_guard before insert on bank_match
  for each row execute function bank_worker_guard('matched_by', 'account');
create trigger bank_worker_guard before insert on bank_unmatch
  for each row execute function bank_worker_guard('unmatched_by', 'match');
create trigger bank_worker_guard before insert on bank_difference_explanation
  for each row execute function bank_worker_guard('explained_by', 'match');
create trigger bank_worker_guard before insert on bank_movement_note
  for each row execute function bank_worker_guard('noted_by', 'account');

create function bank_line_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform lock_bank_account(new.bank_account_id);
  if not exists (select from bank_statement s where s.id = new.statement_id and s.bank_account_id = new.bank_account_id)
     or exists (select from bank_statement_withdrawal w where w.statement_id = new.statement_id) then
    perform broken('bank_line_is_of_its_statement', 'bank_line');
  end if;
  if exists (select from bank_line l where l.bank_account_id = new.bank_account_id and l.line_token = new.line_token
                and not exists (select from bank_statement_withdrawal w where w.statement_id = l.statement_id)) then
    perform broken('bank_line_is_stored_once', 'bank_line');
  end if;
  return new;
end $$;
create trigger bank_line_guard before insert on bank_line for each row execute function bank_line_guard();

create function bank_match_line_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  account uuid := (select m.bank_account_id from bank_match m where m.id = new.match_id);
begin
  perform lock_bank_account(account);
  if not exists (select from standing_bank_line l where l.id = new.line_id and l.bank_account_id = account) then
    perform broken('match_is_within_one_account', 'bank_match_line');
  end if;
  if exists (select from standing_bank_line l where l.id = new.line_id and l.match_id is not null) then
    perform broken('bank_line_is_matched_once', 'bank_match_line');
  end if;
  return new;
end $$;
create trigger bank_match_line_guard before insert on bank_match_line
  for each row execute function bank_match_line_guard();

create function bank_match_movement_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  account uuid := (select m.bank_account_id from bank_match m where m.id = new.match_id);
begin
  perform lock_bank_account(account);
  if not exists (select from bank_movement v where v.bank_account_id = account and v.source_kind = new.source_kind
                    and v.source_id = new.source_id and v.amount_cents = new.amount_cents) then
    perform broken('match_names_real_movements', 'bank_match_movement');
  end if;
  if exists (select from bank_match_movement o join standing_bank_match m on m.id = o.match_id
              where o.source_kind = new.source_kind and o.source_id = new.source_id and m.bank_account_id = account) then
    perform broken('movement_is_matched_once', 'bank_match_movement');
  end if;
  return new;
end $$;
create trigger bank_match_movement_guard before insert on bank_match_movement
  for each row execute function bank_match_movement_guard();

-- Lines = movements + what was booked, to the cent. Asked when the transaction ends, when all of a match is there.
create function bank_match_adds_up() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  m bank_match;
  lines bigint; line_count bigint; movements bigint; movement_count bigint;
begin
  select * into m from bank_match where id = (to_jsonb(new) ->> case tg_table_name when 'bank_match' then 'id' else 'match_id' end)::uuid;
  select coalesce(sum(l.amount_cents), 0), count(*) into lines, line_count
    from bank_match_line x join bank_line l on l.id = x.line_id where x.match_id = m.id;
  select coalesce(sum(x.amount_cents), 0), count(*) into movements, movement_count
    from bank_match_movement x where x.match_id = m.id;
  if lines <> movements + m.booked_cents or line_count + movement_count = 0
     or (m.booked_cents <> 0 and line_count = 0) then
    perform broken('match_adds_up', 'bank_match');
  end if;
  return null;
end $$;
create constraint trigger bank_match_adds_up after insert on bank_match deferrable initially deferred
  for each row execute function bank_match_adds_up();
create constraint trigger bank_match_line_adds_up after insert on bank_match_line deferrable initially deferred
  for each row execute function bank_match_adds_up();
create constraint trigger bank_match_movement_adds_up after insert on bank_match_movement deferrable initially deferred
  for each row execute function bank_match_adds_up();

create function bank_match_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform lock_bank_account(new.bank_account_id);
  if new.booked_fund_id is not null and not exists (
    select from bank_account_fund h where h.fund_id = new.booked_fund_id and h.bank_account_id = new.bank_account_id) then
    perform broken('match_is_within_one_account', 'bank_match');
  end if;
  return new;
end $$;
create trigger bank_match_guard before insert on bank_match for each row execute function bank_match_guard();

create function bank_difference_explanation_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  m bank_match;
begin
  select * into m from bank_match where id = new.match_id;
  perform lock_bank_account(m.bank_account_id);
  if exists (select from bank_unmatch u where u.match_id = m.id)
     or (case when new.kind in ('bank_fee', 'lost') then m.booked_cents >= 0 else m.booked_cents <= 0 end) then
    perform broken('explanation_fits_its_difference', 'bank_difference_explanation');
  end if;
  if new.explained_by = m.matched_by then
    perform broken('difference_is_explained_by_another', 'bank_difference_explanation');
  end if;
  return new;
end $$;
create trigger bank_difference_explanation_guard before insert on bank_difference_explanation
  for each row execute function bank_difference_explanation_guard();

-- The books of a month, closed for good. Another thing than a publication close, which says when the public sees figures.
create table books_close (
  id           uuid primary key default gen_random_uuid(),
  -- Midnight where the organization is: all that happened before it is closed.
  cut_at       timestamptz not null,
  balances_hash text not null check (balances_hash ~ '^[0-9a-f]{64}$'),
  proposed_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);
create index books_close_cut_idx on books_close (cut_at);

-- Debit positive, as in `account_balance`.
create table books_close_balance (
  close_id      uuid not null references books_close (id),
  fund_id       uuid not null references fund (id),
  code          text not null references account_type (code),
  balance_cents bigint not null,
  primary key (close_id, fund_id, code)
);

create table books_close_decision (
  close_id    uuid constraint books_close_is_decided_once primary key references books_close (id),
  decision    text not null check (decision in ('confirmed', 'withdrawn')),
  decided_by  uuid not null references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- What Stripe told of a closed month after its close: it counts in the next.
create table late_entry (
  transfer_id    bigint primary key references ledger_transfer (id),
  closed_through timestamptz not null,
  recorded_at    timestamptz not null default now()
);
create index late_entry_closed_idx on late_entry (closed_through, transfer_id);

create function books_closed_through() returns timestamptz language sql stable security definer
  set search_path = public, pg_temp as $$
  select max(c.cut_at) from books_close c join books_close_decision d on d.close_id = c.id and d.decision = 'confirmed'
$$;

-- Every account as of a cut. What came late to an earlier close counts here.
create function books_as_of(p_cut timestamptz) returns table (fund_id uuid, code text, balance_cents bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.fund_id, a.code, sum(side.cents)::bigint
    from (select t.debit_account_id as account_id, t.amount_cents as cents, t.id, t.occurred_at from ledger_transfer t
          union all
          select t.credit_account_id, -t.amount_cents, t.id, t.occurred_at from ledger_transfer t) side
    join ledger_account a on a.id = side.account_id
   where side.occurred_at < p_cut
   group by a.fund_id, a.code having sum(side.cents) <> 0
$$;

-- What stands against closing the books, by name and figure. Asked by the page, and by the database itself at the close.
create function books_obstacles(p_cut timestamptz)
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

create function books_close_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not answers_for_all_funds(new.proposed_by, array['treasurer', 'administrator']) then
    perform broken('books_are_closed_by_those_who_answer_for_all', 'books_close');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('books close proposals', 0));
  if new.cut_at > new.occurred_at or new.cut_at <= coalesce(books_closed_through(), '-infinity') then
    perform broken('books_close_in_order', 'books_close');
  end if;
  if exists (select from books_close c where not exists (select from books_close_decision d where d.close_id = c.id)) then
    perform broken('one_close_is_proposed', 'books_close');
  end if;
  return new;
end $$;
create trigger books_close_guard before insert on books_close for each row execute function books_close_guard();

create function books_close_decision_guard() returns trigger language plpgsql security definer
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
  if exists (select from books_as_of(c.cut_at) b
               full join (select x.fund_id, x.code, x.balance_cents from books_close_balance x where x.close_id = c.id) x using (fund_id, code)
              where b.balance_cents is distinct from x.balance_cents) then
    perform broken('books_stand_as_proposed', 'books_close_decision');
  end if;
  return new;
end $$;
create trigger books_close_decision_guard before insert on books_close_decision
  for each row execute function books_close_decision_guard();

-- Nothing is booked into a closed month. Stripe alone may still tell of it, since what it moved has moved: that is kept as a
-- late entry, which counts in the month that is open.
create function books_stay_closed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  closed timestamptz;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('books are open', 0));
  closed := books_closed_through();
  if closed is null then return null; end if;
  if exists (select from posted p where p.occurred_at < closed and p.source_kind not in ('stripe_txn', 'payout_arrived')) then
    perform broken('books_are_closed', 'ledger_transfer');
  end if;
  insert into late_entry (transfer_id, closed_through) select p.id, closed from posted p where p.occurred_at < closed;
  return null;
end $$;
create trigger books_stay_closed after insert on ledger_transfer referencing new table as posted
  for each statement execute function books_stay_closed();

create function bank_statement_withdrawal_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  perform lock_bank_account((select s.bank_account_id from bank_statement s where s.id = new.statement_id));
  if exists (select from standing_bank_line l where l.statement_id = new.statement_id
                and (l.match_id is not null or l.day < day_here(books_closed_through()))) then
    perform broken('statement_is_still_free', 'bank_statement_withdrawal');
  end if;
  return new;
end $$;
create trigger bank_statement_withdrawal_guard before insert on bank_statement_withdrawal
  for each row execute function bank_statement_withdrawal_guard();

create function bank_unmatch_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  account uuid := (select m.bank_account_id from bank_match m where m.id = new.match_id);
begin
  perform lock_bank_account(account);
  if exists (select from bank_match_line x join bank_line l on l.id = x.line_id
              where x.match_id = new.match_id and l.day < day_here(books_closed_through())) then
    perform broken('closed_matches_stand', 'bank_unmatch');
  end if;
  return new;
end $$;
create trigger bank_unmatch_guard before insert on bank_unmatch for each row execute function bank_unmatch_guard();

-- How the accountants call our accounts, per fund. The newest is used, and the older ones stay.
create table chart_version (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  class_name  text not null constraint chart_class_is_short check (char_length(class_name) <= 60),
  set_by      uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index chart_version_fund_idx on chart_version (fund_id, recorded_at);

create table chart_version_account (
  version_id uuid not null references chart_version (id),
  code       text not null references account_type (code),
  number     text not null constraint chart_number_is_short check (char_length(number) <= 20),
  name       text not null constraint chart_name_is_short check (char_length(name) between 1 and 60),
  primary key (version_id, code)
);

create function chart_version_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (case when (select f.kind from fund f where f.id = new.fund_id) = 'operating'
               then answers_for_all_funds(new.set_by, array['treasurer', 'administrator'])
               else holds_role(new.set_by, new.fund_id, array['treasurer', 'administrator']) end) then
    perform broken('chart_is_the_treasurers', 'chart_version');
  end if;
  return new;
end $$;
create trigger chart_version_guard before insert on chart_version for each row execute function chart_version_guard();

create table journal_export (
  id               uuid primary key default gen_random_uuid(),
  format           text not null check (format in ('csv', 'iif')),
  from_day         date not null,
  through_day      date not null,
  fund_ids         uuid[] not null constraint journal_is_of_funds check (cardinality(fund_ids) > 0),
  transfers        bigint not null check (transfers >= 0),
  last_transfer_id bigint not null,
  exported_by      uuid not null references staff (id),
  step_up_id       uuid not null unique references staff_step_up (id),
  occurred_at      timestamptz not null,
  recorded_at      timestamptz not null default now(),
  constraint journal_days_are_in_order check (from_day <= through_day)
);

create function journal_export_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  roles text[] := array['treasurer', 'auditor', 'administrator'];
begin
  if exists (select from unnest(new.fund_ids) wanted (id) join fund f on f.id = wanted.id
              where not (case when f.kind = 'operating' then answers_for_all_funds(new.exported_by, roles)
                              else holds_role(new.exported_by, f.id, roles) end)) then
    perform broken('journal_is_of_their_funds', 'journal_export');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.exported_by,
       'export:journal:' || new.format || ':' || new.from_day || ':' || new.through_day) then
    perform broken('step_up_is_fresh_and_bound', 'journal_export');
  end if;
  return new;
end $$;
create trigger journal_export_guard before insert on journal_export
  for each row execute function journal_export_guard();

do $$
declare
  history text;
begin
  foreach history in array array['bank_account', 'bank_account_fund', 'bank_csv_layout', 'bank_statement', 'bank_statement_import',
                                 'bank_statement_withdrawal', 'bank_line', 'bank_match', 'bank_match_line', 'bank_match_movement',
                                 'bank_unmatch', 'bank_difference_explanation', 'bank_movement_note', 'books_close',
                                 'books_close_balance', 'books_close_decision', 'late_entry', 'chart_version',
                                 'chart_version_account', 'journal_export'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'reconciliation_is_append_only');
    execute format('alter table %I enable row level security', history);
  end loop;
end $$;

create policy account_scope on bank_account using (id in (select bank_accounts_in_scope())) with check (true);
create policy account_scope on bank_account_fund using (bank_account_id in (select bank_accounts_in_scope()))
  with check (bank_account_id in (select bank_accounts_in_scope()));
create policy account_scope on bank_csv_layout using (bank_account_id in (select bank_accounts_in_scope()));
create policy account_scope on bank_statement using (bank_account_id in (select bank_accounts_in_scope()));
create policy account_scope on bank_line using (bank_account_id in (select bank_accounts_in_scope()));
create policy account_scope on bank_match using (bank_account_id in (select bank_accounts_in_scope()));
create policy account_scope on bank_movement_note using (bank_account_id in (select bank_accounts_in_scope()));
create policy account_scope on bank_statement_import using (exists (select from bank_statement s where s.id = statement_id));
create policy account_scope on bank_statement_withdrawal using (exists (select from bank_statement s where s.id = statement_id));
create policy account_scope on bank_match_line using (exists (select from bank_match m where m.id = match_id));
create policy account_scope on bank_match_movement using (exists (select from bank_match m where m.id = match_id));
create policy account_scope on bank_unmatch using (exists (select from bank_match m where m.id = match_id));
create policy account_scope on bank_difference_explanation using (exists (select from bank_match m where m.id = match_id));
create policy staff_reads on books_close using (current_setting('homeward.scope', true) in ('system', 'staff'));
create policy staff_reads on books_close_decision using (current_setting('homeward.scope', true) in ('system', 'staff'));
create policy fund_scope on books_close_balance
  using (in_scope(fund_id) or (current_setting('homeward.scope', true) = 'staff'
                               and fund_id in (select f.id from fund f where f.kind = 'operating')))
  with check (true);
create policy staff_reads on late_entry using (current_setting('homeward.scope', true) in ('system', 'staff'));
create policy fund_scope on chart_version
  using (in_scope(fund_id) or (current_setting('homeward.scope', true) = 'staff'
                               and fund_id in (select f.id from fund f where f.kind = 'operating')));
create policy fund_scope on chart_version_account using (exists (select from chart_version v where v.id = version_id));
create policy fund_scope on journal_export
  using (current_setting('homeward.scope', true) = 'system' or not exists (
    select from unnest(fund_ids) wanted (id) join fund f on f.id = wanted.id
     where f.kind <> 'operating' and not in_scope(f.id)));
