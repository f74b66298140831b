-- Why: a gift by check, in cash, from a donor-advised fund, by stock or as a grant is a gift like any other: it must reach every sum,
-- share, receipt and page once. Nothing watches it come but people, so it is entered in batches whose pieces and sum were
-- counted before, by one person, and booked by another.

-- Whoever sends a check may have no address to be written to. Erased, a donor's place is always taken by a number.
alter table donor alter column email drop not null;
alter table donor add constraint erased_donor_leaves_nothing check (erased_at is null or email is not null);

create function holds_role_in_each(p_staff uuid, p_funds uuid[], p_roles text[]) returns boolean language sql stable as $$
  select not exists (select from unnest(p_funds) f where not holds_role(p_staff, f, p_roles))
$$;

-- What was counted before anything is entered: so many pieces, so much money.
create table offline_batch (
  id             uuid primary key default gen_random_uuid(),
  kept_in        text not null check (kept_in in ('bank', 'cash_box')),
  deposited_on   date not null,
  -- The bank's own number of the deposit, to find it on its statement.
  reference      text not null,
  control_cents  bigint not null constraint batch_holds_something check (control_cents > 0),
  control_pieces integer not null constraint batch_is_of_a_size_to_check check (control_pieces between 1 and 200),
  -- To whose funds its gifts may be: who works on it works for every one of them.
  fund_ids       uuid[] not null check (cardinality(fund_ids) between 1 and 10),
  state          text not null default 'open' check (state in ('open', 'closed', 'withdrawn')),
  opened_by      uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now()
);
create index offline_batch_open_idx on offline_batch (occurred_at) where state = 'open';

create table offline_batch_line (
  id           uuid primary key default gen_random_uuid(),
  batch_id     uuid not null references offline_batch (id),
  donor_id     uuid not null references donor (id),
  gift_kind    text not null check (gift_kind in ('check', 'cash', 'donor_advised_fund', 'stock', 'grant')),
  amount_cents bigint not null constraint offline_gift_is_positive check (amount_cents > 0),
  received_on  date not null,
  -- The check's number, the donor-advised fund's or the foundation's own number of the grant.
  reference    text not null default '',
  -- The organization that keeps the donor-advised fund, and sent the money.
  sponsor      text not null default '',
  ticker       text not null default '' check (ticker = '' or ticker ~ '^[A-Z][A-Z0-9.]{0,9}$'),
  shares       numeric(18, 6) check (shares > 0),
  -- A code of what it was given for, never words about somebody.
  memo         text not null default 'none' check (memo in ('none', 'appeal', 'event', 'workplace', 'congregation', 'bequest')),
  entered_by   uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint line_says_what_its_kind_needs check (
    (gift_kind = 'donor_advised_fund') = (sponsor <> '')
    and (gift_kind = 'stock') = (ticker <> '') and (gift_kind = 'stock') = (shares is not null)
    and (reference <> '' or gift_kind not in ('check', 'grant'))
    and (reference = '' or gift_kind not in ('cash', 'stock')))
);
create index offline_batch_line_batch_idx on offline_batch_line (batch_id);
create index offline_batch_line_donor_idx on offline_batch_line (donor_id);

create table offline_batch_line_part (
  line_id         uuid not null references offline_batch_line (id) on delete cascade,
  fund_id         uuid not null,
  purpose_version integer not null,
  gift_cents      bigint not null check (gift_cents > 0),
  primary key (line_id, fund_id),
  foreign key (fund_id, purpose_version) references fund_purpose (fund_id, version)
);

