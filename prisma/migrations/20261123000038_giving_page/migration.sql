-- Why: a donor may divide one gift over several funds, give it in honour or in memory of someone, name an employer who
-- matches gifts and say a word to the fund. What they write of other people is sealed, and goes when it has done its work.

-- A gift begins only where it may be asked for and the fund takes it. What runs already is not asked for anew.
create or replace function gift_intent_part_guard() returns trigger language plpgsql as $$
begin
  if soliciting_is_blocked(new.fund_id, (select i.occurred_at from gift_intent i where i.id = new.intent_id)) then
    perform broken('place_lets_us_ask', 'gift_intent_part');
  end if;
  if (select f.state from fund f where f.id = new.fund_id) is distinct from 'open' then
    perform broken('fund_takes_gifts', 'gift_intent_part');
  end if;
  if (select count(*) from gift_intent_part p where p.intent_id = new.intent_id and p.fund_id <> new.fund_id) >= 10 then
    perform broken('gift_goes_to_ten_funds_at_most', 'gift_intent_part');
  end if;
  return new;
end $$;

-- Whom a gift honours and whom to tell. Sealed, since the honoured never asked to be here; emptied 60 days after the notice
-- went out or was declined.
create table gift_tribute (
  intent_id       uuid primary key references gift_intent (id),
  kind            text not null check (kind in ('honour', 'memory')),
  has_recipient   boolean not null,
  sealed          bytea,
  -- The address under our key: it counts notices and remembers who wants none, and names nobody.
  recipient_token bytea check (octet_length(recipient_token) = 32),
  recorded_at     timestamptz not null default now(),
  emptied_at      timestamptz,
  constraint tribute_is_kept_or_emptied check ((sealed is null) = (emptied_at is not null)),
  constraint recipient_is_known_by_token check ((recipient_token is not null) = (has_recipient and emptied_at is null))
);
create index gift_tribute_recipient_idx on gift_tribute (recipient_token) where recipient_token is not null;
create index gift_tribute_kept_idx on gift_tribute (recorded_at) where emptied_at is null;

