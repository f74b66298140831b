-- Why: staff answer donors who write and call. What they may find out about one, what they wrote down, whom they must leave
-- alone, and that two records are one person are records too: who, when, why. Two monthly gifts of one person stay two.

-- A name as it is searched: without accents, case and apostrophes, and with one space for what stands between words.
create function plain_name(p_name text) returns text language sql immutable parallel safe as $$
  select btrim(regexp_replace(
           regexp_replace(lower(normalize(p_name, NFKD)), '[\u0300-\u036f''`\u2018\u2019\u02bc]', '', 'g'),
           '[[:punct:][:space:]\u2010-\u2027\u2030-\u205e\u3000-\u303f]+', ' ', 'g'))
$$;
create index donor_name_words_idx on donor using gin (to_tsvector('simple', plain_name(name)));
create index donor_newest_idx on donor (recorded_at desc, id desc);
create index mail_sign_up_donor_idx on mail_sign_up (donor_id);

-- Two records that are one person. The rows of the one go to the other and are listed, so that they can come back.
create table donor_merge (
  id              uuid primary key default gen_random_uuid(),
  survivor_id     uuid not null references donor (id),
  merged_id       uuid not null references donor (id),
  merged_by       uuid not null references staff (id),
  step_up_id      uuid not null unique references staff_step_up (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  undone_at       timestamptz,
  undone_by       uuid references staff (id),
  undo_step_up_id uuid unique references staff_step_up (id),
  constraint merge_needs_two_donors check (survivor_id <> merged_id),
  constraint merge_is_undone_by_someone check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undo_step_up_id is null)),
  constraint merge_can_be_undone_for_thirty_days check (undone_at >= occurred_at and undone_at <= occurred_at + interval '720 hours')
);
create unique index donor_is_merged_away_once on donor_merge (merged_id) where undone_at is null;
create index donor_merge_survivor_idx on donor_merge (survivor_id);

create table donor_merge_row (
  merge_id    uuid not null references donor_merge (id),
  kind        text not null check (kind in ('payment', 'recurring_donation', 'consent_ended')),
  row_id      uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (merge_id, kind, row_id)
);
create index donor_merge_row_idx on donor_merge_row (row_id);

-- Who a donor is now: the record that they were merged into, else they themselves.
create function donor_now(p_donor uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select m.survivor_id from donor_merge m where m.merged_id = p_donor and m.undone_at is null), p_donor)
$$;

