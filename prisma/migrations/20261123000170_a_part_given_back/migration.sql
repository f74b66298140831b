-- Why: a gift by check or in cash could only be undone whole, so that a fund which gave half of it back had to book the other half
-- a second time, under a second receipt. What goes back is said fund by fund now, as often as something is left.

create table offline_reversal_part (
  reversal_id  uuid not null references offline_reversal (id),
  fund_id      uuid not null references fund (id),
  amount_cents bigint not null constraint reversal_part_is_positive check (amount_cents > 0),
  recorded_at  timestamptz not null default now(),
  constraint reversal_names_a_fund_once primary key (reversal_id, fund_id)
);

-- What was asked for before was all of its gift.
insert into offline_reversal_part (reversal_id, fund_id, amount_cents)
select o.id, d.fund_id, d.gift_cents from offline_reversal o join donation d on d.payment_id = o.payment_id;

-- What is left of an offline gift in each of its funds, as though the reversal `p_but` had not been.
create function offline_gift_left(p_payment uuid, p_but uuid default null) returns table (fund_id uuid, cents bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.fund_id,
         d.gift_cents - coalesce((
           select sum(x.amount_cents)
             from offline_reversal o join offline_reversal_decision e on e.reversal_id = o.id and e.decision = 'confirmed'
             join offline_reversal_part x on x.reversal_id = o.id and x.fund_id = d.fund_id
            where o.payment_id = d.payment_id and o.id is distinct from p_but), 0)::bigint
    from donation d where d.payment_id = p_payment
$$;

-- As before, but: once more while something is left, and one after the other.
create or replace function offline_reversal_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.payment_id::text, 0));
  if not exists (select from payment p join offline_batch_line l on l.id = p.offline_line_id join offline_batch b on b.id = l.batch_id
                  where p.id = new.payment_id and new.happened_on between b.deposited_on and local_day(now())) then
    perform broken('reversal_follows_its_deposit', 'offline_reversal');
  end if;
  if new.reason = 'returned_by_bank' and (select p.gift_kind from payment p where p.id = new.payment_id) <> 'check' then
    perform broken('only_a_check_comes_back', 'offline_reversal');
  end if;
  if exists (select from offline_reversal o where o.payment_id = new.payment_id
                and not exists (select from offline_reversal_decision d where d.reversal_id = o.id))
     or not exists (select from offline_gift_left(new.payment_id) l where l.cents > 0) then
    perform broken('gift_is_reversed_once', 'offline_reversal');
  end if;
  if not payment_is_theirs(new.asked_by, new.payment_id, array['treasurer', 'administrator']) then
    perform broken('reverser_holds_the_role', 'offline_reversal');
  end if;
  return new;
end $$;

-- Said with the reversal or never, and never more than is left of what that fund got.
create function offline_reversal_part_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gift uuid;
begin
  select o.payment_id into gift from offline_reversal o
   where o.id = new.reversal_id and o.xmin = pg_current_xact_id()::xid;
  if gift is null then perform broken('reversal_says_what_goes_back', 'offline_reversal_part'); end if;
  if new.amount_cents > coalesce((select l.cents from offline_gift_left(gift) l where l.fund_id = new.fund_id), 0) then
    perform broken('reversal_stays_within_the_gift', 'offline_reversal_part');
  end if;
  return new;
end $$;
create trigger offline_reversal_part_guard before insert on offline_reversal_part
  for each row execute function offline_reversal_part_guard();
create trigger offline_reversal_part_is_append_only before update or delete or truncate on offline_reversal_part
  for each statement execute function refuse_rewriting('offline_gifts_are_append_only');

-- A bank sends a check back whole, and what was never given is taken out whole: only a fund gives a part back.
create function offline_reversal_says_what() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from offline_reversal_part x where x.reversal_id = new.id) then
    perform broken('reversal_says_what_goes_back', 'offline_reversal');
  end if;
  if new.reason <> 'given_back' and exists (
    select from offline_gift_left(new.payment_id, new.id) l
      left join offline_reversal_part x on x.reversal_id = new.id and x.fund_id = l.fund_id
     where l.cents <> coalesce(x.amount_cents, 0)) then
    perform broken('only_what_is_given_back_goes_in_parts', 'offline_reversal');
  end if;
  return null;
end $$;
create constraint trigger reversal_says_what_goes_back after insert on offline_reversal
  deferrable initially deferred for each row execute function offline_reversal_says_what();

alter table offline_reversal_part enable row level security;
create policy payment_scope on offline_reversal_part using (exists (select from offline_reversal o where o.id = reversal_id));

