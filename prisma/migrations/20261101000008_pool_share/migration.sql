-- Why: impact is computed from the pool with forward pricing. Shares and public figures change only here,
-- at a close, so that neither can be read like a meter.

create table publication_close (
  id             uuid primary key default gen_random_uuid(),
  fund_id        uuid not null references fund (id),
  seq            integer not null check (seq > 0),
  cut_at         timestamptz not null,
  policy_name    text not null references publication_policy (name),
  k              integer not null,
  delay_days     integer not null,
  rounding_cents bigint not null,
  -- The newest transfer that this close has seen: with the cut it says what belongs to the close, for good.
  through_transfer_id bigint not null check (through_transfer_id >= 0),
  published      boolean not null,
  made_by        uuid references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default clock_timestamp(),
  constraint closes_are_in_order unique (fund_id, seq),
  constraint close_belongs_to_fund unique (id, fund_id),
  constraint close_waits_for_its_delay check (cut_at <= occurred_at - delay_days * interval '24 hours')
);

-- A true figure (cumulative to the cut) and what is shown of it. Shown values older than the close keep their date.
create table published_figure (
  close_id       uuid not null references publication_close (id),
  figure         text not null,
  true_value     bigint not null,
  -- What stood behind it since it last changed in public, and decided whether it may change now.
  events         integer not null check (events >= 0),
  moved_cents    bigint not null check (moved_cents >= 0),
  largest_cents  bigint not null check (largest_cents >= 0),
  shown_value    bigint,
  shown_as_of    timestamptz,
  primary key (close_id, figure),
  constraint shown_figure_has_its_date check ((shown_value is null) = (shown_as_of is null))
);

-- Releases have no ledger row to be counted by: each is named by the close that counted it first.
create table closed_release (
  change_id   bigint constraint release_is_counted_once primary key references bond_state_change (id),
  close_id    uuid not null references publication_close (id),
  recorded_at timestamptz not null default now()
);
create index closed_release_close_idx on closed_release (close_id);

-- One row per pool period, as the pure engine strikes it. Units are 24-digit fixed point, as whole numbers of 1e-24;
-- units per cent (1 / price) is kept instead of the price, since cents times it is exact.
create table pool_period (
  id                uuid primary key default gen_random_uuid(),
  fund_id           uuid not null references fund (id),
  close_id          uuid not null constraint one_period_per_published_close unique,
  seq               integer not null check (seq > 0),
  epoch             integer not null check (epoch > 0),
  units_per_cent    numeric(60, 0) not null check (units_per_cent > 0),
  units_bought      numeric(60, 0) not null check (units_bought >= 0),
  units_house       numeric(60, 0) not null check (units_house >= 0),
  units_cancelled   numeric(60, 0) not null check (units_cancelled >= 0),
  units_total       numeric(60, 0) not null check (units_total >= 0),
  net_assets_cents  bigint not null,
  out_on_bonds_cents bigint not null,
  recorded_at       timestamptz not null default clock_timestamp(),
  constraint pool_periods_are_in_order unique (fund_id, seq),
  foreign key (close_id, fund_id) references publication_close (id, fund_id)
);

-- Running sum of flow per unit since the beginning of the epoch, one row per period and kind, none per donor.
create table pool_period_flow (
  period_id        uuid not null references pool_period (id),
  kind             text not null,
  flow_cents       bigint not null,
  running_per_unit numeric(80, 0) not null,
  primary key (period_id, kind)
);

create table impact_update (
  id           uuid primary key default gen_random_uuid(),
  fund_id      uuid not null references fund (id),
  close_id     uuid not null,
  slug         text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  composed_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  foreign key (close_id, fund_id) references publication_close (id, fund_id)
);

create table impact_update_text (
  update_id uuid not null references impact_update (id),
  language  text not null check (language ~ '^[a-z]{2}(-[A-Za-z]+)?$'),
  title     text not null check (title <> ''),
  situation text not null check (situation <> ''),
  results   text not null check (results <> ''),
  actions   text not null check (actions <> ''),
  primary key (update_id, language)
);

create table impact_update_publication (
  update_id    uuid primary key references impact_update (id),
  published_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

-- Who was written to about which update: at most one mail per donor and update, ever.
create table impact_delivery (
  update_id   uuid not null references impact_update_publication (update_id),
  donor_id    uuid not null references donor (id),
  mail_id     uuid not null unique,
  recorded_at timestamptz not null default now(),
  constraint donor_hears_of_an_update_once primary key (update_id, donor_id)
);

-- Why: which gift a movement at Stripe belongs to, so that a pool share can follow refunds and disputes.
create view movement_of_payment as
  select p.txn_id, p.id as payment_id, true as is_charge from payment p
  union all
  select r.txn_id, r.payment_id, false from refund r
  union all
  select r.failed_txn_id, r.payment_id, false from refund r where r.failed_txn_id is not null
  union all
  select m.id, d.payment_id, false from dispute d
    join stripe_balance_transaction m on m.source_id = d.id and m.posted_as in ('dispute', 'dispute_won');

-- Why: a close says "everything up to here", so nothing of the fund may still be on its way to commit below that
-- number. Waits for every posting that has begun and holds new ones off for this one moment; then the newest
-- number is safe. Makers of accounts hold the fund's key, posters hold their accounts. Cheap, and released by a
-- short transaction of its own, before the close begins to count.
create function last_transfer_of_fund(p_fund uuid) returns bigint language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  perform from fund where id = p_fund for update;
  perform from ledger_account where fund_id = p_fund order by id for no key update;
  return coalesce((select max(t.id) from ledger_transfer t where t.fund_id = p_fund), 0);
end $$;

create function holds_role(p_staff uuid, p_fund uuid, p_roles text[]) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.fund_id = p_fund and r.role = any (p_roles))
$$;

