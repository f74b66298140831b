-- Why: people who help others home have been charged over small reimbursements. So each line of an expense names a purpose that
-- the fund had published on its day, and a receipt that nobody claimed before; one claims, others approve, a third person pays.

create table expense_claim (
  id           uuid primary key default gen_random_uuid(),
  fund_id      uuid not null references fund (id),
  kind         text not null check (kind in ('reimbursement', 'card')),
  claimed_by   uuid not null references staff (id),
  card_last4   text check (card_last4 ~ '^[0-9]{4}$'),
  total_cents  bigint not null constraint expense_has_an_amount check (total_cents > 0)
                 constraint expense_is_of_everyday_size check (total_cents <= 2500000),
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint expense_belongs_to_fund unique (id, fund_id),
  constraint expense_names_its_card check ((kind = 'card') = (card_last4 is not null))
);
create index expense_claim_fund_idx on expense_claim (fund_id, occurred_at);

create table expense_line (
  claim_id        uuid not null,
  position        smallint not null check (position between 0 and 19),
  fund_id         uuid not null,
  day             date not null,
  amount_cents    bigint not null constraint expense_line_has_an_amount check (amount_cents > 0),
  purpose_version integer not null,
  purpose_code    text not null,
  merchant_kind   text not null check (merchant_kind in ('shop', 'pharmacy', 'fuel', 'transport', 'lodging', 'restaurant',
                                                         'phone', 'post', 'public_office', 'other')),
  receipt_number  text not null constraint receipt_has_a_number check (receipt_number ~ '\S'),
  -- Of the picture that lies below: an approval binds to it.
  receipt_sha256  text not null check (receipt_sha256 ~ '^[0-9a-f]{64}$'),
  -- Until its claim is rejected: then its receipt may be claimed again.
  stands          boolean not null default true,
  recorded_at     timestamptz not null default now(),
  primary key (claim_id, position),
  constraint expense_line_stays_in_its_fund foreign key (claim_id, fund_id) references expense_claim (id, fund_id),
  constraint expense_purpose_is_allowed_by_fund
    foreign key (fund_id, purpose_version, purpose_code) references fund_purpose_code (fund_id, version, purpose_code),
  constraint receipt_is_of_its_line unique (claim_id, position, receipt_sha256)
);
create unique index receipt_is_claimed_once on expense_line (fund_id, lower(receipt_number), day, amount_cents) where stands;

-- The picture of a receipt, names covered: no person's key could seal it, since no person may be read off it.
create table expense_receipt (
  id          uuid primary key,
  claim_id    uuid not null,
  position    smallint not null,
  sha256      text not null,
  media_type  text not null constraint evidence_is_a_picture check (media_type in ('image/jpeg', 'image/png')),
  byte_size   integer not null check (byte_size between 1 and 10485760),
  sealed      bytea not null constraint receipt_is_stored_sealed check (octet_length(sealed) > byte_size),
  recorded_at timestamptz not null default now(),
  constraint line_has_one_receipt unique (claim_id, position, sha256),
  constraint receipt_belongs_to_its_line foreign key (claim_id, position, sha256)
    references expense_line (claim_id, position, receipt_sha256)
);

