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

-- Settings. The public name and the name on receipts are two fields: hiding one never changes the other.
alter table donor add column public_name text check (char_length(public_name) between 1 and 120);
-- Since when the name is the one that the donor said themselves, for receipts from then on.
alter table donor add column named_at timestamptz;
alter table donor add column erased_at timestamptz;

alter table donor_consent drop constraint if exists donor_consent_topic_check;
alter table donor_consent add constraint donor_consent_topic_check check (topic in ('impact', 'news', 'alerts'));

-- A new address counts once whoever reads it has pressed the button in the mail that went there.
create table donor_email_change (
  token_hash   text primary key,
  donor_id     uuid not null references donor (id),
  email        text not null check (email = lower(email)),
  expires_at   timestamptz not null,
  confirmed_at timestamptz,
  recorded_at  timestamptz not null default now()
);
create index donor_email_change_donor_idx on donor_email_change (donor_id);
create function donor_email_change_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'confirmed_at') <> (to_jsonb(old) - 'confirmed_at') or old.confirmed_at is not null then
    perform broken('email_change_is_confirmed_once', 'donor_email_change');
  end if;
  return new;
end $$;
create trigger donor_email_change_guard before update on donor_email_change
  for each row execute function donor_email_change_guard();

-- Erasing. How long receipts must be kept is the organization's country's to say.
alter table organization add column receipt_years integer not null default 7 check (receipt_years between 1 and 30);

