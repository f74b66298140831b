-- Why: on a Saturday night nobody is there to approve, so a night is planned. Those who may approve allow a sum, a number of
-- bonds and named posters before it begins; the sum is set aside at once; each draw is looked at by someone else afterwards.

-- One row is the whole of what is approved. It is never changed, so an approval of it binds all of it.
create table night_envelope (
  id              uuid primary key default gen_random_uuid(),
  fund_id         uuid not null references fund (id),
  purpose_version integer not null,
  purpose_codes   text[] not null,
  poster_ids      uuid[] not null,
  total_cents     bigint not null check (total_cents > 0),
  -- Of one draw, fees included.
  cap_cents       bigint not null check (cap_cents > 0),
  bond_count      integer not null check (bond_count between 1 and 50),
  opens_at        timestamptz not null,
  closes_at       timestamptz not null,
  content_hash    text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  proposed_by     uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint envelope_belongs_to_fund unique (id, fund_id),
  constraint envelope_lasts_at_most_72_hours check (closes_at > opens_at and closes_at <= opens_at + interval '72 hours'),
  constraint envelope_opens_within_14_days check (opens_at <= occurred_at + interval '14 days'),
  constraint envelope_cap_is_within_its_total check (cap_cents <= total_cents),
  -- What could never be drawn is not taken from the fund.
  constraint envelope_total_can_be_drawn check (total_cents <= cap_cents * bond_count),
  constraint envelope_names_one_to_ten_posters
    check (array_position(poster_ids, null) is null and cardinality(poster_ids) between 1 and 10),
  constraint envelope_is_for_bonds
    check (cardinality(purpose_codes) between 1 and 2 and purpose_codes <@ array['court_bail', 'immigration_bond'])
);
create index night_envelope_fund_idx on night_envelope (fund_id, opens_at);

