-- Why: money that moves from one of the organization's own bank accounts to another is a line at each of them, and a movement of no
-- fund. It could only be booked as a loss here and as found money there, which neither was. The two lines are matched to each
-- other, both or neither, and undone together; until the second is there, a person's word says why the first stands alone. What
-- an account should hold (`bank_balance_by_books`) counts its lines, and so knows of the move already.

alter table bank_match drop constraint bank_match_rule_check;
alter table bank_match add constraint bank_match_rule_check
  check (rule in ('reference', 'amount_and_day', 'by_hand', 'own_transfer'));
-- Two lines of which one was announced are found by the night, and others by a person: a move needs no reason beside itself.
alter table bank_match drop constraint people_match_by_hand;
alter table bank_match add constraint people_match_by_hand
  check ((rule = 'by_hand') = (reason is not null)
         and case rule when 'by_hand' then matched_by is not null when 'own_transfer' then true else matched_by is null end);

-- The match of the line that left, and of the line that came.
create table bank_own_transfer (
  out_match_id uuid constraint own_transfer_leaves_once primary key references bank_match (id),
  in_match_id  uuid not null constraint own_transfer_arrives_once unique references bank_match (id),
  recorded_at  timestamptz not null default now()
);

-- A person's word that a line went to, or came from, another account of ours. The newest of a line counts.
create table bank_transfer_word (
  id               bigint generated always as identity primary key,
  line_id          bigint not null references bank_line (id),
  other_account_id uuid not null references bank_account (id),
  said_by          uuid not null references staff (id),
  occurred_at      timestamptz not null,
  recorded_at      timestamptz not null default now()
);
create index bank_transfer_word_line_idx on bank_transfer_word (line_id);

-- Lines that wait for their second. A word is used up by the line's next match: whoever undoes that says it anew.
create view bank_line_on_its_way with (security_invoker = true) as
  select distinct on (w.line_id) w.line_id, l.bank_account_id, w.other_account_id, l.day, l.amount_cents, w.said_by
    from bank_transfer_word w join standing_bank_line l on l.id = w.line_id and l.match_id is null
   where not exists (select from bank_match_line x join bank_match m on m.id = x.match_id
                      where x.line_id = w.line_id and m.recorded_at > w.recorded_at)
   order by w.line_id, w.id desc;

create function bank_transfer_word_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  account uuid := (select l.bank_account_id from bank_line l where l.id = new.line_id);
begin
  perform lock_bank_account(account);
  if not exists (select from standing_bank_line l where l.id = new.line_id and l.match_id is null) then
    perform broken('bank_line_is_matched_once', 'bank_transfer_word');
  end if;
  if new.other_account_id = account then perform broken('own_transfer_is_whole', 'bank_transfer_word'); end if;
  if not answers_for_account(new.said_by, account, array['treasurer', 'administrator'])
     or not answers_for_account(new.said_by, new.other_account_id, array['treasurer', 'administrator']) then
    perform broken('bank_accounts_are_the_treasurers', 'bank_transfer_word');
  end if;
  return new;
end $$;
create trigger bank_transfer_word_guard before insert on bank_transfer_word
  for each row execute function bank_transfer_word_guard();

create or replace function bank_match_adds_up() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  m bank_match;
  lines bigint; line_count bigint; movements bigint; movement_count bigint;
begin
  select * into m from bank_match where id = (to_jsonb(new) ->> case tg_table_name when 'bank_match' then 'id' else 'match_id' end)::uuid;
  -- A move between own accounts adds up over both of its lines: `own_transfer_is_whole`.
  if m.rule = 'own_transfer' then return null; end if;
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

-- One line that left and one that came, of two accounts and of the same cents, with nothing of the books between them; both
-- stand, or both were undone.
create function own_transfer_is_whole(p_match uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((
    select bool_and(o.rule = 'own_transfer' and i.rule = 'own_transfer' and o.bank_account_id <> i.bank_account_id
                    and gone.lines = 1 and come.lines = 1 and gone.cents < 0 and gone.cents + come.cents = 0
                    and not exists (select from bank_match_movement x where x.match_id in (o.id, i.id))
                    and exists (select from bank_unmatch u where u.match_id = o.id)
                        = exists (select from bank_unmatch u where u.match_id = i.id))
      from bank_own_transfer t join bank_match o on o.id = t.out_match_id join bank_match i on i.id = t.in_match_id
     cross join lateral (select count(*) as lines, coalesce(sum(l.amount_cents), 0) as cents
                           from bank_match_line x join bank_line l on l.id = x.line_id where x.match_id = o.id) gone
     cross join lateral (select count(*) as lines, coalesce(sum(l.amount_cents), 0) as cents
                           from bank_match_line x join bank_line l on l.id = x.line_id where x.match_id = i.id) come
     where p_match in (t.out_match_id, t.in_match_id)), false)
$$;

-- Asked when the transaction ends, when both halves are there.
create function bank_own_transfer_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  written jsonb := to_jsonb(new);
  match uuid := coalesce(written ->> 'match_id', written ->> 'out_match_id', written ->> 'id')::uuid;
begin
  if (tg_table_name = 'bank_own_transfer' or exists (select from bank_match m where m.id = match and m.rule = 'own_transfer'))
     and not own_transfer_is_whole(match) then
    perform broken('own_transfer_is_whole', tg_table_name);
  end if;
  return null;
end $$;
do $$
declare
  part text;
begin
  foreach part in array array['bank_own_transfer', 'bank_match', 'bank_match_line', 'bank_match_movement', 'bank_unmatch'] loop
    execute format('create constraint trigger %I after insert on %I deferrable initially deferred
                      for each row execute function bank_own_transfer_guard()', part || '_is_whole', part);
  end loop;
end $$;

do $$
declare
  history text;
begin
  foreach history in array array['bank_own_transfer', 'bank_transfer_word'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'reconciliation_is_append_only');
    execute format('alter table %I enable row level security', history);
  end loop;
end $$;
create policy account_scope on bank_own_transfer
  using (exists (select from bank_match m where m.id in (out_match_id, in_match_id)));
create policy account_scope on bank_transfer_word using (exists (select from bank_line l where l.id = line_id));

-- As before, and: a close that rests on a line being on its way rests on the word of whoever said so.
create or replace function close_rests_on_word_of(p_staff uuid, p_cut timestamptz) returns boolean language sql stable security definer
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
      or exists (select from bank_line_on_its_way w where w.said_by = p_staff and w.day < day_here(p_cut))
$$;

-- As before, and: a line that waits for its second stands against no close while money may be on its way, and after that it does.
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
    from standing_bank_line l cross join cut
   where l.match_id is null and l.day < cut.day and not exists (select from bank_line_on_its_way w where w.line_id = l.id)
   group by l.bank_account_id
  union all
  -- Between two accounts money is on its way for days, and not for longer.
  select 'own_transfers_are_half', null, w.bank_account_id, count(*), sum(w.amount_cents)::bigint
    from bank_line_on_its_way w join bank_account b on b.id = w.bank_account_id cross join cut
   where w.day < cut.day - b.days_in_transit group by w.bank_account_id
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