-- That somebody was erased. The address is kept as a digest under our key: it says no to lists that name it again, and names nobody.
create table donor_erasure (
  donor_id    uuid constraint donor_is_erased_once primary key references donor (id),
  email_token bytea not null check (octet_length(email_token) = 32),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index donor_erasure_email_idx on donor_erasure (email_token);
create trigger donor_erasure_is_append_only before update or delete or truncate on donor_erasure
  for each statement execute function refuse_rewriting('erasures_are_append_only');

-- Who a receipt was made out to, sealed under a key of that receipt alone until its legal term is over.
create table kept_receipt (
  payment_id  uuid constraint receipt_is_kept_once primary key references payment (id),
  sealed      bytea,
  keep_until  date not null,
  shredded_at timestamptz,
  recorded_at timestamptz not null default now(),
  constraint receipt_is_kept_or_shredded check ((sealed is null) = (shredded_at is not null))
);
create index kept_receipt_due_idx on kept_receipt (keep_until) where shredded_at is null;

create table vault_keys.receipt_key (
  payment_id   uuid primary key references kept_receipt (payment_id),
  wrapped_key  bytea,
  created_at   timestamptz not null default now(),
  destroyed_at timestamptz,
  constraint receipt_key_is_wrapped_or_destroyed check ((wrapped_key is null) = (destroyed_at is not null))
);

-- A demand for everything, or for a fund that they gave to in those days, holds a donor too.
create function donor_is_on_hold(p_donor uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from legal_demand h
     where not exists (select from legal_demand_closing c where c.demand_id = h.id)
       and (h.scope = 'everything' or h.scope = 'fund')
       and exists (select from payment p left join donation d on d.payment_id = p.id
                    where p.donor_id = p_donor and (h.scope = 'everything' or d.fund_id = h.fund_id)
                      and (h.covers_from is null or local_day(p.occurred_at) >= h.covers_from)
                      and (h.covers_until is null or local_day(p.occurred_at) <= h.covers_until)))
$$;

-- An erased donor is a number in the books. Nothing names them any more, nothing of theirs runs on, and nothing comes back.
create function donor_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.erased_at is not null then perform broken('erased_donor_stays_erased', 'donor'); end if;
  if new.id <> old.id or new.recorded_at <> old.recorded_at then perform broken('donor_stays_themselves', 'donor'); end if;
  if new.erased_at is null then return new; end if;
  if donor_is_on_hold(new.id) then perform broken('donor_is_on_hold', 'donor'); end if;
  if exists (select from recurring_donation r where r.donor_id = new.id and r.state <> 'cancelled') then
    perform broken('erased_donor_gives_no_more', 'donor');
  end if;
  if new.email <> 'erased:' || new.id or new.name <> '' or new.public_name is not null
     or not exists (select from donor_erasure e where e.donor_id = new.id)
     or exists (select from donor_consent c where c.donor_id = new.id and c.ended_at is null)
     or exists (select from donor_session s where s.donor_id = new.id and s.ended_at is null)
     or exists (select from donor_sign_in_link l where l.donor_id = new.id and l.used_at is null)
     or exists (select from donor_email_change m where m.donor_id = new.id)
     or exists (select from mail m where m.donor_id = new.id and (m.recipient <> '' or m.props <> '{}'))
     or exists (select from gift_intent i where i.email <> 'erased:' || new.id
                 and (exists (select from payment p where p.intent_id = i.id and p.donor_id = new.id)
                      or exists (select from recurring_donation r where r.intent_id = i.id and r.donor_id = new.id))) then
    perform broken('erased_donor_leaves_nothing', 'donor');
  end if;
  if exists (select from payment p where p.donor_id = new.id
              and not exists (select from kept_receipt k where k.payment_id = p.id)) then
    perform broken('receipts_are_kept_to_their_term', 'donor');
  end if;
  return new;
end $$;
create trigger donor_guard before update on donor for each row execute function donor_guard();
create trigger donor_is_never_removed before delete or truncate on donor
  for each statement execute function refuse_rewriting('donor_stays_themselves');

-- A kept receipt is shredded once, for good, when its term is over and no demand holds it.
create function kept_receipt_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.sealed is not null or old.sealed is null
     or (new.payment_id, new.keep_until, new.recorded_at) is distinct from (old.payment_id, old.keep_until, old.recorded_at) then
    perform broken('kept_receipt_is_only_shredded', 'kept_receipt');
  end if;
  if old.keep_until >= local_day(now()) then perform broken('receipts_are_kept_to_their_term', 'kept_receipt'); end if;
  if donor_is_on_hold((select p.donor_id from payment p where p.id = new.payment_id)) then
    perform broken('donor_is_on_hold', 'kept_receipt');
  end if;
  return new;
end $$;
create trigger kept_receipt_guard before update on kept_receipt for each row execute function kept_receipt_guard();
create trigger kept_receipt_is_never_removed before delete or truncate on kept_receipt
  for each statement execute function refuse_rewriting('kept_receipt_is_only_shredded');

create function receipt_key_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.wrapped_key is null or new.wrapped_key is not null
     or (new.payment_id, new.created_at) is distinct from (old.payment_id, old.created_at) then
    perform broken('kept_receipt_is_only_shredded', 'receipt_key');
  end if;
  if exists (select from kept_receipt k where k.payment_id = new.payment_id and k.shredded_at is null) then
    perform broken('receipts_are_kept_to_their_term', 'receipt_key');
  end if;
  return new;
end $$;
create trigger receipt_key_guard before update on vault_keys.receipt_key for each row execute function receipt_key_guard();
create trigger receipt_key_is_never_removed before delete or truncate on vault_keys.receipt_key
  for each statement execute function refuse_rewriting('kept_receipt_is_only_shredded');

-- A mail is never another one: it can only be emptied.
create function mail_guard() returns trigger language plpgsql as $$
begin
  if new.recipient <> '' or new.props <> '{}'
     or (to_jsonb(new) - '{recipient,props}'::text[]) <> (to_jsonb(old) - '{recipient,props}'::text[]) then
    perform broken('mail_is_written_once', 'mail');
  end if;
  return new;
end $$;
create trigger mail_guard before update on mail for each row execute function mail_guard();
create trigger mail_is_never_removed before delete or truncate on mail
  for each statement execute function refuse_rewriting('mail_is_written_once');

-- Stripe's events carry the payer's name and address in their bytes. Erasing takes these out and leaves everything else as it came.
create function refuse_rewriting_inbox() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('homeward.forgetting', true) = 'on' then return null; end if;
  raise exception 'rows of stripe_event violate constraint "inbox_is_append_only"'
    using errcode = 'check_violation', constraint = 'inbox_is_append_only';
end $$;
drop trigger stripe_event_is_append_only on stripe_event;
create trigger stripe_event_is_append_only before update or delete or truncate on stripe_event
  for each statement execute function refuse_rewriting_inbox();

create function forget_payer(p_email text) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  changed bigint;
begin
  if p_email !~ '^[^@\s]+@[^@\s]+$' then return 0; end if;
  perform set_config('homeward.forgetting', 'on', true);
  update stripe_event e
     set body = convert_to(regexp_replace(convert_from(e.body, 'UTF8'),
       '"(name|email|customer_name|customer_email|receipt_email|phone|customer_phone|line1|line2|city|postal_code)"\s*:\s*"(?:[^"\\]|\\.)*"',
       '"\1":null', 'g'), 'UTF8')
   where position(convert_to(p_email, 'UTF8') in e.body) > 0;
  get diagnostics changed = row_count;
  perform set_config('homeward.forgetting', '', true);
  return changed;
end $$;

do $$
declare
  t text;
begin
  foreach t in array '{donor_email_change,donor_erasure}'::text[] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy donor_scope on %I using ((select scoped_donor()) is null or donor_id = (select scoped_donor()))', t);
  end loop;
end $$;

-- What an erased donor's receipts say is opened by the system alone, when one must be shown again.
alter table kept_receipt enable row level security;
create policy system_scope on kept_receipt using (current_setting('homeward.scope', true) = 'system');
alter table vault_keys.receipt_key enable row level security;
create policy system_scope on vault_keys.receipt_key using (current_setting('homeward.scope', true) = 'system');
