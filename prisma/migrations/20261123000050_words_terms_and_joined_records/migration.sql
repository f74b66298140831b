-- Why: what donors were promised holds in every paper and for every record of theirs. A receipt keeps what states want printed,
-- words are shown only while their donor and the fund want it, and records that were joined can be joined on and taken apart.

-- Statements that states want on receipts too, beside the giving page.
alter table state_disclosure add column on_receipts boolean not null default false;

-- What donors are told on a day: of each state the newest version that counsel reviewed and whose day had come. Where that one
-- has ended, nothing: an older one does not come back.
create function disclosures_on(p_day date) returns setof state_disclosure language sql stable as $$
  select d.* from (select distinct on (s.place) s.* from state_disclosure s
                     join state_disclosure_review r on r.disclosure_id = s.id
                    where s.effective_from <= p_day order by s.place, s.version desc) d
   where d.effective_until is null or d.effective_until >= p_day
$$;

-- What a gift's receipt, and whatever corrects it, says for the states. Written with the receipt, and never after it.
create table receipt_disclosure (
  payment_id    uuid not null references payment (id),
  disclosure_id uuid not null references state_disclosure (id),
  recorded_at   timestamptz not null default now(),
  primary key (payment_id, disclosure_id)
);

create function receipt_disclosure_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from receipt r where r.payment_id = new.payment_id) then
    perform broken('receipt_says_what_it_said', 'receipt_disclosure');
  end if;
  if not exists (select from payment p cross join lateral disclosures_on(local_day(p.occurred_at)) d
                  where p.id = new.payment_id and d.id = new.disclosure_id and d.on_receipts) then
    perform broken('receipt_says_what_states_ask', 'receipt_disclosure');
  end if;
  return new;
end $$;
create trigger receipt_disclosure_guard before insert on receipt_disclosure
  for each row execute function receipt_disclosure_guard();
create trigger receipt_disclosure_is_append_only before update or delete or truncate on receipt_disclosure
  for each statement execute function refuse_rewriting('receipt_says_what_it_said');

create function receipt_says_what_states_ask() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from payment p cross join lateral disclosures_on(local_day(p.occurred_at)) d
              where p.id = new.payment_id and d.on_receipts
                and not exists (select from receipt_disclosure k where k.payment_id = p.id and k.disclosure_id = d.id)) then
    perform broken('receipt_says_what_states_ask', 'receipt');
  end if;
  return new;
end $$;
create trigger receipt_says_what_states_ask before insert on receipt
  for each row execute function receipt_says_what_states_ask();

alter table receipt_disclosure enable row level security;
create policy donor_scope on receipt_disclosure using (exists (select from payment p where p.id = payment_id));

-- How long receipts are kept: a record of who said so, and what holds now beside the organization.
create table receipt_term (
  id          bigint generated always as identity primary key,
  years       integer not null constraint receipt_term_is_one_to_thirty_years check (years between 1 and 30),
  set_by      uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create trigger receipt_term_is_append_only before update or delete or truncate on receipt_term
  for each statement execute function refuse_rewriting('receipt_terms_are_append_only');

create function receipt_term_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.set_by and r.role = 'administrator') then
    perform broken('receipt_term_is_set_by_administrators', 'receipt_term');
  end if;
  return new;
end $$;
create trigger receipt_term_guard before insert on receipt_term for each row execute function receipt_term_guard();

create function receipt_term_holds() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update organization set receipt_years = new.years;
  return null;
end $$;
create trigger receipt_term_holds after insert on receipt_term for each row execute function receipt_term_holds();

create function receipt_years_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.receipt_years is distinct from (select t.years from receipt_term t order by t.id desc limit 1) then
    perform broken('receipt_term_changes_by_record', 'organization');
  end if;
  return new;
end $$;
create trigger receipt_years_guard before update on organization
  for each row when (new.receipt_years <> old.receipt_years) execute function receipt_years_guard();

alter table receipt_term enable row level security;
create policy everyone_reads on receipt_term using (true)
  with check (current_setting('homeward.scope', true) in ('staff', 'system'));

-- Words of donors in public: staff take them down again, and a donor takes back that they may be shown. Both for good.
alter table gift_comment_step drop constraint gift_comment_step_step_check;
alter table gift_comment_step add constraint gift_comment_step_step_check
  check (step in ('read', 'approved', 'set_aside', 'taken_down'));