create table offline_batch_ending (
  batch_id    uuid constraint batch_ends_once primary key references offline_batch (id),
  kind        text not null check (kind in ('closed', 'withdrawn')),
  ended_by    uuid not null references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- How a gift came. What only Stripe knows is there for a card, and for nothing else.
alter table payment
  alter column txn_id drop not null,
  alter column charge_id drop not null,
  add column gift_kind text not null default 'card'
    check (gift_kind in ('card', 'check', 'cash', 'donor_advised_fund', 'stock', 'grant')),
  add column offline_line_id uuid constraint line_is_booked_once unique references offline_batch_line (id),
  add constraint payment_has_its_channel check (
    case gift_kind when 'card' then txn_id is not null and charge_id is not null and offline_line_id is null
    else offline_line_id is not null and fee_cents = 0
     and num_nonnulls(txn_id, charge_id, payment_intent_id, invoice_id, recurring_donation_id, card_brand, card_last4) = 0 end);

-- A check that came back, a gift that is given back, an entry that was wrong: asked for by one, confirmed by another.
create table offline_reversal (
  id          uuid primary key default gen_random_uuid(),
  payment_id  uuid not null references payment (id),
  reason      text not null check (reason in ('returned_by_bank', 'given_back', 'entered_wrongly')),
  -- What the bank asks for a returned check: the fund's own cost, never a smaller gift.
  fee_cents   bigint not null check (fee_cents >= 0),
  happened_on date not null,
  asked_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint only_a_bank_asks_a_fee check (fee_cents = 0 or reason = 'returned_by_bank')
);
create index offline_reversal_payment_idx on offline_reversal (payment_id);

create table offline_reversal_decision (
  reversal_id uuid constraint reversal_is_decided_once primary key references offline_reversal (id),
  decision    text not null check (decision in ('confirmed', 'withdrawn')),
  decided_by  uuid not null references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- A giver without an address gets their paper by post: who printed it, and when.
create table receipt_printing (
  id          uuid primary key default gen_random_uuid(),
  payment_id  uuid not null references payment (id),
  printed_by  uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index receipt_printing_payment_idx on receipt_printing (payment_id);

-- Then the receipt has no mail; with an address it always has one.
alter table receipt alter column mail_id drop not null;
create function receipt_reaches_its_giver() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.mail_id is null and not exists (
    select from payment p join gift_intent i on i.id = p.intent_id
     where p.id = new.payment_id and p.gift_kind <> 'card' and i.email = '') then
    perform broken('receipt_reaches_its_giver', 'receipt');
  end if;
  return new;
end $$;
create trigger receipt_reaches_its_giver before insert on receipt for each row execute function receipt_reaches_its_giver();

-- All that went back of gifts and stands: refunds at Stripe, and gifts that were reversed here.
create view gift_refund (payment_id, id, amount_cents, occurred_at) with (security_invoker = true) as
  select r.payment_id, r.id, r.amount_cents, r.occurred_at from refund r where r.failed_txn_id is null
  union all
  select o.payment_id, o.id::text, p.amount_cents, d.occurred_at
    from offline_reversal o join payment p on p.id = o.payment_id
    join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed';

-- No two sources share an id: Stripe's begin with its own letters, ours are random.
create or replace view movement_of_payment as
  select p.txn_id, p.id as payment_id, true as is_charge from payment p where p.txn_id is not null
  union all
  select r.txn_id, r.payment_id, false from refund r
  union all
  select r.failed_txn_id, r.payment_id, false from refund r where r.failed_txn_id is not null
  union all
  select m.id, d.payment_id, false from dispute d
    join stripe_balance_transaction m on m.source_id = d.id and m.posted_as in ('dispute', 'dispute_won')
  union all
  select p.id::text, p.id, true from payment p where p.offline_line_id is not null
  union all
  select o.id::text, o.payment_id, false from offline_reversal o
    join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed';

-- A transfer names its source as text; every share of the pool looks it up.
create index payment_offline_source_idx on payment ((id::text)) where offline_line_id is not null;
create index offline_reversal_source_idx on offline_reversal ((id::text));

-- What a statement adds up under a sentence on taxes: cards, checks and cash.
create or replace view donor_gift_line (donor_id, gift_kind, gift_id, given_at, kind, source_id, fund_id, purpose_version, amount_cents,
                             occurred_at, stands)
  with (security_invoker = true) as
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'gift', p.id::text, d.fund_id, d.purpose_version,
         d.gift_cents + d.fee_cover_cents, p.occurred_at, true
    from payment p join donation d on d.payment_id = p.id
   where p.gift_kind in ('card', 'check', 'cash')
  union all
  select p.donor_id, 'card', p.id, p.occurred_at, 'refund', r.id, d.fund_id, d.purpose_version, t.cents, r.occurred_at,
         r.failed_txn_id is null
    from payment p join refund r on r.payment_id = p.id join donation d on d.payment_id = p.id
    cross join lateral (
      select sum(case when a.code = 'stripe' then l.amount_cents else -l.amount_cents end)::bigint as cents
        from ledger_transfer l join ledger_account a on a.id = l.credit_account_id
       where l.source_kind = 'stripe_txn' and l.source_id = r.txn_id and l.code in ('refund', 'refund_fee_cover')
         and l.fund_id = d.fund_id) t
   where t.cents <> 0
  union all
  select p.donor_id, 'card', p.id, p.occurred_at, 'dispute', q.id, d.fund_id, d.purpose_version, t.cents, q.occurred_at,
         q.state = 'lost'
    from payment p join dispute q on q.payment_id = p.id join donation d on d.payment_id = p.id
    cross join lateral (
      select sum(case when a.code = 'stripe' then l.amount_cents else -l.amount_cents end)::bigint as cents
        from stripe_balance_transaction b
        join ledger_transfer l on l.source_kind = 'stripe_txn' and l.source_id = b.id and l.code = 'dispute'
         and l.fund_id = d.fund_id
        join ledger_account a on a.id = l.credit_account_id
       where b.source_id = q.id) t
   where t.cents <> 0
  union all
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'refund', o.id::text, d.fund_id, d.purpose_version, d.gift_cents,
         e.occurred_at, true
    from payment p join offline_reversal o on o.payment_id = p.id
    join offline_reversal_decision e on e.reversal_id = o.id and e.decision = 'confirmed'
    join donation d on d.payment_id = p.id
   where p.gift_kind in ('check', 'cash');

-- All that somebody gave, also what no statement adds up: what came from a donor-advised fund, as stock or as a grant.
create view donor_record_line with (security_invoker = true) as
  select * from donor_gift_line
  union all
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'gift', p.id::text, d.fund_id, d.purpose_version, d.gift_cents, p.occurred_at,
         true
    from payment p join donation d on d.payment_id = p.id
   where p.gift_kind not in ('card', 'check', 'cash')
  union all
  select p.donor_id, p.gift_kind, p.id, p.occurred_at, 'refund', o.id::text, d.fund_id, d.purpose_version, d.gift_cents,
         e.occurred_at, true
    from payment p join offline_reversal o on o.payment_id = p.id
    join offline_reversal_decision e on e.reversal_id = o.id and e.decision = 'confirmed'
    join donation d on d.payment_id = p.id
   where p.gift_kind not in ('card', 'check', 'cash');

create function offline_batch_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'open' then perform broken('batch_facts_stay', 'offline_batch'); end if;
  if new.deposited_on > local_day(now()) then perform broken('batch_was_deposited', 'offline_batch'); end if;
  if not holds_role_in_each(new.opened_by, new.fund_ids, array['intake', 'treasurer', 'administrator']) then
    perform broken('batch_is_worked_on_by_role', 'offline_batch');
  end if;
  return new;
end $$;
create trigger offline_batch_begins before insert on offline_batch for each row execute function offline_batch_begins();

create function offline_batch_facts_stay() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'state') <> (to_jsonb(old) - 'state') or not exists (
    select from offline_batch_ending e where e.batch_id = new.id and e.kind = new.state and old.state = 'open') then
    perform broken('batch_facts_stay', 'offline_batch');
  end if;
  return new;
end $$;
create trigger offline_batch_facts_stay before update on offline_batch for each row execute function offline_batch_facts_stay();

-- A check counts once, however often it is entered; one that came back may be paid in again.
create function check_is_known(p_line uuid, p_donor uuid, p_reference text) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from offline_batch_line l join offline_batch b on b.id = l.batch_id and b.state <> 'withdrawn'
      left join payment p on p.offline_line_id = l.id
     where l.donor_id = p_donor and l.gift_kind = 'check' and lower(l.reference) = lower(p_reference)
       and l.id is distinct from p_line
       and not exists (select from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id
                        where o.payment_id = p.id and d.decision = 'confirmed'))
$$;

create function offline_batch_line_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  whole offline_batch;
begin
  if tg_op = 'DELETE' then
    select * into whole from offline_batch where id = old.batch_id for update;
  else
    select * into whole from offline_batch where id = new.batch_id for update;
  end if;
  if whole.state <> 'open' then perform broken('batch_is_open', 'offline_batch_line'); end if;
  if tg_op = 'DELETE' then return old; end if;
  perform pg_advisory_xact_lock(hashtextextended(new.donor_id::text, 0));
  if whole.kept_in = 'cash_box' and new.gift_kind <> 'cash' then perform broken('cash_box_holds_cash', 'offline_batch_line'); end if;
  if new.received_on > whole.deposited_on then perform broken('gift_came_before_its_deposit', 'offline_batch_line'); end if;
  if exists (select from donor d where d.id = new.donor_id and d.erased_at is not null) then
    perform broken('erased_donor_has_no_line', 'offline_batch_line');
  end if;
  if new.gift_kind = 'check' and check_is_known(new.id, new.donor_id, new.reference) then
    perform broken('check_is_entered_once', 'offline_batch_line');
  end if;
  if not holds_role_in_each(new.entered_by, whole.fund_ids, array['intake', 'treasurer', 'administrator']) then
    perform broken('batch_is_worked_on_by_role', 'offline_batch_line');
  end if;
  return new;
end $$;
create trigger offline_batch_line_guard before insert or delete on offline_batch_line
  for each row execute function offline_batch_line_guard();
create trigger offline_batch_line_is_not_changed before update or truncate on offline_batch_line
  for each statement execute function refuse_rewriting('batch_line_is_not_changed');

create function offline_batch_line_part_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  whole offline_batch;
begin
  select b.* into whole from offline_batch_line l join offline_batch b on b.id = l.batch_id
   where l.id = case when tg_op = 'INSERT' then new.line_id else old.line_id end;
  -- With its line it goes; by itself it stays.
  if tg_op <> 'INSERT' then
    if found then perform broken('batch_line_is_not_changed', 'offline_batch_line_part'); end if;
    return old;
  end if;
  if whole.state is distinct from 'open' then perform broken('batch_is_open', 'offline_batch_line_part'); end if;
  if new.fund_id <> all (whole.fund_ids) then perform broken('line_is_of_its_batchs_funds', 'offline_batch_line_part'); end if;
  if (select f.state from fund f where f.id = new.fund_id) = 'closed' then
    perform broken('closed_fund_takes_nothing', 'offline_batch_line_part');
  end if;
  return new;
end $$;
create trigger offline_batch_line_part_guard before insert or update or delete on offline_batch_line_part
  for each row execute function offline_batch_line_part_guard();

create function line_parts_add_up() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  line uuid := case tg_table_name when 'offline_batch_line' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'line_id')::uuid end;
begin
  if exists (select from offline_batch_line l where l.id = line
              and l.amount_cents is distinct from (select sum(p.gift_cents)::bigint from offline_batch_line_part p where p.line_id = l.id)) then
    perform broken('line_parts_add_up', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger line_parts_add_up after insert on offline_batch_line
  deferrable initially deferred for each row execute function line_parts_add_up();
create constraint trigger line_parts_add_up after insert on offline_batch_line_part
  deferrable initially deferred for each row execute function line_parts_add_up();

-- Who counted and entered does not say that it is right: another person closes it, when pieces and sum are those counted.
create function offline_batch_ending_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  whole offline_batch;
  pieces bigint;
  total bigint;
begin
  select * into whole from offline_batch where id = new.batch_id for update;
  if whole.state <> 'open' then perform broken('batch_ends_once', 'offline_batch_ending'); end if;
  if new.kind = 'closed' then
    if not holds_role_in_each(new.ended_by, whole.fund_ids, array['treasurer', 'administrator']) then
      perform broken('batch_is_worked_on_by_role', 'offline_batch_ending');
    end if;
    if whole.opened_by = new.ended_by
       or exists (select from offline_batch_line l where l.batch_id = whole.id and l.entered_by = new.ended_by) then
      perform broken('batch_closer_did_not_enter_it', 'offline_batch_ending');
    end if;
    select count(*), coalesce(sum(l.amount_cents), 0) into pieces, total from offline_batch_line l where l.batch_id = whole.id;
    if (pieces, total) is distinct from (whole.control_pieces::bigint, whole.control_cents) then
      perform broken('batch_matches_its_count', 'offline_batch_ending');
    end if;
    if not step_up_is_fresh(new.step_up_id, new.ended_by,
                            'close_offline_batch:' || whole.id || ':' || whole.control_cents || ':' || whole.control_pieces) then
      perform broken('step_up_is_fresh_and_bound', 'offline_batch_ending');
    end if;
  elsif not holds_role_in_each(new.ended_by, whole.fund_ids, array['intake', 'treasurer', 'administrator']) then
    perform broken('batch_is_worked_on_by_role', 'offline_batch_ending');
  end if;
  return new;
end $$;
create trigger offline_batch_ending_guard before insert on offline_batch_ending
  for each row execute function offline_batch_ending_guard();

create function offline_batch_ends() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update offline_batch set state = new.kind where id = new.batch_id;
  return null;
end $$;
create trigger offline_batch_ends after insert on offline_batch_ending for each row execute function offline_batch_ends();

-- An offline payment is what its line says, booked by the closing of its batch and by nothing else.
create function offline_payment_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from offline_batch_line l join offline_batch b on b.id = l.batch_id and b.state = 'closed'
                  where l.id = new.offline_line_id and l.donor_id = new.donor_id and l.gift_kind = new.gift_kind
                    and l.amount_cents = new.amount_cents and local_day(new.occurred_at) = l.received_on) then
    perform broken('offline_gift_is_what_its_line_says', 'payment');
  end if;
  return new;
