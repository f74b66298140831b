-- Why: a fund ends when nothing of it is left. What is left is told by one function, which people read before they propose
-- and which the database asks again when the second of them confirms. A closed fund takes nothing new; what comes late by
-- itself is still written down, and two people take the fund back into closing to deal with it. It never opens again.

insert into fund_transition (from_state, to_state) values ('closed', 'closing');

alter table fund_closing drop constraint fund_closing_to_state_check;
alter table fund_closing add constraint fund_closing_to_state_check
  check (to_state in ('closing', 'closed', 'open', 'paused', 'full'));

-- What of a fund is not at its end, by name, how many and how much: every balance that is not zero, and everything that
-- waits for a person, a donor, a court or Stripe. No row: nothing is left. `cents` is null where a thing has no amount.
create function fund_left(p_fund uuid) returns table (what text, items integer, cents bigint) language sql stable
  security definer set search_path = public, pg_temp as $$
  select a.code, count(*)::integer,
         (sum(a.debits_cents - a.credits_cents) * case t.kind when 'liability' then -1 else 1 end)::bigint
    from ledger_account a join account_type t on t.code = a.code and t.kind in ('asset', 'liability')
   where a.fund_id = p_fund and a.debits_cents <> a.credits_cents group by a.code, t.kind
  union all
  -- What is lost stands against nothing: its bond stays as it is, so that what a court sends after all can be recorded.
  select 'open_bond', count(*)::integer, sum(b.principal_cents)::bigint from bond b
   where b.fund_id = p_fund and b.state not in ('closed', 'returned_unposted', 'forfeited', 'breached', 'remitted',
                                                'written_off', 'recovered') having count(*) > 0
  union all
  select 'disbursement', count(*)::integer,
         sum((select sum(l.ceiling_cents) from disbursement_line l where l.disbursement_id = d.id))::bigint
    from disbursement d where d.fund_id = p_fund and d.state in ('proposed', 'approved') having count(*) > 0
  union all
  select 'envelope', count(*)::integer, sum(envelope_left_cents(e.id))::bigint from night_envelope e
   where e.fund_id = p_fund and envelope_is_held(e.id) having count(*) > 0
  union all
  select 'advance_waiting', count(*)::integer, sum(a.amount_cents)::bigint from advance a
   where a.fund_id = p_fund and not exists (select from advance_confirmation c where c.advance_id = a.id)
     and not exists (select from advance_withdrawal w where w.advance_id = a.id) having count(*) > 0
  union all
  select 'cash_difference', count(*)::integer, sum(abs(c.counted_cents - c.ledger_cents))::bigint from cash_count c
   where c.fund_id = p_fund and c.counted_cents <> c.ledger_cents
     and not exists (select from cash_difference x where x.count_id = c.id) having count(*) > 0
  union all
  select 'expense', count(*)::integer, sum(e.total_cents)::bigint from expense_claim e
   where e.fund_id = p_fund and not exists (select from expense_rejection r where r.claim_id = e.id)
     and not exists (select from expense_payment_claim p where p.claim_id = e.id) having count(*) > 0
  union all
  select 'request', count(*)::integer, null from help_request r
   where r.fund_id = p_fund and exists (select from help_request_transition t where t.from_state = r.state)
  having count(*) > 0
  union all
  -- A payment page is open, or was until an hour ago; it was paid and the payment is not here; Stripe was asked for it and
  -- did not answer. What is older than a month does not arrive any more.
  select 'gift_pending', count(*)::integer, sum(p.gift_cents + p.fee_cover_cents)::bigint
    from gift_intent i join gift_intent_part p on p.intent_id = i.id and p.fund_id = p_fund
    left join checkout_session s on s.intent_id = i.id
   where i.recorded_at > now() - interval '31 days'
     and case when s.id is null then i.recorded_at > now() - interval '2 days'
              when s.state = 'open' then s.expires_at > now() - interval '1 hour'
              else s.state = 'complete' end
     and not exists (select from payment y where y.intent_id = i.id)
     and not exists (select from recurring_donation r where r.intent_id = i.id)
  having count(*) > 0
  union all
  select 'monthly', count(*)::integer, sum(m.cents)::bigint
    from (select r.id, max(x.cents) as cents
            from recurring_donation r
           cross join lateral (
             select y.gift_cents + y.fee_cover_cents as cents from monthly_parts(r.id) y where y.fund_id = p_fund
             union all
             select y.gift_cents + y.fee_cover_cents from recurring_donation_version v
               join recurring_donation_version_part y on y.version_id = v.wish_id and y.fund_id = p_fund
              where v.recurring_donation_id = r.id
                and not exists (select from recurring_donation_wish_end e where e.wish_id = v.wish_id)) x
           where r.state <> 'cancelled' group by r.id) m
  having count(*) > 0
  union all
  select 'dispute', count(*)::integer, sum(x.cents)::bigint
    from (select d.id, max(d.amount_cents) as cents from dispute d join donation g on g.payment_id = d.payment_id
           where g.fund_id = p_fund and d.state = 'open' group by d.id
          union
          select c.id, max(c.amount_cents) from dispute_case c
            join payment p on p.charge_id = c.charge_id join donation g on g.payment_id = p.id
           where g.fund_id = p_fund
             and c.status in ('needs_response', 'under_review', 'warning_needs_response', 'warning_under_review')
             and not exists (select from dispute d where d.id = c.id and d.state <> 'open') group by c.id) x
  having count(*) > 0
  union all
  select 'refund', count(*)::integer, sum(r.amount_cents)::bigint from stripe_request r
   where exists (select from donation g where g.payment_id = r.payment_id and g.fund_id = p_fund)
     and stripe_request_is_open(r.id) having count(*) > 0
  union all
  select 'offline_batch', count(distinct b.id)::integer, sum(p.gift_cents)::bigint
    from offline_batch b join offline_batch_line l on l.batch_id = b.id join offline_batch_line_part p on p.line_id = l.id
   where b.state = 'open' and p.fund_id = p_fund having count(*) > 0
  union all
  select 'offline_reversal', count(*)::integer, sum(g.gift_cents)::bigint
    from offline_reversal v join donation g on g.payment_id = v.payment_id and g.fund_id = p_fund
   where not exists (select from offline_reversal_decision d where d.reversal_id = v.id) having count(*) > 0
  union all
  select 'remittance', count(distinct r.id)::integer, sum(l.received_cents + l.interest_cents)::bigint
    from remittance r join remittance_line l on l.remittance_id = r.id join bond b on b.id = l.bond_id
   where r.state = 'open' and b.fund_id = p_fund having count(*) > 0
  union all
  select 'import', count(*)::integer, null from import_batch b
   where (b.fund_id = p_fund or exists (select from import_row r where r.batch_id = b.id and r.fund_id = p_fund))
     and (import_has(b.id, 'undo_started') and not import_has(b.id, 'undone')
          or not import_has(b.id, 'committed') and not import_has(b.id, 'cancelled') and not import_has(b.id, 'unreadable'))
  having count(*) > 0
