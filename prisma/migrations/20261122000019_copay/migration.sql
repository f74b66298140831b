-- Why: a family that pays a part of a bond lends it to nobody. It is theirs: held in trust by a paper that they signed in
-- their language, inside the bond and out again, first in line when money comes back, and lost only beyond the fund's own
-- part. What their part is at any moment follows from the records alone, and the ledger may say nothing else.

-- Whether a relative can post their part themselves is asked first: money that the fund never holds cannot be lost by it.
create table copay_offer (
  id          uuid primary key default gen_random_uuid(),
  fund_id     uuid not null references fund (id),
  case_code   text not null check (case_code ~ '^[A-Z2-9]{4}-[A-Z2-9]{4}$'),
  answer      text not null check (answer in ('declined', 'unable', 'agreed_self_post')),
  asked_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint offer_belongs_to_its_case unique (id, fund_id, case_code)
);
create index copay_offer_case_idx on copay_offer (fund_id, case_code, recorded_at);

-- A text in another language stands alone once someone who may judge it has read it; until then the official one is beside it.
create table copay_text_review (
  text_version smallint not null check (text_version > 0),
  language     text not null check (language in ('es', 'ar')),
  reviewer     text not null check (char_length(reviewer) between 1 and 120),
  reviewed_on  date not null,
  recorded_by  uuid not null references staff (id),
  recorded_at  timestamptz not null default now(),
  constraint text_is_reviewed_once primary key (text_version, language)
);

create table copay_agreement (
  id             uuid primary key default gen_random_uuid(),
  fund_id        uuid not null references fund (id),
  case_code      text not null,
  offer_id       uuid not null,
  language       text not null check (language in ('en', 'es', 'ar')),
  text_version   smallint not null check (text_version > 0),
  text_hash      text not null check (text_hash ~ '^[0-9a-f]{64}$'),
  -- Whether the official text stood beside the language that was signed.
  official_shown boolean not null,
  amount_cents   bigint not null check (amount_cents > 0),
  -- Of a loss the fund's own part goes first. Another rule would be another text.
  loss_rule      text not null default 'fund_first' check (loss_rule in ('fund_first')),
  signer_sealed  bytea not null,
  paper_number   text not null check (char_length(paper_number) between 1 and 60),
  witnessed_by   uuid not null references staff (id),
  signed_on      date not null,
  recorded_at    timestamptz not null default now(),
  constraint agreement_belongs_to_fund unique (id, fund_id),
  constraint paper_is_signed_once unique (fund_id, paper_number),
  constraint agreement_follows_its_offer
    foreign key (offer_id, fund_id, case_code) references copay_offer (id, fund_id, case_code)
);
create index copay_agreement_case_idx on copay_agreement (case_code);

create table copay_receipt (
  id           uuid primary key default gen_random_uuid(),
  agreement_id uuid not null references copay_agreement (id),
  amount_cents bigint not null check (amount_cents > 0),
  reference    text not null check (char_length(reference) between 1 and 60),
  received_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint family_part_is_received_once unique (agreement_id, reference)
);

create table copay_payout (
  id           uuid primary key default gen_random_uuid(),
  agreement_id uuid not null references copay_agreement (id),
  amount_cents bigint not null check (amount_cents > 0),
  proposed_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);
create index copay_payout_agreement_idx on copay_payout (agreement_id);

