-- Why: a monthly gift lives for years, and its amount, day and funds change on the way. What was wished is written before
-- Stripe is asked, so that a call with an unknown result is repeated as the same call and never becomes a second one;
-- how a charge is divided is a version of ours, which Stripe carries by name.

-- What was wished of a schedule, by whom and why. Its id is the idempotency key of the one call that it makes.
create table recurring_donation_wish (
  id                    uuid primary key default gen_random_uuid(),
  recurring_donation_id uuid not null references recurring_donation (id),
  kind                  text not null check (kind in ('amount', 'split', 'day', 'skip', 'pause', 'resume', 'stop', 'purpose')),
  cause                 text not null check (cause in ('donor', 'undone', 'fund_paused', 'fund_full', 'fund_closing',
                                                       'fund_open', 'purpose_changed', 'changed_at_stripe')),
  -- The page that it was confirmed on: pressed fifty times it is one wish.
  form_key              text,
  undoes                uuid references recurring_donation_wish (id),
  fund_id               uuid references fund (id),
  fund_state_change_id  bigint references fund_state_change (id),
  -- What Stripe is asked, word for word. Ids, cents and instants; nothing about a person.
  call                  jsonb not null,
  amount_cents          bigint not null check (amount_cents > 0),
  next_charge_at        timestamptz,
  resumes_at            timestamptz,
  -- After this the call is not made any more: it would do something else than what was shown.
  valid_until           timestamptz not null,
  occurred_at           timestamptz not null,
  recorded_at           timestamptz not null default now(),
  constraint wish_is_confirmed_once unique (recurring_donation_id, form_key),
  constraint fund_state_is_followed_once unique (recurring_donation_id, fund_state_change_id),
  constraint wish_says_which_fund check ((cause in ('donor', 'undone', 'changed_at_stripe')) = (fund_id is null)),
  constraint only_a_rest_has_an_end check (resumes_at is null or kind in ('skip', 'pause'))
);
create index recurring_donation_wish_schedule_idx on recurring_donation_wish (recurring_donation_id, recorded_at);