create table envelope_approval (
  id           uuid primary key default gen_random_uuid(),
  envelope_id  uuid not null references night_envelope (id),
  approver_id  uuid not null references staff (id),
  content_hash text not null,
  step_up_id   uuid not null constraint envelope_step_up_is_spent_once unique references staff_step_up (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint envelope_approvers_are_distinct unique (envelope_id, approver_id)
);

create table envelope_reservation (
  envelope_id               uuid constraint envelope_is_set_aside_once primary key,
  fund_id                   uuid not null,
  amount_cents              bigint not null check (amount_cents > 0),
  free_to_commit_seen_cents bigint not null,
  occurred_at               timestamptz not null,
  recorded_at               timestamptz not null default now(),
  constraint fund_never_overcommitted check (amount_cents <= free_to_commit_seen_cents),
  foreign key (envelope_id, fund_id) references night_envelope (id, fund_id)
);
create index envelope_reservation_fund_idx on envelope_reservation (fund_id);

-- After it nothing is drawn.
create table envelope_ending (
  envelope_id uuid constraint envelope_ends_once primary key references night_envelope (id),
  kind        text not null check (kind in ('rejected', 'cancelled', 'expired', 'closed')),
  -- Null: its time was over.
  ended_by    uuid references staff (id),
  reason      text not null constraint envelope_reason_is_a_code
              check (reason in ('', 'too_much', 'wrong_people', 'not_now', 'no_longer_needed', 'entered_wrongly', 'stop_now')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create table envelope_draw (
  disbursement_id uuid constraint disbursement_is_drawn_once primary key,
  envelope_id     uuid not null,
  fund_id         uuid not null,
  drawn_by        uuid not null references staff (id),
  amount_cents    bigint not null check (amount_cents > 0),
  confirm_by      timestamptz not null,
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  foreign key (envelope_id, fund_id) references night_envelope (id, fund_id),
  foreign key (disbursement_id, fund_id) references disbursement (id, fund_id)
);
create index envelope_draw_envelope_idx on envelope_draw (envelope_id);

create table envelope_draw_confirmation (
  disbursement_id uuid constraint draw_is_confirmed_once primary key references envelope_draw (disbursement_id),
  confirmed_by    uuid not null references staff (id),
  step_up_id      uuid not null constraint confirmation_step_up_is_spent_once unique references staff_step_up (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now()
);

-- Time that decides what may still be done: naming an earlier moment than now opens nothing.
create function not_before_now(p_said timestamptz) returns timestamptz language sql stable as $$
  select greatest(p_said, now())
$$;

-- What an envelope keeps from being committed otherwise: its sum less its draws, each of which has its own reservation and
-- then has left the bank. Records decide it, never the clock: an envelope whose time is over holds its rest until it is
-- ended, and until every draw is confirmed, since what was drawn is only then beyond doubt. If no job runs, too much is
-- held, never too little.
create function envelope_left_cents(p_envelope uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select r.amount_cents from envelope_reservation r where r.envelope_id = p_envelope), 0)::bigint
       - coalesce((select sum(w.amount_cents) from envelope_draw w where w.envelope_id = p_envelope), 0)::bigint
$$;

create function envelope_is_held(p_envelope uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select not exists (select from envelope_ending x where x.envelope_id = p_envelope)
      or exists (select from envelope_draw w where w.envelope_id = p_envelope
                  and not exists (select from envelope_draw_confirmation c where c.disbursement_id = w.disbursement_id))
$$;

create function held_by_envelopes_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce(sum(envelope_left_cents(r.envelope_id)), 0)::bigint
    from envelope_reservation r where r.fund_id = p_fund and envelope_is_held(r.envelope_id)
$$;

create or replace function free_to_commit_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select sum(b.balance_cents)
                     from account_balance b where b.fund_id = p_fund and b.code in ('bank', 'cash_box', 'copay_held')), 0)::bigint
       - coalesce((select sum(r.amount_cents) from reservation r where r.fund_id = p_fund and r.held), 0)::bigint
       + covered_by_advances_cents(p_fund)
       - held_by_envelopes_cents(p_fund)
       - (select f.reserve_floor_cents from fund f where f.id = p_fund)
$$;

create function night_envelope_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.proposed_by, new.fund_id, array['intake', 'treasurer', 'administrator']) then
    perform broken('envelope_proposer_holds_the_role', 'night_envelope');
  end if;
  if exists (select from unnest(new.poster_ids) p where not holds_role(p, new.fund_id, array['intake', 'treasurer', 'poster'])) then
    perform broken('envelope_posters_hold_the_role', 'night_envelope');
  end if;
  if exists (select from unnest(new.purpose_codes) p where not exists (
       select from fund_purpose_code c
        where c.fund_id = new.fund_id and c.version = new.purpose_version and c.purpose_code = p)) then
    perform broken('envelope_purpose_is_allowed_by_fund', 'night_envelope');
  end if;
  if not_before_now(new.occurred_at) >= new.opens_at then
    perform broken('envelope_is_planned_ahead', 'night_envelope');
  end if;
  return new;
end $$;
create trigger night_envelope_guard before insert on night_envelope
  for each row execute function night_envelope_guard();

-- Approvals, reservation, draws and endings of one fund wait for each other at its bank.
create function envelope_approval_guard() returns trigger language plpgsql as $$
declare
  e night_envelope;
begin
  select * into e from night_envelope where id = new.envelope_id;
  perform lock_fund_bank(array[e.fund_id]);
  if e.proposed_by = new.approver_id then perform broken('approver_is_not_proposer', 'envelope_approval'); end if;
  if new.approver_id = any (e.poster_ids) then perform broken('envelope_approver_is_no_poster', 'envelope_approval'); end if;
  if e.content_hash <> new.content_hash then perform broken('approval_binds_the_content', 'envelope_approval'); end if;
  if exists (select from envelope_ending x where x.envelope_id = e.id)
     or exists (select from envelope_reservation r where r.envelope_id = e.id) then
    perform broken('only_a_proposed_envelope_is_decided', 'envelope_approval');
  end if;
  if not_before_now(new.occurred_at) >= e.opens_at then
    perform broken('envelope_is_planned_ahead', 'envelope_approval');
  end if;
  if not holds_role(new.approver_id, e.fund_id, array['approver', 'administrator']) then
    perform broken('approver_holds_the_role', 'envelope_approval');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.approver_id, 'approve_envelope:' || e.id || ':' || e.content_hash) then
    perform broken('step_up_is_fresh_and_bound', 'envelope_approval');
  end if;
  return new;