create table gift_comment_withdrawal (
  intent_id   uuid constraint comment_is_withdrawn_once primary key references gift_comment (intent_id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create trigger gift_comment_withdrawal_is_append_only before update or delete or truncate on gift_comment_withdrawal
  for each statement execute function refuse_rewriting('comment_is_withdrawn_once');
alter table gift_comment_withdrawal enable row level security;
create policy comment_scope on gift_comment_withdrawal
  using (exists (select from gift_comment c where c.intent_id = gift_comment_withdrawal.intent_id))
  with check (coalesce(current_setting('homeward.scope', true), '') not in ('staff', 'poster')
              and exists (select from gift_comment c where c.intent_id = gift_comment_withdrawal.intent_id));

create function gift_comment_withdrawal_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  comment gift_comment;
begin
  select * into comment from gift_comment c where c.intent_id = new.intent_id for update;
  if not comment.may_be_public or comment.emptied_at is not null then
    perform broken('comment_is_public_by_consent', 'gift_comment_withdrawal');
  end if;
  return new;
end $$;
create trigger gift_comment_withdrawal_guard before insert on gift_comment_withdrawal
  for each row execute function gift_comment_withdrawal_guard();

create or replace function gift_comment_step_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
  if new.step = 'approved' and (not comment.may_be_public
     or exists (select from gift_comment_withdrawal w where w.intent_id = new.intent_id)) then
    perform broken('comment_is_public_by_consent', 'gift_comment_step');
  end if;
  if new.step = 'taken_down'
     and not exists (select from gift_comment_step s where s.intent_id = new.intent_id and s.step = 'approved') then
    perform broken('only_shown_words_are_taken_down', 'gift_comment_step');
  end if;
  return new;
end $$;

-- What the public may read of them: never by whom, of a month, in an order that tells nothing of the days in it. An incident
-- of the fund stops these too.
create function words_in_public(p_fund uuid) returns table (intent_id uuid, sealed bytea, month date)
  language sql volatile security definer rows 12 set search_path = public, pg_temp as $$
  select c.intent_id, c.sealed, m.month
    from gift_comment c
    join gift_comment_step s on s.intent_id = c.intent_id and s.step = 'approved'
    cross join lateral (select date_trunc('month', local_day(min(p.occurred_at)))::date as month
                          from payment p where p.intent_id = c.intent_id) m
   where c.fund_id = p_fund and c.may_be_public and c.emptied_at is null
     and not exists (select from gift_comment_step t where t.intent_id = c.intent_id and t.step = 'taken_down')
     and not exists (select from gift_comment_withdrawal w where w.intent_id = c.intent_id)
     and not incident_is_open(p_fund)
   order by m.month desc, md5(c.intent_id::text) limit 12
$$;

-- A question about a full fund about which nothing can be done is over, so that Stripe is not asked about it each night.
create table fund_full_question_end (
  fund_state_change_id  bigint not null,
  recurring_donation_id uuid not null,
  reason                text not null check (reason in ('already_over', 'already_rests', 'nothing_changes')),
  occurred_at           timestamptz not null,
  recorded_at           timestamptz not null default now(),
  constraint question_ends_once primary key (fund_state_change_id, recurring_donation_id),
  foreign key (fund_state_change_id, recurring_donation_id)
    references fund_full_question (fund_state_change_id, recurring_donation_id)
);
create trigger fund_full_question_end_is_append_only before update or delete or truncate on fund_full_question_end
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');
alter table fund_full_question_end enable row level security;
create policy schedule_scope on fund_full_question_end using (sees_schedule(recurring_donation_id));

create or replace view unanswered_question with (security_invoker = true) as
  select q.fund_state_change_id, q.recurring_donation_id, q.fund_id, q.last_charge_at, q.occurred_at
    from fund_full_question q
    join recurring_donation r on r.id = q.recurring_donation_id and r.state <> 'cancelled'
   where q.fund_state_change_id = (select max(c.id) from fund_state_change c where c.fund_id = q.fund_id)
     and exists (select from monthly_parts(q.recurring_donation_id) p where p.fund_id = q.fund_id)
     and not exists (
       select from fund_full_question_end e
        where (e.fund_state_change_id, e.recurring_donation_id) = (q.fund_state_change_id, q.recurring_donation_id))
     and not exists (
       select from recurring_donation_wish w
         left join recurring_donation_wish_end e on e.wish_id = w.id
        where w.recurring_donation_id = q.recurring_donation_id and coalesce(e.outcome, 'done') = 'done'
          and (w.fund_state_change_id = q.fund_state_change_id
               or (w.cause = 'donor' and w.kind in ('split', 'pause', 'resume') and w.occurred_at >= q.occurred_at)));

-- Records that were joined are a forest: one that stands for others may be joined to another in turn, and every joining can be
-- taken back in any order. What never changes is by whose address a gift came; it stands with whoever stands for that record.
alter table donor_merge_row add column came_by uuid references donor (id);
alter table donor_merge_row disable trigger user;
-- Until now a record that was merged away stood for nobody else: whatever it brought along was its own.
update donor_merge_row r set came_by = m.merged_id from donor_merge m where m.id = r.merge_id;
alter table donor_merge_row enable trigger user;
alter table donor_merge_row alter column came_by set not null;

create or replace function donor_now(p_donor uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  with recursive path as (
    select p_donor as id, 0 as depth
    union all
    select m.survivor_id, p.depth + 1 from path p join donor_merge m on m.merged_id = p.id and m.undone_at is null)
    cycle id set is_circle using trail
  select id from path where not is_circle order by depth desc limit 1
$$;

-- The record that stands first, and the deepest last.
create or replace function donor_family(p_donor uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  with recursive family as (
    select donor_now(p_donor) as id, 0 as depth
    union all
    select m.merged_id, f.depth + 1 from family f join donor_merge m on m.survivor_id = f.id and m.undone_at is null)
    cycle id set is_circle using trail
  select array_agg(id order by depth, id) from family where p_donor is not null and not is_circle having count(*) > 0
$$;

-- Every merge that stands, with the record that stands for the merged one in the end.
create or replace function merges_that_stand() returns table (merged_id uuid, survivor_id uuid)
  language sql stable security definer rows 20 set search_path = public, pg_temp as $$
  with recursive standing as (
    select m.merged_id, m.survivor_id from donor_merge m where m.undone_at is null
       and not exists (select from donor_merge o where o.merged_id = m.survivor_id and o.undone_at is null)
    union all
    select m.merged_id, s.survivor_id from standing s join donor_merge m on m.survivor_id = s.merged_id and m.undone_at is null)
  select merged_id, survivor_id from standing
$$;

-- Every record that was ever joined with this one, whatever became of it: papers that one of them got stay true.
create function donors_ever_joined(p_donor uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  with recursive circle as (
    select p_donor as id
    union
    select case when m.survivor_id = c.id then m.merged_id else m.survivor_id end
      from circle c join donor_merge m on c.id in (m.survivor_id, m.merged_id))
  select array_agg(id) from circle
$$;

-- Whoever joins, takes apart or erases holds whole families: one after the other, then every row of them in one order. So no
-- gift is booked to a record while it changes who stands for it.
create function lock_donor_families(p_donors uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('donor_merge', 0));
  perform from donor d where d.id in (select unnest(donor_family(x)) from unnest(p_donors) as x) order by d.id for update;
end $$;

create or replace function donor_merge_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform lock_donor_families(array[new.survivor_id, new.merged_id]);
  if tg_op = 'INSERT' then
    if new.undone_at is not null then perform broken('merge_is_undone_once', 'donor_merge'); end if;
    -- Both stand, so there is no way round.
    if exists (select from donor_merge m where m.undone_at is null and m.merged_id in (new.survivor_id, new.merged_id)) then
      perform broken('donor_is_merged_away', 'donor_merge');
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

create or replace function donor_follows_a_merge() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'payment' and (to_jsonb(new) - 'donor_id') <> (to_jsonb(old) - 'donor_id') then
    perform broken('payments_are_append_only', 'payment');
  end if;
  if not exists (select from donor_merge_row r
                  where r.kind = tg_table_name and r.row_id = new.id and donor_now(r.came_by) = new.donor_id) then
    perform broken('donor_follows_a_merge', tg_table_name);
  end if;
  return new;
end $$;

-- Gives rows that came by some records, and are with `p_from` now, to `p_to`.
drop function move_rows_of_merge(donor_merge, uuid, uuid);
create function move_rows_of_donors(p_came_by uuid[], p_from uuid, p_to uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('homeward.merging', 'on', true);
  update payment p set donor_id = p_to
   where p.donor_id = p_from
     and exists (select from donor_merge_row r where r.kind = 'payment' and r.row_id = p.id and r.came_by = any (p_came_by));
  update recurring_donation s set donor_id = p_to
   where s.donor_id = p_from
     and exists (select from donor_merge_row r where r.kind = 'recurring_donation' and r.row_id = s.id and r.came_by = any (p_came_by));
  perform set_config('homeward.merging', '', true);
end $$;

-- By whose address a row came: as it was listed first, else by the record that has it.
create function came_by(p_kind text, p_row uuid, p_donor uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select r.came_by from donor_merge_row r where r.kind = p_kind and r.row_id = p_row limit 1), p_donor)
$$;

-- Whether a topic was said no to at a record: asked for once, and at no time after it ended.
create function topic_is_refused(p_donor uuid, p_topic text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(bool_and(c.ended_at is not null), false) from donor_consent c where c.donor_id = p_donor and c.topic = p_topic
$$;

create or replace function donor_merge_moves() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  everyone uuid[] := donor_family(new.survivor_id);
begin
  insert into donor_merge_row (merge_id, kind, row_id, came_by)
    select new.id, 'payment', p.id, came_by('payment', p.id, p.donor_id) from payment p where p.donor_id = new.merged_id
    union all
    select new.id, 'recurring_donation', r.id, came_by('recurring_donation', r.id, r.donor_id)
      from recurring_donation r where r.donor_id = new.merged_id;
  perform move_rows_of_donors(everyone, new.merged_id, new.survivor_id);
  with refused as materialized (
    select distinct c.donor_id, c.topic from donor_consent c where c.donor_id = any (everyone) and topic_is_refused(c.donor_id, c.topic)),
  ended as (
    update donor_consent c set ended_at = greatest(new.occurred_at, c.given_at), ended_by = 'merge'
     where c.donor_id = any (everyone) and c.ended_at is null
       and exists (select from refused o where o.donor_id <> c.donor_id and o.topic = c.topic)
    returning c.id, c.donor_id)
  insert into donor_merge_row (merge_id, kind, row_id, came_by) select new.id, 'consent_ended', id, donor_id from ended;
  -- Whoever hid their name at one address has hidden it. Taking the records apart shows nobody's name again: they say so themselves.
  update donor d set incognito = true
   where d.id = new.survivor_id and not d.incognito
     and exists (select from donor o where o.id = new.merged_id and o.incognito);
  update donor_session set ended_at = new.occurred_at where donor_id = new.merged_id and ended_at is null;
  update donor_sign_in_link set used_at = new.occurred_at where donor_id = new.merged_id and used_at is null;
  return null;
end $$;

-- What came by the records that go goes with them, wherever it stood; a consent that the merge ended is open again, unless the
-- donor has spoken since or someone who is still the same person says no.
create or replace function donor_merge_is_undone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform move_rows_of_donors(donor_family(new.merged_id), donor_now(new.survivor_id), new.merged_id);
  insert into donor_consent (donor_id, topic, given_at, source)
    select c.donor_id, c.topic, c.given_at, 'merge undone'
      from donor_merge_row r join donor_consent c on c.id = r.row_id
     where r.merge_id = new.id and r.kind = 'consent_ended'
       and not exists (select from donor_consent o where o.donor_id = c.donor_id and o.topic = c.topic and o.id <> c.id
                          and o.recorded_at > new.recorded_at)
       and not exists (select from unnest(donor_family(c.donor_id)) as o (id)
                        where o.id <> c.donor_id and topic_is_refused(o.id, c.topic)
                          and not exists (select from donor_merge_row s join donor_consent t on t.id = s.row_id
                                           where s.merge_id = new.id and s.kind = 'consent_ended' and t.donor_id = o.id and t.topic = c.topic))
    on conflict do nothing;
  return null;
end $$;

create or replace function gifts_go_to_who_stands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_donor uuid;
begin
  for v_donor in select distinct f.donor_id from fresh f join donor_merge g on g.merged_id = f.donor_id and g.undone_at is null loop
    insert into donor_merge_row (merge_id, kind, row_id, came_by)
      select m.id, tg_table_name, f.id, v_donor from fresh f
        join donor_merge m on m.merged_id = v_donor and m.undone_at is null where f.donor_id = v_donor;
    perform move_rows_of_donors(array[v_donor], v_donor, donor_now(v_donor));
  end loop;
  return null;
end $$;

-- A paper that was issued to a record is for whoever stands for it now.
drop policy donor_scope on annual_statement;
create policy donor_scope on annual_statement using (current_setting('homeward.scope', true) = 'system'
  or donor_id = any ((select donor_family(scoped_donor()))::uuid[]));
