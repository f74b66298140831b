-- Why: whoever followed families' money read the name of the relative who signed on every page, without a reason and without
-- a record of it. It is masked now and shown as everything of a person is: for a reason that is true of the case. Giving the
-- family its paper, with the name on it, is one of them.
alter table person_reveal drop constraint person_reveal_reason_check;
alter table person_reveal add constraint person_reveal_reason_check check (reason in ('screening', 'posting_bond', 'court_date',
  'reaching_the_person', 'return_of_money', 'family_paper', 'correction', 'counsel_asked', 'auditor_sample', 'emergency'));

create or replace function roles_of_reason(p_reason text) returns text[] language sql immutable as $$
  select case p_reason
    when 'screening' then array['intake', 'approver']
    when 'reaching_the_person' then array['intake', 'treasurer']
    when 'return_of_money' then array['approver', 'treasurer']
    when 'family_paper' then array['intake', 'treasurer']
    when 'correction' then array['intake']
    else array['intake', 'approver', 'treasurer']
  end
$$;

create or replace function fields_of_reason(p_reason text) returns text[] language sql immutable as $$
  select case p_reason
    when 'screening' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court', 'facility',
      'charge_class', 'screening', 'note', 'attorney_phone', 'document']
    when 'posting_bond' then array['name', 'birth_date', 'a_number', 'docket', 'booking_number', 'court', 'facility',
      'attorney_phone', 'post_under', 'document', 'party']
    when 'court_date' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court',
      'facility', 'attorney_phone', 'document']
    when 'reaching_the_person' then array['name', 'phone', 'contact', 'booking_number', 'facility', 'attorney_phone']
    when 'return_of_money' then array['name', 'a_number', 'phone', 'contact', 'docket', 'court', 'post_under', 'document', 'party',
      'signer']
    when 'family_paper' then array['signer']
    when 'auditor_sample' then array['document']
    when 'correction' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court',
      'facility', 'charge_class', 'screening', 'note', 'attorney_phone', 'post_under', 'document', 'party', 'signer']
    when 'counsel_asked' then array['name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court',
      'facility', 'charge_class', 'screening', 'note', 'attorney_phone', 'post_under', 'document', 'party', 'signer']
    else '{}'::text[]
  end
$$;

-- Why one may look today at what is of one case of a person, or, without a case, at what is the person's own: then what is true
-- of any of their cases. Owner's eyes: a bond or a demand in another fund is a reason, too.
create or replace function reasons_of_case(p_person uuid, p_case text) returns setof text language sql stable security definer
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
  ), family as (
    select a.id from copay_agreement a join cases c on c.case_code = a.case_code where a.signer_sealed is not null
  ), going_on as (
    select 1 where exists (select from asked r
        where r.state not in ('declined', 'withdrawn', 'ineligible', 'released_otherwise', 'closed'))
      or exists (select from waiting_call) or exists (select from posting)
      or exists (select from deposit b where b.open) or exists (select from held)
  )
  select 'screening' where exists (select from asked r
    where r.state in ('referred', 'screening', 'recommended', 'waitlisted', 'no_bond_available'))
  union all select 'posting_bond' where exists (select from posting)
  union all select 'court_date' where exists (select from deposit b where b.before_its_end)
  union all select 'reaching_the_person' where exists (select from waiting_call)
    or exists (select from deposit b where b.before_its_end) or exists (select from held)
  union all select 'return_of_money' where exists (select from deposit b where b.open) or exists (select from held)
  union all select 'family_paper' where exists (select from family) and exists (select from going_on)
  union all select 'correction' where exists (select from going_on)
  union all select 'counsel_asked' where person_is_on_hold(p_person)
  union all select 'auditor_sample' where exists (
    select from audit_sample_line l join deposit b on b.id = l.bond_id
     where not exists (select from audit_sample_finding f where f.sample_id = l.sample_id and f.position = l.position))
$$;
