-- Why: a family's money is held for their own person's bond. Cash for a ride home of the same case, or for what a court calls for
-- beyond a deposit, drew on it all the same: a thousand dollars went out with a fare of fifty, and while the poster had them the
-- bond could not be posted with them.

-- A bond in which no other fund has a part. Answered whoever asks: a guard that saw nothing would let nothing pass.
create function is_own_bond(p_disbursement uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from disbursement d
     where d.id = p_disbursement and d.kind in ('court_bail', 'immigration_bond')
       and not exists (select from shared_bond_part p where p.disbursement_id = d.id))
$$;

-- As before, and: of a bond.
create or replace function family_cash_is_of_its_case() returns trigger language plpgsql as $$
begin
  if new.agreement_id is not null and not exists (
    select from copay_agreement g join advance a on a.id = new.advance_id join disbursement d on d.id = new.disbursement_id
     where g.id = new.agreement_id and g.fund_id = a.fund_id and g.case_code = d.case_code) then
    perform broken('family_part_is_of_its_case', 'advance_cover');
  end if;
  if new.agreement_id is not null and not is_own_bond(new.disbursement_id) then
    perform broken('family_part_is_of_a_bond', 'advance_cover');
  end if;
  return new;
end $$;
