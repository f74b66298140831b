-- Why: whoever held one of three roles could open anyone in the fund by choosing any reason from a list: the reason was kept,
-- and never judged. Who needs to know is a question of the case: a reason is now one that is true of it today, for those
-- whose work it is, and opens what that work needs and no more. app/domain/vault/reasons.ts says the same.

-- An auditor is shown originals of bonds that may long be closed.
alter table person_reveal drop constraint person_reveal_reason_check;
alter table person_reveal add constraint person_reveal_reason_check check (reason in ('screening', 'posting_bond', 'court_date',
  'reaching_the_person', 'return_of_money', 'correction', 'counsel_asked', 'auditor_sample', 'emergency'));

create function roles_of_reason(p_reason text) returns text[] language sql immutable as $$
  select case p_reason
    when 'screening' then array['intake', 'approver']
    when 'reaching_the_person' then array['intake', 'treasurer']
    when 'return_of_money' then array['approver', 'treasurer']
    when 'correction' then array['intake']
    else array['intake', 'approver', 'treasurer']
  end
$$;

create function fields_of_reason(p_reason text) returns text[] language sql immutable as $$
  select case p_reason
    when 'screening' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court', 'facility',
      'charge_class', 'screening', 'note', 'attorney_phone', 'document']
    when 'posting_bond' then array['name', 'birth_date', 'a_number', 'docket', 'booking_number', 'court', 'facility',
      'attorney_phone', 'post_under', 'document', 'party']
    when 'court_date' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court',
      'facility', 'attorney_phone', 'document']
    when 'reaching_the_person' then array['name', 'phone', 'contact', 'booking_number', 'facility', 'attorney_phone']
    when 'return_of_money' then array['name', 'a_number', 'phone', 'contact', 'docket', 'court', 'post_under', 'document', 'party']
    when 'auditor_sample' then array['document']
    when 'correction' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court',
      'facility', 'charge_class', 'screening', 'note', 'attorney_phone', 'post_under', 'document', 'party']
    when 'counsel_asked' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court',
      'facility', 'charge_class', 'screening', 'note', 'attorney_phone', 'post_under', 'document', 'party']
    else '{}'::text[]
  end
$$;

-- Why one may look today at what is of one case of a person, or, without a case, at what is the person's own: then what is true
-- of any of their cases. Owner's eyes: a bond or a demand in another fund is a reason, too.
create function reasons_of_case(p_person uuid, p_case text) returns setof text language sql stable security definer
  set search_path = public, pg_temp as $$
  with cases as (
    select c.case_code from person_case c where c.person_id = p_person and (p_case is null or c.case_code = p_case)
  ), asked as (
    select distinct r.id, r.state from help_request r
      join request_case k on k.request_id = r.id join cases c on c.case_code = k.case_code
     where r.person_id = p_person and r.erased_at is null
  ), outlay as (
    select d.id, d.case_code, d.state from disbursement d join cases c on c.case_code = d.case_code
  ), deposit as (
    select b.id, b.state,
           b.state not in ('closed', 'returned_unposted') as open,
           b.state not in ('disposed', 'case_ended', 'cancellation_requested', 'cancelled', 'refund_due', 'claimed',
             'held_by_depositor', 'stale', 'written_off', 'recovered', 'remitted', 'interest_claimed', 'returned', 'closed',
             'returned_unposted') as before_its_end
      from bond b join cases c on c.case_code = b.case_code
  ), held as (
    select a.id from copay_agreement a join cases c on c.case_code = a.case_code
      join account_balance h on h.fund_id = a.fund_id and h.code = 'copay_held' and h.sub = a.id::text
     where h.balance_cents <> 0
    union all
    select b.id from bond b join cases c on c.case_code = b.case_code
      join account_balance h on h.fund_id = b.fund_id and h.code = 'copay_posted' and h.sub = b.id::text
     where h.balance_cents <> 0
  ), waiting_call as (
    select t.id from call_task t join asked r on r.id = t.request_id where t.done_at is null
    union all
    select t.id from case_call t join deposit b on b.id = t.bond_id where t.done_at is null
  ), posting as (
    -- Money that is on its way: it was paid, and there is no bond of it yet.
    select o.id from outlay o
     where o.state in ('proposed', 'approved')
        or o.state = 'paid' and not exists (select from bond b where b.disbursement_id = o.id)
    union all
    select o.id from outlay o join envelope_draw w on w.disbursement_id = o.id
     where not exists (select from envelope_draw_confirmation f where f.disbursement_id = o.id)
    union all
    -- Approved, and nobody proposed yet what is paid for it.
    select r.id from asked r
     where r.state = 'approved'
       and not exists (select from request_case k join outlay o on o.case_code = k.case_code
                        where k.request_id = r.id and o.state in ('paid', 'settled'))
  )
  select 'screening' where exists (select from asked r
    where r.state in ('referred', 'screening', 'recommended', 'waitlisted', 'no_bond_available'))
  union all select 'posting_bond' where exists (select from posting)
  union all select 'court_date' where exists (select from deposit b where b.before_its_end)
  union all select 'reaching_the_person' where exists (select from waiting_call)
    or exists (select from deposit b where b.before_its_end) or exists (select from held)
  union all select 'return_of_money' where exists (select from deposit b where b.open) or exists (select from held)
  union all select 'correction' where exists (select from asked r
      where r.state not in ('declined', 'withdrawn', 'ineligible', 'released_otherwise', 'closed'))
    or exists (select from waiting_call) or exists (select from posting)
    or exists (select from deposit b where b.open) or exists (select from held)
  union all select 'counsel_asked' where person_is_on_hold(p_person)
  union all select 'auditor_sample' where exists (
    select from audit_sample_line l join deposit b on b.id = l.bond_id
     where not exists (select from audit_sample_finding f where f.sample_id = l.sample_id and f.position = l.position))
$$;

create or replace function person_reveal_guard() returns trigger language plpgsql as $$
declare
  fund uuid;
  reads boolean;
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
  select p.fund_id into fund from person p where p.id = new.person_id;
  reads := new.reason = 'posting_bond' and readers_person(new.person_id, new.staff_id);
  if not coalesce(reads or holds_role(new.staff_id, fund, array['intake', 'approver', 'treasurer']), false) then
    perform broken('reveal_needs_a_role', 'person_reveal');
  end if;
  -- Without its glass a constraint of its own refuses it.
  if new.reason = 'emergency' then return new; end if;
  if not reads and not holds_role(new.staff_id, fund, roles_of_reason(new.reason)) then
    perform broken('reason_is_of_their_work', 'person_reveal');
  end if;
  if not new.fields <@ fields_of_reason(new.reason) then
    perform broken('reason_opens_its_fields', 'person_reveal');
  end if;
  if new.reason not in (select reasons_of_case(new.person_id, new.case_code)) then
    perform broken('reason_is_true_of_the_case', 'person_reveal');
  end if;
  return new;
end $$;
