-- Why: what became of a mail is known only from SendGrid's events; an address that bounced or complained must stop the next
-- mail in the transaction that would send it; a receipt that did not arrive must wait for a person; and nobody is written
-- to about a topic before they confirmed it from their own mailbox.

alter table donor_consent drop constraint donor_consent_topic_check;
alter table donor_consent add constraint donor_consent_topic_check check (topic in ('impact', 'alerts', 'news'));

-- The topic that a mail belongs to and that its reader can stop; null for receipts, sign-in and the like.
alter table mail add column topic text constraint mail_topic_is_known check (topic in ('impact', 'alerts', 'news'));
alter table mail disable trigger mail_guard;
update mail set topic = 'impact' where message = 'impact-update';
alter table mail enable trigger mail_guard;

-- One side of the list and of every event: whoever was struck off stays so after their address was erased elsewhere.
create function address_hash(address text) returns text language sql immutable as $$
  select encode(sha256(convert_to(lower(btrim(address)), 'UTF8')), 'hex')
$$;
create index mail_recipient_idx on mail (address_hash(recipient));

-- SendGrid's signed events as they came, without the address, the browser or the network address of a reader.
create table sendgrid_event (
  id             text primary key check (length(id) between 1 and 200),
  event          text not null check (length(event) between 1 and 40),
  mail_id        uuid references mail (id),
  address_hash   text not null check (address_hash ~ '^[0-9a-f]{64}$'),
  bounce_kind    text not null default '',
  status         text not null default '',
  reason         text not null default '',
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now()
);
create index sendgrid_event_address_idx on sendgrid_event (address_hash);

alter table mail_event add column sendgrid_event_id text constraint mail_event_is_of_one_event unique references sendgrid_event (id);
alter table mail_event drop constraint mail_event_kind_check;
alter table mail_event add constraint mail_event_kind_check check (kind in (
  'attempted', 'sent', 'failed', 'suppressed', 'handled',
  -- Waits for a person, who may have it tried again.
  'parked', 'replayed',
  -- What SendGrid told afterwards.
  'delivered', 'deferred', 'bounced', 'dropped', 'complained', 'unsubscribed',
  -- A person brought it to its reader otherwise, or found that nobody can.
  'closed'));

-- Who may not be written to: about anything, or about topics only. A row is ended by another, never changed.
create table mail_suppression (
  id                uuid primary key default gen_random_uuid(),
  address_hash      text not null check (address_hash ~ '^[0-9a-f]{64}$'),
  cause             text not null check (cause in ('hard_bounce', 'dropped', 'spam_report', 'unsubscribed')),
  reach             text not null check (reach in ('everything', 'topics')),
  sendgrid_event_id text not null constraint one_suppression_per_event unique references sendgrid_event (id),
  occurred_at       timestamptz not null,
  recorded_at       timestamptz not null default now(),
  constraint unsubscribing_stops_topics check ((cause = 'unsubscribed') = (reach = 'topics'))
);
create index mail_suppression_address_idx on mail_suppression (address_hash);

create table mail_suppression_end (
  suppression_id uuid constraint suppression_ends_once primary key references mail_suppression (id),
  -- Nobody of staff where the reader came back by a sign-up that they confirmed.
  staff_id       uuid references staff (id),
  reason         text not null check (reason in ('mailbox_works_again', 'donor_asked', 'mistake', 'confirmed_again')),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint suppression_is_ended_by_someone check ((staff_id is null) = (reason = 'confirmed_again'))
);

