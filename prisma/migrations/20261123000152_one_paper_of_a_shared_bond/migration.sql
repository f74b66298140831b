-- Why: a court gives one receipt for a bond that funds share, and knows one depositor of it. Kept with each part alone, the same
-- receipt was covered, looked over and counted as missing once in every fund. It is one record, kept with one part, written by
-- whoever serves all of the funds and read from each. What was kept with several parts before stands, and counts for all.

-- The parts of the bond of which this is one, itself among them. Owner's eyes: who serves one fund sees the papers of the whole.
create function parts_of_bond(p_bond uuid) returns table (bond_id uuid, fund_id uuid)
  language sql stable security definer rows 2 set search_path = public, pg_temp as $$
  select b.id, b.fund_id from bond b where b.id = p_bond
  union
  select b.id, b.fund_id
    from bond o
    join shared_bond_part own on own.disbursement_id = o.disbursement_id
    join shared_bond_part p on p.shared_bond_id = own.shared_bond_id
    join bond b on b.disbursement_id = p.disbursement_id
   where o.id = p_bond
$$;

create function sees_part_of_bond(p_bond uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from parts_of_bond(p_bond) p where in_scope(p.fund_id))
$$;

-- Read from each part; written only where the part that keeps it is theirs.
alter policy fund_scope on bond_evidence
  using (exists (select from bond b where b.id = bond_id) or sees_part_of_bond(bond_id))
  with check (exists (select from bond b where b.id = bond_id));
alter policy fund_scope on bond_party
  using (exists (select from bond b where b.id = bond_id) or sees_part_of_bond(bond_id))
  with check (exists (select from bond b where b.id = bond_id));
alter policy fund_scope on bond_paper
  using (exists (select from bond b where b.id = bond_id) or sees_part_of_bond(bond_id))
  with check (exists (select from bond b where b.id = bond_id));

-- Who may keep a bond's papers, in every fund that has a part in it, and that an original which is named is one of this case.
create or replace function bond_paper_guard() returns trigger language plpgsql as $$
declare
  recorder uuid := coalesce(to_jsonb(new) ->> 'recorded_by', to_jsonb(new) ->> 'added_by', to_jsonb(new) ->> 'notified_by')::uuid;
  original uuid := (to_jsonb(new) ->> 'document_id')::uuid;
  which bond;
begin
  select * into which from bond where id = new.bond_id;
  if exists (select from parts_of_bond(new.bond_id) p
              where not holds_role(recorder, p.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])) then
    perform broken('paper_keeper_holds_the_role', tg_table_name);
  end if;
  if original is not null and not exists (
    select from person_document d join person_case c on c.person_id = d.person_id
     where d.id = original and c.case_code = which.case_code) then
    perform broken('papers_are_of_their_case', tg_table_name);
  end if;
  return new;
end $$;

create or replace function bond_paper_evidence_guard() returns trigger language plpgsql as $$
begin
  if new.evidence_id is not null
     and not exists (select from bond_evidence e join parts_of_bond(new.bond_id) p on p.bond_id = e.bond_id
                      where e.id = new.evidence_id) then
    perform broken('papers_are_of_their_case', 'bond_paper');
  end if;
  return new;
end $$;

create or replace function bond_evidence_review_guard() returns trigger language plpgsql as $$
declare
  adder uuid;
  kept_with uuid;
begin
  select e.added_by, e.bond_id into adder, kept_with from bond_evidence e where e.id = new.evidence_id;
  if adder = new.reviewed_by then perform broken('evidence_is_reviewed_by_another', 'bond_evidence_review'); end if;
  if kept_with is null or exists (
    select from parts_of_bond(kept_with) p
     where not holds_role(new.reviewed_by, p.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])) then
    perform broken('paper_keeper_holds_the_role', 'bond_evidence_review');
  end if;
  return new;
end $$;

-- The index holds it for one part; the same picture with another part of the bond is the same paper.
create function evidence_is_added_once() returns trigger language plpgsql as $$
begin
  if exists (select from bond_evidence e join parts_of_bond(new.bond_id) p on p.bond_id = e.bond_id
              where e.sha256 = new.sha256 and e.bond_id <> new.bond_id) then
    perform broken('evidence_is_added_once', 'bond_evidence');
  end if;
  return new;
end $$;
create trigger evidence_is_added_once before insert on bond_evidence
  for each row execute function evidence_is_added_once();

-- As before, and a demand for the fund of any part holds what all of them keep together.
create or replace function bond_is_on_hold(p_bond uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from parts_of_bond(p_bond) part
      join bond b on b.id = part.bond_id
      left join person_case c on c.case_code = b.case_code
     where c.person_id is not null and person_is_on_hold(c.person_id)
        or exists (select from legal_demand d
                    where (d.scope = 'everything' or d.scope = 'fund' and d.fund_id = b.fund_id)
                      and not exists (select from legal_demand_closing x where x.demand_id = d.id)
                      and (d.covers_from is null and d.covers_until is null
                           or c.person_id is null
                           or exists (select from person_days(c.person_id) k
                                       where k.first_day <= coalesce(d.covers_until, 'infinity')
                                         and k.last_day >= coalesce(d.covers_from, '-infinity')))))
$$;