end $$;
create trigger envelope_approval_guard before insert on envelope_approval
  for each row execute function envelope_approval_guard();

create function envelope_reservation_guard() returns trigger language plpgsql as $$
declare
  e night_envelope;
  given integer;
begin
  select * into e from night_envelope where id = new.envelope_id;
  perform lock_fund_bank(array[e.fund_id]);
  if exists (select from envelope_ending x where x.envelope_id = e.id) then
    perform broken('only_a_proposed_envelope_is_decided', 'envelope_reservation');
  end if;
  if not_before_now(new.occurred_at) >= e.opens_at then
    perform broken('envelope_is_planned_ahead', 'envelope_reservation');
  end if;
  if new.amount_cents <> e.total_cents then perform broken('envelope_sets_its_total_aside', 'envelope_reservation'); end if;
  select count(*) into given from envelope_approval a where a.envelope_id = e.id and a.content_hash = e.content_hash;
  if given < approvals_required(e.fund_id, e.total_cents) then
    perform broken('reservation_has_enough_approvals', 'envelope_reservation');
  end if;
  new.free_to_commit_seen_cents := free_to_commit_cents(e.fund_id);
  return new;
end $$;
create trigger envelope_reservation_guard before insert on envelope_reservation
  for each row execute function envelope_reservation_guard();

-- Set aside within the last 24 hours and not given back. A night counts when it is set aside, with its whole total until its
-- rest is given back; its draws come out of that total and are not counted a second time.
create or replace function committed_in_a_day_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select sum(case when r.held then r.amount_cents else x.spent_cents end)
                     from reservation r left join reservation_resolution x on x.reservation_id = r.id
                    where r.fund_id = p_fund and r.recorded_at > now() - interval '24 hours'
                      and not exists (select from envelope_draw w where w.disbursement_id = r.disbursement_id)), 0)::bigint
       + coalesce((select sum(r.amount_cents - case when envelope_is_held(r.envelope_id) then 0 else envelope_left_cents(r.envelope_id) end)
                     from envelope_reservation r
                    where r.fund_id = p_fund and r.recorded_at > now() - interval '24 hours'), 0)::bigint
$$;

-- What a fund lets through holds for a night as for a day: each draw stays within the cap of one disbursement, and the total
-- within what may be set aside in a day.
create function envelope_stays_within_caps() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  cap bigint;
  daily bigint;
begin
  perform lock_fund_bank(array[new.fund_id]);
  select l.cap_cents, l.daily_cap_cents into cap, daily from fund_limits l where l.id = limits_in_force(new.fund_id);
  if (select e.cap_cents from night_envelope e where e.id = new.envelope_id) > cap then
    perform broken('disbursement_stays_within_cap', 'envelope_reservation');
  end if;
  if new.amount_cents + committed_in_a_day_cents(new.fund_id) > daily then
    perform broken('fund_stays_within_daily_cap', 'envelope_reservation');
  end if;
  return new;
end $$;
create trigger envelope_stays_within_caps before insert on envelope_reservation
  for each row execute function envelope_stays_within_caps();

create or replace function reservation_stays_within_caps() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  cap bigint;
  daily bigint;
begin
  perform lock_fund_bank(array[new.fund_id]);
  select l.cap_cents, l.daily_cap_cents into cap, daily from fund_limits l where l.id = limits_in_force(new.fund_id);
  if new.amount_cents > cap then perform broken('disbursement_stays_within_cap', 'reservation'); end if;
  -- A draw's money was counted on the day on which its envelope was set aside.
  if not exists (select from envelope_draw w where w.disbursement_id = new.disbursement_id)
     and new.amount_cents + committed_in_a_day_cents(new.fund_id) > daily then
    perform broken('fund_stays_within_daily_cap', 'reservation');
  end if;
  return new;