-- A mail that did not arrive, sent again: with the same words and the same receipt number, to the address that is right.
create table mail_resend (
  mail_id     uuid not null references mail (id),
  new_mail_id uuid primary key references mail (id),
  staff_id    uuid not null references staff (id),
  reason      text not null check (reason in ('typing_mistake', 'donor_told_us', 'mailbox_works_again')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint mail_is_sent_again_once unique (mail_id),
  constraint resend_is_another_mail check (mail_id <> new_mail_id)
);

-- A sign-up is nothing until it is confirmed from the mailbox that it names; unconfirmed it is removed after its 7 days.
create table mail_sign_up (
  id           uuid primary key default gen_random_uuid(),
  email        text not null check (email = lower(email) and length(email) between 3 and 254),
  topics       text[] not null constraint sign_up_topics_are_known
                 check (cardinality(topics) between 1 and 3 and topics <@ array['impact', 'alerts', 'news']),
  language     text not null,
  asked_at     timestamptz not null,
  expires_at   timestamptz not null,
  confirmed_at timestamptz,
  donor_id     uuid references donor (id),
  recorded_at  timestamptz not null default now(),
  constraint sign_up_lasts_seven_days check (expires_at = asked_at + interval '168 hours'),
  constraint sign_up_is_confirmed_in_time
    check ((confirmed_at is null) = (donor_id is null) and confirmed_at >= asked_at and confirmed_at < expires_at)
);
create index mail_sign_up_email_idx on mail_sign_up (email);

create trigger sendgrid_event_is_append_only before update or delete or truncate on sendgrid_event
  for each statement execute function refuse_rewriting('mail_events_are_append_only');
create trigger mail_suppression_is_append_only before update or delete or truncate on mail_suppression
  for each statement execute function refuse_rewriting('suppressions_are_append_only');
create trigger mail_suppression_end_is_append_only before update or delete or truncate on mail_suppression_end
  for each statement execute function refuse_rewriting('suppressions_are_append_only');
create trigger mail_resend_is_append_only before update or delete or truncate on mail_resend
  for each statement execute function refuse_rewriting('mail_events_are_append_only');

-- Whether an address is struck off for a mail of this topic (null: one that is no topic).
create function is_suppressed(address text, topic text) returns boolean language sql stable as $$
  select exists (select from mail_suppression s
                  where s.address_hash = address_hash(address) and (s.reach = 'everything' or topic is not null)
                    and not exists (select from mail_suppression_end e where e.suppression_id = s.id))
$$;

create function mail_attempt_guard() returns trigger language plpgsql as $$
begin
  if exists (select from mail m where m.id = new.mail_id and is_suppressed(m.recipient, m.topic)) then
    perform broken('suppressed_address_is_not_written_to', 'mail_event');
  end if;
  return new;
end $$;
create trigger suppressed_address_is_not_written_to before insert on mail_event
  for each row when (new.kind = 'attempted') execute function mail_attempt_guard();

-- What the reader said in the form and when cannot be changed, but for their address when they are erased; a confirmation is
-- said once.
create function sign_up_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'email') = (to_jsonb(old) - 'email') and new.email = 'erased:' || old.donor_id then return new; end if;
  if (new.id, new.email, new.topics, new.language, new.asked_at, new.expires_at)
       is distinct from (old.id, old.email, old.topics, old.language, old.asked_at, old.expires_at)
     or old.confirmed_at is not null then
    perform broken('sign_up_is_confirmed_once', 'mail_sign_up');
  end if;
  return new;
end $$;
create trigger sign_up_is_confirmed_once before update on mail_sign_up
  for each row execute function sign_up_guard();

create function confirmed_sign_up_guard() returns trigger language plpgsql as $$
begin
  if old.confirmed_at is not null then perform broken('confirmed_sign_up_is_kept', 'mail_sign_up'); end if;
  return old;
end $$;
create trigger confirmed_sign_up_is_kept before delete on mail_sign_up
  for each row execute function confirmed_sign_up_guard();

create function erased_donor_leaves_no_sign_up() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (select from mail_sign_up s where (s.donor_id = new.id or s.email = old.email) and s.email <> 'erased:' || new.id) then
    perform broken('erased_donor_leaves_nothing', 'donor');
  end if;
  return new;
end $$;
create trigger erased_donor_leaves_no_sign_up before update on donor
  for each row when (new.erased_at is not null and old.erased_at is null) execute function erased_donor_leaves_no_sign_up();

-- The form proves nothing about whose address it is: its consent needs the confirmation.
create function sign_up_consent_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from mail_sign_up s join donor d on d.id = s.donor_id and d.email = s.email
                  where s.donor_id = new.donor_id and s.confirmed_at = new.given_at and new.topic = any (s.topics)) then
    perform broken('consent_follows_its_confirmation', 'donor_consent');
  end if;
  return new;
end $$;
create trigger consent_follows_its_confirmation before insert on donor_consent
  for each row when (new.source = 'sign-up form') execute function sign_up_consent_guard();

-- A reader who signed up gave no name; the name of their first gift is theirs. Later gifts change it no more.
create function name_new_givers() returns trigger language plpgsql as $$
begin
  update donor d set name = i.name, incognito = i.incognito
    from fresh f join gift_intent i on i.id = f.intent_id
   where d.id = f.donor_id and d.name = '' and d.erased_at is null;
  return null;
end $$;
create trigger new_givers_get_their_name after insert on payment
  referencing new table as fresh for each statement execute function name_new_givers();

-- What waits for a person is found without reading everything that was ever sent.
create index mail_event_trouble_idx on mail_event (id) where kind in ('suppressed', 'bounced', 'dropped', 'parked');

-- What came back and who is struck off is the outbox's and the staff's business, never a signed-in donor's.
do $$
declare
  t text;
begin
  foreach t in array '{sendgrid_event,mail_suppression,mail_suppression_end,mail_resend,mail_sign_up}'::text[] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy donor_scope on %I using ((select scoped_donor()) is null)', t);
  end loop;
end $$;
