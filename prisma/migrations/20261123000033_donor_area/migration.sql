-- Why: a donor may see, correct, take along and remove what is kept about them, and nobody else's. They prove who they are
-- by a link to their address; what they read is held to their own rows by the database, not by a page's memory.

-- The donor that a transaction reads for; null for everyone who is no signed-in donor.
create function scoped_donor() returns uuid language sql stable as $$
  select case when current_setting('homeward.scope', true) = 'donor'
              then nullif(current_setting('homeward.donor', true), '')::uuid end
$$;

-- Somebody asked for a link. The answer is the same for everyone, so whether the address is known is looked up afterwards.
create table donor_sign_in_ask (
  id          uuid primary key default gen_random_uuid(),
  email       text not null check (email = lower(email)),
  language    text not null,
  next        text not null default '',
  recorded_at timestamptz not null default now()
);

create table donor_sign_in_link (
  token_hash  text primary key,
  donor_id    uuid not null references donor (id),
  expires_at  timestamptz not null,
  used_at     timestamptz,
  recorded_at timestamptz not null default now()
);
create index donor_sign_in_link_donor_idx on donor_sign_in_link (donor_id);

create table donor_session (
  id_hash     text primary key,
  donor_id    uuid not null references donor (id),
  device      text not null default '',
  started_at  timestamptz not null,
  seen_at     timestamptz not null,
  ended_at    timestamptz,
  recorded_at timestamptz not null default now()
);
create index donor_session_donor_idx on donor_session (donor_id) where ended_at is null;

-- A link opens one session, and what is over stays over.
create function donor_sign_in_link_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'used_at') <> (to_jsonb(old) - 'used_at') or old.used_at is not null then
    perform broken('sign_in_link_is_used_once', 'donor_sign_in_link');
  end if;
  return new;
end $$;
create trigger donor_sign_in_link_guard before update on donor_sign_in_link
  for each row execute function donor_sign_in_link_guard();

create function donor_session_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{seen_at,ended_at}'::text[]) <> (to_jsonb(old) - '{seen_at,ended_at}'::text[]) or old.ended_at is not null then
    perform broken('ended_session_stays_ended', 'donor_session');
  end if;
  return new;
end $$;
create trigger donor_session_guard before update on donor_session for each row execute function donor_session_guard();

-- Row-level security: in a signed-in donor's transaction there is nobody else. Every other scope reads as it did.
alter table donor enable row level security;
create policy donor_scope on donor using ((select scoped_donor()) is null or id = (select scoped_donor()));

do $$
declare
  t text;
begin
  foreach t in array '{donor_consent,recurring_donation,payment,mail,impact_delivery,donor_sign_in_link,donor_session}'::text[] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy donor_scope on %I using ((select scoped_donor()) is null or donor_id = (select scoped_donor()))', t);
  end loop;
  foreach t in array '{donation,refund,dispute,receipt}'::text[] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy donor_scope on %I using ((select scoped_donor()) is null or exists (
      select from payment p where p.id = payment_id and p.donor_id = (select scoped_donor())))', t);
  end loop;
end $$;

alter table gift_intent enable row level security;
create policy donor_scope on gift_intent using ((select scoped_donor()) is null
  or exists (select from payment p where p.intent_id = gift_intent.id and p.donor_id = (select scoped_donor()))
  or exists (select from recurring_donation r where r.intent_id = gift_intent.id and r.donor_id = (select scoped_donor())));
alter table gift_intent_part enable row level security;
create policy donor_scope on gift_intent_part using ((select scoped_donor()) is null
  or exists (select from gift_intent i where i.id = intent_id));
alter table checkout_session enable row level security;
create policy donor_scope on checkout_session using ((select scoped_donor()) is null
  or exists (select from gift_intent i where i.id = intent_id));
alter table recurring_donation_change enable row level security;
create policy donor_scope on recurring_donation_change using ((select scoped_donor()) is null
  or exists (select from recurring_donation r where r.id = recurring_donation_id));
alter table mail_event enable row level security;
create policy donor_scope on mail_event using ((select scoped_donor()) is null
  or exists (select from mail m where m.id = mail_id));

-- An address that somebody typed: no donor's and no staff's business.
alter table donor_sign_in_ask enable row level security;
create policy system_scope on donor_sign_in_ask using (current_setting('homeward.scope', true) in ('system', 'public'));
