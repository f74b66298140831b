-- Why: a mail is a fact of its transaction and leaves after it; what staff did is kept in the transaction that did it.

create table mail (
  id          uuid primary key default gen_random_uuid(),
  message     text not null,
  dedupe_key  text not null constraint mail_is_written_once unique,
  recipient   text not null,
  donor_id    uuid references donor (id),
  staff_id    uuid references staff (id),
  language    text not null,
  props       jsonb not null,
  recorded_at timestamptz not null default now()
);
create index mail_donor_idx on mail (donor_id);

-- What became of it: an attempt begins (at most once for an impact mail), it was handed over, given up, or was handled elsewhere.
create table mail_event (
  id          bigint generated always as identity primary key,
  mail_id     uuid not null references mail (id),
  kind        text not null check (kind in ('attempted', 'sent', 'failed', 'suppressed', 'handled')),
  detail      text not null default '',
  recorded_at timestamptz not null default now()
);
create index mail_event_mail_idx on mail_event (mail_id);
create unique index mail_ends_once on mail_event (mail_id) where kind in ('sent', 'suppressed', 'handled');

create table receipt (
  payment_id    uuid primary key references payment (id),
  mail_id       uuid not null unique references mail (id),
  number        bigint not null unique,
  total_cents   bigint not null check (total_cents > 0),
  recorded_at   timestamptz not null default now()
);

create table audit_event (
  id          bigint generated always as identity primary key,
  actor_kind  text not null check (actor_kind in ('staff', 'system', 'host')),
  actor_id    uuid references staff (id),
  action      text not null,
  subject     text not null,
  subject_id  text not null default '',
  fund_id     uuid references fund (id),
  outcome     text not null check (outcome in ('done', 'refused')),
  detail      jsonb not null default '{}',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  sealed_by   xid8 not null default pg_current_xact_id()
);
create index audit_event_fund_idx on audit_event (fund_id, id);
create index audit_event_subject_idx on audit_event (subject_id, id);

-- The hash chain over audit events, made by one sealer; a broken link names the first row that was touched.
create table audit_seal (
  seq         bigint primary key,
  event_id    bigint not null unique references audit_event (id),
  hash        bytea not null,
  recorded_at timestamptz not null default now()
);

-- What the chain signs of an event: every column, in one canonical text.
create function audit_event_body(e audit_event) returns text language sql immutable as $$
  select jsonb_build_array(e.id, e.actor_kind, e.actor_id, e.action, e.subject, e.subject_id, e.fund_id, e.outcome, e.detail,
    extract(epoch from e.occurred_at), extract(epoch from e.recorded_at), e.sealed_by::text)::text
$$;

-- One row per process that works jobs, so that the jobs of a killed one can be moved again.
create table worker_heartbeat (
  worker_id text primary key,
  beat_at   timestamptz not null default now()
);

create table rate_limit (
  key    varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

create trigger audit_event_is_append_only before update or delete or truncate on audit_event
  for each statement execute function refuse_rewriting('audit_is_append_only');
create trigger audit_seal_is_append_only before update or delete or truncate on audit_seal
  for each statement execute function refuse_rewriting('audit_is_append_only');
create trigger mail_event_is_append_only before update or delete or truncate on mail_event
  for each statement execute function refuse_rewriting('mail_is_written_once');
create trigger receipt_is_append_only before update or delete or truncate on receipt
  for each statement execute function refuse_rewriting('receipt_matches_payment');

create function receipt_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from payment p where p.id = new.payment_id and p.amount_cents = new.total_cents
                  and p.receipt_number = new.number
                  and p.amount_cents = (select sum(d.gift_cents + d.fee_cover_cents) from donation d where d.payment_id = p.id)) then
    perform broken('receipt_matches_payment', 'receipt');
  end if;
  return null;
end $$;
create constraint trigger receipt_matches_payment after insert on receipt
  deferrable initially deferred for each row execute function receipt_guard();
