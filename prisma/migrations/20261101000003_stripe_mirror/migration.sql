-- Why: a webhook is a doorbell, Stripe's balance transactions are the truth. The inbox keeps what rang;
-- the mirror keeps every movement at Stripe once, and only an inserted mirror row makes postings.

-- The body is the bytes that Stripe signed: nothing reads them into rows and back at the doorbell, and what was signed
-- can be shown again.
create table stripe_event (
  id          text primary key,
  type        text not null,
  object_id   text,
  created_at  timestamptz not null,
  livemode    boolean not null,
  api_version text,
  body        bytea not null,
  recorded_at timestamptz not null default now()
);
create index stripe_event_type_idx on stripe_event (type, created_at);
create index stripe_event_object_idx on stripe_event (object_id, created_at);

create table stripe_balance_transaction (
  id                 text constraint one_mirror_row_per_movement primary key check (id like 'txn\_%'),
  type               text not null,
  reporting_category text not null,
  amount_cents       bigint not null,
  fee_cents          bigint not null,
  net_cents          bigint not null,
  currency           text not null,
  source_id          text,
  posted_as          text not null,
  created_at         timestamptz not null,
  available_on       timestamptz,
  recorded_at        timestamptz not null default now()
);
create index stripe_balance_transaction_source_idx on stripe_balance_transaction (source_id);
create index stripe_balance_transaction_created_idx on stripe_balance_transaction (created_at);

create table stripe_payout (
  id           text primary key,
  txn_id       text not null unique references stripe_balance_transaction (id),
  amount_cents bigint not null,
  automatic    boolean not null,
  created_at   timestamptz not null,
  recorded_at  timestamptz not null default now()
);

-- What happened to a payout, each once: its composition was learned, it arrived, it failed.
create table stripe_payout_event (
  payout_id   text not null references stripe_payout (id),
  kind        text not null check (kind in ('composed', 'arrived', 'failed')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (payout_id, kind)
);

create table stripe_payout_item (
  payout_id text not null references stripe_payout (id),
  txn_id    text not null unique references stripe_balance_transaction (id),
  primary key (payout_id, txn_id)
);

-- A movement that nobody could name yet, waiting on a staff page; assigning it is a record of its own.
create table suspense_item (
  txn_id       text primary key references stripe_balance_transaction (id),
  reason       text not null check (reason in ('charge_not_ours', 'charge_not_mapped', 'unknown_type', 'refund_of_unknown', 'dispute_of_unknown', 'payout_of_unknown')),
  amount_cents bigint not null,
  recorded_at  timestamptz not null default now()
);

create table sweep_cursor (
  name       text primary key,
  newest_txn text,
  walked_at  timestamptz not null default now()
);

create trigger stripe_event_is_append_only before update or delete or truncate on stripe_event
  for each statement execute function refuse_rewriting('inbox_is_append_only');
create trigger stripe_balance_transaction_is_append_only before update or delete or truncate on stripe_balance_transaction
  for each statement execute function refuse_rewriting('mirror_is_append_only');
create trigger stripe_payout_is_append_only before update or delete or truncate on stripe_payout
  for each statement execute function refuse_rewriting('mirror_is_append_only');
create trigger stripe_payout_event_is_append_only before update or delete or truncate on stripe_payout_event
  for each statement execute function refuse_rewriting('mirror_is_append_only');
create trigger stripe_payout_item_is_append_only before update or delete or truncate on stripe_payout_item
  for each statement execute function refuse_rewriting('mirror_is_append_only');
create trigger suspense_item_is_append_only before update or delete or truncate on suspense_item
  for each statement execute function refuse_rewriting('mirror_is_append_only');
