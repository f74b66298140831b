-- Why: a person may be known in one fund and a bond of the same case be paid by another. Who was sent to the window was told that
-- nobody knows whose case it is, and who entered it tried to make a second person for the code. A case code that was typed
-- must still open no other fund's vault: so the slip opens for someone whom both funds gave work with people, and all others
-- are told that another fund keeps the person.

-- As before, and: in the fund that keeps the person, too, they post or may look.
create or replace function readers_person(p_person uuid, p_poster uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from person p join person_case c on c.person_id = p.id
      join disbursement d on d.case_code = c.case_code and d.state = 'approved'
     where p.id = p_person and poster_of(d.id) = p_poster
       and holds_role(p_poster, d.fund_id, array['poster', 'intake', 'treasurer'])
       and holds_role(p_poster, p.fund_id, array['poster', 'intake', 'approver', 'treasurer']))
$$;

-- That somebody is known by a code, in whichever fund: never who, and never where.
create function case_is_known(p_case text) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from person_case c where c.case_code = p_case)
$$;