create table copay_payout_approval (
  payout_id   uuid constraint payout_is_approved_once primary key references copay_payout (id),
  approved_by uuid not null references staff (id),
  step_up_id  uuid not null unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create table copay_payout_payment (
  payout_id   uuid constraint payout_is_paid_once primary key references copay_payout (id),
  paid_by     uuid not null references staff (id),
  step_up_id  uuid not null unique references staff_step_up (id),
  method      text not null check (method in ('check', 'transfer', 'cash', 'money_order')),
  reference   text not null check (char_length(reference) between 1 and 60),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create table copay_payout_withdrawal (
  payout_id    uuid constraint payout_is_withdrawn_once primary key references copay_payout (id),
  withdrawn_by uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

-- A bond's principal is the fund's own part and the family's. Its exposure is the full sum that the judge set, where the
-- deposit was a percentage of it.
alter table bond add column family_cents bigint not null default 0;
alter table bond add column agreement_id uuid;
alter table bond add column exposure_cents bigint;
alter table bond add constraint family_part_has_its_agreement
  check (family_cents >= 0 and family_cents < principal_cents and (family_cents > 0) = (agreement_id is not null));
alter table bond add constraint agreement_is_of_the_bonds_fund
  foreign key (agreement_id, fund_id) references copay_agreement (id, fund_id);
alter table bond add constraint exposure_is_at_least_the_deposit
  check (exposure_cents is null or kind = 'court_bail' and exposure_cents >= principal_cents);
create index bond_agreement_idx on bond (agreement_id) where agreement_id is not null;

create table forfeiture_call (
  disbursement_id uuid primary key references disbursement (id),
  bond_id         uuid not null references bond (id),
  amount_cents    bigint not null check (amount_cents > 0),
  recorded_at     timestamptz not null default now()
);
create index forfeiture_call_bond_idx on forfeiture_call (bond_id);

-- The family's part of a bond: what went in; what came back, the first of all that came; what was lost, beyond the fund's own
-- part; and what of that loss was recovered, theirs first again.
create function copay_of_bond(p_bond uuid)
  returns table (part bigint, back bigint, lost bigint, recovered bigint) language sql stable as $$
  select b.family_cents, least(came.cents, b.family_cents - gone.family)::bigint, gone.family,
         least(bond_recovered_cents(b.id), gone.family)::bigint
    from bond b
   cross join lateral (select coalesce(sum(r.received_cents), 0)::bigint as cents from bond_return r where r.bond_id = b.id) came
   cross join lateral (
     select least(greatest(bond_lost_cents(b.id) + coalesce(sum(d.amount_cents), 0)::bigint - (b.principal_cents - b.family_cents), 0),
                  b.family_cents)::bigint as family
       from bond_return r join bond_deduction d on d.return_id = r.id where r.bond_id = b.id) gone
   where b.id = p_bond
$$;

-- What is held for a family in our bank, by its records.
create function copay_held_cents(p_agreement uuid) returns bigint language sql stable as $$
  select coalesce((select sum(r.amount_cents) from copay_receipt r where r.agreement_id = p_agreement), 0)::bigint
       - coalesce((select sum(c.part - c.back - c.recovered) from bond b cross join lateral copay_of_bond(b.id) c
                    where b.agreement_id = p_agreement), 0)::bigint
       - coalesce((select sum(p.amount_cents) from copay_payout p join copay_payout_payment x on x.payout_id = p.id
                    where p.agreement_id = p_agreement), 0)::bigint
$$;

-- What is held and no payout waits for.
create function copay_unclaimed_cents(p_agreement uuid) returns bigint language sql stable as $$
  select copay_held_cents(p_agreement)
       - coalesce((select sum(p.amount_cents) from copay_payout p
                    where p.agreement_id = p_agreement
                      and not exists (select from copay_payout_payment x where x.payout_id = p.id)
                      and not exists (select from copay_payout_withdrawal w where w.payout_id = p.id)), 0)::bigint
$$;

create function copay_offer_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from disbursement d where d.fund_id = new.fund_id and d.case_code = new.case_code)
     and not exists (select from person_case c join person p on p.id = c.person_id
                      where p.fund_id = new.fund_id and c.case_code = new.case_code) then
    perform broken('family_is_of_a_known_case', 'copay_offer');
  end if;
  if not holds_role(new.asked_by, new.fund_id, array['intake', 'treasurer', 'administrator']) then
    perform broken('copay_worker_holds_the_role', 'copay_offer');
  end if;
  return new;
end $$;
create trigger copay_offer_guard before insert on copay_offer for each row execute function copay_offer_guard();

create function copay_text_review_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.recorded_by and r.role = 'administrator') then
    perform broken('text_review_is_recorded_by_an_administrator', 'copay_text_review');
  end if;
  return new;
end $$;
create trigger copay_text_review_guard before insert on copay_text_review
  for each row execute function copay_text_review_guard();

create function copay_agreement_guard() returns trigger language plpgsql as $$
declare
  last copay_offer;
begin
  select * into last from copay_offer o where o.fund_id = new.fund_id and o.case_code = new.case_code
   order by o.recorded_at desc, o.id desc limit 1;
  if last.id is distinct from new.offer_id or last.answer = 'agreed_self_post' then
    perform broken('relative_is_asked_to_post_first', 'copay_agreement');
  end if;
  if not new.official_shown and new.language <> 'en' and not exists (
    select from copay_text_review r where r.text_version = new.text_version and r.language = new.language) then
    perform broken('unreviewed_text_stands_beside_the_official_one', 'copay_agreement');
  end if;
  if not holds_role(new.witnessed_by, new.fund_id, array['intake', 'treasurer', 'administrator']) then
    perform broken('copay_worker_holds_the_role', 'copay_agreement');
  end if;
  return new;
end $$;
create trigger copay_agreement_guard before insert on copay_agreement
  for each row execute function copay_agreement_guard();

-- No money without a signed paper, never more than it says, and not by the one who saw it signed.
create function copay_receipt_guard() returns trigger language plpgsql as $$
declare
  signed copay_agreement;
begin
  select * into signed from copay_agreement where id = new.agreement_id;
  perform lock_fund_bank(array[signed.fund_id]);
  if (select coalesce(sum(r.amount_cents), 0) from copay_receipt r where r.agreement_id = signed.id) + new.amount_cents
     > signed.amount_cents then
    perform broken('family_part_stays_within_its_agreement', 'copay_receipt');
  end if;
  if signed.witnessed_by = new.received_by then perform broken('receiver_is_not_witness', 'copay_receipt'); end if;
  if not holds_role(new.received_by, signed.fund_id, array['intake', 'treasurer']) then
    perform broken('receiver_holds_the_role', 'copay_receipt');
  end if;
  -- A day is the organization's own, which may be the one after in UTC.
  if (new.occurred_at at time zone 'UTC')::date + 1 < signed.signed_on then
    perform broken('family_part_follows_its_agreement', 'copay_receipt');
  end if;
  return new;
end $$;
create trigger copay_receipt_guard before insert on copay_receipt for each row execute function copay_receipt_guard();

create function copay_payout_guard() returns trigger language plpgsql as $$
declare
  fund uuid := (select a.fund_id from copay_agreement a where a.id = new.agreement_id);
begin
  perform lock_fund_bank(array[fund]);
  if new.amount_cents > copay_unclaimed_cents(new.agreement_id) then
    perform broken('payout_stays_within_what_is_held', 'copay_payout');
  end if;
  if not holds_role(new.proposed_by, fund, array['intake', 'treasurer', 'administrator']) then
    perform broken('copay_worker_holds_the_role', 'copay_payout');
  end if;
  return new;
end $$;
create trigger copay_payout_guard before insert on copay_payout for each row execute function copay_payout_guard();

create function copay_payout_step_guard() returns trigger language plpgsql as $$
declare
  asked copay_payout;
  fund uuid;
  actor uuid := coalesce(to_jsonb(new) ->> 'approved_by', to_jsonb(new) ->> 'paid_by', to_jsonb(new) ->> 'withdrawn_by')::uuid;
begin
  select p.* into asked from copay_payout p where p.id = new.payout_id;
  select a.fund_id into fund from copay_agreement a where a.id = asked.agreement_id;
  perform lock_fund_bank(array[fund]);
  if exists (select from copay_payout_withdrawal w where w.payout_id = new.payout_id)
     or exists (select from copay_payout_payment x where x.payout_id = new.payout_id) then
    perform broken('payout_ends_once', tg_table_name::text);
  end if;
  if tg_table_name = 'copay_payout_approval' then
    if asked.proposed_by = actor then perform broken('payout_approver_is_not_proposer', 'copay_payout_approval'); end if;
    if not holds_role(actor, fund, array['approver', 'administrator']) then
      perform broken('payout_approver_holds_the_role', 'copay_payout_approval');
    end if;
    if not step_up_is_fresh((to_jsonb(new) ->> 'step_up_id')::uuid, actor, 'copay-approve:' || new.payout_id) then
      perform broken('step_up_is_fresh_and_bound', 'copay_payout_approval');
    end if;
  elsif tg_table_name = 'copay_payout_payment' then
    if not exists (select from copay_payout_approval a where a.payout_id = new.payout_id) then
      perform broken('payout_is_approved_before_it_is_paid', 'copay_payout_payment');
    end if;
    if exists (select from copay_payout_approval a where a.payout_id = new.payout_id and a.approved_by = actor) then
      perform broken('payout_payer_is_not_approver', 'copay_payout_payment');
    end if;
    if not holds_role(actor, fund, array['treasurer', 'intake']) then
      perform broken('payer_holds_the_role', 'copay_payout_payment');
    end if;
    if not step_up_is_fresh((to_jsonb(new) ->> 'step_up_id')::uuid, actor, 'copay-pay:' || new.payout_id) then
      perform broken('step_up_is_fresh_and_bound', 'copay_payout_payment');
    end if;
  elsif actor <> asked.proposed_by and not holds_role(actor, fund, array['administrator']) then
    perform broken('payout_is_withdrawn_by_its_proposer', 'copay_payout_withdrawal');
  end if;
  return new;
end $$;
create trigger copay_payout_approval_guard before insert on copay_payout_approval
  for each row execute function copay_payout_step_guard();
create trigger copay_payout_payment_guard before insert on copay_payout_payment
  for each row execute function copay_payout_step_guard();
create trigger copay_payout_withdrawal_guard before insert on copay_payout_withdrawal
  for each row execute function copay_payout_step_guard();

create trigger copay_offer_is_append_only before update or delete or truncate on copay_offer
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_text_review_is_append_only before update or delete or truncate on copay_text_review
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_agreement_is_append_only before update or delete or truncate on copay_agreement
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_receipt_is_append_only before update or delete or truncate on copay_receipt
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_payout_is_append_only before update or delete or truncate on copay_payout
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_payout_approval_is_append_only before update or delete or truncate on copay_payout_approval
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_payout_payment_is_append_only before update or delete or truncate on copay_payout_payment
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger copay_payout_withdrawal_is_append_only before update or delete or truncate on copay_payout_withdrawal
  for each statement execute function refuse_rewriting('copay_records_are_append_only');
create trigger forfeiture_call_is_append_only before update or delete or truncate on forfeiture_call
  for each statement execute function refuse_rewriting('copay_records_are_append_only');

-- Why: what the ledger owes a family is what the records say, to the cent: nobody can move it by a transfer of their own.
create function family_part_is_what_was_recorded() returns trigger language plpgsql as $$
declare
  booked bigint := (select a.credits_cents - a.debits_cents from ledger_account a where a.id = new.id);
  recorded bigint;
begin
  if new.code = 'copay_held' then
    select copay_held_cents(a.id) into recorded from copay_agreement a where a.id::text = new.sub and a.fund_id = new.fund_id;
  else
    select c.part - c.back - c.lost into recorded from bond b cross join lateral copay_of_bond(b.id) c
     where b.id::text = new.sub and b.fund_id = new.fund_id;
  end if;
  if recorded is distinct from booked then perform broken('family_part_is_what_was_recorded', 'ledger_account'); end if;
  return null;
end $$;
create constraint trigger family_part_is_what_was_recorded after update on ledger_account
  deferrable initially deferred for each row when (new.code in ('copay_held', 'copay_posted'))
  execute function family_part_is_what_was_recorded();

-- And a record without its transfers is as wrong as a transfer without its record: a loss that is booked as the fund's alone,
-- a return that forgets whose the first dollars are.
create function family_part_is_booked() returns trigger language plpgsql as $$
declare
  said jsonb := to_jsonb(new);
  agreement copay_agreement;
begin
  select a.* into agreement from copay_agreement a
   where a.id = coalesce((said ->> 'agreement_id')::uuid,
                         (select p.agreement_id from copay_payout p where p.id = (said ->> 'payout_id')::uuid),
                         (select b.agreement_id from bond b where b.id = (said ->> 'bond_id')::uuid));
  if agreement.id is null then return null; end if;
  if copay_held_cents(agreement.id) <> coalesce((
       select -h.balance_cents from account_balance h
        where h.fund_id = agreement.fund_id and h.code = 'copay_held' and h.sub = agreement.id::text), 0)
     or exists (select from bond b cross join lateral copay_of_bond(b.id) c
                 where b.agreement_id = agreement.id and c.part - c.back - c.lost <> coalesce((
                   select -h.balance_cents from account_balance h
                    where h.fund_id = b.fund_id and h.code = 'copay_posted' and h.sub = b.id::text), 0)) then
    perform broken('family_part_is_what_was_recorded', tg_table_name::text);
  end if;
  return null;
end $$;
create constraint trigger family_part_is_booked after insert on bond
  deferrable initially deferred for each row when (new.agreement_id is not null) execute function family_part_is_booked();
create constraint trigger family_part_is_booked after insert on copay_receipt
  deferrable initially deferred for each row execute function family_part_is_booked();
create constraint trigger family_part_is_booked after insert on copay_payout_payment
  deferrable initially deferred for each row execute function family_part_is_booked();
create constraint trigger family_part_is_booked after insert on bond_return
  deferrable initially deferred for each row execute function family_part_is_booked();
create constraint trigger family_part_is_booked after insert on bond_loss
  deferrable initially deferred for each row execute function family_part_is_booked();
create constraint trigger family_part_is_booked after insert on bond_loss_reversal
  deferrable initially deferred for each row execute function family_part_is_booked();
create constraint trigger family_part_is_booked after insert on bond_recovery
  deferrable initially deferred for each row execute function family_part_is_booked();

-- A family's part never meets income or expense: it is theirs when it comes and when it goes.
create function family_part_is_never_a_gift() returns trigger language plpgsql as $$
declare
  debit text := (select a.code from ledger_account a where a.id = new.debit_account_id);
  credit text := (select a.code from ledger_account a where a.id = new.credit_account_id);
begin
  if not (case new.code
           when 'copay_received' then debit = 'bank' and credit = 'copay_held'
           when 'copay_recovered' then debit = 'bank' and credit = 'copay_held'
           when 'copay_posted' then debit = 'copay_held' and credit = 'copay_posted'
           when 'copay_freed' then debit = 'copay_posted' and credit = 'copay_held'
           when 'copay_paid_out' then debit = 'copay_held' and credit = 'bank'
           else debit = 'copay_posted' and credit in ('bond_deposit', 'refund_due') end) then
    perform broken('family_part_is_never_a_gift', 'ledger_transfer');
  end if;
  return null;
end $$;
create constraint trigger family_part_is_never_a_gift after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.code in ('copay_received', 'copay_recovered', 'copay_posted', 'copay_freed', 'copay_paid_out', 'copay_loss'))
  execute function family_part_is_never_a_gift();