end $$;
create trigger offline_payment_guard before insert on payment
  for each row when (new.gift_kind <> 'card') execute function offline_payment_guard();

-- Lines of closed batches whose payment, shares or transfers are not what the line says.
create function misbooked_offline_lines(p_batch uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select l.id from offline_batch_line l join offline_batch b on b.id = l.batch_id
    left join payment p on p.offline_line_id = l.id
   where b.state = 'closed' and (p_batch is null or b.id = p_batch)
     and (p.id is null
          or (select jsonb_object_agg(x.fund_id, x.gift_cents) from offline_batch_line_part x where x.line_id = l.id)
             is distinct from (select jsonb_object_agg(d.fund_id, d.gift_cents) from donation d where d.payment_id = p.id and d.fee_cover_cents = 0)
          or (select jsonb_object_agg(x.fund_id, x.gift_cents) from offline_batch_line_part x where x.line_id = l.id)
             is distinct from (select jsonb_object_agg(t.fund_id, t.amount_cents) from ledger_transfer t
                                where t.source_kind = 'offline_gift' and t.source_id = p.id::text and t.code = 'offline_gift'))
$$;

create function offline_batch_is_booked() returns trigger language plpgsql as $$
begin
  if exists (select from misbooked_offline_lines(new.batch_id)) then
    perform broken('batch_is_booked_line_by_line', 'offline_batch_ending');
  end if;
  return null;
end $$;
create constraint trigger batch_is_booked_line_by_line after insert on offline_batch_ending
  deferrable initially deferred for each row execute function offline_batch_is_booked();

create function offline_reversal_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.payment_id::text, 0));
  if not exists (select from payment p join offline_batch_line l on l.id = p.offline_line_id join offline_batch b on b.id = l.batch_id
                  where p.id = new.payment_id and new.happened_on between b.deposited_on and local_day(now())) then
    perform broken('reversal_follows_its_deposit', 'offline_reversal');
  end if;
  if new.reason = 'returned_by_bank' and (select p.gift_kind from payment p where p.id = new.payment_id) <> 'check' then
    perform broken('only_a_check_comes_back', 'offline_reversal');
  end if;
  if exists (select from offline_reversal o left join offline_reversal_decision d on d.reversal_id = o.id
              where o.payment_id = new.payment_id and d.decision is distinct from 'withdrawn') then
    perform broken('gift_is_reversed_once', 'offline_reversal');
  end if;
  if not payment_is_theirs(new.asked_by, new.payment_id, array['treasurer', 'administrator']) then
    perform broken('reverser_holds_the_role', 'offline_reversal');
  end if;
  return new;
