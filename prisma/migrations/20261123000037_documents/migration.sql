-- Why: what a donor shows to the tax office must be the same paper whenever they ask for it, and where it has to change, the
-- new paper must name the old one. So a statement of gifts is issued once, with every line that it adds up.

create sequence statement_number;

-- What a donor gave and what of it went back, by fund and to the cent; whatever way gifts come in is added here.
-- A refund or a lost dispute stands beside the gift that it belongs to: `given_at` is the gift's moment.
create view donor_gift_line (donor_id, gift_kind, gift_id, given_at, kind, source_id, fund_id, purpose_version, amount_cents,
                             occurred_at, stands)
  with (security_invoker = true) as
  select p.donor_id, 'card', p.id, p.occurred_at, 'gift', p.id::text, d.fund_id, d.purpose_version,
         d.gift_cents + d.fee_cover_cents, p.occurred_at, true
    from payment p join donation d on d.payment_id = p.id
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
   where t.cents <> 0;

create table annual_statement (
  id             uuid primary key default gen_random_uuid(),
  number         bigint not null default nextval('statement_number') constraint statement_number_is_unique unique,
  donor_id       uuid not null references donor (id),
  from_day       date not null,
  to_day         date not null check (to_day >= from_day),
  timezone       text not null,
  version        integer not null check (version >= 1),
  replaces_id    uuid constraint statement_is_replaced_once unique references annual_statement (id),
  content_hash   text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  given_cents    bigint not null check (given_cents > 0),
  refunded_cents bigint not null check (refunded_cents >= 0),
  disputed_cents bigint not null check (disputed_cents >= 0),
  net_cents      bigint not null,
  lines          integer not null check (lines > 0),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint statement_adds_up check (net_cents = given_cents - refunded_cents - disputed_cents),
  constraint statement_version_is_unique unique (donor_id, from_day, to_day, version),
  constraint statement_names_the_one_before check ((version = 1) = (replaces_id is null))
);

create table annual_statement_line (
  statement_id    uuid not null references annual_statement (id),
  position        integer not null check (position >= 1),
  kind            text not null check (kind in ('gift', 'refund', 'dispute')),
  gift_kind       text not null,
  gift_id         uuid not null,
  source_id       text not null,
  fund_id         uuid not null,
  purpose_version integer not null,
  amount_cents    bigint not null check (amount_cents <> 0),
  given_at        timestamptz not null,
  occurred_at     timestamptz not null,
  primary key (statement_id, position),
  constraint statement_names_a_source_once unique (statement_id, kind, source_id, fund_id),
  foreign key (fund_id, purpose_version) references fund_purpose (fund_id, version)
);

create trigger annual_statement_is_append_only before update or delete or truncate on annual_statement
  for each statement execute function refuse_rewriting('statements_are_append_only');
create trigger annual_statement_line_is_append_only before update or delete or truncate on annual_statement_line
  for each statement execute function refuse_rewriting('statements_are_append_only');

-- A line added later would change a paper that someone already has.
create function annual_statement_line_begins() returns trigger language plpgsql as $$
begin
  if not exists (select from annual_statement s where s.id = new.statement_id and s.xmin = pg_current_xact_id()::xid) then
    perform broken('statements_are_append_only', 'annual_statement_line');
  end if;
  return new;
end $$;
create trigger annual_statement_line_begins before insert on annual_statement_line
  for each row execute function annual_statement_line_begins();

-- At its issue a statement holds all of the donor's gifts in its days and what of them went back, and nothing else.
create function annual_statement_guard() returns trigger language plpgsql as $$
begin
  if new.replaces_id is not null and not exists (
    select from annual_statement o where o.id = new.replaces_id and o.donor_id = new.donor_id and o.from_day = new.from_day
       and o.to_day = new.to_day and o.version = new.version - 1 and o.content_hash <> new.content_hash) then
    perform broken('statement_names_the_one_before', 'annual_statement');
  end if;
  if (select (count(*), sum(amount_cents) filter (where kind = 'gift'), coalesce(sum(amount_cents) filter (where kind = 'refund'), 0),
              coalesce(sum(amount_cents) filter (where kind = 'dispute'), 0))
        from annual_statement_line where statement_id = new.id)
     is distinct from (new.lines::bigint, new.given_cents::numeric, new.refunded_cents::numeric, new.disputed_cents::numeric) then
    perform broken('statement_adds_up', 'annual_statement');
  end if;
  if exists (
    with owed as (
      select kind, gift_kind, gift_id, source_id, fund_id, purpose_version, amount_cents, given_at, occurred_at
        from donor_gift_line
       where donor_id = new.donor_id and stands and given_at >= (new.from_day::timestamp at time zone new.timezone)
         and given_at < ((new.to_day + 1)::timestamp at time zone new.timezone)),
    said as (
      select kind, gift_kind, gift_id, source_id, fund_id, purpose_version, amount_cents, given_at, occurred_at
        from annual_statement_line where statement_id = new.id)
    (table owed except all table said) union all (table said except all table owed)) then
    perform broken('statement_matches_its_gifts', 'annual_statement');
  end if;
  return null;