-- A call is of a bond that was forfeited, and all calls together stay within what the judge set beyond the deposit.
create function forfeiture_call_guard() returns trigger language plpgsql as $$
declare
  which bond;
  asked disbursement;
  earlier bigint;
begin
  select * into asked from disbursement where id = new.disbursement_id;
  select * into which from bond where id = new.bond_id for update;
  if asked.kind <> 'forfeiture_call' or asked.state <> 'proposed'
     or (asked.fund_id, asked.case_code) is distinct from (which.fund_id, which.case_code) then
    perform broken('forfeiture_call_is_of_its_bond', 'forfeiture_call');
  end if;
  if not exists (select from bond_loss l where l.bond_id = which.id and l.kind = 'forfeited'
                    and not exists (select from bond_loss_reversal x where x.loss_id = l.id)) then
    perform broken('forfeiture_call_follows_a_forfeiture', 'forfeiture_call');
  end if;
  select coalesce(sum(case when d.state in ('proposed', 'approved') then c.amount_cents else coalesce(p.principal_cents, 0) end), 0)
    into earlier from forfeiture_call c join disbursement d on d.id = c.disbursement_id
    left join disbursement_payment p on p.disbursement_id = d.id where c.bond_id = which.id;
  if earlier + new.amount_cents > coalesce(which.exposure_cents, which.principal_cents) - which.principal_cents then
    perform broken('forfeiture_call_stays_within_exposure', 'forfeiture_call');
  end if;
  return new;
