-- Why: a gift of before this site stands on its donor's papers, and its card can still be given back at Stripe, or its donor's
-- bank can take it, after go-live. The movement waited in suspense, named nobody, and the papers went on to count the gift. The
-- gift knows Stripe's number of its charge: what went back of it is kept here, and taken off it.

create table imported_gift_refund (
  -- Stripe's own id of the refund.
  id            text primary key,
  gift_id       uuid not null references imported_gift (id),
  txn_id        text not null unique references stripe_balance_transaction (id),
  amount_cents  bigint not null check (amount_cents > 0),
  -- What the gift is less by: a file may have told of less than the card was charged.
  gift_cents    bigint not null check (gift_cents between 0 and amount_cents),
  failed_txn_id text unique references stripe_balance_transaction (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now()
);
create index imported_gift_refund_gift_idx on imported_gift_refund (gift_id);

create table imported_gift_dispute (
  -- Stripe's own id of the dispute.
  id           text primary key,
  gift_id      uuid not null references imported_gift (id),
  state        text not null check (state in ('open', 'won', 'lost')),
  amount_cents bigint not null check (amount_cents > 0),
  gift_cents   bigint not null check (gift_cents between 0 and amount_cents),
  occurred_at  timestamptz not null,
  closed_at    timestamptz,
  recorded_at  timestamptz not null default now()
);
create index imported_gift_dispute_gift_idx on imported_gift_dispute (gift_id);

-- What is left of a gift of before: a refund that failed and a dispute that was won took nothing.
create function imported_gift_left(p_gift uuid) returns bigint
  language sql stable security definer set search_path = public, pg_temp as $$
  select g.amount_cents
       - coalesce((select sum(r.gift_cents) from imported_gift_refund r
                    where r.gift_id = g.id and r.failed_txn_id is null), 0)::bigint
       - coalesce((select sum(q.gift_cents) from imported_gift_dispute q
                    where q.gift_id = g.id and q.state <> 'won'), 0)::bigint
    from imported_gift g where g.id = p_gift
$$;

create function imported_gift_back_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ends text[] := '{failed_txn_id,state,closed_at}';
  batch uuid;
begin
  if tg_op = 'UPDATE' then
    -- How it ended is all that is learned of it later; what failed stays failed, and what was won stays won.
    if (to_jsonb(new) - ends) <> (to_jsonb(old) - ends)
       or (to_jsonb(old) ->> 'failed_txn_id' is not null
           and to_jsonb(new) ->> 'failed_txn_id' is distinct from to_jsonb(old) ->> 'failed_txn_id')
       or (to_jsonb(old) ->> 'state' = 'won' and to_jsonb(new) ->> 'state' <> 'won') then
      perform broken('what_went_back_is_not_rewritten', tg_table_name);
    end if;
    return new;
  end if;
  select g.batch_id into batch from imported_gift g where g.id = new.gift_id;
  -- A file that is being taken back at this moment ends first, and then there is no gift.
  perform hold_import(batch, false);
  perform pg_advisory_xact_lock(hashtextextended(new.gift_id::text, 0));
  if not import_has(batch, 'committed') or exists (select from imported_gift_end x where x.gift_id = new.gift_id) then
    perform broken('only_a_standing_gift_goes_back', tg_table_name);
  end if;
  if new.gift_cents > imported_gift_left(new.gift_id) then
    perform broken('imported_gift_goes_back_within_itself', tg_table_name);
  end if;
  return new;
end $$;

do $$
declare
  t text;
begin
  foreach t in array '{imported_gift_refund,imported_gift_dispute}'::text[] loop
    execute format('create trigger %I before insert or update on %I for each row execute function imported_gift_back_guard()',
                   t || '_guard', t);
    execute format('create trigger %I before delete or truncate on %I for each statement
                      execute function refuse_rewriting(''imports_are_append_only'')', t || '_is_never_removed', t);
    execute format('alter table %I enable row level security', t);
    execute format('create policy fund_scope on %I using (exists (select from imported_gift g where g.id = gift_id))', t);
  end loop;
end $$;

-- As before, and: a gift of which something went back stays, so that a file that is brought in again finds it.
create or replace function imported_gift_end_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform hold_import(batch_id, true) from (
    select distinct g.batch_id from added a join imported_gift g on g.id = a.gift_id order by 1) touched;
  if exists (select from added a join imported_gift g on g.id = a.gift_id where not import_has(g.batch_id, 'undo_started')
              or import_has(g.batch_id, 'undone')) then
    perform broken('only_what_is_in_is_undone', 'imported_gift_end');
  end if;
  if exists (select from added a join annual_statement_line l on l.gift_kind = 'imported' and l.gift_id = a.gift_id) then
    perform broken('gift_on_a_statement_stays', 'imported_gift_end');
  end if;
  if exists (select from added a join imported_gift_refund r on r.gift_id = a.gift_id)
     or exists (select from added a join imported_gift_dispute q on q.gift_id = a.gift_id) then
    perform broken('gift_that_went_back_stays', 'imported_gift_end');
  end if;
  return null;
end $$;