-- Why: what a close says about people must be as late and as coarse as the fund promised, and never taken back.
create function publication_close_guard() returns trigger language plpgsql as $$
declare
  last publication_close;
begin
  select * into last from publication_close c where c.fund_id = new.fund_id order by c.seq desc limit 1;
  if new.seq <> coalesce(last.seq, 0) + 1 or new.cut_at <= last.cut_at
     or new.through_transfer_id < last.through_transfer_id then
    perform broken('closes_are_in_order', 'publication_close');
  end if;
  if not exists (
    select from fund f join publication_policy p on p.name = f.policy_name
     where f.id = new.fund_id and p.name = new.policy_name and p.k = new.k
       and p.delay_days = new.delay_days and p.rounding_cents = new.rounding_cents) then
    perform broken('close_keeps_the_policy', 'publication_close');
  end if;
  if new.made_by is null or not holds_role(new.made_by, new.fund_id, array['treasurer', 'administrator']) then
    perform broken('closer_holds_the_role', 'publication_close');
  end if;
  return new;
end $$;
create trigger publication_close_guard before insert on publication_close
  for each row execute function publication_close_guard();

create function pool_period_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from publication_close c where c.id = new.close_id and c.published)
     or new.seq <> coalesce((select max(p.seq) from pool_period p where p.fund_id = new.fund_id), 0) + 1 then
    perform broken('pool_periods_are_in_order', 'pool_period');
  end if;
  return new;
end $$;
create trigger pool_period_guard before insert on pool_period for each row execute function pool_period_guard();

create function impact_update_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from publication_close c where c.id = new.close_id and c.published) then
    perform broken('update_stands_on_a_published_close', 'impact_update');
  end if;
  if not holds_role(new.composed_by, new.fund_id, array['intake', 'administrator']) then
    perform broken('composer_holds_the_role', 'impact_update');
  end if;
  return new;
end $$;
create trigger impact_update_guard before insert on impact_update
  for each row execute function impact_update_guard();

create function impact_update_publication_guard() returns trigger language plpgsql as $$
begin
  if (select count(*) from impact_update_text t where t.update_id = new.update_id and t.language in ('en', 'es')) < 2 then
    perform broken('update_is_written_in_its_languages', 'impact_update_publication');
  end if;
  if not exists (select from impact_update i where i.id = new.update_id
                  and holds_role(new.published_by, i.fund_id, array['treasurer', 'administrator'])) then
    perform broken('publisher_holds_the_role', 'impact_update_publication');
  end if;
  return new;
end $$;
create trigger impact_update_publication_guard before insert on impact_update_publication
  for each row execute function impact_update_publication_guard();

-- Why: words that were read before they were published must be the words that are published.
create function impact_update_text_guard() returns trigger language plpgsql as $$
begin
  if exists (select from impact_update_publication p where p.update_id = new.update_id) then
    perform broken('publications_are_append_only', 'impact_update_text');
  end if;
  return new;
end $$;
create trigger impact_update_text_guard before insert on impact_update_text
  for each row execute function impact_update_text_guard();
create trigger impact_update_is_append_only before update or delete or truncate on impact_update
  for each statement execute function refuse_rewriting('publications_are_append_only');
create trigger impact_update_text_is_append_only before update or delete or truncate on impact_update_text
  for each statement execute function refuse_rewriting('publications_are_append_only');
create trigger closed_release_is_append_only before update or delete or truncate on closed_release
  for each statement execute function refuse_rewriting('closes_are_append_only');
create trigger publication_close_is_append_only before update or delete or truncate on publication_close
  for each statement execute function refuse_rewriting('closes_are_append_only');
create trigger published_figure_is_append_only before update or delete or truncate on published_figure
  for each statement execute function refuse_rewriting('closes_are_append_only');
create trigger pool_period_is_append_only before update or delete or truncate on pool_period
  for each statement execute function refuse_rewriting('closes_are_append_only');
create trigger pool_period_flow_is_append_only before update or delete or truncate on pool_period_flow
  for each statement execute function refuse_rewriting('closes_are_append_only');
create trigger impact_update_publication_is_append_only before update or delete or truncate on impact_update_publication
  for each statement execute function refuse_rewriting('publications_are_append_only');
create trigger impact_delivery_is_append_only before update or delete or truncate on impact_delivery
  for each statement execute function refuse_rewriting('donor_hears_of_an_update_once');