end $$;
create trigger forfeiture_call_guard before insert on forfeiture_call
  for each row execute function forfeiture_call_guard();

create function forfeiture_call_payment_guard() returns trigger language plpgsql as $$
begin
  if exists (select from disbursement d where d.id = new.disbursement_id and d.kind = 'forfeiture_call')
     and not exists (select from forfeiture_call c where c.disbursement_id = new.disbursement_id
                        and new.principal_cents <= c.amount_cents) then
    perform broken('forfeiture_call_stays_within_exposure', 'disbursement_payment');
  end if;
  return new;
end $$;
create trigger forfeiture_call_payment_guard before insert on disbursement_payment
  for each row execute function forfeiture_call_payment_guard();

-- What a call is for is the bond's; a wrong one is cancelled and another proposed.
create function forfeiture_call_is_not_amended() returns trigger language plpgsql as $$
begin
  if new.revision <> old.revision and 'forfeiture_call' in (old.kind, new.kind) then
    perform broken('forfeiture_call_is_not_amended', 'disbursement');
  end if;
  return new;
end $$;
create trigger forfeiture_call_is_not_amended before update on disbursement
  for each row execute function forfeiture_call_is_not_amended();

-- Why: a bond's principal is what its payment put in and what the family did.
create or replace function bond_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'posted' then perform broken('bond_moves_along_the_table', 'bond'); end if;
  if not exists (
    select from disbursement d join disbursement_payment p on p.disbursement_id = d.id
     where d.id = new.disbursement_id and d.fund_id = new.fund_id and d.kind = new.kind and d.case_code = new.case_code
       and p.principal_cents + new.family_cents = new.principal_cents) then
    perform broken('bond_matches_its_payment', 'bond');
  end if;
  if new.agreement_id is not null and not exists (
    select from copay_agreement a where a.id = new.agreement_id and a.case_code = new.case_code) then
    perform broken('family_part_is_of_its_case', 'bond');
  end if;
  return new;
