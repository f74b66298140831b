-- Why: a person is kept in one fund, and another may pay their bond or a part of it. A demand for that other fund held the papers of
-- the bond and not the person: their names could be corrected away, and once the bond was closed they could be erased. Nor could that
-- fund name them in a demand by the case that it paid for.

-- The fund that keeps somebody, and each that proposed money for a case of theirs, in whichever record. Owner's eyes: a hold of
-- another fund binds too.
create function funds_that_know(p_person uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select p.fund_id from person p where p.id = p_person
  union
  select d.fund_id from persons_joined(p_person) j join person_case c on c.person_id = j
    join disbursement d on d.case_code = c.case_code
$$;

-- As before, and a demand for a fund holds whom that fund knows.
create or replace function person_is_on_hold(p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from legal_demand d join person p on p.id = p_person
     where (d.scope = 'everything' or d.scope = 'fund' and d.fund_id in (select funds_that_know(p.id))
            or d.person_id in (select persons_joined(p.id)))
       and not exists (select from legal_demand_closing c where c.demand_id = d.id)
       and (d.covers_from is null and d.covers_until is null
            or exists (select from persons_joined(p.id) j cross join lateral person_days(j) k
                        where k.first_day <= coalesce(d.covers_until, 'infinity')
                          and k.last_day >= coalesce(d.covers_from, '-infinity'))))
$$;

-- A demand for a person carries the fund whose demand it is: the one that keeps them, or one that knows them by a case.
alter table legal_demand drop constraint demand_is_of_the_persons_fund;
create function demand_is_of_the_persons_fund() returns trigger language plpgsql as $$
begin
  if new.fund_id not in (select funds_that_know(new.person_id)) then
    perform broken('demand_is_of_the_persons_fund', 'legal_demand');
  end if;
  return new;
end $$;
create trigger demand_is_of_the_persons_fund before insert on legal_demand
  for each row when (new.person_id is not null) execute function demand_is_of_the_persons_fund();

-- Who keeps the person counts it among what is stored of them; it is written and closed where it was entered.
alter policy fund_scope on legal_demand
  using (in_scope(fund_id) or fund_id is null and current_setting('homeward.scope', true) in ('system', 'staff')
         or exists (select from person p where p.id = person_id))
  with check (in_scope(fund_id) or fund_id is null and current_setting('homeward.scope', true) in ('system', 'staff'));
alter policy fund_scope on legal_demand_closing
  with check (exists (select from legal_demand d
                       where d.id = demand_id
                         and (in_scope(d.fund_id)
                              or d.fund_id is null and current_setting('homeward.scope', true) in ('system', 'staff'))));

-- By which code the fund of a demand knows the person whom it is for: no code of another fund.
create function case_of_demand(p_demand uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select min(c.case_code)
    from legal_demand d join person p on p.id = d.person_id join person_case c on c.person_id = p.id
   where d.id = p_demand
     and (d.fund_id = p.fund_id
          or exists (select from disbursement x where x.case_code = c.case_code and x.fund_id = d.fund_id))
$$;
