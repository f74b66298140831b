-- Why: a fund says by amount how many must agree before money leaves it, and how much may leave at once and in a day. What goes
-- back to a family leaves the same bank, so it asks for the same people and keeps within the same caps.

alter table copay_payout_approval drop constraint payout_is_approved_once;
alter table copay_payout_approval add constraint payout_approvers_are_distinct primary key (payout_id, approved_by);
-- The yes with which there were enough. What was approved before was approved by one, as was asked of it then.
alter table copay_payout_approval add column completes boolean not null default true;
alter table copay_payout_approval alter column completes drop default;
create unique index payout_is_approved_once on copay_payout_approval (payout_id) where completes;

create or replace function copay_payout_step_guard() returns trigger language plpgsql as $$
declare
  asked copay_payout;
  fund uuid;
  given integer;
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
    if exists (select from copay_payout_approval a where a.payout_id = new.payout_id and a.completes) then
      perform broken('payout_is_approved_once', 'copay_payout_approval');
    end if;
    if not step_up_is_fresh((to_jsonb(new) ->> 'step_up_id')::uuid, actor, 'copay-approve:' || new.payout_id) then
      perform broken('step_up_is_fresh_and_bound', 'copay_payout_approval');
    end if;
    select count(*) into given from copay_payout_approval a where a.payout_id = new.payout_id and a.approved_by <> actor;
    if (to_jsonb(new) ->> 'completes')::boolean is distinct from (given + 1 >= approvals_required(fund, asked.amount_cents)) then
      perform broken('payout_has_enough_approvals', 'copay_payout_approval');
    end if;
  elsif tg_table_name = 'copay_payout_payment' then
    if not exists (select from copay_payout_approval a where a.payout_id = new.payout_id and a.completes) then
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

-- Set aside within the last 24 hours and not given back, and what is to go back to families since.
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
                     where c.fund_id = p_fund and b.recorded_at > now() - interval '24 hours'), 0)
        + coalesce((select sum(p.amount_cents) from copay_payout_approval a
                      join copay_payout p on p.id = a.payout_id join copay_agreement g on g.id = p.agreement_id
                     where g.fund_id = p_fund and a.completes and a.recorded_at > now() - interval '24 hours'
                       and not exists (select from copay_payout_withdrawal w where w.payout_id = p.id)), 0))::bigint
$$;

create function payout_stays_within_caps() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  fund uuid;
  amount bigint;
  cap bigint;
  daily bigint;
begin
  select g.fund_id, p.amount_cents into fund, amount
    from copay_payout p join copay_agreement g on g.id = p.agreement_id where p.id = new.payout_id;
  select l.cap_cents, l.daily_cap_cents into cap, daily from fund_limits l where l.id = limits_in_force(fund);
  if amount > cap then perform broken('disbursement_stays_within_cap', 'copay_payout_approval'); end if;
  if amount + committed_in_a_day_cents(fund) > daily then
    perform broken('fund_stays_within_daily_cap', 'copay_payout_approval');
  end if;
  return new;
end $$;
-- Its name comes after the guard's: the fund's bank is locked by then.
create trigger payout_stays_within_caps before insert on copay_payout_approval
  for each row when (new.completes) execute function payout_stays_within_caps();