-- Reversals that were confirmed and do not undo exactly what they say in each fund, or whose fee is not what was recorded.
create or replace function misbooked_offline_reversals(p_reversal uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select o.id from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
   where (p_reversal is null or o.id = p_reversal)
     and (not exists (select from offline_reversal_part x where x.reversal_id = o.id)
          or exists (
            select from ledger_transfer g
              left join offline_reversal_part x on x.reversal_id = o.id and x.fund_id = g.fund_id
             where g.source_kind = 'offline_gift' and g.source_id = o.payment_id::text
               and x.amount_cents is distinct from (
                     select sum(r.amount_cents)::bigint from ledger_transfer r
                      where r.source_kind = 'offline_reversal' and r.source_id = o.id::text and r.fund_id = g.fund_id
                        and r.code <> 'bank_fee'
                        and (r.debit_account_id, r.credit_account_id) = (g.credit_account_id, g.debit_account_id)))
          or coalesce((select sum(t.amount_cents) from ledger_transfer t
                        where t.source_kind = 'offline_reversal' and t.source_id = o.id::text and t.code = 'bank_fee'), 0) <> o.fee_cents)
$$;

-- As before, and: a part goes back out of where the gift lay, in its fund and to the cent.
create or replace function offline_gift_has_a_record() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  debit text := (select a.code from ledger_account a where a.id = new.debit_account_id);
  credit text := (select a.code from ledger_account a where a.id = new.credit_account_id);
  fits boolean;
begin
  if new.source_kind = 'offline_reversal' then
    fits := exists (select from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
                      left join ledger_transfer g on g.id = new.reverses_id
                     where o.id::text = new.source_id
                       and case when new.reverses_id is not null
                                then g.source_kind = 'offline_gift' and g.source_id = o.payment_id::text and new.code = 'reversal'
                                when new.code = 'offline_gift_back'
                                then debit = 'gifts' and new.part = 0
                                     and exists (select from offline_reversal_part x
                                                  where x.reversal_id = o.id and x.fund_id = new.fund_id and x.amount_cents = new.amount_cents)
                                     and exists (select from payment p join offline_batch_line l on l.id = p.offline_line_id
                                                   join offline_batch b on b.id = l.batch_id
                                                  where p.id = o.payment_id and b.kept_in = credit)
                                else new.code = 'bank_fee' and debit = 'bank_fees' and credit = 'bank' and new.amount_cents = o.fee_cents
                                     and exists (select from donation x where x.payment_id = o.payment_id and x.fund_id = new.fund_id) end);
  elsif new.code = 'offline_gift_back' then
    fits := false;
  elsif new.reverses_id is not null then
    fits := not exists (select from ledger_transfer g where g.id = new.reverses_id and g.source_kind = 'offline_gift');
  else
    fits := new.source_kind = 'offline_gift' and new.code = 'offline_gift' and credit = 'gifts' and exists (
      select from payment p join donation d on d.payment_id = p.id and d.fund_id = new.fund_id and d.gift_cents = new.amount_cents
        join offline_batch_line l on l.id = p.offline_line_id join offline_batch b on b.id = l.batch_id and b.kept_in = debit
       where p.id::text = new.source_id);
  end if;
  if not fits then perform broken('offline_gift_has_a_record', 'ledger_transfer'); end if;
  return null;
end $$;
drop trigger offline_gift_has_a_record on ledger_transfer;
create constraint trigger offline_gift_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.code in ('offline_gift', 'offline_gift_back') or new.source_kind in ('offline_gift', 'offline_reversal')
        or new.reverses_id is not null)
  execute function offline_gift_has_a_record();

-- As before, but: a check of which a part was given back is known still; one that is gone whole may be paid in again.
create or replace function check_is_known(p_line uuid, p_donor uuid, p_reference text) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from offline_batch_line l join offline_batch b on b.id = l.batch_id and b.state <> 'withdrawn'
      left join payment p on p.offline_line_id = l.id
     where l.donor_id = any (donor_family(p_donor)) and l.gift_kind = 'check' and lower(l.reference) = lower(p_reference)
       and l.id is distinct from p_line
       and (p.id is null or exists (select from offline_gift_left(p.id) x where x.cents > 0)))
$$;

-- As before, but: what waits to go back is what was asked for; and a bank may ask for a gift of before this site.
create or replace function fund_left(p_fund uuid) returns table (what text, items integer, cents bigint) language sql stable
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
             and not exists (select from dispute d where d.id = c.id and d.state <> 'open') group by c.id
          union
          select q.id, q.amount_cents from imported_gift_dispute q join imported_gift i on i.id = q.gift_id
           where i.fund_id = p_fund and q.state = 'open') x
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
  select 'offline_reversal', count(*)::integer, sum(g.amount_cents)::bigint
    from offline_reversal v join offline_reversal_part g on g.reversal_id = v.id and g.fund_id = p_fund
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
