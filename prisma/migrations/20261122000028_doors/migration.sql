-- Why: someone who lost every way to sign in must come back without any one person letting them in, and a record must be
-- readable in an emergency by someone whose work it is not to read it, without opening a way to money.

-- Someone lost every way to sign in. Two administrators of all their funds let them in again, or the host after 72 hours
-- in which any administrator can stop it.
create table factor_recovery (
  id          uuid primary key default gen_random_uuid(),
  staff_id    uuid not null references staff (id),
  way         text not null check (way in ('administrators', 'host')),
  reason      text not null check (reason in ('device_lost', 'device_stolen', 'device_broken', 'device_replaced')),
  -- How the opener made sure that it is them.
  assured_by  text check (assured_by in ('in_person', 'video_call', 'known_number')),
  opened_by   uuid references staff (id),
  step_up_id  uuid constraint recovery_opening_step_up_is_spent_once unique references staff_step_up (id),
  -- Told by the opener to the person; useless without the link, as the link is without it.
  code_hash   text,
  ready_at    timestamptz not null default now(),
  expires_at  timestamptz not null default now(),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint recovery_is_opened_by_its_way check (
    num_nonnulls(opened_by, step_up_id, assured_by, code_hash) = case way when 'host' then 0 else 4 end),
  constraint nobody_recovers_themselves check (opened_by <> staff_id)
);
create index factor_recovery_staff_idx on factor_recovery (staff_id, recorded_at);

