-- Why: a bond is posted at 23:50 at a window without signal, and the night closes at midnight. What happened while an envelope
-- was open may be entered with its moment until noon of the next working day after the close. Nothing is handed over later: the
-- receipt bears its own time, and someone else compares the two. Until that noon the rest of the envelope stays set aside.

-- Nights planned before this stand as they were approved: null is the close itself.
alter table night_envelope add column entered_until timestamptz;

-- When it was said, by the clock that said it; `occurred_at` is when the money was handed over. Null: drawn before this, at once.
alter table envelope_draw add column entered_at timestamptz;
alter table envelope_draw add constraint draw_is_entered_after_it_happened check (entered_at >= occurred_at);

create or replace function night_envelope_guard() returns trigger language plpgsql as $$
declare
  zone text := coalesce((select o.timezone from organization o), 'UTC');
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
  -- Noon of a working day that follows the close; which day is none of work is known to the code.
  if new.entered_until is null
     or (new.entered_until at time zone zone)::time <> time '12:00' or extract(isodow from new.entered_until at time zone zone) > 5
     or (new.entered_until at time zone zone)::date <= (new.closes_at at time zone zone)::date
     or new.entered_until > new.closes_at + interval '6 days' then
    perform broken('draws_are_entered_by_noon', 'night_envelope');
  end if;
  return new;
end $$;

-- It ends by the clock when nothing can be entered any longer, not when it closes: its money is held until then.
create or replace function envelope_ending_guard() returns trigger language plpgsql as $$
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
           else set_aside and new.ended_by is null
                and new.occurred_at >= coalesce(e.entered_until, e.closes_at) end, false) then
    perform broken('envelope_ends_by_its_cause', 'envelope_ending');
  end if;
  return new;
end $$;

-- Each rule of the night, judged under the fund's lock. What happened lies within the span; what is entered is judged by no
-- earlier time than now, so that an earlier moment opens nothing that is frozen or over.
create or replace function envelope_draw_guard() returns trigger language plpgsql as $$
declare
  e night_envelope;
  entered timestamptz;
  zone text := coalesce((select o.timezone from organization o), 'UTC');
begin
  select * into e from night_envelope where id = new.envelope_id;
  perform lock_fund_bank(array[e.fund_id]);
  new.entered_at := coalesce(new.entered_at, new.occurred_at);
  entered := not_before_now(new.entered_at);
  if not exists (select from envelope_reservation r where r.envelope_id = e.id)
     or exists (select from envelope_ending x where x.envelope_id = e.id)
     or new.occurred_at < e.opens_at or new.occurred_at >= e.closes_at
     or entered < e.opens_at or entered >= coalesce(e.entered_until, e.closes_at) then
    perform broken('draw_comes_while_the_envelope_is_open', 'envelope_draw');
  end if;
  -- No job has to run for this: a draw that nobody confirmed in time stops the next one.
  if exists (select from envelope_draw w where w.envelope_id = e.id and w.confirm_by <= entered
              and not exists (select from envelope_draw_confirmation c where c.disbursement_id = w.disbursement_id)) then
    perform broken('unconfirmed_draw_freezes_the_envelope', 'envelope_draw');
  end if;
  if not new.drawn_by = any (e.poster_ids) then perform broken('only_a_named_poster_draws', 'envelope_draw'); end if;
  if new.amount_cents > e.cap_cents then perform broken('draw_stays_below_the_cap', 'envelope_draw'); end if;
  if (select count(*) from envelope_draw w where w.envelope_id = e.id) >= e.bond_count then
    perform broken('draws_stay_within_their_number', 'envelope_draw');
  end if;
  if new.amount_cents > envelope_left_cents(e.id) then perform broken('draws_stay_within_the_total', 'envelope_draw'); end if;
  -- Noon of a working day that follows what happened, however late it is entered: that buys no time. Which day is none of
  -- work is known to the code.
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

create or replace function envelope_draw_confirmation_guard() returns trigger language plpgsql as $$
declare
  w envelope_draw;
begin
  select * into w from envelope_draw where disbursement_id = new.disbursement_id;
  perform lock_fund_bank(array[w.fund_id]);
  if w.drawn_by = new.confirmed_by then perform broken('confirmer_is_not_drawer', 'envelope_draw_confirmation'); end if;
  if not holds_role(new.confirmed_by, w.fund_id, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('confirmer_holds_the_role', 'envelope_draw_confirmation');
  end if;
  if new.occurred_at < coalesce(w.entered_at, w.occurred_at) then
    perform broken('confirmation_comes_after_the_draw', 'envelope_draw_confirmation');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.confirmed_by, 'confirm_draw:' || w.disbursement_id || ':' || w.amount_cents) then
    perform broken('step_up_is_fresh_and_bound', 'envelope_draw_confirmation');
  end if;
  return new;
end $$;