end $$;
create trigger offline_reversal_guard before insert on offline_reversal for each row execute function offline_reversal_guard();

create function offline_reversal_decision_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asked offline_reversal;
begin
  select * into asked from offline_reversal where id = new.reversal_id;
  perform pg_advisory_xact_lock(hashtextextended(asked.payment_id::text, 0));
  if not payment_is_theirs(new.decided_by, asked.payment_id, array['treasurer', 'administrator']) then
    perform broken('reverser_holds_the_role', 'offline_reversal_decision');
  end if;
  if new.decision = 'confirmed' then
    if new.decided_by = asked.asked_by then perform broken('reversal_is_confirmed_by_another', 'offline_reversal_decision'); end if;
    if not step_up_is_fresh(new.step_up_id, new.decided_by, 'confirm_offline_reversal:' || new.reversal_id) then
      perform broken('step_up_is_fresh_and_bound', 'offline_reversal_decision');
    end if;
  end if;
  return new;
end $$;
create trigger offline_reversal_decision_guard before insert on offline_reversal_decision
  for each row execute function offline_reversal_decision_guard();

-- Reversals that were confirmed and do not undo exactly what their gift booked, or whose fee is not what was recorded.
create function misbooked_offline_reversals(p_reversal uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select o.id from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
   where (p_reversal is null or o.id = p_reversal)
     and (exists (
            select from ledger_transfer g
              left join ledger_transfer r on r.reverses_id = g.id and r.source_kind = 'offline_reversal' and r.source_id = o.id::text
             where g.source_kind = 'offline_gift' and g.source_id = o.payment_id::text
               and (r.debit_account_id, r.credit_account_id, r.amount_cents)
                   is distinct from (g.credit_account_id, g.debit_account_id, g.amount_cents))
          or coalesce((select sum(t.amount_cents) from ledger_transfer t
                        where t.source_kind = 'offline_reversal' and t.source_id = o.id::text and t.code = 'bank_fee'), 0) <> o.fee_cents)
$$;

create function offline_reversal_is_booked() returns trigger language plpgsql as $$
begin
  if exists (select from misbooked_offline_reversals(new.reversal_id)) then
    perform broken('reversal_is_booked', 'offline_reversal_decision');
  end if;
  return null;
end $$;
create constraint trigger reversal_is_booked after insert on offline_reversal_decision
  deferrable initially deferred for each row when (new.decision = 'confirmed') execute function offline_reversal_is_booked();

-- The books say of an offline gift what its records say: how much, into what, for whom; and it goes back only as a record says.
create function offline_gift_has_a_record() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  debit text := (select a.code from ledger_account a where a.id = new.debit_account_id);
  credit text := (select a.code from ledger_account a where a.id = new.credit_account_id);
  fits boolean;
begin
  if new.source_kind = 'offline_reversal' then
    fits := exists (select from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
                      left join ledger_transfer g on g.id = new.reverses_id
                     where o.id::text = new.source_id
                       and case when new.reverses_id is not null
                                then g.source_kind = 'offline_gift' and g.source_id = o.payment_id::text and new.code = 'reversal'
                                else new.code = 'bank_fee' and debit = 'bank_fees' and credit = 'bank' and new.amount_cents = o.fee_cents
                                     and exists (select from donation x where x.payment_id = o.payment_id and x.fund_id = new.fund_id) end);
  elsif new.reverses_id is not null then
    fits := not exists (select from ledger_transfer g where g.id = new.reverses_id and g.source_kind = 'offline_gift');
  else
    fits := new.source_kind = 'offline_gift' and new.code = 'offline_gift' and credit = 'gifts' and exists (
      select from payment p join donation d on d.payment_id = p.id and d.fund_id = new.fund_id and d.gift_cents = new.amount_cents
        join offline_batch_line l on l.id = p.offline_line_id join offline_batch b on b.id = l.batch_id and b.kept_in = debit
       where p.id::text = new.source_id);
  end if;
  if not fits then perform broken('offline_gift_has_a_record', 'ledger_transfer'); end if;
  return null;
end $$;
create constraint trigger offline_gift_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.code = 'offline_gift' or new.source_kind in ('offline_gift', 'offline_reversal') or new.reverses_id is not null)
  execute function offline_gift_has_a_record();