end $$;

create or replace function bond_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'state') <> (to_jsonb(old) - 'state') then perform broken('bond_facts_stay', 'bond'); end if;
  if new.state <> old.state and not exists (
    select from bond_transition t where t.kind = old.kind and t.from_state = old.state and t.to_state = new.state) then
    perform broken('bond_moves_along_the_table', 'bond');
  end if;
  if new.state = 'closed' and exists (
    select from account_balance b where b.fund_id = new.fund_id and b.sub = new.id::text
       and b.code in ('bond_deposit', 'refund_due', 'copay_posted') and b.balance_cents <> 0) then
    perform broken('bond_pays_out_at_most_principal', 'bond');
  end if;
  return new;
end $$;

-- Why: a payment's transfers are its principal and its fees, and beside them the family's part, which goes out of their own.
create or replace function outflow_has_a_payment() returns trigger language plpgsql as $$
begin
  if not exists (
    select from disbursement_payment p
      join disbursement d on d.id = p.disbursement_id and d.fund_id = new.fund_id
      join reservation r on r.disbursement_id = d.id
      join reservation_resolution x on x.reservation_id = r.id and x.kind = 'spent' and x.spent_cents = p.principal_cents + p.fees_cents
      left join bond b on b.disbursement_id = d.id
     where p.id::text = new.source_id
       and (select sum(t.amount_cents) filter (where t.code <> 'copay_posted') from ledger_transfer t
             where t.source_kind = 'disbursement_payment' and t.source_id = new.source_id)
           = p.principal_cents + p.fees_cents + coalesce(b.family_cents, 0)) then
    perform broken('money_leaves_only_by_an_approved_payment', 'ledger_transfer');
  end if;
  return null;