create table expense_approval (
  claim_id     uuid not null references expense_claim (id),
  approver_id  uuid not null references staff (id),
  content_hash text not null,
  step_up_id   uuid not null constraint expense_step_up_approves_once unique references staff_step_up (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint expense_approvers_are_distinct primary key (claim_id, approver_id)
);

create table expense_rejection (
  claim_id    uuid constraint expense_is_rejected_once primary key references expense_claim (id),
  rejected_by uuid not null references staff (id),
  reason      text not null check (reason in ('outside_purpose', 'amount_unclear', 'receipt_missing', 'entered_wrongly', 'not_now')),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- Approved by as many as the fund asks for: from here the fund owes it.
create table expense_booking (
  claim_id                  uuid constraint expense_is_booked_once primary key references expense_claim (id),
  amount_cents              bigint not null,
  -- Computed here under the lock, so that no caller can name a better one.
  free_to_commit_seen_cents bigint not null,
  occurred_at               timestamptz not null,
  recorded_at               timestamptz not null default now(),
  constraint fund_never_overcommitted check (amount_cents <= free_to_commit_seen_cents)
);

-- One movement of the bank: what one person is owed for a claim, or one card's bill over several.
create table expense_payment (
  id           uuid primary key default gen_random_uuid(),
  fund_id      uuid not null references fund (id),
  kind         text not null check (kind in ('reimbursement', 'card')),
  amount_cents bigint not null check (amount_cents > 0),
  method       text not null check (method in ('transfer', 'check', 'direct_debit')),
  reference    text not null constraint expense_payment_has_a_reference check (reference ~ '\S'),
  -- The day of the card's statement that this pays.
  statement_on date,
  paid_by      uuid not null references staff (id),
  step_up_id   uuid not null constraint expense_step_up_pays_once unique references staff_step_up (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint card_is_paid_by_its_statement check ((kind = 'card') = (statement_on is not null)),
  constraint statement_comes_before_its_payment check (statement_on <= (occurred_at at time zone 'UTC')::date + 1)
);
create index expense_payment_fund_idx on expense_payment (fund_id, recorded_at);

create table expense_payment_claim (
  claim_id   uuid constraint expense_is_paid_once primary key references expense_claim (id),
  payment_id uuid not null references expense_payment (id)
);
create index expense_payment_claim_payment_idx on expense_payment_claim (payment_id);

-- What is owed on cards and to people is spoken for, as families' parts are: both are liabilities, so their balances are negative.
create or replace function free_to_commit_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select coalesce((select sum(b.balance_cents)
                     from account_balance b
                    where b.fund_id = p_fund
                      and b.code in ('bank', 'cash_box', 'copay_held', 'card_payable', 'reimbursement_due')), 0)::bigint
       - coalesce((select sum(r.amount_cents) from reservation r where r.fund_id = p_fund and r.held), 0)::bigint
       + covered_by_advances_cents(p_fund)
       - held_by_envelopes_cents(p_fund)
       - (select f.reserve_floor_cents from fund f where f.id = p_fund)
$$;

-- What people and cards are owed since yesterday has left the fund's hands as well: one limit of the day counts both.
create or replace function committed_in_a_day_cents(p_fund uuid) returns bigint language sql stable security definer
  set search_path = public, pg_temp as $$
  select (coalesce((select sum(case when r.held then r.amount_cents else x.spent_cents end)
                      from reservation r left join reservation_resolution x on x.reservation_id = r.id
                     where r.fund_id = p_fund and r.recorded_at > now() - interval '24 hours'
                       and not exists (select from envelope_draw w where w.disbursement_id = r.disbursement_id)), 0)
        + coalesce((select sum(r.amount_cents - case when envelope_is_held(r.envelope_id) then 0 else envelope_left_cents(r.envelope_id) end)
                      from envelope_reservation r
                     where r.fund_id = p_fund and r.recorded_at > now() - interval '24 hours'), 0)
        + coalesce((select sum(b.amount_cents) from expense_booking b join expense_claim c on c.id = b.claim_id
                     where c.fund_id = p_fund and b.recorded_at > now() - interval '24 hours'), 0))::bigint
$$;

create function expense_claim_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.claimed_by, new.fund_id, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('claimant_holds_the_role', 'expense_claim');
  end if;
  return new;
end $$;
create trigger expense_claim_guard before insert on expense_claim for each row execute function expense_claim_guard();

-- The version of the published purpose that was in force when the day ended, where the organization is.
create function purpose_version_on(p_fund uuid, p_day date) returns integer language sql stable as $$
  select max(v.version) from fund_purpose v
   where v.fund_id = p_fund
     and v.effective_from < (p_day + 1)::timestamp at time zone (select o.timezone from organization o where o.id = 1)
$$;

create function expense_line_guard() returns trigger language plpgsql as $$
declare
  claimed_on date;
begin
  select (c.occurred_at at time zone (select o.timezone from organization o where o.id = 1))::date into claimed_on
    from expense_claim c where c.id = new.claim_id;
  if new.day > claimed_on then perform broken('expense_comes_before_its_claim', 'expense_line'); end if;
  if new.purpose_version is distinct from purpose_version_on(new.fund_id, new.day) then
    perform broken('expense_purpose_is_of_its_day', 'expense_line');
  end if;
  if not exists (select from purpose_code p where p.code = new.purpose_code and p.account in ('support', 'program_cost')) then
    perform broken('expense_purpose_is_spending', 'expense_line');
  end if;
  if not new.stands then perform broken('expense_records_are_append_only', 'expense_line'); end if;
  return new;
end $$;
create trigger expense_line_guard before insert on expense_line for each row execute function expense_line_guard();

-- One picture stands for one claim of a fund; within it, for several lines. The lock makes two claims wait for each other.
create function expense_line_receipt_guard() returns trigger language plpgsql as $$
begin
  perform lock_fund_bank(array[new.fund_id]);
  if exists (select from expense_line l where l.fund_id = new.fund_id and l.receipt_sha256 = new.receipt_sha256
               and l.claim_id <> new.claim_id and l.stands) then
    perform broken('receipt_is_claimed_once', 'expense_line');
  end if;
  return new;
end $$;
create trigger expense_line_receipt_guard before insert on expense_line
  for each row execute function expense_line_receipt_guard();

create function expense_line_has_a_receipt() returns trigger language plpgsql as $$
begin
  if not exists (select from expense_receipt r where r.claim_id = new.claim_id and r.position = new.position) then
    perform broken('expense_line_has_a_receipt', 'expense_line');
  end if;
  return null;
end $$;
create constraint trigger expense_line_has_a_receipt after insert on expense_line
  deferrable initially deferred for each row execute function expense_line_has_a_receipt();

create function expense_line_changes_by_rejection() returns trigger language plpgsql as $$
begin
  if new.stands or (to_jsonb(new) - 'stands') <> (to_jsonb(old) - 'stands')
     or not exists (select from expense_rejection r where r.claim_id = new.claim_id) then
    perform broken('expense_records_are_append_only', 'expense_line');
  end if;
  return new;
end $$;
create trigger expense_line_changes_by_rejection before update on expense_line
  for each row execute function expense_line_changes_by_rejection();

-- Asked at the end of the transaction, of a claim and of each line: a line that comes later breaks the sum.
create function expense_is_the_sum_of_its_lines() returns trigger language plpgsql as $$
declare
  touched uuid := (to_jsonb(new) ->> case tg_table_name when 'expense_line' then 'claim_id' else 'id' end)::uuid;
begin
  if (select c.total_cents from expense_claim c where c.id = touched)
     is distinct from (select sum(l.amount_cents) from expense_line l where l.claim_id = touched) then
    perform broken('expense_is_the_sum_of_its_lines', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger expense_is_the_sum_of_its_lines after insert on expense_claim
  deferrable initially deferred for each row execute function expense_is_the_sum_of_its_lines();
create constraint trigger expense_is_the_sum_of_its_lines after insert on expense_line
  deferrable initially deferred for each row execute function expense_is_the_sum_of_its_lines();

create function expense_is_decided(p_claim uuid) returns boolean language sql stable as $$
  select exists (select from expense_booking b where b.claim_id = p_claim)
      or exists (select from expense_rejection r where r.claim_id = p_claim)
$$;

create function expense_approval_guard() returns trigger language plpgsql as $$
declare
  c expense_claim;
begin
  select * into c from expense_claim where id = new.claim_id;
  perform lock_fund_bank(array[c.fund_id]);
  if c.claimed_by = new.approver_id then perform broken('claimant_does_not_decide', 'expense_approval'); end if;
  if not holds_role(new.approver_id, c.fund_id, array['approver', 'administrator']) then
    perform broken('approver_holds_the_role', 'expense_approval');
  end if;
  if expense_is_decided(c.id) then perform broken('expense_is_decided_once', 'expense_approval'); end if;
  if c.content_hash is distinct from new.content_hash then perform broken('approval_binds_the_content', 'expense_approval'); end if;
  if not step_up_is_fresh(new.step_up_id, new.approver_id, 'approve-expense:' || c.id || ':' || c.content_hash) then
    perform broken('step_up_is_fresh_and_bound', 'expense_approval');
  end if;
  return new;
end $$;
create trigger expense_approval_guard before insert on expense_approval for each row execute function expense_approval_guard();

create function expense_rejection_guard() returns trigger language plpgsql as $$
declare
  c expense_claim;
begin
  select * into c from expense_claim where id = new.claim_id;
  perform lock_fund_bank(array[c.fund_id]);
  if c.claimed_by = new.rejected_by then perform broken('claimant_does_not_decide', 'expense_rejection'); end if;
  if not holds_role(new.rejected_by, c.fund_id, array['approver', 'administrator']) then
    perform broken('approver_holds_the_role', 'expense_rejection');
  end if;
  if expense_is_decided(c.id) then perform broken('expense_is_decided_once', 'expense_rejection'); end if;
  return new;
end $$;
create trigger expense_rejection_guard before insert on expense_rejection for each row execute function expense_rejection_guard();

create function expense_rejection_frees_receipts() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update expense_line set stands = false where claim_id = new.claim_id;
  return null;
end $$;
create trigger expense_rejection_frees_receipts after insert on expense_rejection
  for each row execute function expense_rejection_frees_receipts();

create function expense_booking_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  c expense_claim;
  given integer;
  cap bigint;
  daily bigint;
begin
  select * into c from expense_claim where id = new.claim_id;
  perform lock_fund_bank(array[c.fund_id]);
  if exists (select from expense_rejection r where r.claim_id = c.id) then
    perform broken('expense_is_decided_once', 'expense_booking');
  end if;
  if c.total_cents is distinct from new.amount_cents then perform broken('expense_is_booked_whole', 'expense_booking'); end if;
  select count(*) into given from expense_approval a where a.claim_id = c.id and a.content_hash = c.content_hash;
  if given < approvals_required(c.fund_id, c.total_cents) then
    perform broken('expense_has_enough_approvals', 'expense_booking');
  end if;
  select l.cap_cents, l.daily_cap_cents into cap, daily from fund_limits l where l.id = limits_in_force(c.fund_id);
  if new.amount_cents > cap then perform broken('disbursement_stays_within_cap', 'expense_booking'); end if;
  if new.amount_cents + committed_in_a_day_cents(c.fund_id) > daily then
    perform broken('fund_stays_within_daily_cap', 'expense_booking');
  end if;
  new.free_to_commit_seen_cents := free_to_commit_cents(c.fund_id);
  return new;
end $$;
create trigger expense_booking_guard before insert on expense_booking for each row execute function expense_booking_guard();

create function expense_is_booked_whole() returns trigger language plpgsql as $$
begin
  if new.amount_cents is distinct from (select sum(t.amount_cents) from ledger_transfer t
                                         where t.source_kind = 'expense' and t.source_id = new.claim_id::text) then
    perform broken('expense_is_booked_whole', 'expense_booking');
  end if;
  return null;
end $$;
create constraint trigger expense_is_booked_whole after insert on expense_booking
  deferrable initially deferred for each row execute function expense_is_booked_whole();

create function expense_payment_guard() returns trigger language plpgsql as $$
begin
  perform lock_fund_bank(array[new.fund_id]);
  if not holds_role(new.paid_by, new.fund_id, array['treasurer', 'intake']) then
    perform broken('payer_holds_the_role', 'expense_payment');
  end if;
  return new;
end $$;
create trigger expense_payment_guard before insert on expense_payment for each row execute function expense_payment_guard();

create function expense_payment_claim_guard() returns trigger language plpgsql as $$
declare
  c expense_claim;
  p expense_payment;
  booked timestamptz;
begin
  select * into p from expense_payment where id = new.payment_id;
  select * into c from expense_claim where id = new.claim_id;
  perform lock_fund_bank(array[p.fund_id]);
  if (c.fund_id, c.kind) is distinct from (p.fund_id, p.kind) then
    perform broken('expense_payment_is_of_one_debt', 'expense_payment_claim');
  end if;
  select b.occurred_at into booked from expense_booking b where b.claim_id = c.id;
  if booked is null then perform broken('expense_is_approved_before_it_is_paid', 'expense_payment_claim'); end if;
  if p.occurred_at < date_trunc('minute', booked) then perform broken('payment_before_approval', 'expense_payment_claim'); end if;
  if c.claimed_by = p.paid_by
     or exists (select from expense_approval a where a.claim_id = c.id and a.approver_id = p.paid_by) then
    perform broken('expense_is_paid_by_a_third_person', 'expense_payment_claim');
  end if;
  return new;
end $$;
create trigger expense_payment_claim_guard before insert on expense_payment_claim
  for each row execute function expense_payment_claim_guard();

-- Asked at the end: exactly what is owed for its claims, to one person or on one card, proved for these claims, and in the books.
create function expense_payment_is_whole() returns trigger language plpgsql as $$
declare
  p expense_payment;
  owed bigint;
  debts integer;
  claims text;
begin
  select * into p from expense_payment where id = (to_jsonb(new) ->> case tg_table_name when 'expense_payment' then 'id' else 'payment_id' end)::uuid;
  select sum(c.total_cents), count(distinct coalesce(c.card_last4, c.claimed_by::text)), string_agg(c.id::text, ',' order by c.id)
    into owed, debts, claims
    from expense_payment_claim x join expense_claim c on c.id = x.claim_id where x.payment_id = p.id;
  if owed is distinct from p.amount_cents then perform broken('expense_payment_is_what_is_owed', tg_table_name); end if;
  if debts <> 1 then perform broken('expense_payment_is_of_one_debt', tg_table_name); end if;
  if not step_up_is_fresh(p.step_up_id, p.paid_by, 'pay-expenses:' || claims) then
    perform broken('step_up_is_fresh_and_bound', tg_table_name);
  end if;
  if not exists (select from ledger_transfer t where t.source_kind = 'expense_payment' and t.source_id = p.id::text
                    and t.code = 'payable_paid' and t.amount_cents = p.amount_cents) then
    perform broken('expense_has_a_record', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger expense_payment_is_whole after insert on expense_payment
  deferrable initially deferred for each row execute function expense_payment_is_whole();
create constraint trigger expense_payment_is_whole after insert on expense_payment_claim
  deferrable initially deferred for each row execute function expense_payment_is_whole();

-- The books say of expenses what their records say: each line once, on its own account, owed where the claim says; paid from the bank.
create function expense_has_a_record() returns trigger language plpgsql as $$
declare
  debit text;
  credit text;
  fits boolean;
begin
  select a.code into debit from ledger_account a where a.id = new.debit_account_id;
  select a.code into credit from ledger_account a where a.id = new.credit_account_id;
  if new.source_kind = 'expense' then
    fits := exists (select from expense_booking b join expense_claim c on c.id = b.claim_id
                      join expense_line l on l.claim_id = c.id and l.position = new.part
                      join purpose_code p on p.code = l.purpose_code
                     where b.claim_id::text = new.source_id and c.fund_id = new.fund_id and l.amount_cents = new.amount_cents
                       and p.account = new.code and debit = p.account
                       and credit = case c.kind when 'card' then 'card_payable' else 'reimbursement_due' end);
  else
    fits := exists (select from expense_payment p
                     where new.source_kind = 'expense_payment' and new.code = 'payable_paid'
                       and p.id::text = new.source_id and p.fund_id = new.fund_id and p.amount_cents = new.amount_cents
                       and debit = case p.kind when 'card' then 'card_payable' else 'reimbursement_due' end
                       and credit = 'bank');
  end if;
  if not fits then perform broken('expense_has_a_record', 'ledger_transfer'); end if;
  return null;
end $$;
create constraint trigger expense_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is null and (new.source_kind in ('expense', 'expense_payment') or new.code = 'payable_paid'))
  execute function expense_has_a_record();

-- Why: what is spent by an expense leaves no bank yet, and answers to the rule above instead of to a disbursement's payment.
drop trigger money_leaves_only_by_an_approved_payment on ledger_transfer;
create constraint trigger money_leaves_only_by_an_approved_payment after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is null and new.source_kind <> 'expense'
        and (new.source_kind = 'disbursement_payment'
             or new.code in ('bond_posted', 'bond_fee', 'support', 'program_cost', 'forfeiture_call')))
  execute function outflow_has_a_payment();

create trigger expense_claim_is_append_only before update or delete or truncate on expense_claim
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_line_is_append_only before delete or truncate on expense_line
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_receipt_is_append_only before update or delete or truncate on expense_receipt
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_approval_is_append_only before update or delete or truncate on expense_approval
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_rejection_is_append_only before update or delete or truncate on expense_rejection
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_booking_is_append_only before update or delete or truncate on expense_booking
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_payment_is_append_only before update or delete or truncate on expense_payment
  for each statement execute function refuse_rewriting('expense_records_are_append_only');
create trigger expense_payment_claim_is_append_only before update or delete or truncate on expense_payment_claim
  for each statement execute function refuse_rewriting('expense_records_are_append_only');

alter table expense_claim enable row level security;
create policy fund_scope on expense_claim using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table expense_line enable row level security;
create policy fund_scope on expense_line using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table expense_receipt enable row level security;
create policy fund_scope on expense_receipt using (exists (select from expense_claim c where c.id = claim_id));
alter table expense_approval enable row level security;
create policy fund_scope on expense_approval using (exists (select from expense_claim c where c.id = claim_id));
alter table expense_rejection enable row level security;
create policy fund_scope on expense_rejection using (exists (select from expense_claim c where c.id = claim_id));
alter table expense_booking enable row level security;
create policy fund_scope on expense_booking using (exists (select from expense_claim c where c.id = claim_id));
alter table expense_payment enable row level security;
create policy fund_scope on expense_payment using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table expense_payment_claim enable row level security;
create policy fund_scope on expense_payment_claim using (exists (select from expense_claim c where c.id = claim_id));
