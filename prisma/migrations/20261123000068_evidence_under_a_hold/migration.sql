-- Why: nothing that a legal demand covers is removed. A covered copy on which a second person saw a name went at once, demand
-- or not; while one is open it stays, sealed and shown to nobody, and goes when the last hold on it is lifted.

-- By the person of its case, or by a demand for the bond's own fund or for everything; where nobody is known of the case, the
-- days that such a demand speaks of free nothing. Owner's eyes, as with `person_is_on_hold`.
create function bond_is_on_hold(p_bond uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from bond b left join person_case c on c.case_code = b.case_code
     where b.id = p_bond
       and (c.person_id is not null and person_is_on_hold(c.person_id)
            or exists (select from legal_demand d
                        where (d.scope = 'everything' or d.scope = 'fund' and d.fund_id = b.fund_id)
                          and not exists (select from legal_demand_closing x where x.demand_id = d.id)
                          and (d.covers_from is null and d.covers_until is null
                               or c.person_id is null
                               or exists (select from person_days(c.person_id) k
                                           where k.first_day <= coalesce(d.covers_until, 'infinity')
                                             and k.last_day >= coalesce(d.covers_from, '-infinity'))))))
$$;

create or replace function bond_evidence_content_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from bond_evidence_review r where r.evidence_id = old.evidence_id and not r.clean) then
    perform broken('evidence_is_append_only', 'bond_evidence_content');
  end if;
  if (select bond_is_on_hold(e.bond_id) from bond_evidence e where e.id = old.evidence_id) then
    perform broken('person_is_on_hold', 'bond_evidence_content');
  end if;
  return old;
end $$;

-- What a hold had kept of copies that named somebody, in whichever fund; answers how many went. Owner's eyes: whoever closes a
-- demand for one person may not see the fund that posted their bond.
create function remove_copies_off_hold() returns integer language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  removed integer;
begin
  delete from bond_evidence_content c using bond_evidence_review r, bond_evidence e
   where r.evidence_id = c.evidence_id and not r.clean and e.id = c.evidence_id and not bond_is_on_hold(e.bond_id);
  get diagnostics removed = row_count;
  return removed;
end $$;