end $$;

-- Why: what is lost or recovered is booked in two parts where a family shares it; together they are what was recorded.
create or replace function bond_money_has_a_record() returns trigger language plpgsql as $$
declare
  original ledger_transfer;
  recorded bigint;
  together text[] := array[new.code];
begin
  if new.code = 'reversal' or new.reverses_id is not null then
    select * into original from ledger_transfer where id = new.reverses_id;
    if new.code <> 'reversal' or original.id is null
       or (new.fund_id, new.debit_account_id, new.credit_account_id, new.amount_cents)
          is distinct from (original.fund_id, original.credit_account_id, original.debit_account_id, original.amount_cents) then
      perform broken('reversal_mirrors_its_original', 'ledger_transfer');
    end if;
    if original.code in ('bond_forfeited', 'copay_loss')
       and not exists (select from bond_loss_reversal x where x.loss_id::text = original.source_id) then
      perform broken('bond_money_has_a_record', 'ledger_transfer');
    end if;
    return null;
  end if;

  if new.code in ('bond_forfeited', 'written_off') or new.code = 'copay_loss' and new.source_kind = 'bond_loss' then
    together := array['bond_forfeited', 'written_off', 'copay_loss'];
    select l.amount_cents into recorded from bond_loss l join bond b on b.id = l.bond_id and b.fund_id = new.fund_id
     where l.id::text = new.source_id;
  elsif new.source_kind = 'bond_recovery' or new.code in ('recovered', 'copay_recovered') then
    if new.code <> 'bond_interest' then together := array['recovered', 'copay_recovered']; end if;
    select case new.code when 'bond_interest' then r.interest_cents else r.received_cents end
      into recorded from bond_recovery r join bond b on b.id = r.bond_id and b.fund_id = new.fund_id
     where r.id::text = new.source_id;
  else
    if new.code in ('bond_withheld', 'copay_loss') then together := array['bond_withheld', 'copay_loss']; end if;
    select case new.code
             when 'bond_returned' then r.received_cents
             when 'bond_interest' then r.interest_cents
             else (select sum(d.amount_cents) from bond_deduction d where d.return_id = r.id) end
      into recorded from bond_return r join bond b on b.id = r.bond_id and b.fund_id = new.fund_id
     where r.id::text = new.source_id;
  end if;
  if recorded is distinct from (
    select sum(t.amount_cents) from ledger_transfer t
     where t.source_kind = new.source_kind and t.source_id = new.source_id and t.code = any (together) and t.fund_id = new.fund_id) then
    perform broken('bond_money_has_a_record', 'ledger_transfer');
  end if;
  return null;