-- Every record that is this person, the one that stands first.
create function donor_family(p_donor uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select array[donor_now(p_donor)]
         || array(select m.merged_id from donor_merge m where m.survivor_id = donor_now(p_donor) and m.undone_at is null order by m.merged_id)
   where p_donor is not null
$$;

-- The funds that someone gave to: those who answer for them see the donor. Who gave to none yet belongs to the organization.
create function donor_in_reach(p_donor uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select case current_setting('homeward.scope', true)
    when 'system' then true
    when 'staff' then exists (select from donor_record_line g where g.donor_id = donor_now(p_donor) and g.kind = 'gift' and in_scope(g.fund_id))
                   or not exists (select from donor_record_line g where g.donor_id = donor_now(p_donor) and g.kind = 'gift')
    else false end
$$;

-- What touches all of a donor is for someone who answers for every fund that they gave to.
create function donor_is_theirs(p_staff uuid, p_donor uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from donor_record_line g where g.donor_id = donor_now(p_donor) and g.kind = 'gift'
                        and not holds_role(p_staff, g.fund_id, array['treasurer', 'administrator']))
     and exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.role in ('treasurer', 'administrator'))
$$;

-- A merge makes a tree of one step: nobody is merged into a record that is itself merged away, so there is no way round.
create function donor_merge_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Both rows, always in one order: whoever books a gift of one of them waits, and so does every other merge of either.
  perform from donor d where d.id in (new.survivor_id, new.merged_id) order by d.id for update;
  if tg_op = 'INSERT' then
    if new.undone_at is not null then perform broken('merge_is_undone_once', 'donor_merge'); end if;
    if exists (select from donor_merge m where m.undone_at is null and m.merged_id in (new.survivor_id, new.merged_id)) then
      perform broken('donor_is_merged_away', 'donor_merge');
    end if;
    if exists (select from donor_merge m where m.undone_at is null and m.survivor_id = new.merged_id) then
      perform broken('donor_stands_for_others', 'donor_merge');
    end if;
    if not step_up_is_fresh(new.step_up_id, new.merged_by, 'merge_donors:' || new.survivor_id || ':' || new.merged_id) then
      perform broken('step_up_is_fresh_and_bound', 'donor_merge');
    end if;
  else
    if old.undone_at is not null or new.undone_at is null
       or (to_jsonb(new) - '{undone_at,undone_by,undo_step_up_id}'::text[])
          <> (to_jsonb(old) - '{undone_at,undone_by,undo_step_up_id}'::text[]) then
      perform broken('merge_is_undone_once', 'donor_merge');
    end if;
    if not step_up_is_fresh(new.undo_step_up_id, new.undone_by, 'undo_merge:' || new.id) then
      perform broken('step_up_is_fresh_and_bound', 'donor_merge');
    end if;
  end if;
  if exists (select from donor d where d.id in (new.survivor_id, new.merged_id) and d.erased_at is not null) then
    perform broken('donor_is_erased', 'donor_merge');
  end if;
  if not donor_is_theirs(coalesce(new.undone_by, new.merged_by), new.survivor_id)
     or not donor_is_theirs(coalesce(new.undone_by, new.merged_by), new.merged_id) then
    perform broken('donor_is_in_their_funds', 'donor_merge');
  end if;
  return new;
end $$;
create trigger donor_merge_guard before insert or update on donor_merge for each row execute function donor_merge_guard();
create trigger donor_merge_is_never_removed before delete or truncate on donor_merge
  for each statement execute function refuse_rewriting('merge_is_undone_once');
create trigger donor_merge_row_is_append_only before update or delete or truncate on donor_merge_row
  for each statement execute function refuse_rewriting('merge_is_undone_once');

-- Gifts and monthly gifts change their donor along a merge or its undoing, and in no other way. Whatever else gifts are kept in
-- needs the two triggers of recurring_donation below, and its place in move_rows_of_merge.
create function donor_follows_a_merge() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'payment' and (to_jsonb(new) - 'donor_id') <> (to_jsonb(old) - 'donor_id') then
    perform broken('payments_are_append_only', 'payment');
  end if;
  if not exists (
    select from donor_merge_row r join donor_merge m on m.id = r.merge_id
     where r.kind = tg_table_name and r.row_id = new.id
       and (m.undone_at is null and (old.donor_id, new.donor_id) = (m.merged_id, m.survivor_id)
            or m.undone_at is not null and (old.donor_id, new.donor_id) = (m.survivor_id, m.merged_id))) then
    perform broken('donor_follows_a_merge', tg_table_name);
  end if;
  return new;
end $$;
create trigger donor_follows_a_merge before update on recurring_donation
  for each row when (new.donor_id is distinct from old.donor_id) execute function donor_follows_a_merge();
create trigger donor_follows_a_merge before update on payment for each row execute function donor_follows_a_merge();

-- A payment is rewritten by nobody; its donor alone is, by the one function below.
create function refuse_rewriting_payments() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('homeward.merging', true) = 'on' then return null; end if;
  raise exception 'rows of payment violate constraint "payments_are_append_only"'
    using errcode = 'check_violation', constraint = 'payments_are_append_only';
end $$;
drop trigger payment_is_append_only on payment;
create trigger payment_is_append_only before update or delete or truncate on payment
  for each statement execute function refuse_rewriting_payments();

-- Gives rows that are listed with a merge to its one side or the other.
create function move_rows_of_merge(p_merge donor_merge, p_from uuid, p_to uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('homeward.merging', 'on', true);
  update payment p set donor_id = p_to from donor_merge_row r
   where r.merge_id = p_merge.id and r.kind = 'payment' and p.id = r.row_id and p.donor_id = p_from;
  update recurring_donation s set donor_id = p_to from donor_merge_row r
   where r.merge_id = p_merge.id and r.kind = 'recurring_donation' and s.id = r.row_id and s.donor_id = p_from;
  perform set_config('homeward.merging', '', true);
end $$;

-- Merging and moving are one act. Whoever said no at either address has said no; nobody has said yes whom nobody asked.
create function donor_merge_moves() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into donor_merge_row (merge_id, kind, row_id)
    select new.id, 'payment', p.id from payment p where p.donor_id = new.merged_id
    union all
    select new.id, 'recurring_donation', r.id from recurring_donation r where r.donor_id = new.merged_id;
  perform move_rows_of_merge(new, new.merged_id, new.survivor_id);
  with ended as (
    update donor_consent c set ended_at = greatest(new.occurred_at, c.given_at), ended_by = 'merge'
     where c.donor_id in (new.survivor_id, new.merged_id) and c.ended_at is null
       and exists (select from donor_consent o where o.donor_id in (new.survivor_id, new.merged_id) and o.donor_id <> c.donor_id
                      and o.topic = c.topic and o.ended_at is not null)
       and not exists (select from donor_consent o where o.donor_id in (new.survivor_id, new.merged_id) and o.donor_id <> c.donor_id
                          and o.topic = c.topic and o.ended_at is null)
    returning c.id)
  insert into donor_merge_row (merge_id, kind, row_id) select new.id, 'consent_ended', id from ended;
  update donor_session set ended_at = new.occurred_at where donor_id = new.merged_id and ended_at is null;
  update donor_sign_in_link set used_at = new.occurred_at where donor_id = new.merged_id and used_at is null;
  return null;
end $$;
create trigger donor_merge_moves after insert on donor_merge for each row execute function donor_merge_moves();

-- What came back to each goes back; a consent that the merge ended is open again, unless the donor has spoken since.
create function donor_merge_is_undone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform move_rows_of_merge(new, new.survivor_id, new.merged_id);
  insert into donor_consent (donor_id, topic, given_at, source)
    select c.donor_id, c.topic, c.given_at, 'merge undone'
      from donor_merge_row r join donor_consent c on c.id = r.row_id
     where r.merge_id = new.id and r.kind = 'consent_ended'
       and not exists (select from donor_consent o where o.donor_id = c.donor_id and o.topic = c.topic and o.id <> c.id
                          and o.recorded_at > new.recorded_at)
    on conflict do nothing;
  return null;
end $$;
create trigger donor_merge_is_undone after update on donor_merge for each row execute function donor_merge_is_undone();

-- A gift that still comes by the address of a record that was merged away is the survivor's, and is listed with the merge.
create function gifts_go_to_who_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  m donor_merge;
begin
  for m in select distinct g.* from fresh f join donor_merge g on g.merged_id = f.donor_id and g.undone_at is null loop
    insert into donor_merge_row (merge_id, kind, row_id) select m.id, tg_table_name, f.id from fresh f where f.donor_id = m.merged_id;
    perform move_rows_of_merge(m, m.merged_id, m.survivor_id);
  end loop;
  return null;
end $$;
create trigger gifts_go_to_who_stands after insert on payment
  referencing new table as fresh for each statement execute function gifts_go_to_who_stands();
create trigger gifts_go_to_who_stands after insert on recurring_donation
  referencing new table as fresh for each statement execute function gifts_go_to_who_stands();

-- What staff wrote down about a donor, sealed: ended, never removed, and emptied with its donor.
create table donor_note (
  id          uuid primary key default gen_random_uuid(),
  donor_id    uuid not null references donor (id),
  sealed      bytea,
  emptied_at  timestamptz,
  written_by  uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint note_is_sealed_or_emptied check ((sealed is null) = (emptied_at is not null))
);
create index donor_note_donor_idx on donor_note (donor_id);

create table donor_note_end (
  note_id     uuid constraint note_is_ended_once primary key references donor_note (id),
  reason      text not null check (reason in ('done', 'outdated', 'mistake')),
  ended_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- Whom we leave alone: about everything (no topic), or about one topic; for good, or until the end of a day.
create table donor_contact_stop (
  id          uuid primary key default gen_random_uuid(),
  donor_id    uuid not null references donor (id),
  topic       text check (topic in ('impact', 'alerts', 'news')),
  reason      text not null check (reason in ('donor_asked', 'complaint', 'in_mourning', 'counsel_asked', 'unsafe_mailbox')),
  until       date,
  set_by      uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint contact_stop_ends_later check (until >= (occurred_at at time zone 'UTC')::date - 1)
);
create index donor_contact_stop_donor_idx on donor_contact_stop (donor_id);

create table donor_contact_stop_end (
  stop_id     uuid constraint contact_stop_is_ended_once primary key references donor_contact_stop (id),
  reason      text not null check (reason in ('donor_asked', 'mistake')),
  ended_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- Who saw an address, and why.
create table donor_reveal (
  id          uuid primary key default gen_random_uuid(),
  donor_id    uuid not null references donor (id),
  reason      text not null check (reason in ('donor_called', 'donor_wrote', 'mail_came_back', 'same_person', 'counsel_asked')),
  staff_id    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index donor_reveal_donor_idx on donor_reveal (donor_id);

-- That someone took everything about one donor out.
create table donor_export (
  id          uuid primary key default gen_random_uuid(),
  donor_id    uuid not null references donor (id),
  format      text not null check (format in ('json', 'csv')),
  made_by     uuid not null references staff (id),
  step_up_id  uuid not null unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index donor_export_donor_idx on donor_export (donor_id);

create trigger donor_note_end_is_append_only before update or delete or truncate on donor_note_end
  for each statement execute function refuse_rewriting('donor_records_are_append_only');
create trigger donor_contact_stop_is_append_only before update or delete or truncate on donor_contact_stop
  for each statement execute function refuse_rewriting('donor_records_are_append_only');
create trigger donor_contact_stop_end_is_append_only before update or delete or truncate on donor_contact_stop_end
  for each statement execute function refuse_rewriting('donor_records_are_append_only');
create trigger donor_reveal_is_append_only before update or delete or truncate on donor_reveal
  for each statement execute function refuse_rewriting('donor_records_are_append_only');
create trigger donor_export_is_append_only before update or delete or truncate on donor_export
  for each statement execute function refuse_rewriting('donor_records_are_append_only');
create trigger donor_note_is_never_removed before delete or truncate on donor_note
  for each statement execute function refuse_rewriting('donor_records_are_append_only');

create function donor_note_guard() returns trigger language plpgsql as $$
begin
  if new.sealed is not null or (to_jsonb(new) - '{sealed,emptied_at}'::text[]) <> (to_jsonb(old) - '{sealed,emptied_at}'::text[]) then
    perform broken('donor_records_are_append_only', 'donor_note');
  end if;
  return new;
end $$;
create trigger donor_note_guard before update on donor_note for each row execute function donor_note_guard();

-- Who answers for none of a donor's funds writes nothing about them, and of an erased donor nothing is written down any more.
create function donor_record_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_donor uuid;
  v_staff uuid;
begin
  v_donor := case tg_table_name
    when 'donor_note_end' then (select n.donor_id from donor_note n where n.id::text = to_jsonb(new) ->> 'note_id')
    when 'donor_contact_stop_end' then (select s.donor_id from donor_contact_stop s where s.id::text = to_jsonb(new) ->> 'stop_id')
    else (to_jsonb(new) ->> 'donor_id')::uuid end;
  v_staff := (to_jsonb(new) ->> tg_argv[0])::uuid;
  if exists (select from donor d where d.id = v_donor and d.erased_at is not null for key share) then
    perform broken('donor_is_erased', tg_table_name);
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = v_staff and r.role in ('treasurer', 'administrator')
                    and (exists (select from donor_record_line g where g.donor_id = donor_now(v_donor) and g.kind = 'gift' and g.fund_id = r.fund_id)
                         or not exists (select from donor_record_line g where g.donor_id = donor_now(v_donor) and g.kind = 'gift'))) then
    perform broken('donor_is_in_their_funds', tg_table_name);
  end if;
  if tg_table_name = 'donor_export' and not (donor_is_theirs(v_staff, v_donor) and step_up_is_fresh(
       (to_jsonb(new) ->> 'step_up_id')::uuid, v_staff, 'export:donor:' || v_donor || ':' || (to_jsonb(new) ->> 'format'))) then
    perform broken('step_up_is_fresh_and_bound', 'donor_export');
  end if;
  return new;
end $$;
create trigger donor_record_guard before insert on donor_note for each row execute function donor_record_guard('written_by');
create trigger donor_record_guard before insert on donor_note_end for each row execute function donor_record_guard('ended_by');
create trigger donor_record_guard before insert on donor_contact_stop for each row execute function donor_record_guard('set_by');
create trigger donor_record_guard before insert on donor_contact_stop_end for each row execute function donor_record_guard('ended_by');
create trigger donor_record_guard before insert on donor_reveal for each row execute function donor_record_guard('staff_id');
create trigger donor_record_guard before insert on donor_export for each row execute function donor_record_guard('made_by');

-- Erasing reaches every record that is this person, and what was written about them.
create function erased_donor_leaves_no_record() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (select from donor_note n where n.donor_id = new.id and n.sealed is not null)
     or exists (select from donor_merge m join donor d on d.id = m.merged_id
                 where m.survivor_id = new.id and m.undone_at is null and d.erased_at is null) then
    perform broken('erased_donor_leaves_nothing', 'donor');
  end if;
  return new;
end $$;
create trigger erased_donor_leaves_no_record before update on donor
  for each row when (new.erased_at is not null and old.erased_at is null) execute function erased_donor_leaves_no_record();

-- Papers about money that moved or changes, and answers to what somebody asked for just now, go out to everyone.
create function mail_goes_regardless(p_message text) returns boolean language sql immutable as $$
  select p_message like '%receipt%'
      or p_message in ('refund-notice', 'monthly-changed', 'monthly-cancelled', 'donor-sign-in', 'donor-email-change',
                       'donor-email-changed', 'sign-up-confirmation')
$$;

-- Whether staff wrote down that its reader is left alone about this, at that moment.
create function contact_is_stopped(p_mail uuid, p_at timestamptz) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from mail m join donor_contact_stop s on s.donor_id = any (donor_family(m.donor_id))
     where m.id = p_mail and not mail_goes_regardless(m.message) and (s.topic is null or s.topic = m.topic)
       and (s.until is null or local_day(p_at) <= s.until)
       and not exists (select from donor_contact_stop_end e where e.stop_id = s.id))
$$;

create function left_alone_guard() returns trigger language plpgsql as $$
begin
  if contact_is_stopped(new.mail_id, now()) then perform broken('donor_is_left_alone', 'mail_event'); end if;
  return new;
end $$;
create trigger donor_is_left_alone before insert on mail_event
  for each row when (new.kind = 'attempted') execute function left_alone_guard();

-- Row-level security: what staff keep about a donor is for those who answer for a fund that the donor gave to, and never a
-- signed-in donor's. Someone who is known twice sees both of their records.
do $$
declare
  t text;
begin
  foreach t in array '{donor_note,donor_contact_stop,donor_reveal,donor_export}'::text[] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy donor_reach on %I using (donor_in_reach(donor_id))', t);
  end loop;
  foreach t in array '{donor_consent,mail}'::text[] loop
    execute format('drop policy donor_scope on %I', t);
    execute format('create policy donor_scope on %I using ((select scoped_donor()) is null
      or donor_id = any ((select donor_family(scoped_donor()))::uuid[]))', t);
  end loop;
end $$;
drop policy donor_scope on donor;
create policy donor_scope on donor using ((select scoped_donor()) is null or id = any ((select donor_family(scoped_donor()))::uuid[]));
alter table donor_merge enable row level security;
create policy donor_reach on donor_merge using (donor_in_reach(survivor_id) and donor_in_reach(merged_id));
alter table donor_merge_row enable row level security;
create policy donor_reach on donor_merge_row using (exists (select from donor_merge m where m.id = merge_id));
alter table donor_note_end enable row level security;
create policy donor_reach on donor_note_end using (exists (select from donor_note n where n.id = note_id));
alter table donor_contact_stop_end enable row level security;
create policy donor_reach on donor_contact_stop_end using (exists (select from donor_contact_stop s where s.id = stop_id));