end $$;

create function envelope_ending_guard() returns trigger language plpgsql as $$
declare
  e night_envelope;
  set_aside boolean;
begin
  select * into e from night_envelope where id = new.envelope_id;
  perform lock_fund_bank(array[e.fund_id]);
  set_aside := exists (select from envelope_reservation r where r.envelope_id = e.id);
  if not coalesce(case new.kind
           when 'rejected' then not set_aside and new.ended_by <> e.proposed_by
                                and holds_role(new.ended_by, e.fund_id, array['approver', 'administrator'])
           when 'cancelled' then new.ended_by = e.proposed_by or holds_role(new.ended_by, e.fund_id, array['administrator'])
           when 'expired' then not set_aside and new.ended_by is null and new.occurred_at >= e.opens_at
           else set_aside and new.ended_by is null and new.occurred_at >= e.closes_at end, false) then
    perform broken('envelope_ends_by_its_cause', 'envelope_ending');
  end if;
  return new;
end $$;
create trigger envelope_ending_guard before insert on envelope_ending
  for each row execute function envelope_ending_guard();

-- Each rule of the night, judged under the fund's lock and by no earlier time than now.
create function envelope_draw_guard() returns trigger language plpgsql as $$
declare
  e night_envelope;
  moment timestamptz := not_before_now(new.occurred_at);
  zone text := coalesce((select o.timezone from organization o), 'UTC');
begin
  select * into e from night_envelope where id = new.envelope_id;
  perform lock_fund_bank(array[e.fund_id]);
  if not exists (select from envelope_reservation r where r.envelope_id = e.id)
     or exists (select from envelope_ending x where x.envelope_id = e.id)
     or moment < e.opens_at or moment >= e.closes_at or new.occurred_at < e.opens_at then
    perform broken('draw_comes_while_the_envelope_is_open', 'envelope_draw');
  end if;
  -- No job has to run for this: a draw that nobody confirmed in time stops the next one.
  if exists (select from envelope_draw w where w.envelope_id = e.id and w.confirm_by <= moment
              and not exists (select from envelope_draw_confirmation c where c.disbursement_id = w.disbursement_id)) then
    perform broken('unconfirmed_draw_freezes_the_envelope', 'envelope_draw');
  end if;
  if not new.drawn_by = any (e.poster_ids) then perform broken('only_a_named_poster_draws', 'envelope_draw'); end if;
  if new.amount_cents > e.cap_cents then perform broken('draw_stays_below_the_cap', 'envelope_draw'); end if;
  if (select count(*) from envelope_draw w where w.envelope_id = e.id) >= e.bond_count then
    perform broken('draws_stay_within_their_number', 'envelope_draw');
  end if;
  if new.amount_cents > envelope_left_cents(e.id) then perform broken('draws_stay_within_the_total', 'envelope_draw'); end if;
  -- Noon of a working day that follows; which day is none of work is known to the code.
  if (new.confirm_by at time zone zone)::time <> time '12:00' or extract(isodow from new.confirm_by at time zone zone) > 5
     or (new.confirm_by at time zone zone)::date <= (new.occurred_at at time zone zone)::date
     or new.confirm_by > new.occurred_at + interval '6 days' then
    perform broken('draw_is_confirmed_by_noon', 'envelope_draw');
  end if;
  if not exists (select from disbursement d where d.id = new.disbursement_id and d.state = 'proposed')
     or exists (select from approval a where a.disbursement_id = new.disbursement_id) then
    perform broken('draw_begins_its_own_disbursement', 'envelope_draw');
  end if;
  return new;
end $$;
create trigger envelope_draw_guard before insert on envelope_draw for each row execute function envelope_draw_guard();