$$;

-- As before, and: to its end when nothing is left, and from there back into closing.
create or replace function closing_may_be(p_fund uuid, p_to text) returns boolean language plpgsql stable security definer
  set search_path = public, pg_temp as $$
declare
  before record;
begin
  if p_to = 'closing' then
    return exists (select from fund f where f.id = p_fund and f.state in ('open', 'paused', 'full', 'closed'));
  end if;
  select * into before from fund_before_closing(p_fund);
  if p_to = 'closed' then return before.since is not null and not exists (select from fund_left(p_fund)); end if;
  if before.from_state is distinct from p_to then return false; end if;
  return not monthly_gift_ended_since(p_fund, before.since);
end $$;

-- As before, and: what keeps a fund from its end is said by its name.
create or replace function fund_closing_guard() returns trigger language plpgsql as $$
begin
  perform from fund f where f.id = new.fund_id for no key update;
  if not manages_fund(new.proposed_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_closing');
  end if;
  if new.to_state = 'closed' and exists (select from fund_left(new.fund_id)) then
    perform broken('closed_fund_is_empty', 'fund_closing');
  end if;
  if not closing_may_be(new.fund_id, new.to_state) then perform broken('fund_moves_along_the_table', 'fund_closing'); end if;
  if exists (select from fund_closing c where c.fund_id = new.fund_id
              and not exists (select from fund_closing_decision d where d.closing_id = c.id)) then
    perform broken('closing_waits_once', 'fund_closing');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.proposed_by,
                          'close_fund:' || new.fund_id || ':' || new.to_state || ':' || new.reason) then
    perform broken('step_up_is_fresh_and_bound', 'fund_closing');
  end if;
  return new;
end $$;

-- As before, and: at its end the fund is locked against everything that is being added to it, and looked at once more.
create or replace function fund_closing_decision_guard() returns trigger language plpgsql as $$
declare
  c fund_closing;