create table recurring_donation_wish_end (
  wish_id     uuid primary key references recurring_donation_wish (id),
  outcome     text not null check (outcome in ('done', 'refused')),
  detail      text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- From here on charges are divided so. What the donor asked for at first is version 1 and stays with the intent.
create table recurring_donation_version (
  wish_id               uuid primary key references recurring_donation_wish (id),
  recurring_donation_id uuid not null references recurring_donation (id),
  number                integer not null check (number > 1),
  recorded_at           timestamptz not null default now(),
  constraint version_has_its_number unique (recurring_donation_id, number)
);

create table recurring_donation_version_part (
  version_id      uuid not null references recurring_donation_version (wish_id),
  fund_id         uuid not null,
  purpose_version integer not null,
  gift_cents      bigint not null check (gift_cents > 0),
  fee_cover_cents bigint not null default 0 check (fee_cover_cents >= 0),
  primary key (version_id, fund_id),
  foreign key (fund_id, purpose_version) references fund_purpose (fund_id, version)
);
create index recurring_donation_version_part_fund_idx on recurring_donation_version_part (fund_id);

-- The schedule as Stripe showed it last: a memory, never a source of money facts.
create table recurring_donation_sight (
  recurring_donation_id uuid primary key references recurring_donation (id),
  amount_cents          bigint not null check (amount_cents >= 0),
  anchor_at             timestamptz not null,
  period_ends_at        timestamptz not null,
  is_paused             boolean not null default false,
  resumes_at            timestamptz,
  card_id               text,
  card_brand            text,
  card_last4            text,
  card_expires_on       date,
  -- When the nightly comparison found that someone had changed it at Stripe.
  changed_at_stripe     timestamptz,
  recorded_at           timestamptz not null default now()
);

-- That someone of staff asked a donor for a working card.
create table card_request (
  id                    uuid primary key default gen_random_uuid(),
  recurring_donation_id uuid not null references recurring_donation (id),
  asked_by              uuid not null references staff (id),
  occurred_at           timestamptz not null,
  recorded_at           timestamptz not null default now()
);
create index card_request_schedule_idx on card_request (recurring_donation_id, occurred_at);

-- A subscription that Stripe runs and nobody here started. It is shown, never touched.
create table unknown_subscription (
  id           text primary key,
  status       text not null,
  amount_cents bigint not null,
  created_at   timestamptz not null,
  seen_at      timestamptz not null,
  gone_at      timestamptz,
  recorded_at  timestamptz not null default now()
);

-- A change of a fund's state that its schedules follow, batch by batch.
create table fund_following (
  fund_state_change_id bigint primary key references fund_state_change (id),
  fund_id              uuid not null references fund (id),
  to_state             text not null,
  schedules            integer not null check (schedules >= 0),
  occurred_at          timestamptz not null,
  recorded_at          timestamptz not null default now()
);
create index fund_following_fund_idx on fund_following (fund_id);

-- A schedule of that fund that was looked at: done, or nothing was to be done with it.
create table fund_following_step (
  fund_state_change_id  bigint not null references fund_following (fund_state_change_id),
  recurring_donation_id uuid not null references recurring_donation (id),
  outcome               text not null check (outcome in ('done', 'nothing')),
  recorded_at           timestamptz not null default now(),
  primary key (fund_state_change_id, recurring_donation_id)
);

-- How the next charge of a schedule is divided: the newest version in force, else what was asked for at first.
create function monthly_parts(p_schedule uuid) returns table (
  version_id uuid, fund_id uuid, purpose_version integer, gift_cents bigint, fee_cover_cents bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  with newest as (
    select v.wish_id from recurring_donation_version v
      join recurring_donation_wish_end e on e.wish_id = v.wish_id and e.outcome = 'done'
     where v.recurring_donation_id = p_schedule order by v.number desc limit 1)
  select x.version_id, x.fund_id, x.purpose_version, x.gift_cents, x.fee_cover_cents
    from recurring_donation_version_part x join newest n on n.wish_id = x.version_id
  union all
  select null::uuid, p.fund_id, p.purpose_version, p.gift_cents, p.fee_cover_cents
    from recurring_donation r join gift_intent_part p on p.intent_id = r.intent_id
   where r.id = p_schedule and not exists (select from newest)
$$;

-- Whoever answers for one of its funds, now or at first, sees a schedule; so does its donor.
create function sees_schedule(p_schedule uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select case current_setting('homeward.scope', true)
    when 'system' then true
    -- A signed link reads as the donor that it names; someone signed in reads their own.
    when 'donor' then scoped_donor() is null
      or exists (select from recurring_donation r where r.id = p_schedule and r.donor_id = scoped_donor())
    when 'staff' then exists (select from monthly_parts(p_schedule) p where in_scope(p.fund_id))
    else false end
$$;

-- Why: Stripe never revives what was cancelled, and neither does anything here. Starting again is a new gift.
create function cancelled_schedule_stays_cancelled() returns trigger language plpgsql as $$
begin
  if old.state = 'cancelled' and new.state <> 'cancelled' then
    perform broken('cancelled_schedule_stays_cancelled', 'recurring_donation');
  end if;
  return new;
end $$;
create trigger cancelled_schedule_stays_cancelled before update on recurring_donation
  for each row execute function cancelled_schedule_stays_cancelled();

-- Why: two changes under way at once could each be right and together charge twice. The lock makes the second see the first.
create function wish_begins() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  is_over boolean;
begin
  select state = 'cancelled' into is_over from recurring_donation where id = new.recurring_donation_id for no key update;
  if is_over then perform broken('ended_gift_is_not_changed', 'recurring_donation_wish'); end if;
  if exists (select from recurring_donation_wish w
              where w.recurring_donation_id = new.recurring_donation_id
                and not exists (select from recurring_donation_wish_end e where e.wish_id = w.id)) then
    perform broken('one_change_at_a_time', 'recurring_donation_wish');
  end if;
  return new;
end $$;
create trigger wish_begins before insert on recurring_donation_wish
  for each row execute function wish_begins();

-- Why: a version belongs to the wish that made it, is divided over ten funds at most, and adds up to what the card is asked.
create function version_adds_up() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wished recurring_donation_wish;
  parts  integer;
  whole  bigint;
begin
  select * into wished from recurring_donation_wish where id = new.wish_id;
  select count(*), coalesce(sum(gift_cents + fee_cover_cents), 0) into parts, whole
    from recurring_donation_version_part where version_id = new.wish_id;
  if wished.recurring_donation_id <> new.recurring_donation_id or parts not between 1 and 10 or whole <> wished.amount_cents then
    perform broken('version_adds_up', 'recurring_donation_version');
  end if;
  return null;
end $$;
create constraint trigger version_adds_up after insert on recurring_donation_version
  deferrable initially deferred for each row execute function version_adds_up();

-- Why: parts come with their version; one added later would change how past charges read.
create function part_comes_with_its_version() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from recurring_donation_version v
                  where v.wish_id = new.version_id and v.xmin::text = pg_current_xact_id()::xid::text) then
    perform broken('part_comes_with_its_version', 'recurring_donation_version_part');
  end if;
  return new;
end $$;
create trigger part_comes_with_its_version before insert on recurring_donation_version_part
  for each row execute function part_comes_with_its_version();

-- Why: a donor is asked kindly, not chased: once in three days, whoever of the staff asks.
create function card_is_asked_for_rarely() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform 1 from recurring_donation where id = new.recurring_donation_id for no key update;
  if exists (select from card_request c where c.recurring_donation_id = new.recurring_donation_id
                and c.occurred_at > new.occurred_at - interval '3 days') then
    perform broken('card_is_asked_for_rarely', 'card_request');
  end if;
  return new;
end $$;
create trigger card_is_asked_for_rarely before insert on card_request
  for each row execute function card_is_asked_for_rarely();

create trigger recurring_donation_change_is_append_only before update or delete or truncate on recurring_donation_change
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
create trigger recurring_donation_wish_is_append_only before update or delete or truncate on recurring_donation_wish
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
create trigger recurring_donation_wish_end_is_append_only before update or delete or truncate on recurring_donation_wish_end
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
create trigger recurring_donation_version_is_append_only before update or delete or truncate on recurring_donation_version
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
create trigger recurring_donation_version_part_is_append_only before update or delete or truncate on recurring_donation_version_part
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
create trigger card_request_is_append_only before update or delete or truncate on card_request
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
create trigger fund_following_is_append_only before update or delete or truncate on fund_following
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
create trigger fund_following_step_is_append_only before update or delete or truncate on fund_following_step
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');

alter table recurring_donation_wish enable row level security;
create policy schedule_scope on recurring_donation_wish using (sees_schedule(recurring_donation_id));
alter table recurring_donation_wish_end enable row level security;
create policy schedule_scope on recurring_donation_wish_end
  using (exists (select from recurring_donation_wish w where w.id = wish_id));
alter table recurring_donation_version enable row level security;
create policy schedule_scope on recurring_donation_version using (sees_schedule(recurring_donation_id));
alter table recurring_donation_version_part enable row level security;
create policy schedule_scope on recurring_donation_version_part
  using (exists (select from recurring_donation_version v where v.wish_id = version_id));
alter table recurring_donation_sight enable row level security;
create policy schedule_scope on recurring_donation_sight using (sees_schedule(recurring_donation_id));
alter table card_request enable row level security;
create policy schedule_scope on card_request using (sees_schedule(recurring_donation_id));
-- What nobody here started belongs to no fund: it is for whoever of the staff reads the schedules.
alter table unknown_subscription enable row level security;
create policy staff_scope on unknown_subscription using (current_setting('homeward.scope', true) in ('system', 'staff'));
alter table fund_following enable row level security;
create policy fund_scope on fund_following using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table fund_following_step enable row level security;
create policy fund_scope on fund_following_step
  using (exists (select from fund_following f where f.fund_state_change_id = fund_following_step.fund_state_change_id));

-- Why: whoever changes a fund's state, its monthly gifts follow: the job exists exactly if the change does.
create function fund_state_is_followed() returns trigger language plpgsql as $$
begin
  perform graphile_worker.add_job(
    'monthly.follow-fund', json_build_object('fundId', new.fund_id, 'changeId', new.id::text),
    queue_name => 'monthly.follow', max_attempts => 25, job_key => 'monthly.follow-fund:' || new.fund_id);
  return null;
end $$;
create trigger fund_state_is_followed after insert on fund_state_change
  for each row when (new.from_state is not null) execute function fund_state_is_followed();
