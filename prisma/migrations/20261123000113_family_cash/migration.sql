-- Why: a court takes one sum: what is carried to its window for a bond that a family shares is the fund's part and the family's.
-- The family's part is theirs and lies outside what the fund is free to commit; cash of it is therefore covered by what is held
-- for that family and by nothing else, and while a poster has it, nobody can promise it a second time.

alter table advance_cover add column agreement_id uuid references copay_agreement (id);
alter table advance_cover add column family_cents bigint not null default 0;
alter table advance_cover add constraint family_cash_has_its_agreement
  check (family_cents >= 0 and (family_cents > 0) = (agreement_id is not null));
create index advance_cover_agreement_idx on advance_cover (agreement_id) where agreement_id is not null;

-- Of what is held for a family, what is in posters' hands: from the second signature until it is inside the bond or counted back.
create function copay_out_cents(p_agreement uuid) returns bigint language sql stable as $$
  select coalesce(sum(least(v.family_cents, greatest(advance_left_cents(v.advance_id), 0))), 0)::bigint
    from advance_cover v
   where v.agreement_id = p_agreement
     and not exists (select from advance_payment p join disbursement_payment x on x.id = p.payment_id
                      where p.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)
$$;

-- As before, and: without what is out as cash.
create or replace function copay_unclaimed_cents(p_agreement uuid) returns bigint language sql stable as $$
  select copay_held_cents(p_agreement)
       - coalesce((select sum(p.amount_cents) from copay_payout p
                    where p.agreement_id = p_agreement
                      and not exists (select from copay_payout_payment x where x.payout_id = p.id)
                      and not exists (select from copay_payout_withdrawal w where w.payout_id = p.id)), 0)::bigint
       - coalesce((select sum(r.amount_cents) from copay_reversal v join copay_receipt r on r.id = v.receipt_id
                    where r.agreement_id = p_agreement
                      and not exists (select from copay_reversal_decision d where d.reversal_id = v.id)), 0)::bigint
       - copay_out_cents(p_agreement)
$$;

-- What one disbursement may post of a family's money: what is unclaimed, and the cash of it that is out for this very one.
create function copay_postable_cents(p_agreement uuid, p_disbursement uuid) returns bigint language sql stable as $$
  select copay_unclaimed_cents(p_agreement)
       + coalesce((select sum(least(v.family_cents, greatest(advance_left_cents(v.advance_id), 0)))
                     from advance_cover v join reservation r on r.disbursement_id = v.disbursement_id and r.held
                    where v.agreement_id = p_agreement and v.disbursement_id = p_disbursement
                      and not exists (select from posting_attempt x
                                       where x.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)), 0)::bigint
$$;

-- As before, and: the families' parts of that cash, which are owed to them and in a poster's hands as well.
create or replace function covered_by_advances_cents(p_fund uuid) returns bigint language sql stable as $$
  select coalesce(sum(least(m.meant_cents, greatest(advance_left_cents(m.advance_id), 0))), 0)::bigint
    from (select v.advance_id, sum(r.amount_cents + v.family_cents) as meant_cents
            from reservation r join advance_cover v on v.disbursement_id = r.disbursement_id
           where r.fund_id = p_fund and r.held
             and not exists (select from posting_attempt x
                              where x.advance_id = v.advance_id and x.disbursement_id = v.disbursement_id)
           group by v.advance_id) m
$$;

create function family_cash_is_of_its_case() returns trigger language plpgsql as $$
begin
  if new.agreement_id is not null and not exists (
    select from copay_agreement g join advance a on a.id = new.advance_id join disbursement d on d.id = new.disbursement_id
     where g.id = new.agreement_id and g.fund_id = a.fund_id and g.case_code = d.case_code) then
    perform broken('family_part_is_of_its_case', 'advance_cover');
  end if;
  return new;
end $$;
create trigger family_cash_is_of_its_case before insert on advance_cover
  for each row execute function family_cash_is_of_its_case();

