-- Why: a refund is money that goes out, and an answer to a dispute decides over money. What staff ask Stripe to do with a
-- gift is a record before it is a call: who asked, who confirmed, what Stripe said. The ledger is still written by the
-- mirror alone.

-- What a fund promises about refunds: how long, in which words, and up to which sum one person may refund alone within 24
-- hours. Proposed by one administrator, in force once another confirmed it.
create table refund_policy (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  alone_cents bigint not null constraint refund_alone_is_not_negative check (alone_cents >= 0),
  -- Days after the gift; null: as long as the card network allows.
  days        integer constraint refund_days_are_within_reason check (days between 1 and 3650),
  proposed_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index refund_policy_fund_idx on refund_policy (fund_id);

create table refund_policy_text (
  policy_id uuid not null references refund_policy (id),
  language  text not null check (language in ('en', 'es', 'ar', 'vi', 'zh')),
  text      text not null constraint refund_policy_text_has_a_length check (char_length(text) between 1 and 2000),
  primary key (policy_id, language)
);

create table refund_policy_decision (
  policy_id   uuid constraint refund_policy_is_decided_once primary key references refund_policy (id),
  decision    text not null check (decision in ('confirmed', 'rejected')),
  decided_by  uuid not null references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create function refund_policy_in_force(p_fund uuid) returns setof refund_policy
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.* from refund_policy p join refund_policy_decision d on d.policy_id = p.id and d.decision = 'confirmed'
   where p.fund_id = p_fund order by d.recorded_at desc, p.id limit 1
$$;

create function refund_policy_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.proposed_by, new.fund_id, array['administrator']) then
    perform broken('refund_policy_is_the_administrators', 'refund_policy');
  end if;
  return new;
end $$;
create trigger refund_policy_guard before insert on refund_policy for each row execute function refund_policy_guard();

create function refund_policy_decision_guard() returns trigger language plpgsql as $$
declare
  p refund_policy;
begin
  select * into p from refund_policy where id = new.policy_id;
  if not holds_role(new.decided_by, p.fund_id, array['administrator']) then
    perform broken('refund_policy_is_the_administrators', 'refund_policy_decision');
  end if;
  if new.decision = 'confirmed' then
    if new.decided_by = p.proposed_by then perform broken('refund_policy_is_confirmed_by_another', 'refund_policy_decision'); end if;
    if not step_up_is_fresh(new.step_up_id, new.decided_by, 'confirm_refund_policy:' || new.policy_id) then
      perform broken('step_up_is_fresh_and_bound', 'refund_policy_decision');
    end if;
  end if;
  return new;
end $$;
create trigger refund_policy_decision_guard before insert on refund_policy_decision
  for each row execute function refund_policy_decision_guard();

-- A dispute as Stripe tells of it: until when an answer counts, and where it stands. It also holds inquiries, which move no
-- money yet. Read from Stripe, never from an event, so that the order of events does not matter.
create table dispute_case (
  id             text primary key,
  charge_id      text not null,
  amount_cents   bigint not null check (amount_cents > 0),
  reason         text not null,
  status         text not null,
  due_by         timestamptz,
  evidence_count integer not null default 0,
  created_at     timestamptz not null,
  -- The moment before the answer of Stripe that this is: an older answer never overwrites it.
  seen_at        timestamptz not null,
  recorded_at    timestamptz not null default now()
);
create index dispute_case_charge_idx on dispute_case (charge_id);
create index dispute_case_due_idx on dispute_case (due_by);

-- What staff ask Stripe to do with one payment: give money back, answer a dispute, or accept it.
create table stripe_request (
  id                 uuid primary key default gen_random_uuid(),
  payment_id         uuid not null references payment (id),
  kind               text not null check (kind in ('refund', 'evidence', 'acceptance')),
  -- Of the payment's dispute; null for a refund.
  dispute_id         text references dispute_case (id),
  -- What moves, or is given up; null for evidence.
  amount_cents       bigint constraint request_amount_is_positive check (amount_cents > 0),
  reason             text constraint refund_reason_is_a_code
                     check (reason in ('donor_asked', 'duplicate', 'wrong_amount', 'fraud', 'not_the_donor', 'fund_closing')),
  -- The fields of the answer, to the letter as the bank gets them.
  evidence           jsonb,
  needs_confirmation boolean not null,
  asked_by           uuid not null references staff (id),
  step_up_id         uuid unique references staff_step_up (id),
  occurred_at        timestamptz not null,
  recorded_at        timestamptz not null default now(),
  constraint request_says_what_its_kind_needs check (
    case kind
      when 'refund' then dispute_id is null and amount_cents is not null and reason is not null and evidence is null
      when 'evidence' then dispute_id is not null and amount_cents is null and reason is null and evidence is not null
      else dispute_id is not null and amount_cents is not null and reason is null and evidence is null
    end)
);
create index stripe_request_payment_idx on stripe_request (payment_id);
create index stripe_request_dispute_idx on stripe_request (dispute_id) where dispute_id is not null;
create index stripe_request_asked_idx on stripe_request (asked_by, occurred_at);

-- Where a request stands: each step is a record. `sent` is written before the call, the others after it.
create table stripe_request_step (
  request_id  uuid not null references stripe_request (id),
  kind        text not null check (kind in ('confirmed', 'withdrawn', 'sent', 'at_stripe', 'refused', 'fell_through')),
  -- Who, for what people do; null for what the worker does.
  acted_by    uuid references staff (id),
  step_up_id  uuid unique references staff_step_up (id),
  -- Stripe's id of what it made of it, or its code for why not.
  stripe_id   text constraint one_refund_answers_one_request unique,
  code        text check (char_length(code) between 1 and 100),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint request_takes_each_step_once primary key (request_id, kind),
  constraint people_take_their_own_steps check ((acted_by is not null) = (kind in ('confirmed', 'withdrawn')))
);

create function payment_is_theirs(p_staff uuid, p_payment uuid, p_roles text[]) returns boolean
  language sql stable as $$
  select not exists (select from donation d where d.payment_id = p_payment and not holds_role(p_staff, d.fund_id, p_roles))
     and exists (select from donation d where d.payment_id = p_payment)
$$;

-- Asked and neither ended nor done: for a refund, done is when the mirror has booked it.
create function stripe_request_is_open(p_request uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select not exists (select from stripe_request_step s where s.request_id = p_request
                        and s.kind in ('withdrawn', 'refused', 'fell_through'))
     and not exists (select from stripe_request_step s join stripe_request r on r.id = s.request_id
                      where s.request_id = p_request and s.kind = 'at_stripe'
                        and (r.kind <> 'refund' or exists (select from refund f where f.id = s.stripe_id)))
$$;

-- What can still be refunded of a payment, in cents: what is on its way counts as gone.
create function refundable_cents(p_payment uuid) returns bigint
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.amount_cents
       - coalesce((select sum(f.amount_cents) from refund f where f.payment_id = p.id and f.failed_txn_id is null), 0)::bigint
       - coalesce((select sum(r.amount_cents) from stripe_request r
                    where r.payment_id = p.id and r.kind = 'refund' and stripe_request_is_open(r.id)), 0)::bigint
    from payment p where p.id = p_payment
$$;

-- 'open' while a bank holds the money back, 'lost' once it keeps it; an inquiry holds nothing back.
create function dispute_of_payment(p_payment uuid) returns text language sql stable as $$
  select case when bool_or(s.state = 'open') then 'open' when bool_or(s.state = 'lost') then 'lost' end
    from (select d.state from dispute d where d.payment_id = p_payment
          union all
          select case when c.status in ('needs_response', 'under_review') then 'open' when c.status = 'lost' then 'lost' end
            from dispute_case c join payment p on p.charge_id = c.charge_id
           where p.id = p_payment and not exists (select from dispute d where d.id = c.id and d.state <> 'open')) s
$$;

-- Whether a refund needs another person: above what each of the payment's funds lets one person refund alone within 24
-- hours. Where no policy is in force that is nothing.
create function refund_needs_confirmation(p_staff uuid, p_payment uuid, p_amount bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select p_amount + coalesce((select sum(r.amount_cents) from stripe_request r
                               where r.asked_by = p_staff and r.kind = 'refund' and not r.needs_confirmation
                                 and r.recorded_at > now() - interval '24 hours'), 0)
       > (select min(coalesce((select f.alone_cents from refund_policy_in_force(d.fund_id) f), 0))
            from donation d where d.payment_id = p_payment)
$$;

create function stripe_request_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  dispute_status text;
begin
  -- The lock under which the mirror books what becomes of this payment; the person's own, for what they may do alone.
  perform pg_advisory_xact_lock(hashtextextended(new.payment_id::text, 0));
  perform pg_advisory_xact_lock(hashtextextended('refunds of ' || new.asked_by, 0));
  if not payment_is_theirs(new.asked_by, new.payment_id, array['treasurer', 'administrator']) then
    perform broken('request_asker_holds_the_role', 'stripe_request');
  end if;
  if exists (select from stripe_request r where r.payment_id = new.payment_id
                and (r.kind = 'refund') = (new.kind = 'refund') and stripe_request_is_open(r.id)) then
    perform broken('one_request_is_under_way', 'stripe_request');
  end if;
  if new.kind = 'refund' then
    if dispute_of_payment(new.payment_id) is not null then perform broken('no_refund_of_a_disputed_gift', 'stripe_request'); end if;
    if new.amount_cents > refundable_cents(new.payment_id) then perform broken('refund_stays_within_the_gift', 'stripe_request'); end if;
    new.needs_confirmation := refund_needs_confirmation(new.asked_by, new.payment_id, new.amount_cents);
    if not step_up_is_fresh(new.step_up_id, new.asked_by,
                            'refund:' || new.payment_id || ':' || new.amount_cents || ':' || new.reason) then
      perform broken('step_up_is_fresh_and_bound', 'stripe_request');
    end if;
  else
    select c.status into dispute_status from dispute_case c join payment p on p.charge_id = c.charge_id
     where c.id = new.dispute_id and p.id = new.payment_id
       and (new.kind = 'evidence' or c.amount_cents = new.amount_cents);
    if dispute_status is null or dispute_status not in ('needs_response', 'warning_needs_response') then
      perform broken('dispute_awaits_an_answer', 'stripe_request');
    end if;
    new.needs_confirmation := true;
    if new.kind = 'acceptance' and not step_up_is_fresh(new.step_up_id, new.asked_by,
                                                        'accept_dispute:' || new.dispute_id || ':' || new.amount_cents) then
      perform broken('step_up_is_fresh_and_bound', 'stripe_request');
    end if;
  end if;
  return new;
end $$;
create trigger stripe_request_guard before insert on stripe_request for each row execute function stripe_request_guard();

create function stripe_request_step_guard() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r stripe_request;
  done text[];
begin
  select * into r from stripe_request where id = new.request_id;
  perform pg_advisory_xact_lock(hashtextextended(r.payment_id::text, 0));
  select coalesce(array_agg(s.kind), '{}') into done from stripe_request_step s where s.request_id = r.id;
  if done && array['withdrawn', 'refused', 'fell_through'] then perform broken('request_is_ended', 'stripe_request_step'); end if;
  if new.kind in ('confirmed', 'withdrawn') then
    if 'sent' = any (done) then perform broken('request_is_on_its_way', 'stripe_request_step'); end if;
    if not payment_is_theirs(new.acted_by, r.payment_id, array['treasurer', 'administrator']) then
      perform broken('request_asker_holds_the_role', 'stripe_request_step');
    end if;
  end if;
  if new.kind = 'confirmed' then
    if r.kind <> 'evidence' and new.acted_by = r.asked_by then
      perform broken('request_is_confirmed_by_another', 'stripe_request_step');
    end if;
    if r.kind = 'refund' and dispute_of_payment(r.payment_id) is not null then
      perform broken('no_refund_of_a_disputed_gift', 'stripe_request_step');
    end if;
    if not step_up_is_fresh(new.step_up_id, new.acted_by, 'confirm_request:' || r.id) then
      perform broken('step_up_is_fresh_and_bound', 'stripe_request_step');
    end if;
  elsif new.kind = 'sent' and r.needs_confirmation and not 'confirmed' = any (done) then
    perform broken('request_is_confirmed_before_it_is_sent', 'stripe_request_step');
  elsif new.kind in ('at_stripe', 'refused') and not 'sent' = any (done) then
    perform broken('request_is_sent_before_it_is_answered', 'stripe_request_step');
  elsif new.kind = 'refused' and 'at_stripe' = any (done) then
    perform broken('request_is_answered_once', 'stripe_request_step');
  elsif new.kind = 'fell_through' and (r.kind <> 'refund' or not 'at_stripe' = any (done)) then
    perform broken('request_is_answered_once', 'stripe_request_step');
  end if;
  return new;
end $$;
create trigger stripe_request_step_guard before insert on stripe_request_step
  for each row execute function stripe_request_step_guard();

-- Questions that an event at Stripe puts to staff, answered once by a person: what became of a refund that came back, and
-- whether a monthly gift goes on after its payment was disputed.
create table gift_answer (
  question    text not null check (question in ('refund_failed', 'schedule_after_dispute')),
  subject_id  text not null,
  payment_id  uuid not null references payment (id),
  answer      text not null,
  answered_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint gift_question_is_answered_once primary key (question, subject_id),
  constraint gift_answer_fits_its_question check (
    case question when 'refund_failed' then answer in ('donor_reached', 'refunded_anew', 'donor_leaves_it')
                  else answer in ('goes_on', 'stopped') end)
);
create index gift_answer_payment_idx on gift_answer (payment_id);

create function gift_answer_guard() returns trigger language plpgsql as $$
begin
  if not payment_is_theirs(new.answered_by, new.payment_id, array['treasurer', 'administrator']) then
    perform broken('request_asker_holds_the_role', 'gift_answer');
  end if;
  if not (case new.question
           when 'refund_failed' then exists (select from refund f where f.id = new.subject_id and f.payment_id = new.payment_id
                                                and f.failed_txn_id is not null)
           else exists (select from dispute_case c join payment p on p.charge_id = c.charge_id
                         where c.id = new.subject_id and p.id = new.payment_id and p.recurring_donation_id is not null) end) then
    perform broken('gift_question_was_asked', 'gift_answer');
  end if;
  return new;
end $$;
create trigger gift_answer_guard before insert on gift_answer for each row execute function gift_answer_guard();

-- What a payment's receipt says once part of it went back: a document with a number of its own that names the one it
-- replaces. The first receipt stays as it was sent. Of
-- nothing there is no receipt: then the row only says that the last one no longer counts.
create table receipt_correction (
  number      bigint constraint receipt_correction_number_is_unique primary key default nextval('receipt_number'),
  payment_id  uuid not null references payment (id),
  replaces    bigint not null constraint receipt_is_replaced_once unique,
  total_cents bigint not null check (total_cents >= 0),
  mail_id     uuid unique references mail (id),
  recorded_at timestamptz not null default now(),
  constraint correction_of_something_is_mailed check ((mail_id is null) = (total_cents = 0))
);
create index receipt_correction_payment_idx on receipt_correction (payment_id);

create function receipt_correction_guard() returns trigger language plpgsql as $$
declare
  last_number bigint;
  last_total bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended(new.payment_id::text, 0));
  select d.number, d.total into last_number, last_total
    from (select r.number, r.total_cents as total, 0 as place from receipt r where r.payment_id = new.payment_id
          union all
          select c.number, c.total_cents, 1 from receipt_correction c where c.payment_id = new.payment_id) d
   order by d.place desc, d.number desc limit 1;
  if last_number is distinct from new.replaces or last_total is not distinct from new.total_cents
     or new.total_cents > (select p.amount_cents from payment p where p.id = new.payment_id) then
    perform broken('correction_replaces_the_last_receipt', 'receipt_correction');
  end if;
  return new;
end $$;
create trigger receipt_correction_guard before insert on receipt_correction
  for each row execute function receipt_correction_guard();

do $$
declare
  history text;
begin
  foreach history in array array['refund_policy', 'refund_policy_text', 'refund_policy_decision', 'stripe_request',
                                 'stripe_request_step', 'gift_answer', 'receipt_correction'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement
                      execute function refuse_rewriting(%L)', history || '_is_append_only', history, 'refunds_are_append_only');
  end loop;
end $$;

-- The list of gifts is read newest first, and searched by card and address.
create index payment_newest_idx on payment (occurred_at desc, id desc);
create index payment_last4_idx on payment (card_last4);
create index gift_intent_given_email_idx on gift_intent (email);

-- A policy is a promise to donors: everyone may read it, its own fund's people write it.
alter table refund_policy enable row level security;
create policy everyone_reads on refund_policy using (true) with check (in_scope(fund_id));
alter table refund_policy_text enable row level security;
create policy everyone_reads on refund_policy_text using (true)
  with check (exists (select from refund_policy p where p.id = policy_id and in_scope(p.fund_id)));
alter table refund_policy_decision enable row level security;
create policy everyone_reads on refund_policy_decision using (true)
  with check (exists (select from refund_policy p where p.id = policy_id and in_scope(p.fund_id)));
alter table stripe_request enable row level security;
create policy fund_scope on stripe_request
  using (exists (select from donation d where d.payment_id = stripe_request.payment_id and in_scope(d.fund_id)));
alter table stripe_request_step enable row level security;
create policy fund_scope on stripe_request_step using (exists (select from stripe_request r where r.id = request_id));
alter table gift_answer enable row level security;
create policy fund_scope on gift_answer
  using (exists (select from donation d where d.payment_id = gift_answer.payment_id and in_scope(d.fund_id)));

-- In a signed-in donor's transaction there is nobody else.
alter table receipt_correction enable row level security;
create policy donor_scope on receipt_correction using ((select scoped_donor()) is null or exists (
  select from payment p where p.id = payment_id and p.donor_id = (select scoped_donor())));
alter table dispute_case enable row level security;
create policy donor_scope on dispute_case using ((select scoped_donor()) is null);
