-- Why: Stripe takes so many calls a second and refuses the rest. How fast payment pages are opened is kept in one place for all
-- processes, and who comes when it is too fast keeps a place in a line: in order, bounded, and forgotten once nobody asks.

-- Calls to Stripe that may be made now. One row for each kind of call: what a donor waits for, and what nobody does.
create table stripe_bucket (
  name      text primary key check (name in ('checkout', 'background')),
  -- Below zero after Stripe itself said that it was too fast.
  tokens    numeric not null,
  filled_at timestamptz not null
);
insert into stripe_bucket (name, tokens, filled_at) values ('checkout', 1, now()), ('background', 1, now());

-- A gift whose payment page is not open yet. It says nothing of its donor, and is gone once the page is open.
create table checkout_place (
  intent_id uuid constraint gift_has_one_place primary key references gift_intent (id),
  -- The order in which they came.
  number    bigint generated always as identity,
  -- Whose page the form was: Stripe sends back there whoever does not pay.
  fund_id   uuid not null references fund (id),
  -- When the donor's page last asked.
  seen_at   timestamptz not null,
  -- When the call to Stripe began; when it failed.
  called_at timestamptz,
  failed_at timestamptz,
  constraint place_fails_after_its_call check (failed_at is null or called_at is not null)
);
create index checkout_place_waiting_idx on checkout_place (number) where called_at is null;

-- Takes one call out of the bucket. Answers 0, or the seconds until there is one. By the clock of the database, which is one for
-- all processes: read once the row is locked, since whoever waited for the lock began earlier. A clock that was put back
-- fills nothing until it goes on.
create function take_stripe_token(p_name text, p_per_second numeric, p_burst numeric) returns numeric
  language plpgsql as $$
declare
  b stripe_bucket;
  at timestamptz;
  filled numeric;
begin
  select * into strict b from stripe_bucket where name = p_name for update;
  at := clock_timestamp();
  filled := least(p_burst, b.tokens + greatest(0, extract(epoch from at - b.filled_at)) * p_per_second);
  update stripe_bucket set tokens = case when filled >= 1 then filled - 1 else filled end, filled_at = at where name = p_name;
  return case when filled >= 1 then 0 else (1 - filled) / p_per_second end;
end $$;

-- A page that nobody asked for in a minute belongs to someone who left.
create function forget_checkout_places() returns void language sql as $$
  delete from checkout_place
   where seen_at < clock_timestamp() - interval '1 minute'
     and (called_at is null or called_at < clock_timestamp() - interval '1 minute')
$$;

create function checkout_waiting() returns bigint language sql as $$
  select count(*) from checkout_place where called_at is null and seen_at >= clock_timestamp() - interval '1 minute'
$$;

-- Someone sent the form. `now`: this process calls Stripe at once; `waits`: there is a place in the line; `called`: another
-- request of the same gift is calling; `full`: no place is left. Nobody goes before those who wait.
create function enter_checkout(p_intent uuid, p_fund uuid, p_per_second numeric, p_burst numeric, p_most integer) returns text
  language plpgsql as $$
declare
  mine checkout_place;
begin
  perform from stripe_bucket where name = 'checkout' for update;
  perform forget_checkout_places();
  select * into mine from checkout_place where intent_id = p_intent;
  if mine.failed_at is not null then
    delete from checkout_place where intent_id = p_intent;
  elsif mine.called_at > clock_timestamp() - interval '3 seconds' then
    return 'called';
  elsif mine.called_at is not null then
    -- Whoever called may have died over it. The same call again is one call to Stripe.
    if take_stripe_token('checkout', p_per_second, p_burst) > 0 then return 'called'; end if;
    update checkout_place set called_at = clock_timestamp(), seen_at = clock_timestamp() where intent_id = p_intent;
    return 'now';
  elsif mine.intent_id is not null then
    update checkout_place set seen_at = clock_timestamp() where intent_id = p_intent;
    return 'waits';
  end if;

  if checkout_waiting() = 0 and take_stripe_token('checkout', p_per_second, p_burst) = 0 then
    insert into checkout_place (intent_id, fund_id, seen_at, called_at) values (p_intent, p_fund, clock_timestamp(), clock_timestamp());
    return 'now';
  end if;
  if checkout_waiting() >= p_most then return 'full'; end if;
  insert into checkout_place (intent_id, fund_id, seen_at) values (p_intent, p_fund, clock_timestamp());
  return 'waits';
end $$;

-- The page of someone who waits asks. `ahead`: how many come before; `failed`: Stripe did not do it. One who was forgotten
-- stands at the end again; where no place is left, the whole line is ahead.
create function look_at_checkout(p_intent uuid, p_fund uuid, p_most integer, out ahead bigint, out failed boolean)
  language plpgsql as $$
declare
  mine checkout_place;
begin
  update checkout_place set seen_at = clock_timestamp() where intent_id = p_intent returning * into mine;
  if mine.intent_id is null then
    perform from stripe_bucket where name = 'checkout' for update;
    -- Not one whose page was opened in this moment.
    if exists (select from checkout_session s where s.intent_id = p_intent) then
      ahead := 0;
      failed := false;
      return;
    end if;
    if checkout_waiting() < p_most then
      insert into checkout_place (intent_id, fund_id, seen_at) values (p_intent, p_fund, clock_timestamp())
      on conflict (intent_id) do update set seen_at = excluded.seen_at returning * into mine;
    end if;
  end if;
  failed := mine.failed_at is not null;
  ahead := case
    when mine.intent_id is null then p_most
    when mine.called_at is not null then 0
    else (select count(*) from checkout_place p where p.called_at is null and p.number < mine.number
             and p.seen_at >= clock_timestamp() - interval '1 minute')
  end;
end $$;

-- Whose turn it is. `intent_id`: call Stripe for it now; else `seconds` until someone's turn, null where nobody waits or the form
-- is paused. A call that was begun long ago is begun anew: its process is gone.
create function next_checkout(p_per_second numeric, p_burst numeric, p_at timestamptz,
                              out intent_id uuid, out fund_id uuid, out seconds numeric)
  language plpgsql as $$
begin
  perform from stripe_bucket where name = 'checkout' for update;
  perform forget_checkout_places();
  if exists (select from giving_pause p where p.occurred_at <= p_at and p.ends_at > p_at
                and not exists (select from giving_pause_lift f where f.pause_id = p.id)) then return; end if;
  update checkout_place p set called_at = null
   where p.called_at < clock_timestamp() - interval '30 seconds' and p.failed_at is null;
  select p.intent_id, p.fund_id into intent_id, fund_id from checkout_place p
   where p.called_at is null order by p.number limit 1;
  if intent_id is null then return; end if;
  seconds := take_stripe_token('checkout', p_per_second, p_burst);
  if seconds > 0 then
    intent_id := null;
  else
    update checkout_place p set called_at = clock_timestamp() where p.intent_id = next_checkout.intent_id;
  end if;
end $$;

-- Stripe said that it was too fast: the gift waits on where it stood, and nothing is called for a second.
create function put_back_checkout(p_intent uuid, p_per_second numeric) returns void language plpgsql as $$
begin
  update stripe_bucket set tokens = -p_per_second, filled_at = clock_timestamp() where name = 'checkout';
  update checkout_place set called_at = null where intent_id = p_intent and failed_at is null;
end $$;
