-- Why: what a donor asked for (intent), what Stripe took (payment) and what each fund got (donation) are three facts.
-- Only the first is ours to say; the other two are written by the sweep from the mirror.

create table donor (
  id          uuid primary key default gen_random_uuid(),
  email       text not null constraint donor_email_is_unique unique check (email = lower(email)),
  name        text not null,
  incognito   boolean not null default false,
  language    text not null default 'en',
  recorded_at timestamptz not null default now()
);

-- Consent by topic: a row opens it, an ending closes it; asking again opens a new one.
create table donor_consent (
  id          uuid primary key default gen_random_uuid(),
  donor_id    uuid not null references donor (id),
  topic       text not null check (topic in ('impact')),
  given_at    timestamptz not null,
  source      text not null,
  ended_at    timestamptz,
  ended_by    text,
  recorded_at timestamptz not null default now()
);
create unique index one_open_consent_per_topic on donor_consent (donor_id, topic) where ended_at is null;

create table gift_intent (
  id              uuid primary key default gen_random_uuid(),
  form_token      text not null,
  form_digest     text not null,
  thanks_token    text not null unique,
  frequency       text not null check (frequency in ('once', 'monthly')),
  email           text not null,
  name            text not null,
  incognito       boolean not null,
  wants_updates   boolean not null,
  language        text not null,
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint one_intent_per_form unique (form_token, form_digest)
);

-- One part per fund; the purpose version is the one the donor saw.
create table gift_intent_part (
  intent_id       uuid not null references gift_intent (id),
  fund_id         uuid not null,
  purpose_version integer not null,
  gift_cents      bigint not null check (gift_cents > 0),
  fee_cover_cents bigint not null default 0 check (fee_cover_cents >= 0),
  primary key (intent_id, fund_id),
  foreign key (fund_id, purpose_version) references fund_purpose (fund_id, version)
);

create table checkout_session (
  id                text primary key,
  intent_id         uuid not null unique references gift_intent (id),
  url               text not null,
  state             text not null default 'open' check (state in ('open', 'complete', 'expired')),
  expires_at        timestamptz not null,
  recorded_at       timestamptz not null default now()
);

create table recurring_donation (
  id                     uuid primary key default gen_random_uuid(),
  intent_id              uuid not null unique references gift_intent (id),
  donor_id               uuid not null references donor (id),
  stripe_subscription_id text not null constraint subscription_is_known_once unique,
  stripe_customer_id     text,
  state                  text not null check (state in ('active', 'past_due', 'paused', 'cancelled')),
  started_at             timestamptz not null,
  ended_at               timestamptz,
  seen_at                timestamptz not null,
  recorded_at            timestamptz not null default now()
);
create index recurring_donation_donor_idx on recurring_donation (donor_id);

create table recurring_donation_change (
  id                    bigint generated always as identity primary key,
  recurring_donation_id uuid not null references recurring_donation (id),
  from_state            text,
  to_state              text not null,
  cause                 text not null,
  occurred_at           timestamptz not null,
  recorded_at           timestamptz not null default now(),
  unique (recurring_donation_id, cause, to_state)
);

create sequence receipt_number start 1001;

create table payment (
  id                    uuid primary key default gen_random_uuid(),
  txn_id                text not null unique references stripe_balance_transaction (id),
  charge_id             text not null constraint charge_is_booked_once unique,
  payment_intent_id     text,
  intent_id             uuid not null references gift_intent (id),
  donor_id              uuid not null references donor (id),
  recurring_donation_id uuid references recurring_donation (id),
  invoice_id            text,
  amount_cents          bigint not null check (amount_cents > 0),
  fee_cents             bigint not null,
  card_brand            text,
  card_last4            text,
  receipt_number        bigint not null default nextval('receipt_number') constraint receipt_number_is_unique unique,
  occurred_at           timestamptz not null,
  recorded_at           timestamptz not null default now()
);
create index payment_intent_idx on payment (intent_id);
create index payment_donor_idx on payment (donor_id, occurred_at);
create index payment_payment_intent_idx on payment (payment_intent_id);

create table donation (
  id              uuid primary key default gen_random_uuid(),
  payment_id      uuid not null references payment (id),
  fund_id         uuid not null,
  purpose_version integer not null,
  gift_cents      bigint not null check (gift_cents > 0),
  fee_cover_cents bigint not null default 0 check (fee_cover_cents >= 0),
  fee_cents       bigint not null default 0,
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint one_donation_per_fund unique (payment_id, fund_id),
  foreign key (fund_id, purpose_version) references fund_purpose (fund_id, version)
);
create index donation_fund_idx on donation (fund_id, occurred_at);

create table refund (
  id           text primary key,
  payment_id   uuid not null references payment (id),
  txn_id       text not null unique references stripe_balance_transaction (id),
  amount_cents bigint not null check (amount_cents > 0),
  failed_txn_id text unique references stripe_balance_transaction (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);
create index refund_payment_idx on refund (payment_id);

create table dispute (
  id           text primary key,
  payment_id   uuid not null references payment (id),
  state        text not null check (state in ('open', 'won', 'lost')),
  amount_cents bigint not null check (amount_cents > 0),
  reason       text,
  occurred_at  timestamptz not null,
  closed_at    timestamptz,
  recorded_at  timestamptz not null default now()
);
create index dispute_payment_idx on dispute (payment_id);

-- Why: what was charged is history, and receipts quote it.
create trigger payment_is_append_only before update or delete or truncate on payment
  for each statement execute function refuse_rewriting('payments_are_append_only');
create trigger donation_is_append_only before update or delete or truncate on donation
  for each statement execute function refuse_rewriting('payments_are_append_only');
create trigger gift_intent_part_is_append_only before update or delete or truncate on gift_intent_part
  for each statement execute function refuse_rewriting('payments_are_append_only');