-- Stripe can give back only what it took.
create function stripe_request_is_of_a_card() returns trigger language plpgsql as $$
begin
  if (select p.gift_kind from payment p where p.id = new.payment_id) <> 'card' then
    perform broken('stripe_gives_back_what_it_took', 'stripe_request');
  end if;
  return new;
end $$;
create trigger stripe_request_is_of_a_card before insert on stripe_request
  for each row execute function stripe_request_is_of_a_card();

create function receipt_printing_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from receipt r where r.payment_id = new.payment_id and r.mail_id is null) then
    perform broken('only_what_is_not_mailed_is_printed', 'receipt_printing');
  end if;
  if not payment_is_theirs(new.printed_by, new.payment_id, array['intake', 'treasurer', 'administrator']) then
    perform broken('printer_holds_the_role', 'receipt_printing');
  end if;
  return new;
end $$;
create trigger receipt_printing_guard before insert on receipt_printing for each row execute function receipt_printing_guard();

-- A donor is not forgotten between their check and its booking.
create function erasing_waits_for_open_batches() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.id::text, 0));
  if exists (select from offline_batch_line l join offline_batch b on b.id = l.batch_id
              where l.donor_id = new.id and b.state = 'open') then
    perform broken('gift_on_its_way', 'donor');
  end if;
  return new;