-- Cents by which the fund's bank and cash box hold more than families are owed out of them, once this much more is taken away.
create function above_the_trust_cents(p_fund uuid, p_taken bigint) returns bigint language sql stable as $$
  select coalesce((select sum(b.balance_cents) from account_balance b
                    where b.fund_id = p_fund and b.code in ('bank', 'cash_box', 'copay_held')), 0)::bigint
       + coalesce((select sum(copay_out_cents(g.id)) from copay_agreement g where g.fund_id = p_fund), 0)::bigint
       - p_taken
$$;

-- As before, and: a family's part is covered by what is held for that family. What remains holds every other family's.
create or replace function advance_confirmation_guard() returns trigger language plpgsql as $$
declare
  a advance;
  reserved bigint;
  family bigint;
begin
  select * into a from advance where id = new.advance_id;
  perform lock_fund_bank(array[a.fund_id]);
  if new.confirmed_by in (a.poster_id, a.signed_out_by) then
    perform broken('advance_is_signed_by_two', 'advance_confirmation');
  end if;
  if not handles_cash(new.confirmed_by, a.fund_id) then
    perform broken('cash_handler_holds_the_role', 'advance_confirmation');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.confirmed_by, 'confirm-advance:' || a.id) then
    perform broken('step_up_is_fresh_and_bound', 'advance_confirmation');
  end if;
  if exists (select from advance_withdrawal w where w.advance_id = a.id) then
    perform broken('withdrawn_advance_stays_withdrawn', 'advance_confirmation');
  end if;
  if exists (select from advance_cover v join disbursement d on d.id = v.disbursement_id
              where v.advance_id = a.id and d.state <> 'approved') then
    perform broken('advance_covers_what_is_approved', 'advance_confirmation');
  end if;
  if exists (select from advance_cover v where v.advance_id = a.id and cash_is_out(v.disbursement_id)) then
    perform broken('cash_is_out_for_it', 'advance_confirmation');
  end if;
  if exists (select from advance b join advance_confirmation c on c.advance_id = b.id
              where b.fund_id = a.fund_id and b.poster_id = a.poster_id and c.due_back_at < new.occurred_at
                and advance_left_cents(b.id) > 0) then
    perform broken('overdue_advance_comes_back_first', 'advance_confirmation');
  end if;
  if a.amount_cents > advance_cap_cents(a.fund_id, a.poster_id)
       - coalesce((select b.balance_cents from account_balance b
                    where b.fund_id = a.fund_id and b.code = 'advance' and b.sub = a.poster_id::text), 0) then
    perform broken('advance_stays_below_its_cap', 'advance_confirmation');
  end if;
  if exists (select from advance_cover v where v.advance_id = a.id and v.agreement_id is not null
              group by v.agreement_id having sum(v.family_cents) > copay_unclaimed_cents(v.agreement_id)) then
    perform broken('family_part_stays_within_what_is_held', 'advance_confirmation');
  end if;
  select coalesce(sum(r.amount_cents), 0), coalesce(sum(v.family_cents), 0) into reserved, family
    from advance_cover v join reservation r on r.disbursement_id = v.disbursement_id and r.held where v.advance_id = a.id;
  if above_the_trust_cents(a.fund_id, a.amount_cents - family) < 0 then
    perform broken('advance_leaves_the_trust_whole', 'advance_confirmation');
  end if;
  new.float_cents := greatest(a.amount_cents - reserved - family, 0);
  new.free_to_commit_seen_cents := free_to_commit_cents(a.fund_id);
  return new;
end $$;

-- What a family's paper holds is posted once, from the bank or out of the cash that was taken from it.
create function family_part_stays_within_what_is_held() returns trigger language plpgsql as $$
begin
  if copay_unclaimed_cents(new.agreement_id) < 0 then
    perform broken('family_part_stays_within_what_is_held', 'bond');
  end if;
  return null;
end $$;
create constraint trigger family_part_stays_within_what_is_held after insert on bond
  deferrable initially deferred for each row when (new.agreement_id is not null)
  execute function family_part_stays_within_what_is_held();