-- At the end of its transaction a draw is paid, by the one who drew it and to the cent, for what the envelope is for.
-- Otherwise a draw could wait approved and outlive the rules of its night.
create function draw_is_paid_at_once() returns trigger language plpgsql as $$
begin
  if not exists (
    select from disbursement d
      join night_envelope e on e.id = new.envelope_id
      join disbursement_payment p on p.disbursement_id = d.id
      join reservation r on r.disbursement_id = d.id and not r.held
      join bond b on b.disbursement_id = d.id and b.principal_cents = p.principal_cents
     where d.id = new.disbursement_id and d.state = 'paid' and d.kind = any (e.purpose_codes)
       and d.purpose_code = any (e.purpose_codes) and d.proposed_by = new.drawn_by and p.paid_by = new.drawn_by
       and p.principal_cents + p.fees_cents = new.amount_cents and r.amount_cents = new.amount_cents) then
    perform broken('draw_is_paid_at_once', 'envelope_draw');
  end if;
  return null;
end $$;
create constraint trigger draw_is_paid_at_once after insert on envelope_draw
  deferrable initially deferred for each row execute function draw_is_paid_at_once();

create function envelope_draw_confirmation_guard() returns trigger language plpgsql as $$
declare
  w envelope_draw;
begin
  select * into w from envelope_draw where disbursement_id = new.disbursement_id;
  perform lock_fund_bank(array[w.fund_id]);
  if w.drawn_by = new.confirmed_by then perform broken('confirmer_is_not_drawer', 'envelope_draw_confirmation'); end if;
  if not holds_role(new.confirmed_by, w.fund_id, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('confirmer_holds_the_role', 'envelope_draw_confirmation');
  end if;
  if new.occurred_at < w.occurred_at then
    perform broken('confirmation_comes_after_the_draw', 'envelope_draw_confirmation');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.confirmed_by, 'confirm_draw:' || w.disbursement_id || ':' || w.amount_cents) then
    perform broken('step_up_is_fresh_and_bound', 'envelope_draw_confirmation');
  end if;
  return new;
end $$;
create trigger envelope_draw_confirmation_guard before insert on envelope_draw_confirmation
  for each row execute function envelope_draw_confirmation_guard();

-- A draw was approved with its envelope and its money set aside with it: the sum moves from the one to the other, so that
-- what it saw is what its envelope held before it. Everything else is approved one by one, as ever.
create or replace function reservation_guard() returns trigger language plpgsql as $$
declare
  ceilings bigint;
  given integer;
  state_now text;
  draw envelope_draw;
begin
  select d.state into state_now from disbursement d where d.id = new.disbursement_id for update;
  if state_now is distinct from 'proposed' then perform broken('disbursement_moves_along_the_table', 'reservation'); end if;
  perform lock_fund_bank(array[new.fund_id]);
  select sum(l.ceiling_cents) into ceilings from disbursement_line l where l.disbursement_id = new.disbursement_id;
  if ceilings is distinct from new.amount_cents then perform broken('reservation_is_the_sum_of_its_lines', 'reservation'); end if;
  if not new.held then perform broken('reservation_resolves_once', 'reservation'); end if;
  select * into draw from envelope_draw w where w.disbursement_id = new.disbursement_id;
  if draw.disbursement_id is not null then
    if draw.amount_cents <> new.amount_cents then perform broken('reservation_is_the_sum_of_its_lines', 'reservation'); end if;
    new.free_to_commit_seen_cents := envelope_left_cents(draw.envelope_id) + draw.amount_cents;
    return new;
  end if;
  select count(*) into given from approval a join disbursement d on d.id = a.disbursement_id and d.content_hash = a.content_hash
   where a.disbursement_id = new.disbursement_id;
  if given < approvals_required(new.fund_id, new.amount_cents) then perform broken('reservation_has_enough_approvals', 'reservation'); end if;
  new.free_to_commit_seen_cents := free_to_commit_cents(new.fund_id);
  return new;
end $$;