begin
  select * into c from fund_closing x where x.id = new.closing_id;
  if c.to_state = 'closed' and new.outcome = 'confirmed' then
    perform lock_fund_bank(array[c.fund_id]);
    perform from fund f where f.id = c.fund_id for update;
  else
    perform from fund f where f.id = c.fund_id for no key update;
  end if;
  if not coalesce(manages_fund(new.decided_by, c.fund_id), false) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_closing_decision');
  end if;
  if new.outcome = 'withdrawn' then return new; end if;
  if new.decided_by = c.proposed_by then perform broken('closing_is_confirmed_by_another', 'fund_closing_decision'); end if;
  if c.to_state = 'closed' and exists (select from fund_left(c.fund_id)) then
    perform broken('closed_fund_is_empty', 'fund_closing_decision');
  end if;
  if not closing_may_be(c.fund_id, c.to_state) then
    perform broken('fund_moves_along_the_table', 'fund_closing_decision');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.decided_by, 'confirm_close_fund:' || c.id), false) then
    perform broken('step_up_is_fresh_and_bound', 'fund_closing_decision');
  end if;
  return new;
end $$;

-- As before, and: also the end, and the way back from it, only as two people decided.
create or replace function fund_state_change_guard() returns trigger language plpgsql as $$
begin
  if new.from_state is null then
    if exists (select from fund_state_change c where c.fund_id = new.fund_id) then
      perform broken('fund_moves_along_the_table', 'fund_state_change');
    end if;
    return new;
  end if;
  if new.from_state is distinct from (select f.state from fund f where f.id = new.fund_id for no key update)
     or not exists (select from fund_transition t where t.from_state = new.from_state and t.to_state = new.to_state) then
    perform broken('fund_moves_along_the_table', 'fund_state_change');
  end if;
  if not manages_fund(new.changed_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_state_change');
  end if;
  if (new.to_state = 'closing' or new.from_state in ('closing', 'closed') or new.closing_id is not null)
     and not exists (select from fund_closing c join fund_closing_decision d on d.closing_id = c.id
                      where c.id = new.closing_id and c.fund_id = new.fund_id and c.to_state = new.to_state
                        and c.reason = new.reason and d.outcome = 'confirmed' and d.decided_by = new.changed_by) then
    perform broken('fund_closes_by_two_people', 'fund_state_change');
  end if;
  return new;
end $$;

-- Waits for whoever closes the fund at this moment, and holds them back until what is added here is there to be seen.
create function refuse_closed_fund(p_fund uuid, p_table text) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  stands text;
begin
  select f.state into stands from fund f where f.id = p_fund for key share;
  if stands = 'closed' then perform broken('closed_fund_takes_nothing', p_table); end if;
end $$;

create function closed_fund_takes_nothing() returns trigger language plpgsql as $$
begin
  if new.fund_id is not null then perform refuse_closed_fund(new.fund_id, tg_table_name); end if;
  return new;
end $$;
-- Named to come first: nothing else is judged about a fund that is closed.
create trigger a_closed_fund_takes_nothing before insert on gift_intent_part
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on recurring_donation_version_part
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on offline_batch_line_part
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on import_batch
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on import_campaign_choice
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on disbursement
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on night_envelope
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on advance
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on expense_claim
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on copay_agreement
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert on help_request
  for each row execute function closed_fund_takes_nothing();
create trigger a_closed_fund_takes_nothing before insert or update on fund_intake
  for each row when (new.mode <> 'off') execute function closed_fund_takes_nothing();
-- Between funds and at go-live: money that a person moves into a fund. What a court or Stripe brings late is not among it.
create trigger a_closed_fund_takes_nothing before insert on ledger_transfer
  for each row when (new.code in ('interfund_in', 'interfund_out', 'opening')) execute function closed_fund_takes_nothing();

-- A file brings thousands of gifts at once: each fund among them is looked at once.
create function closed_fund_takes_no_import() returns trigger language plpgsql as $$
begin
  perform refuse_closed_fund(a.fund_id, 'imported_gift') from (select distinct fund_id from added) a;
  return null;
end $$;
create trigger closed_fund_takes_no_import after insert on imported_gift referencing new table as added
  for each statement execute function closed_fund_takes_no_import();

create function closed_fund_takes_no_family_part() returns trigger language plpgsql as $$
begin
  perform refuse_closed_fund(g.fund_id, 'copay_receipt') from copay_agreement g where g.id = new.agreement_id;
  return new;
end $$;
create trigger a_closed_fund_takes_nothing before insert on copay_receipt
  for each row execute function closed_fund_takes_no_family_part();

-- Nor is anything given back out of it that somebody decides: it has nothing to give.
create function closed_fund_gives_nothing_back() returns trigger language plpgsql as $$
begin
  perform refuse_closed_fund(g.fund_id, tg_table_name) from donation g where g.payment_id = new.payment_id order by g.fund_id;
  return new;
end $$;
create trigger a_closed_fund_takes_nothing before insert on stripe_request
  for each row when (new.kind = 'refund') execute function closed_fund_gives_nothing_back();
create trigger a_closed_fund_takes_nothing before insert on offline_reversal
  for each row when (new.reason = 'given_back') execute function closed_fund_gives_nothing_back();
