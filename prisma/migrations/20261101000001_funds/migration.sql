-- Why: one deployment is one legal entity. Its funds are pools with a published, versioned purpose:
-- a gift is bound to the words its donor saw, an outflow to the purposes allowed on its date.

create table organization (
  id                   smallint primary key default 1 constraint one_deployment_one_entity check (id = 1),
  name                 text not null,
  legal_name           text not null,
  tax_profile          text not null check (tax_profile in ('us_501c3', 'us_sponsored', 'not_deductible', 'other')),
  ein                  text,
  address              text not null,
  email                text not null,
  phone                text not null,
  timezone             text not null,
  currency             text not null default 'usd' check (currency = 'usd'),
  statement_descriptor text not null check (char_length(statement_descriptor) between 5 and 22),
  go_live_at           timestamptz not null,
  recorded_at          timestamptz not null default now()
);

-- The policy under which figures of a fund are published (docs: domain, what the public may see).
create table publication_policy (
  name           text primary key,
  k              integer not null,
  delay_days     integer not null check (delay_days >= 0),
  rounding_cents bigint not null check (rounding_cents > 0),
  raised_display text not null check (raised_display in ('exact', 'hourly', 'at_closes')),
  demonstration  boolean not null default false,
  constraint real_policy_protects_people
    check (demonstration or (k >= 5 and delay_days >= 14 and rounding_cents >= 10000))
);

create table fund (
  id                  uuid primary key default gen_random_uuid(),
  slug                text not null constraint fund_slug_is_unique unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  kind                text not null check (kind in ('bail', 'immigration_bond', 'emergency_release', 'support', 'legal', 'operating')),
  state               text not null default 'open' check (state in ('open', 'paused', 'full', 'closing', 'closed')),
  position            integer not null default 0,
  reserve_floor_cents bigint not null default 0 check (reserve_floor_cents >= 0),
  minimum_gift_cents  bigint not null default 500 check (minimum_gift_cents >= 100),
  maximum_gift_cents  bigint not null default 5000000 check (maximum_gift_cents <= 5000000),
  suggested_cents     bigint[] not null default '{2500,5000,10000,25000}',
  fees_paid_by        text not null default 'fund' check (fees_paid_by in ('fund', 'operating')),
  policy_name         text not null references publication_policy (name),
  recorded_at         timestamptz not null default now(),
  constraint gift_limits_are_ordered check (minimum_gift_cents <= maximum_gift_cents)
);

-- State is a record: who, when, why.
create table fund_state_change (
  id          bigint generated always as identity primary key,
  fund_id     uuid not null references fund (id),
  from_state  text,
  to_state    text not null,
  reason      text not null,
  changed_by  uuid,
  recorded_at timestamptz not null default now()
);

create table purpose_code (
  code    text primary key,
  account text not null check (account in ('bond_deposit', 'support', 'program_cost'))
);

insert into purpose_code (code, account) values
  ('court_bail', 'bond_deposit'), ('immigration_bond', 'bond_deposit'),
  ('ride_home', 'support'), ('first_nights', 'support'), ('phone_and_post', 'support'),
  ('food_and_clothes', 'support'), ('court_travel', 'support'), ('document_fee', 'support'),
  ('legal_filing', 'program_cost');

create table fund_purpose (
  fund_id        uuid not null references fund (id),
  version        integer not null check (version > 0),
  effective_from timestamptz not null,
  recorded_at    timestamptz not null default now(),
  primary key (fund_id, version)
);

create table fund_purpose_text (
  fund_id  uuid not null,
  version  integer not null,
  language text not null check (language ~ '^[a-z]{2}(-[A-Za-z]+)?$'),
  name     text not null,
  summary  text not null,
  purpose  text not null,
  primary key (fund_id, version, language),
  foreign key (fund_id, version) references fund_purpose (fund_id, version)
);

create table fund_purpose_code (
  fund_id      uuid not null,
  version      integer not null,
  purpose_code text not null references purpose_code (code),
  primary key (fund_id, version, purpose_code),
  foreign key (fund_id, version) references fund_purpose (fund_id, version)
);

-- How many others must approve, by the ceiling of the disbursement.
create table fund_approval_rule (
  fund_id            uuid not null references fund (id),
  from_cents         bigint not null check (from_cents >= 0),
  approvals_required smallint not null check (approvals_required between 1 and 3),
  recorded_at        timestamptz not null default now(),
  primary key (fund_id, from_cents)
);

-- Why: published words and past states are what donors relied on.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % violate constraint "%"', tg_table_name, tg_argv[0]
    using errcode = 'check_violation', constraint = tg_argv[0];
end $$;

create trigger fund_purpose_is_append_only before update or delete or truncate on fund_purpose
  for each statement execute function refuse_rewriting('purpose_versions_are_append_only');
create trigger fund_purpose_text_is_append_only before update or delete or truncate on fund_purpose_text
  for each statement execute function refuse_rewriting('purpose_versions_are_append_only');
create trigger fund_purpose_code_is_append_only before update or delete or truncate on fund_purpose_code
  for each statement execute function refuse_rewriting('purpose_versions_are_append_only');
create trigger fund_state_change_is_append_only before update or delete or truncate on fund_state_change
  for each statement execute function refuse_rewriting('fund_states_are_append_only');