end $$;
create trigger erasing_waits_for_open_batches before update on donor
  for each row when (new.erased_at is not null and old.erased_at is null) execute function erasing_waits_for_open_batches();

do $$
declare
  history text;
begin
  foreach history in array array['offline_batch_ending', 'offline_reversal', 'offline_reversal_decision', 'receipt_printing'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'offline_gifts_are_append_only');
  end loop;
end $$;
create trigger offline_batch_is_never_removed before delete or truncate on offline_batch
  for each statement execute function refuse_rewriting('offline_gifts_are_append_only');

alter table offline_batch enable row level security;
create policy fund_scope on offline_batch
  using (not exists (select from unnest(fund_ids) f where not in_scope(f)))
  with check (not exists (select from unnest(fund_ids) f where not in_scope(f)));
-- A donor reads what their own paper says: whose check, how many shares.
alter table offline_batch_line enable row level security;
create policy fund_scope on offline_batch_line
  using (exists (select from offline_batch b where b.id = batch_id)
         or exists (select from payment p where p.offline_line_id = offline_batch_line.id and p.donor_id = (select scoped_donor()))
         or exists (select from payment p join donation d on d.payment_id = p.id
                     where p.offline_line_id = offline_batch_line.id and in_scope(d.fund_id)))
  with check (exists (select from offline_batch b where b.id = batch_id));
alter table offline_batch_line_part enable row level security;
create policy fund_scope on offline_batch_line_part using (exists (select from offline_batch_line l where l.id = line_id));
alter table offline_batch_ending enable row level security;
create policy fund_scope on offline_batch_ending using (exists (select from offline_batch b where b.id = batch_id));

do $$
declare
  of_payment text;
begin
  foreach of_payment in array array['offline_reversal', 'receipt_printing'] loop
    execute format('alter table %I enable row level security', of_payment);
    execute format('create policy payment_scope on %I
      using (exists (select from donation d where d.payment_id = %1$I.payment_id and in_scope(d.fund_id))
             or exists (select from payment p where p.id = %1$I.payment_id and p.donor_id = (select scoped_donor())))
      with check (exists (select from donation d where d.payment_id = %1$I.payment_id and in_scope(d.fund_id)))', of_payment);
  end loop;
end $$;
alter table offline_reversal_decision enable row level security;
create policy payment_scope on offline_reversal_decision using (exists (select from offline_reversal o where o.id = reversal_id));