end $$;

drop trigger bond_money_has_a_record on ledger_transfer;
create constraint trigger bond_money_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is not null
        or new.code in ('bond_returned', 'bond_withheld', 'bond_interest', 'bond_forfeited', 'written_off', 'recovered',
                        'copay_loss', 'copay_recovered', 'reversal'))
  execute function bond_money_has_a_record();

-- Why: while money of a family is with us or inside a bond, the paper that says whose it is must stay readable.
create or replace function person_has_money_out(p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from person_case c join bond b on b.case_code = c.case_code
                  where c.person_id = p_person and b.state not in ('closed', 'returned_unposted'))
      or exists (select from person_case c join disbursement d on d.case_code = c.case_code
                  where c.person_id = p_person and d.state in ('approved', 'paid'))
      or exists (select from person_case c join copay_agreement a on a.case_code = c.case_code
                   join account_balance h on h.fund_id = a.fund_id and h.code = 'copay_held' and h.sub = a.id::text
                  where c.person_id = p_person and h.balance_cents <> 0)
      or exists (select from person_case c join bond b on b.case_code = c.case_code
                   join account_balance h on h.fund_id = b.fund_id and h.code = 'copay_posted' and h.sub = b.id::text
                  where c.person_id = p_person and h.balance_cents <> 0)
$$;

alter table copay_offer enable row level security;
create policy fund_scope on copay_offer using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table copay_agreement enable row level security;
create policy fund_scope on copay_agreement using (in_scope(fund_id)) with check (in_scope(fund_id));
-- A text is the organization's, not a fund's.
alter table copay_text_review enable row level security;
create policy staff_scope on copay_text_review using (current_setting('homeward.scope', true) in ('system', 'staff'));
alter table copay_receipt enable row level security;
create policy fund_scope on copay_receipt using (exists (select from copay_agreement a where a.id = agreement_id));
alter table copay_payout enable row level security;
create policy fund_scope on copay_payout using (exists (select from copay_agreement a where a.id = agreement_id));
alter table copay_payout_approval enable row level security;
create policy fund_scope on copay_payout_approval using (exists (select from copay_payout p where p.id = payout_id));
alter table copay_payout_payment enable row level security;
create policy fund_scope on copay_payout_payment using (exists (select from copay_payout p where p.id = payout_id));
alter table copay_payout_withdrawal enable row level security;
create policy fund_scope on copay_payout_withdrawal using (exists (select from copay_payout p where p.id = payout_id));
alter table forfeiture_call enable row level security;
create policy fund_scope on forfeiture_call using (exists (select from disbursement d where d.id = disbursement_id));