create table factor_recovery_confirmation (
  recovery_id  uuid constraint recovery_is_confirmed_once primary key references factor_recovery (id),
  confirmed_by uuid references staff (id),
  step_up_id   uuid constraint recovery_confirmation_step_up_is_spent_once unique references staff_step_up (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

create table factor_recovery_stop (
  recovery_id uuid constraint recovery_is_stopped_once primary key references factor_recovery (id),
  reason      text not null check (reason in ('not_them', 'found_again', 'by_mistake')),
  stopped_by  uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- The link was opened: from this moment the old ways to sign in are gone.
create table factor_recovery_use (
  recovery_id uuid constraint recovery_is_used_once primary key references factor_recovery (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index factor_recovery_use_recorded_idx on factor_recovery_use (recorded_at);

-- By the database's own clock; owner's eyes, so that a narrow scope cannot make a recovery look as if it were not there.
create function factor_recovery_state(p_recovery uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select case
           when exists (select from factor_recovery_stop s where s.recovery_id = f.id) then 'stopped'
           when exists (select from factor_recovery_use u where u.recovery_id = f.id) then 'used'
           when c.recorded_at > now() - interval '24 hours' then 'confirmed'
           when c.recorded_at is not null or f.expires_at <= now() then 'expired'
           when f.ready_at > now() then 'waiting'
           else 'ready' end
    from factor_recovery f left join factor_recovery_confirmation c on c.recovery_id = f.id
   where f.id = p_recovery
$$;

-- Who manages every fund in which the other holds a role; nobody does for someone without one.
create function manages_person(p_manager uuid, p_staff uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r where r.staff_id = p_staff)
     and not exists (select from staff_role r where r.staff_id = p_staff and not manages_fund(p_manager, r.fund_id))
$$;

-- Since when someone who was let in again cannot prove their presence for acts; null where they can.
create function recovered_since(p_staff uuid) returns timestamptz language sql stable security definer
  set search_path = public, pg_temp as $$
  select max(u.recorded_at) from factor_recovery_use u join factor_recovery f on f.id = u.recovery_id
   where f.staff_id = p_staff and u.recorded_at > now() - interval '24 hours'
$$;

-- What a recovery begins with is the database's to say: when it may be confirmed, and until when.
create function factor_recovery_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  -- Two who open at once are put one after the other.
  perform from staff where id = new.staff_id for no key update;
  new.recorded_at := now();
  new.ready_at := now() + case new.way when 'host' then interval '72 hours' else interval '0' end;
  new.expires_at := new.ready_at + case new.way when 'host' then interval '7 days' else interval '72 hours' end;
  if exists (select from factor_recovery f where f.staff_id = new.staff_id
              and factor_recovery_state(f.id) in ('waiting', 'ready', 'confirmed')) then
    perform broken('one_recovery_at_a_time', 'factor_recovery');
  end if;
  if new.way = 'host' then return new; end if;
  if not manages_person(new.opened_by, new.staff_id) then
    perform broken('recovery_is_by_administrators_of_all_their_funds', 'factor_recovery');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.opened_by,
      'recover:' || new.staff_id || ':' || new.reason || ':' || new.assured_by), false) then
    perform broken('step_up_is_fresh_and_bound', 'factor_recovery');
  end if;
  return new;
end $$;
create trigger factor_recovery_guard before insert on factor_recovery for each row execute function factor_recovery_guard();

create function factor_recovery_confirmation_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  f factor_recovery;
begin
  select * into f from factor_recovery where id = new.recovery_id;
  perform from staff where id = f.staff_id for no key update;
  new.recorded_at := now();
  case factor_recovery_state(f.id)
    when 'stopped' then perform broken('recovery_was_stopped', 'factor_recovery_confirmation');
    when 'expired' then perform broken('recovery_comes_in_time', 'factor_recovery_confirmation');
    when 'waiting' then perform broken('host_recovery_waits_72_hours', 'factor_recovery_confirmation');
    when 'ready' then null;
    else perform broken('recovery_is_confirmed_once', 'factor_recovery_confirmation');
  end case;
  if (f.way = 'host') <> (new.confirmed_by is null) then
    perform broken('recovery_goes_its_way', 'factor_recovery_confirmation');
  end if;
  if f.way = 'host' then return new; end if;
  if new.confirmed_by in (f.opened_by, f.staff_id) then
    perform broken('recovery_is_confirmed_by_another', 'factor_recovery_confirmation');
  end if;
  -- The opener may have lost their role in the meantime: then there are not two.
  if not (manages_person(new.confirmed_by, f.staff_id) and manages_person(f.opened_by, f.staff_id)) then
    perform broken('recovery_is_by_administrators_of_all_their_funds', 'factor_recovery_confirmation');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.confirmed_by, 'confirm_recovery:' || f.id), false) then
    perform broken('step_up_is_fresh_and_bound', 'factor_recovery_confirmation');
  end if;
  return new;
end $$;
create trigger factor_recovery_confirmation_guard before insert on factor_recovery_confirmation
  for each row execute function factor_recovery_confirmation_guard();

create function factor_recovery_stop_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  f factor_recovery;
begin
  select * into f from factor_recovery where id = new.recovery_id;
  perform from staff where id = f.staff_id for no key update;
  new.recorded_at := now();
  if factor_recovery_state(f.id) not in ('waiting', 'ready', 'confirmed') then
    perform broken('recovery_can_still_be_stopped', 'factor_recovery_stop');
  end if;
  -- Whoever can sign in has not lost every way, so the person may say so themselves.
  if new.stopped_by <> f.staff_id and new.stopped_by is distinct from f.opened_by
     and not exists (select from staff_role r where r.staff_id = f.staff_id and manages_fund(new.stopped_by, r.fund_id)) then
    perform broken('recovery_is_stopped_by_an_administrator', 'factor_recovery_stop');
  end if;
  return new;
end $$;
create trigger factor_recovery_stop_guard before insert on factor_recovery_stop
  for each row execute function factor_recovery_stop_guard();

-- What was lost or stolen opens nothing any more: this is written after the last of it is gone.
create function factor_recovery_use_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  who uuid := (select f.staff_id from factor_recovery f where f.id = new.recovery_id);
begin
  perform from staff where id = who for no key update;
  new.recorded_at := now();
  if factor_recovery_state(new.recovery_id) is distinct from 'confirmed' then
    perform broken('recovery_is_confirmed_first', 'factor_recovery_use');
  end if;
  if exists (select from staff_passkey k where k.staff_id = who)
     or exists (select from staff_totp o where o.staff_id = who and o.confirmed_at is not null)
     or exists (select from staff_session s where s.staff_id = who and s.ended_at is null) then
    perform broken('recovered_person_begins_anew', 'factor_recovery_use');
  end if;
  return new;
end $$;
create trigger factor_recovery_use_guard before insert on factor_recovery_use
  for each row execute function factor_recovery_use_guard();

-- Two who are tricked, or who agree, gain nothing at once: for a day everyone who was mailed can still take roles away.
-- Every act near money, people or roles asks for such a proof; only one's own ways to sign in can be changed before.
create function recovered_person_waits_a_day() returns trigger language plpgsql as $$
begin
  if new.bound_to <> 'factors:' || new.staff_id and recovered_since(new.staff_id) is not null then
    perform broken('recovered_person_waits_a_day', 'staff_step_up');
  end if;
  return new;
end $$;
create trigger recovered_person_waits_a_day before insert on staff_step_up
  for each row execute function recovered_person_waits_a_day();

alter table staff_sign_in_link add column recovery_id uuid references factor_recovery (id);
alter table staff_sign_in_link drop constraint staff_sign_in_link_purpose_check;
alter table staff_sign_in_link add constraint staff_sign_in_link_purpose_check
  check (purpose in ('enrol', 'demonstration', 'recovery'));
alter table staff_sign_in_link add constraint recovery_link_names_its_recovery
  check ((purpose = 'recovery') = (recovery_id is not null));

-- A link for someone who was let in again comes from two people or from 72 hours, never from one administrator's invitation.
create function staff_sign_in_link_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if new.purpose = 'enrol' and exists (
       select from factor_recovery f join factor_recovery_confirmation c on c.recovery_id = f.id
        where f.staff_id = new.staff_id and factor_recovery_state(f.id) <> 'stopped') then
    perform broken('recovered_person_comes_by_recovery', 'staff_sign_in_link');
  end if;
  if new.purpose = 'recovery' and not exists (
       select from factor_recovery f join factor_recovery_confirmation c on c.recovery_id = f.id
        where f.id = new.recovery_id and f.staff_id = new.staff_id and factor_recovery_state(f.id) = 'confirmed'
          and new.expires_at <= c.recorded_at + interval '24 hours') then
    perform broken('recovery_link_follows_its_confirmation', 'staff_sign_in_link');
  end if;
  return new;
end $$;
create trigger staff_sign_in_link_guard before insert on staff_sign_in_link
  for each row execute function staff_sign_in_link_guard();

-- A link is used, once, or ends earlier; it never becomes another's, and never works longer or again.
create function staff_sign_in_link_is_only_used() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'used_at' - 'expires_at' <> to_jsonb(old) - 'used_at' - 'expires_at'
     or new.expires_at > old.expires_at or old.used_at is not null and new.used_at is distinct from old.used_at then
    perform broken('sign_in_link_is_only_used', 'staff_sign_in_link');
  end if;
  return new;
end $$;
create trigger staff_sign_in_link_is_only_used before update on staff_sign_in_link
  for each row execute function staff_sign_in_link_is_only_used();

-- A record opened in an emergency by an administrator, whose work it is not to read records. Never money: no proof that is
-- given for it serves any other act.
create table break_glass (
  id          uuid primary key default gen_random_uuid(),
  person_id   uuid not null references person (id),
  staff_id    uuid not null references staff (id),
  reason      text not null check (reason in ('danger_to_life', 'medical', 'child_or_dependent', 'release_tonight',
                'nobody_else_reachable')),
  step_up_id  uuid not null constraint glass_step_up_is_spent_once unique references staff_step_up (id),
  ends_at     timestamptz not null default now() + interval '60 minutes',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint glass_is_open_for_an_hour check (ends_at <= recorded_at + interval '60 minutes')
);
create index break_glass_person_idx on break_glass (person_id, recorded_at);

create table break_glass_review (
  glass_id    uuid constraint glass_is_reviewed_once primary key references break_glass (id),
  finding     text not null check (finding in ('justified', 'not_justified')),
  note        text not null check (note in ('person_was_in_danger', 'nobody_could_be_reached', 'someone_could_be_reached',
                'could_have_waited', 'not_the_record_needed', 'told_the_board')),
  reviewed_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- A review shuts it, however much of the hour is left.
create function glass_is_open(p_glass uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from break_glass g where g.id = p_glass and g.ends_at > now()
                  and not exists (select from break_glass_review r where r.glass_id = g.id))
$$;

create function break_glass_guard() returns trigger language plpgsql as $$
declare
  fund uuid;
begin
  -- Looks, reviews and openings of one record are put one after the other.
  select p.fund_id into fund from person p where p.id = new.person_id for no key update;
  new.recorded_at := now();
  new.ends_at := now() + interval '60 minutes';
  if not coalesce(manages_fund(new.staff_id, fund), false) then
    perform broken('glass_is_broken_by_an_administrator', 'break_glass');
  end if;
  if holds_role(new.staff_id, fund, array['intake', 'approver', 'treasurer']) then
    perform broken('glass_is_for_who_may_not_look', 'break_glass');
  end if;
  if exists (select from break_glass g where g.person_id = new.person_id and g.staff_id = new.staff_id and glass_is_open(g.id)) then
    perform broken('one_glass_at_a_time', 'break_glass');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.staff_id, 'break_glass:' || new.person_id || ':' || new.reason) then
    perform broken('step_up_is_fresh_and_bound', 'break_glass');
  end if;
  return new;
end $$;
create trigger break_glass_guard before insert on break_glass for each row execute function break_glass_guard();

create function break_glass_review_guard() returns trigger language plpgsql as $$
declare
  fund uuid;
begin
  select p.fund_id into fund from person p join break_glass g on g.person_id = p.id
   where g.id = new.glass_id for no key update of p;
  new.recorded_at := now();
  if not coalesce(holds_role(new.reviewed_by, fund, array['approver', 'auditor', 'administrator']), false) then
    perform broken('glass_is_reviewed_by_who_answers', 'break_glass_review');
  end if;
  if exists (select from break_glass g where g.id = new.glass_id and g.staff_id = new.reviewed_by) then
    perform broken('reviewer_did_not_break_the_glass', 'break_glass_review');
  end if;
  return new;
end $$;
create trigger break_glass_review_guard before insert on break_glass_review
  for each row execute function break_glass_review_guard();

-- One more way to look, for an hour, at one record, and told apart for good.
alter table person_reveal add column glass_id uuid references break_glass (id);
create index person_reveal_glass_idx on person_reveal (glass_id) where glass_id is not null;
alter table person_reveal drop constraint person_reveal_reason_check;
alter table person_reveal add constraint person_reveal_reason_check check (reason in ('screening', 'posting_bond', 'court_date',
  'reaching_the_person', 'return_of_money', 'correction', 'counsel_asked', 'emergency'));
alter table person_reveal add constraint emergency_look_names_its_glass check ((reason = 'emergency') = (glass_id is not null));

create or replace function person_reveal_guard() returns trigger language plpgsql as $$
begin
  if new.glass_id is not null then
    if not glass_is_open(new.glass_id)
       or not exists (select from break_glass g join person p on p.id = g.person_id
                       where g.id = new.glass_id and g.person_id = new.person_id and g.staff_id = new.staff_id
                         and manages_fund(new.staff_id, p.fund_id)) then
      perform broken('emergency_look_stays_in_its_hour', 'person_reveal');
    end if;
    return new;
  end if;
  if not exists (select from person p
                  where p.id = new.person_id
                    and (holds_role(new.staff_id, p.fund_id, array['intake', 'approver', 'treasurer'])
                         or new.reason = 'posting_bond' and readers_person(p.id, new.staff_id))) then
    perform broken('reveal_needs_a_role', 'person_reveal');
  end if;
  return new;
end $$;

create trigger factor_recovery_is_append_only before update or delete or truncate on factor_recovery
  for each statement execute function refuse_rewriting('factor_recoveries_are_append_only');
create trigger factor_recovery_confirmation_is_append_only before update or delete or truncate on factor_recovery_confirmation
  for each statement execute function refuse_rewriting('factor_recoveries_are_append_only');
create trigger factor_recovery_stop_is_append_only before update or delete or truncate on factor_recovery_stop
  for each statement execute function refuse_rewriting('factor_recoveries_are_append_only');
create trigger factor_recovery_use_is_append_only before update or delete or truncate on factor_recovery_use
  for each statement execute function refuse_rewriting('factor_recoveries_are_append_only');
create trigger break_glass_is_append_only before update or delete or truncate on break_glass
  for each statement execute function refuse_rewriting('broken_glass_is_append_only');
create trigger break_glass_review_is_append_only before update or delete or truncate on break_glass_review
  for each statement execute function refuse_rewriting('broken_glass_is_append_only');

alter table factor_recovery enable row level security;
create policy fund_scope on factor_recovery
  using (exists (select from staff_role r where r.staff_id = factor_recovery.staff_id and in_scope(r.fund_id)));
alter table factor_recovery_confirmation enable row level security;
create policy fund_scope on factor_recovery_confirmation using (exists (select from factor_recovery f where f.id = recovery_id));
alter table factor_recovery_stop enable row level security;
create policy fund_scope on factor_recovery_stop using (exists (select from factor_recovery f where f.id = recovery_id));
alter table factor_recovery_use enable row level security;
create policy fund_scope on factor_recovery_use using (exists (select from factor_recovery f where f.id = recovery_id));
alter table break_glass enable row level security;
create policy fund_scope on break_glass using (exists (select from person p where p.id = person_id));
alter table break_glass_review enable row level security;
create policy fund_scope on break_glass_review using (exists (select from break_glass g where g.id = glass_id));
