-- Why: no default account, no password. A person of staff proves who they are with a passkey or an authenticator;
-- a step-up is bound to the one act that it was made for, and spent by it.

create table staff (
  id          uuid primary key default gen_random_uuid(),
  email       text not null constraint staff_email_is_unique unique check (email = lower(email)),
  name        text not null,
  language    text not null default 'en',
  disabled_at timestamptz,
  recorded_at timestamptz not null default now()
);

alter table fund_state_change add constraint fund_state_changed_by_staff foreign key (changed_by) references staff (id);

create table staff_role (
  staff_id    uuid not null references staff (id),
  fund_id     uuid not null references fund (id),
  role        text not null check (role in ('intake', 'approver', 'treasurer', 'auditor', 'administrator')),
  granted_by  uuid references staff (id),
  recorded_at timestamptz not null default now(),
  primary key (staff_id, fund_id, role)
);

create table staff_passkey (
  credential_id text primary key,
  staff_id      uuid not null references staff (id),
  public_key    bytea not null,
  counter       bigint not null default 0,
  transports    text[] not null default '{}',
  label         text not null default '',
  last_used_at  timestamptz,
  recorded_at   timestamptz not null default now()
);
create index staff_passkey_staff_idx on staff_passkey (staff_id);

create table staff_totp (
  staff_id      uuid primary key references staff (id),
  secret_sealed bytea not null,
  confirmed_at  timestamptz,
  last_counter  bigint not null default 0,
  recorded_at   timestamptz not null default now()
);

-- One-time links: the first administrator (from the command line), an invitation, the demonstration.
create table staff_sign_in_link (
  token_hash  text primary key,
  staff_id    uuid not null references staff (id),
  purpose     text not null check (purpose in ('enrol', 'demonstration')),
  expires_at  timestamptz not null,
  used_at     timestamptz,
  recorded_at timestamptz not null default now()
);

create table staff_session (
  id_hash     text primary key,
  staff_id    uuid not null references staff (id),
  device      text not null default '',
  started_at  timestamptz not null,
  seen_at     timestamptz not null,
  ended_at    timestamptz,
  recorded_at timestamptz not null default now()
);
create index staff_session_staff_idx on staff_session (staff_id) where ended_at is null;

-- A challenge waits for one answer; it is taken once.
create table staff_challenge (
  id          uuid primary key default gen_random_uuid(),
  staff_id    uuid references staff (id),
  kind        text not null check (kind in ('register', 'sign_in', 'step_up')),
  challenge   text not null,
  bound_to    text not null default '',
  expires_at  timestamptz not null,
  used_at     timestamptz,
  recorded_at timestamptz not null default now()
);

create table staff_step_up (
  id          uuid primary key default gen_random_uuid(),
  staff_id    uuid not null references staff (id),
  method      text not null check (method in ('passkey', 'totp')),
  bound_to    text not null,
  made_at     timestamptz not null default now()
);
create trigger staff_step_up_is_append_only before update or delete or truncate on staff_step_up
  for each statement execute function refuse_rewriting('step_ups_are_append_only');

-- Failed attempts, so that codes cannot be guessed.
create table staff_sign_in_failure (
  id          bigint generated always as identity primary key,
  staff_id    uuid not null references staff (id),
  kind        text not null,
  recorded_at timestamptz not null default now()
);
create index staff_sign_in_failure_idx on staff_sign_in_failure (staff_id, recorded_at);