-- A poster pays what was given to them, or what they draw out of an envelope that names them, and nothing else.
create or replace function disbursement_payment_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
  principal_ceiling bigint;
  fees_ceiling bigint;
begin
  select * into d from disbursement where id = new.disbursement_id for update;
  if d.state <> 'approved' then perform broken('disbursement_moves_along_the_table', 'disbursement_payment'); end if;
  if exists (select from approval a where a.disbursement_id = d.id and a.approver_id = new.paid_by) then
    perform broken('payer_is_not_approver', 'disbursement_payment');
  end if;
  if not holds_role(new.paid_by, d.fund_id, array['treasurer', 'intake']) then
    if not holds_role(new.paid_by, d.fund_id, array['poster']) then
      perform broken('payer_holds_the_role', 'disbursement_payment');
    end if;
    if poster_of(d.id) is distinct from new.paid_by
       and not exists (select from envelope_draw w where w.disbursement_id = d.id and w.drawn_by = new.paid_by) then
      perform broken('poster_pays_what_is_assigned', 'disbursement_payment');
    end if;
  end if;
  if not step_up_is_fresh(new.step_up_id, new.paid_by, 'pay:' || d.id || ':' || d.content_hash) then
    perform broken('step_up_is_fresh_and_bound', 'disbursement_payment');
  end if;
  select coalesce(max(ceiling_cents) filter (where kind = 'principal'), 0), coalesce(max(ceiling_cents) filter (where kind = 'fees'), 0)
    into principal_ceiling, fees_ceiling from disbursement_line where disbursement_id = d.id;
  if new.principal_cents > principal_ceiling or new.fees_cents > fees_ceiling then
    perform broken('payment_stays_below_its_ceilings', 'disbursement_payment');
  end if;
  return new;
end $$;

create trigger night_envelope_is_append_only before update or delete or truncate on night_envelope
  for each statement execute function refuse_rewriting('envelopes_are_append_only');
create trigger envelope_approval_is_append_only before update or delete or truncate on envelope_approval
  for each statement execute function refuse_rewriting('envelopes_are_append_only');
create trigger envelope_reservation_is_append_only before update or delete or truncate on envelope_reservation
  for each statement execute function refuse_rewriting('envelopes_are_append_only');
create trigger envelope_ending_is_append_only before update or delete or truncate on envelope_ending
  for each statement execute function refuse_rewriting('envelopes_are_append_only');
create trigger envelope_draw_is_append_only before update or delete or truncate on envelope_draw
  for each statement execute function refuse_rewriting('envelopes_are_append_only');
create trigger envelope_draw_confirmation_is_append_only before update or delete or truncate on envelope_draw_confirmation
  for each statement execute function refuse_rewriting('envelopes_are_append_only');

alter table night_envelope enable row level security;
create policy fund_scope on night_envelope using (in_scope(fund_id)) with check (in_scope(fund_id));
-- Need-to-know: whoever posts sees the nights that name them, and from there what a draw is judged by.
create policy poster_scope on night_envelope for select
  using (scope_is_poster() and nullif(current_setting('homeward.poster', true), '')::uuid = any (poster_ids)
         and holds_role(nullif(current_setting('homeward.poster', true), '')::uuid, fund_id, array['poster', 'intake', 'treasurer']));
alter table envelope_reservation enable row level security;
create policy fund_scope on envelope_reservation using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table envelope_draw enable row level security;
create policy fund_scope on envelope_draw using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table envelope_approval enable row level security;
create policy fund_scope on envelope_approval
  using (exists (select from night_envelope e where e.id = envelope_id and in_scope(e.fund_id)));
alter table envelope_ending enable row level security;
create policy fund_scope on envelope_ending
  using (exists (select from night_envelope e where e.id = envelope_id and in_scope(e.fund_id)));
alter table envelope_draw_confirmation enable row level security;
create policy fund_scope on envelope_draw_confirmation
  using (exists (select from envelope_draw w where w.disbursement_id = envelope_draw_confirmation.disbursement_id));
