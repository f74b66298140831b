-- Why: at the window there is one person with one sheet of paper and no network. A poster sees the one bond that was given to
-- them, and only until it is posted; and whoever stands there can see who may say yes tonight.

alter table staff_role drop constraint staff_role_role_check;
alter table staff_role add constraint staff_role_role_check
  check (role in ('intake', 'approver', 'treasurer', 'auditor', 'administrator', 'poster'));

-- What the slip needs: whom the person's lawyer answers, and in whose name the court is to hold the deposit.
alter table person_field drop constraint person_field_field_check;
alter table person_field add constraint person_field_field_check
  check (field in ('name', 'birth_date', 'a_number', 'phone', 'contact', 'docket', 'booking_number', 'court', 'facility',
                   'charge_class', 'screening', 'note', 'attorney_phone', 'post_under'));

create table posting_assignment (
  id              uuid primary key default gen_random_uuid(),
  disbursement_id uuid not null,
  fund_id         uuid not null,
  poster_id       uuid not null references staff (id),
  -- Hours, methods and papers of the window, as the assigner typed them: they may name people.
  details_sealed  bytea not null,
  assigned_by     uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint posting_is_of_the_funds_disbursement
    foreign key (disbursement_id, fund_id) references disbursement (id, fund_id)
);
create index posting_assignment_disbursement_idx on posting_assignment (disbursement_id);
create index posting_assignment_poster_idx on posting_assignment (poster_id);

create table posting_withdrawal (
  assignment_id uuid constraint posting_is_withdrawn_once primary key references posting_assignment (id),
  withdrawn_by  uuid not null references staff (id),
  reason        text not null check (reason in ('reassigned', 'not_available', 'entered_wrongly')),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now()
);

create table on_call_turn (
  id           uuid primary key default gen_random_uuid(),
  fund_id      uuid not null references fund (id),
  staff_id     uuid not null references staff (id),
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  phone_sealed bytea not null,
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint turn_ends_after_it_begins check (ends_at > starts_at),
  -- In the week in which clocks are set back, seven days have an hour more.
  constraint turn_lasts_a_week_at_most check (ends_at <= starts_at + interval '169 hours'),
  -- A form takes its minutes; what is longer ago was not said when it began.
  constraint turn_lies_ahead check (starts_at >= occurred_at - interval '15 minutes' and ends_at > occurred_at)
);
create index on_call_turn_fund_idx on on_call_turn (fund_id, ends_at);

create table on_call_turn_end (
  turn_id     uuid constraint turn_is_ended_once primary key references on_call_turn (id),
  ended_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create trigger posting_assignment_is_append_only before update or delete or truncate on posting_assignment
  for each statement execute function refuse_rewriting('postings_are_append_only');
create trigger posting_withdrawal_is_append_only before update or delete or truncate on posting_withdrawal
  for each statement execute function refuse_rewriting('postings_are_append_only');
create trigger on_call_turn_is_append_only before update or delete or truncate on on_call_turn
  for each statement execute function refuse_rewriting('turns_are_append_only');
create trigger on_call_turn_end_is_append_only before update or delete or truncate on on_call_turn_end
  for each statement execute function refuse_rewriting('turns_are_append_only');

-- Owner's eyes: rules ask it in every scope, and it names nobody but an id.
create function poster_of(p_disbursement uuid) returns uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select a.poster_id from posting_assignment a
   where a.disbursement_id = p_disbursement and not exists (select from posting_withdrawal w where w.assignment_id = a.id)
$$;

create function posting_assignment_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
begin
  -- Two assignments of one bond wait for each other, and for its payment.
  select * into d from disbursement where id = new.disbursement_id for update;
  if d.state is distinct from 'approved' or d.kind not in ('court_bail', 'immigration_bond') then
    perform broken('posting_is_of_an_approved_bond', 'posting_assignment');
  end if;
  if poster_of(d.id) is not null then perform broken('posting_is_assigned_once', 'posting_assignment'); end if;
  if not holds_role(new.assigned_by, d.fund_id, array['intake', 'treasurer', 'administrator']) then
    perform broken('assigner_holds_the_role', 'posting_assignment');
  end if;
  if not holds_role(new.poster_id, d.fund_id, array['poster', 'intake', 'treasurer']) then
    perform broken('poster_holds_the_role', 'posting_assignment');
  end if;
  if exists (select from approval a where a.disbursement_id = d.id and a.approver_id = new.poster_id) then
    perform broken('poster_is_not_approver', 'posting_assignment');
  end if;
  return new;
end $$;
create trigger posting_assignment_guard before insert on posting_assignment
  for each row execute function posting_assignment_guard();

create function posting_withdrawal_guard() returns trigger language plpgsql as $$
declare
  d disbursement;
begin
  select x.* into d from disbursement x
    join posting_assignment a on a.disbursement_id = x.id where a.id = new.assignment_id for update of x;
  if d.state is distinct from 'approved' then
    perform broken('posting_is_of_an_approved_bond', 'posting_withdrawal');
  end if;
  if not holds_role(new.withdrawn_by, d.fund_id, array['intake', 'treasurer', 'administrator']) then
    perform broken('assigner_holds_the_role', 'posting_withdrawal');
  end if;
  return new;
end $$;
create trigger posting_withdrawal_guard before insert on posting_withdrawal
  for each row execute function posting_withdrawal_guard();

create function on_call_turn_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.staff_id, new.fund_id, array['approver', 'administrator']) then
    perform broken('on_call_is_who_may_approve', 'on_call_turn');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('on_call_turn:' || new.staff_id || new.fund_id, 0));
  if exists (
    select from on_call_turn t left join on_call_turn_end e on e.turn_id = t.id
     where t.staff_id = new.staff_id and t.fund_id = new.fund_id and t.starts_at < new.ends_at
       and least(t.ends_at, e.occurred_at) > greatest(t.starts_at, new.starts_at)) then
    perform broken('turns_do_not_overlap', 'on_call_turn');
  end if;
  return new;