end $$;
create constraint trigger annual_statement_guard after insert on annual_statement
  deferrable initially deferred for each row execute function annual_statement_guard();

-- Staff tell donors that a year's statements are there: donor by donor, so that a worker that dies goes on where it was.
create table statement_batch (
  id          uuid primary key default gen_random_uuid(),
  year        integer not null check (year between 2000 and 2200),
  donors      integer not null check (donors >= 0),
  started_by  uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create table statement_batch_step (
  id           bigint generated always as identity primary key,
  batch_id     uuid not null references statement_batch (id),
  last_donor   uuid not null references donor (id),
  donors       integer not null check (donors > 0),
  recorded_at  timestamptz not null default now(),
  constraint batch_takes_a_step_once unique (batch_id, last_donor)
);

create table statement_batch_ending (
  batch_id    uuid primary key references statement_batch (id),
  ending      text not null check (ending in ('finished', 'stopped')),
  ended_by    uuid references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint batch_is_stopped_by_a_person check ((ending = 'stopped') = (ended_by is not null))
);

create table statement_announcement (
  statement_id uuid constraint statement_is_announced_once primary key references annual_statement (id),
  batch_id     uuid not null references statement_batch (id),
  mail_id      uuid not null unique references mail (id),
  recorded_at  timestamptz not null default now()
);
create index statement_announcement_batch_idx on statement_announcement (batch_id);

create function statement_batch_begins() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('statement_batch', 0));
  if exists (select from statement_batch b where not exists (select from statement_batch_ending e where e.batch_id = b.id)) then
    perform broken('statements_are_sent_one_batch_at_a_time', 'statement_batch');
  end if;
  return new;
end $$;
create trigger statement_batch_begins before insert on statement_batch
  for each row execute function statement_batch_begins();

create function statement_batch_goes_on() returns trigger language plpgsql as $$
begin
  if exists (select from statement_batch_ending e where e.batch_id = new.batch_id) then
    perform broken('ended_batch_stays_ended', tg_table_name);
  end if;
  return new;
end $$;
create trigger statement_batch_goes_on before insert on statement_batch_step
  for each row execute function statement_batch_goes_on();
create trigger statement_batch_goes_on before insert on statement_announcement
  for each row execute function statement_batch_goes_on();

create trigger statement_batch_is_append_only before update or delete or truncate on statement_batch
  for each statement execute function refuse_rewriting('statements_are_append_only');
create trigger statement_batch_step_is_append_only before update or delete or truncate on statement_batch_step
  for each statement execute function refuse_rewriting('statements_are_append_only');
create trigger statement_batch_ending_is_append_only before update or delete or truncate on statement_batch_ending
  for each statement execute function refuse_rewriting('statements_are_append_only');
create trigger statement_announcement_is_append_only before update or delete or truncate on statement_announcement
  for each statement execute function refuse_rewriting('statements_are_append_only');

-- A statement is its donor's, and of the work that sends it; staff see how many there are, not whose.
alter table annual_statement enable row level security;
create policy donor_scope on annual_statement
  using (current_setting('homeward.scope', true) = 'system' or donor_id = (select scoped_donor()));
alter table annual_statement_line enable row level security;
create policy donor_scope on annual_statement_line
  using (exists (select from annual_statement s where s.id = statement_id));
alter table statement_announcement enable row level security;
create policy staff_scope on statement_announcement using (current_setting('homeward.scope', true) in ('system', 'staff'));
alter table statement_batch enable row level security;
create policy staff_scope on statement_batch using (current_setting('homeward.scope', true) in ('system', 'staff'));
alter table statement_batch_step enable row level security;
create policy staff_scope on statement_batch_step using (current_setting('homeward.scope', true) in ('system', 'staff'));
alter table statement_batch_ending enable row level security;
create policy staff_scope on statement_batch_ending using (current_setting('homeward.scope', true) in ('system', 'staff'));
