-- Why: thieves try stolen cards on giving forms, and a fund pays for each try. How much a form lets through is a rule with
-- versions; every card that was refused is counted by the gift that it was tried on; a pause of the form is a record, and so
-- is who lifted it.

-- How much the giving form lets through; the newest holds. Per quarter of an hour, where nothing else is said.
create table giving_limits (
  version            integer generated always as identity primary key,
  -- A form is not taken to Stripe earlier after it was sent out.
  least_seconds      integer not null check (least_seconds between 0 and 20),
  -- Payment pages that are opened.
  from_network       integer not null check (from_network between 1 and 1000000),
  for_email          integer not null check (for_email between 1 and 1000000),
  on_site            integer not null check (on_site between 1 and 1000000),
  -- Refused cards: then the payment page is closed.
  tries_for_gift     integer not null check (tries_for_gift between 2 and 20),
  -- Refused cards within an hour: then every page opened from that network is closed, and none is opened.
  tries_from_network integer not null check (tries_from_network between 2 and 1000000),
  -- Refused cards: then the form pauses, for so many minutes.
  tries_on_site      integer not null check (tries_on_site between 2 and 1000000),
  pause_minutes      integer not null check (pause_minutes between 5 and 1440),
  -- Null: as it came, or by whoever runs the server.
  set_by             uuid references staff (id),
  occurred_at        timestamptz not null,
  recorded_at        timestamptz not null default now()
);

create function is_administrator(p_staff uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.role = 'administrator')
$$;

create function giving_limits_guard() returns trigger language plpgsql as $$
begin
  if new.set_by is null then
    if not pg_has_role(current_user, (select relowner from pg_class where oid = 'giving_limits'::regclass), 'usage') then
      perform broken('defence_is_the_administrators', 'giving_limits');
    end if;
  elsif not is_administrator(new.set_by) then
    perform broken('defence_is_the_administrators', 'giving_limits');
  end if;
  return new;
end $$;
create trigger giving_limits_guard before insert on giving_limits for each row execute function giving_limits_guard();

insert into giving_limits (least_seconds, from_network, for_email, on_site, tries_for_gift, tries_from_network, tries_on_site,
                           pause_minutes, occurred_at)
values (3, 20, 6, 300, 5, 10, 40, 15, now());