create table gift_tribute_step (
  intent_id   uuid not null references gift_tribute (intent_id),
  -- asked: the donor has the notice before them; sent and declined are their answer.
  step        text not null check (step in ('asked', 'sent', 'declined')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint tribute_takes_a_step_once primary key (intent_id, step)
);
create unique index tribute_is_answered_once on gift_tribute_step (intent_id) where step in ('sent', 'declined');

-- Who wants no more notices.
create table tribute_stop (
  recipient_token bytea constraint recipient_stops_once primary key check (octet_length(recipient_token) = 32),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);

create function gift_tribute_step_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  tribute gift_tribute;
begin
  select * into tribute from gift_tribute t where t.intent_id = new.intent_id for update;
  if tribute.emptied_at is not null then perform broken('emptied_tribute_takes_no_step', 'gift_tribute_step'); end if;
  if new.step = 'asked' and not exists (select from payment p where p.intent_id = new.intent_id) then
    perform broken('tribute_follows_a_payment', 'gift_tribute_step');
  end if;
  if new.step <> 'asked'
     and not exists (select from gift_tribute_step s where s.intent_id = new.intent_id and s.step = 'asked') then
    perform broken('tribute_is_asked_before_it_is_answered', 'gift_tribute_step');
  end if;
  if new.step = 'sent' and (not tribute.has_recipient
     or exists (select from tribute_stop x where x.recipient_token = tribute.recipient_token)) then
    perform broken('tribute_has_someone_to_tell', 'gift_tribute_step');
  end if;
  return new;
end $$;
create trigger gift_tribute_step_guard before insert on gift_tribute_step
  for each row execute function gift_tribute_step_guard();

create function gift_tribute_guard() returns trigger language plpgsql as $$
begin
  if old.emptied_at is not null or new.emptied_at is null
     or (to_jsonb(new) - '{sealed,recipient_token,emptied_at}'::text[])
        <> (to_jsonb(old) - '{sealed,recipient_token,emptied_at}'::text[]) then
    perform broken('tribute_is_only_emptied', 'gift_tribute');
  end if;
  return new;
end $$;
create trigger gift_tribute_guard before update on gift_tribute for each row execute function gift_tribute_guard();
create trigger gift_tribute_is_never_removed before delete or truncate on gift_tribute
  for each statement execute function refuse_rewriting('tribute_is_only_emptied');
create trigger gift_tribute_step_is_append_only before update or delete or truncate on gift_tribute_step
  for each statement execute function refuse_rewriting('tribute_is_only_emptied');
create trigger tribute_stop_is_append_only before update or delete or truncate on tribute_stop
  for each statement execute function refuse_rewriting('tribute_is_only_emptied');

-- Staff never read a tribute; its donor does.
alter table gift_tribute enable row level security;
create policy not_for_staff on gift_tribute using (
  coalesce(current_setting('homeward.scope', true), '') not in ('staff', 'poster')
  and ((select scoped_donor()) is null or exists (select from gift_intent i where i.id = intent_id)));
alter table gift_tribute_step enable row level security;
create policy not_for_staff on gift_tribute_step using (exists (select from gift_tribute t where t.intent_id = gift_tribute_step.intent_id));
alter table tribute_stop enable row level security;
create policy not_for_staff on tribute_stop using (
  coalesce(current_setting('homeward.scope', true), '') not in ('staff', 'poster') and (select scoped_donor()) is null);

-- A word to the fund. Nobody outside reads it before a person approved it, and then only with the donor's own consent.
create table gift_comment (
  intent_id     uuid primary key references gift_intent (id),
  fund_id       uuid not null references fund (id),
  may_be_public boolean not null,
  sealed        bytea,
  recorded_at   timestamptz not null default now(),
  emptied_at    timestamptz,
  constraint comment_is_kept_or_emptied check ((sealed is null) = (emptied_at is not null))
);
create index gift_comment_fund_idx on gift_comment (fund_id, recorded_at);

create table gift_comment_step (
  intent_id   uuid not null references gift_comment (intent_id),
  step        text not null check (step in ('read', 'approved', 'set_aside')),
  staff_id    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint comment_takes_a_step_once primary key (intent_id, step)
);
create unique index comment_is_decided_once on gift_comment_step (intent_id) where step in ('approved', 'set_aside');

create function gift_comment_step_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  comment gift_comment;
begin
  select * into comment from gift_comment c where c.intent_id = new.intent_id for update;
  if not exists (select from payment p where p.intent_id = new.intent_id) then
    perform broken('comment_follows_a_payment', 'gift_comment_step');
  end if;
  if not holds_role(new.staff_id, comment.fund_id, array['treasurer', 'administrator']) then
    perform broken('comment_decider_holds_the_role', 'gift_comment_step');
  end if;
  if comment.emptied_at is not null then perform broken('emptied_comment_takes_no_step', 'gift_comment_step'); end if;
  if new.step = 'approved' and not comment.may_be_public then
    perform broken('comment_is_public_by_consent', 'gift_comment_step');
  end if;
  return new;
end $$;
create trigger gift_comment_step_guard before insert on gift_comment_step
  for each row execute function gift_comment_step_guard();

-- An employer who may match the gift, for the fund to ask.
create table gift_match (
  intent_id   uuid primary key references gift_intent (id),
  fund_id     uuid not null references fund (id),
  employer    text not null check (length(employer) <= 120),
  recorded_at timestamptz not null default now(),
  emptied_at  timestamptz,
  constraint match_is_named_or_emptied check ((employer = '') = (emptied_at is not null))
);
create index gift_match_fund_idx on gift_match (fund_id, recorded_at);

create function gift_comment_guard() returns trigger language plpgsql as $$
begin
  if old.emptied_at is not null or new.emptied_at is null
     or (to_jsonb(new) - '{sealed,emptied_at}'::text[]) <> (to_jsonb(old) - '{sealed,emptied_at}'::text[]) then
    perform broken('comment_is_only_emptied', 'gift_comment');
  end if;
  return new;
end $$;
create trigger gift_comment_guard before update on gift_comment for each row execute function gift_comment_guard();
create function gift_match_guard() returns trigger language plpgsql as $$
begin
  if old.emptied_at is not null or new.emptied_at is null
     or (to_jsonb(new) - '{employer,emptied_at}'::text[]) <> (to_jsonb(old) - '{employer,emptied_at}'::text[]) then
    perform broken('match_is_only_emptied', 'gift_match');
  end if;
  return new;
end $$;
create trigger gift_match_guard before update on gift_match for each row execute function gift_match_guard();
create trigger gift_comment_is_never_removed before delete or truncate on gift_comment
  for each statement execute function refuse_rewriting('comment_is_only_emptied');
create trigger gift_comment_step_is_append_only before update or delete or truncate on gift_comment_step
  for each statement execute function refuse_rewriting('comment_is_only_emptied');
create trigger gift_match_is_never_removed before delete or truncate on gift_match
  for each statement execute function refuse_rewriting('match_is_only_emptied');

-- Whoever gives writes both; the fund's people read them, and the donor their own.
alter table gift_comment enable row level security;
create policy fund_scope on gift_comment using (in_scope(fund_id)
  or (select scoped_donor()) is not null and exists (select from gift_intent i where i.id = intent_id)) with check (true);
alter table gift_comment_step enable row level security;
create policy fund_scope on gift_comment_step
  using (exists (select from gift_comment c where c.intent_id = gift_comment_step.intent_id));
alter table gift_match enable row level security;
create policy fund_scope on gift_match using (in_scope(fund_id)
  or (select scoped_donor()) is not null and exists (select from gift_intent i where i.id = intent_id)) with check (true);

-- What an erased donor wrote of others and of themselves goes with them.
create function erased_donor_leaves_no_words() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (
    select from payment p
     where p.donor_id = new.id
       and (exists (select from gift_tribute t where t.intent_id = p.intent_id and t.emptied_at is null)
            or exists (select from gift_comment c where c.intent_id = p.intent_id and c.emptied_at is null)
            or exists (select from gift_match m where m.intent_id = p.intent_id and m.emptied_at is null))) then
    perform broken('erased_donor_leaves_nothing', 'donor');
  end if;
  return new;
end $$;
create trigger erased_donor_leaves_no_words before update on donor
  for each row when (new.erased_at is not null and old.erased_at is null) execute function erased_donor_leaves_no_words();

-- What a state wants said where gifts are asked for. Dated, versioned, and shown only once counsel has read it; the English
-- text is the official one.
create table state_disclosure (
  id              uuid primary key default gen_random_uuid(),
  place           text not null check (place ~ '^US-[A-Z]{2}$'),
  version         integer not null check (version > 0),
  effective_from  date not null,
  effective_until date,
  source          text not null check (length(btrim(source)) between 1 and 300),
  read_on         date not null,
  recorded_by     uuid not null references staff (id),
  recorded_at     timestamptz not null default now(),
  constraint disclosure_version_is_unique unique (place, version),
  constraint disclosure_ends_after_it_begins check (effective_until >= effective_from)
);

create table state_disclosure_text (
  disclosure_id uuid not null references state_disclosure (id),
  language      text not null check (language in ('en', 'es', 'ar', 'vi', 'zh')),
  body          text not null check (length(btrim(body)) between 1 and 2000),
  primary key (disclosure_id, language)
);

create table state_disclosure_review (
  disclosure_id uuid constraint disclosure_is_reviewed_once primary key references state_disclosure (id),
  counsel       text not null check (length(btrim(counsel)) between 1 and 120),
  reviewed_on   date not null,
  recorded_by   uuid not null references staff (id),
  recorded_at   timestamptz not null default now()
);

create trigger state_disclosure_keeper before insert on state_disclosure
  for each row execute function claim_term_guard();
create trigger state_disclosure_review_keeper before insert on state_disclosure_review
  for each row execute function claim_term_guard();

create function state_disclosure_review_guard() returns trigger language plpgsql as $$
begin
  if new.reviewed_on > local_day(now())
     or new.reviewed_on < (select d.read_on from state_disclosure d where d.id = new.disclosure_id) then
    perform broken('review_comes_after_reading', 'state_disclosure_review');
  end if;
  return new;
end $$;
create trigger state_disclosure_review_guard before insert on state_disclosure_review
  for each row execute function state_disclosure_review_guard();

create function state_disclosure_is_whole() returns trigger language plpgsql as $$
begin
  if not exists (select from state_disclosure_text t where t.disclosure_id = new.id and t.language = 'en') then
    perform broken('disclosure_has_its_official_text', 'state_disclosure');
  end if;
  return null;
end $$;
create constraint trigger disclosure_has_its_official_text after insert on state_disclosure
  deferrable initially deferred for each row execute function state_disclosure_is_whole();

-- What counsel read is what donors see: no text comes after the review.
create function state_disclosure_text_guard() returns trigger language plpgsql as $$
begin
  if exists (select from state_disclosure_review r where r.disclosure_id = new.disclosure_id) then
    perform broken('reviewed_disclosure_stays_as_read', 'state_disclosure_text');
  end if;
  return new;
end $$;
create trigger state_disclosure_text_guard before insert on state_disclosure_text
  for each row execute function state_disclosure_text_guard();

do $$
declare
  history text;
begin
  foreach history in array array['state_disclosure', 'state_disclosure_text', 'state_disclosure_review'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'disclosures_are_append_only');
    -- A text for everyone; written only by staff, whom the keeper's trigger judges.
    execute format('alter table %I enable row level security', history);
    execute format('create policy everyone_reads on %I using (true)
                      with check (current_setting(''homeward.scope'', true) in (''staff'', ''system''))', history);
  end loop;
end $$;

-- What a fund's giving page offers, in the language of its reader: in another language another sum may be the usual one.
create table fund_suggestion (
  fund_id     uuid not null references fund (id),
  language    text not null check (language in ('en', 'es', 'ar', 'vi', 'zh')),
  version     integer not null check (version > 0),
  cents       bigint[] not null check (cardinality(cents) between 1 and 5),
  changed_by  uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint amounts_are_set_once primary key (fund_id, language, version)
);
create function fund_suggestion_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.changed_by, new.fund_id, array['administrator']) then
    perform broken('amounts_are_set_by_administrators', 'fund_suggestion');
  end if;
  if exists (select from fund f, unnest(new.cents) as c
              where f.id = new.fund_id and (c is null or c < f.minimum_gift_cents or c > f.maximum_gift_cents)) then
    perform broken('amounts_keep_the_funds_limits', 'fund_suggestion');
  end if;
  if new.cents <> (select array_agg(distinct c order by c) from unnest(new.cents) as c) then
    perform broken('amounts_rise', 'fund_suggestion');
  end if;
  return new;
end $$;
create trigger fund_suggestion_guard before insert on fund_suggestion
  for each row execute function fund_suggestion_guard();
create trigger fund_suggestion_is_append_only before update or delete or truncate on fund_suggestion
  for each statement execute function refuse_rewriting('amounts_are_append_only');
alter table fund_suggestion enable row level security;
create policy everyone_reads on fund_suggestion using (true) with check (in_scope(fund_id));