end $$;
create trigger on_call_turn_guard before insert on on_call_turn for each row execute function on_call_turn_guard();

create function on_call_turn_end_guard() returns trigger language plpgsql as $$
declare
  turn on_call_turn;
begin
  select * into turn from on_call_turn where id = new.turn_id;
  if new.ended_by is distinct from turn.staff_id
     and not holds_role(new.ended_by, turn.fund_id, array['administrator']) then
    perform broken('turn_is_ended_by_its_own', 'on_call_turn_end');
  end if;
  if new.occurred_at >= turn.ends_at then perform broken('turn_is_over', 'on_call_turn_end'); end if;
  return new;
end $$;
create trigger on_call_turn_end_guard before insert on on_call_turn_end
  for each row execute function on_call_turn_end_guard();

-- A poster pays what was given to them and nothing else.
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
    if poster_of(d.id) is distinct from new.paid_by then
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

-- Why: need-to-know holds even where code forgets. The scope `poster` carries one person's id and shows what was given to
-- that person and is not posted yet: its disbursement, whose case it is, and who of its fund is on call. Nothing else.
create function readers_posting(p_disbursement uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from disbursement d
     where d.id = p_disbursement and d.state = 'approved'
       and poster_of(d.id) = nullif(current_setting('homeward.poster', true), '')::uuid
       and holds_role(poster_of(d.id), d.fund_id, array['poster', 'intake', 'treasurer']))
$$;

create function readers_person(p_person uuid, p_poster uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from person p join person_case c on c.person_id = p.id
      join disbursement d on d.case_code = c.case_code and d.fund_id = p.fund_id and d.state = 'approved'
     where p.id = p_person and poster_of(d.id) = p_poster
       and holds_role(p_poster, d.fund_id, array['poster', 'intake', 'treasurer']))
$$;

create function readers_fund(p_fund uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from posting_assignment a
     where a.fund_id = p_fund and a.poster_id = nullif(current_setting('homeward.poster', true), '')::uuid
       and readers_posting(a.disbursement_id))
$$;

create function scope_is_poster() returns boolean language sql stable as $$
  select current_setting('homeward.scope', true) = 'poster'
$$;

create policy poster_scope on disbursement for select using (scope_is_poster() and readers_posting(id));
-- A look locks the person's row; nothing of it can be changed.
create policy poster_scope on person for select
  using (scope_is_poster() and readers_person(id, nullif(current_setting('homeward.poster', true), '')::uuid));
create policy poster_locks on person for update
  using (scope_is_poster() and readers_person(id, nullif(current_setting('homeward.poster', true), '')::uuid))
  with check (not scope_is_poster());

alter table posting_assignment enable row level security;
create policy fund_scope on posting_assignment using (in_scope(fund_id)) with check (in_scope(fund_id));
create policy poster_scope on posting_assignment for select using (scope_is_poster() and readers_posting(disbursement_id));
alter table posting_withdrawal enable row level security;
create policy fund_scope on posting_withdrawal
  using (exists (select from posting_assignment a where a.id = assignment_id));
alter table on_call_turn enable row level security;
create policy fund_scope on on_call_turn using (in_scope(fund_id)) with check (in_scope(fund_id));
create policy poster_scope on on_call_turn for select using (scope_is_poster() and readers_fund(fund_id));
alter table on_call_turn_end enable row level security;
create policy fund_scope on on_call_turn_end using (exists (select from on_call_turn t where t.id = turn_id));

-- A poster looks at whom they post for, and for no other reason.
create or replace function person_reveal_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from person p
                  where p.id = new.person_id
                    and (holds_role(new.staff_id, p.fund_id, array['intake', 'approver', 'treasurer'])
                         or new.reason = 'posting_bond' and readers_person(p.id, new.staff_id))) then
    perform broken('reveal_needs_a_role', 'person_reveal');
  end if;
  return new;
end $$;