-- Where a gift was begun, as a digest under our key, and only for as long as it is of use: 30 days.
create table gift_intent_origin (
  intent_id   uuid constraint gift_begins_in_one_place primary key references gift_intent (id),
  network     bytea not null check (octet_length(network) = 32),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index gift_intent_origin_network_idx on gift_intent_origin (network, occurred_at);
create index gift_intent_origin_occurred_idx on gift_intent_origin (occurred_at);

-- A card that a bank refused on one of our payment pages. Renewals are not among them: nobody types a card there.
create table failed_try (
  charge_id   text constraint failed_try_counts_once primary key,
  intent_id   uuid not null references gift_intent (id),
  -- Stripe's word for why.
  code        text not null check (code ~ '^[a-z0-9_]{1,60}$'),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index failed_try_intent_idx on failed_try (intent_id);
create index failed_try_occurred_idx on failed_try (occurred_at);

-- The form takes nothing until `ends_at`, or until someone lifts it.
create table giving_pause (
  id             uuid primary key default gen_random_uuid(),
  cause          text not null check (cause in ('failed_tries', 'starts')),
  -- How many there were, by which limits.
  counted        integer not null check (counted > 0),
  limits_version integer not null references giving_limits (version),
  occurred_at    timestamptz not null,
  ends_at        timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint pause_lasts_at_most_a_day check (ends_at > occurred_at and ends_at <= occurred_at + interval '1 day')
);
create index giving_pause_ends_idx on giving_pause (ends_at);

create table giving_pause_lift (
  pause_id    uuid constraint pause_is_lifted_once primary key references giving_pause (id),
  lifted_by   uuid not null references staff (id),
  reason      text not null check (reason in ('false_alarm', 'known_event', 'attack_over', 'other')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create function giving_pause_guard() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('giving_pause', 0));
  if exists (select from giving_pause p where p.ends_at > new.occurred_at and p.occurred_at <= new.occurred_at
                and not exists (select from giving_pause_lift l where l.pause_id = p.id)) then
    perform broken('one_pause_at_a_time', 'giving_pause');
  end if;
  return new;
end $$;
create trigger giving_pause_guard before insert on giving_pause for each row execute function giving_pause_guard();

create function giving_pause_lift_guard() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('giving_pause', 0));
  if not is_administrator(new.lifted_by) then perform broken('defence_is_the_administrators', 'giving_pause_lift'); end if;
  if not exists (select from giving_pause p where p.id = new.pause_id and p.ends_at > new.occurred_at
                    and p.occurred_at <= new.occurred_at) then
    perform broken('pause_is_over', 'giving_pause_lift');
  end if;
  return new;
end $$;
create trigger giving_pause_lift_guard before insert on giving_pause_lift
  for each row execute function giving_pause_lift_guard();

-- What the form did not take, by the hour and by why: figures, so that a flood fills no disk.
create table defence_count (
  hour  timestamptz not null check (hour = date_trunc('hour', hour, 'UTC')),
  what  text not null check (what ~ '^[a-z_]{1,40}$'),
  times bigint not null check (times > 0),
  primary key (hour, what)
);

create function count_turned_away(p_what text, p_at timestamptz) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into defence_count as c (hour, what, times) values (date_trunc('hour', p_at, 'UTC'), p_what, 1)
  on conflict (hour, what) do update set times = c.times + 1
$$;

-- Why the form takes nothing of this now, counted; null where it does. Asked before all else and in one statement: a flood must
-- cost less than what it tries to reach. A form that is known already goes on: whether it is the same gift is seen later.
create function giving_turns_away(p_network bytea, p_form text, p_at timestamptz) returns text
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  l giving_limits;
  why text;
begin
  select * into l from giving_limits order by version desc limit 1;
  why := case
    when exists (select from giving_pause p where p.occurred_at <= p_at and p.ends_at > p_at
                    and not exists (select from giving_pause_lift f where f.pause_id = p.id)) then 'giving_paused'
    when (select count(*) from gift_intent_origin o join failed_try f on f.intent_id = o.intent_id
           where o.network = p_network and f.occurred_at > p_at - interval '1 hour') >= l.tries_from_network
      then 'too_many_cards_refused'
    when exists (select from rate_limit r where r.key = 'giving-network:' || encode(p_network, 'hex')
                    and r.points >= l.from_network and r.expire >= extract(epoch from now()) * 1000)
      and not exists (select from gift_intent i where i.form_token = p_form) then 'too_many_gifts_begun'
  end;
  if why is not null then perform count_turned_away(why, p_at); end if;
  return why;
end $$;

-- Which card paid, as a digest under our key: two gifts by one card are seen, and no card is known.
create table payment_card (
  payment_id  uuid constraint payment_has_one_card primary key references payment (id),
  card        bytea not null check (octet_length(card) = 32),
  recorded_at timestamptz not null default now()
);
create index payment_card_idx on payment_card (card);

create function payment_card_guard() returns trigger language plpgsql as $$
begin
  if exists (select from payment p join donor d on d.id = p.donor_id
              where p.id = new.payment_id and d.erased_at is not null) then
    perform broken('erased_donor_leaves_nothing', 'payment_card');
  end if;
  return new;
end $$;
create trigger payment_card_guard before insert on payment_card for each row execute function payment_card_guard();

-- Gifts that look like more than gifts. A group that grew is found anew; what someone said of the smaller one stays.
create table gift_pattern (
  id          uuid primary key default gen_random_uuid(),
  kind        text not null check (kind in ('refunded_soon', 'one_card_many_names', 'many_cards_one_email', 'minimum_burst')),
  -- Of what: a digest of the gift, card, donor, or fund and hour.
  about       text not null check (about ~ '^[0-9a-f]{64}$'),
  size        integer not null check (size > 0),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint pattern_is_found_once unique (kind, about, size)
);

create table gift_pattern_gift (
  pattern_id uuid not null references gift_pattern (id),
  payment_id uuid not null references payment (id),
  primary key (pattern_id, payment_id)
);
create index gift_pattern_gift_payment_idx on gift_pattern_gift (payment_id);

create table gift_pattern_look (
  pattern_id  uuid constraint pattern_is_looked_at_once primary key references gift_pattern (id),
  looked_by   uuid not null references staff (id),
  word        text not null check (word in ('harmless', 'known_donor', 'given_back', 'tested_cards', 'stays_in_sight')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create function gift_pattern_look_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from gift_pattern_gift g join donation d on d.payment_id = g.payment_id
                  where g.pattern_id = new.pattern_id and holds_role(new.looked_by, d.fund_id, array['treasurer', 'administrator'])) then
    perform broken('pattern_is_looked_at_by_its_funds', 'gift_pattern_look');
  end if;
  return new;
end $$;
create trigger gift_pattern_look_guard before insert on gift_pattern_look
  for each row execute function gift_pattern_look_guard();

create trigger giving_limits_is_append_only before update or delete or truncate on giving_limits
  for each statement execute function refuse_rewriting('defence_is_append_only');
create trigger failed_try_is_append_only before update or delete or truncate on failed_try
  for each statement execute function refuse_rewriting('defence_is_append_only');
create trigger giving_pause_is_append_only before update or delete or truncate on giving_pause
  for each statement execute function refuse_rewriting('defence_is_append_only');
create trigger giving_pause_lift_is_append_only before update or delete or truncate on giving_pause_lift
  for each statement execute function refuse_rewriting('defence_is_append_only');
create trigger gift_pattern_is_append_only before update or delete or truncate on gift_pattern
  for each statement execute function refuse_rewriting('patterns_are_append_only');
create trigger gift_pattern_gift_is_append_only before update or delete or truncate on gift_pattern_gift
  for each statement execute function refuse_rewriting('patterns_are_append_only');
create trigger gift_pattern_look_is_append_only before update or delete or truncate on gift_pattern_look
  for each statement execute function refuse_rewriting('patterns_are_append_only');
-- Both are removed when their time is over, and never changed.
create trigger gift_intent_origin_stays before update or truncate on gift_intent_origin
  for each statement execute function refuse_rewriting('defence_is_append_only');
create trigger payment_card_stays before update or truncate on payment_card
  for each statement execute function refuse_rewriting('defence_is_append_only');

-- Where gifts begin and which cards pay is for the form and the night, not for people.
alter table gift_intent_origin enable row level security;
create policy form_and_night on gift_intent_origin using (current_setting('homeward.scope', true) in ('public', 'system'));
alter table failed_try enable row level security;
create policy form_and_night on failed_try using (current_setting('homeward.scope', true) in ('public', 'system'));
alter table payment_card enable row level security;
create policy the_night on payment_card using (current_setting('homeward.scope', true) = 'system');
alter table gift_pattern_gift enable row level security;
create policy fund_scope on gift_pattern_gift
  using (exists (select from donation d where d.payment_id = gift_pattern_gift.payment_id and in_scope(d.fund_id)));
alter table gift_pattern enable row level security;
create policy fund_scope on gift_pattern
  using (current_setting('homeward.scope', true) = 'system'
         or exists (select from gift_pattern_gift g where g.pattern_id = gift_pattern.id));
alter table gift_pattern_look enable row level security;
create policy fund_scope on gift_pattern_look
  using (exists (select from gift_pattern p where p.id = pattern_id));
