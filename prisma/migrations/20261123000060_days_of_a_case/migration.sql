-- Why: a paper of 1926 was taken as readily as one of 2026, and no day of a case was ever held against a birth, which lies
-- sealed. To compare with it would let someone ask, day by day, until they know it. So each day of a case is held against
-- the case's own beginning, and a birth against the beginning of that person's first case: then none lies before it.

-- When a case came to us, as far as anyone has written down. It answers a day and nothing else, also where another fund
-- posts a part of the bond.
create function case_came_on(p_case text) returns date language sql stable security definer
  set search_path = public, pg_temp as $$
  select local_day(min(known.at)) from (
    select d.occurred_at as at from disbursement d where d.case_code = p_case
    union all select o.occurred_at from copay_offer o where o.case_code = p_case
    union all select p.created_at from person_case c join person p on p.id = c.person_id where c.case_code = p_case
  ) known
$$;

create function person_came_on(p_person uuid) returns date language sql stable security definer
  set search_path = public, pg_temp as $$
  select least((select local_day(p.created_at) from person p where p.id = p_person),
               (select min(case_came_on(c.case_code)) from person_case c where c.person_id = p_person))
$$;

-- A paper may be some days older than what is written of its case; a month is generous, and a wrong year lies outside.
create function days_before_a_case() returns integer language sql immutable as $$ select 31 $$;

create function day_is_of_its_case() returns trigger language plpgsql as $$
declare
  of_row jsonb := to_jsonb(new);
  day date := coalesce(of_row ->> 'happened_on', of_row ->> 'signed_on', of_row ->> 'proof_on')::date;
  case_code text := coalesce(
    of_row ->> 'case_code',
    (select b.case_code from bond b where b.id = coalesce((of_row ->> 'bond_id')::uuid,
       (select m.bond_id from missed_date m where m.id = (of_row ->> 'missed_id')::uuid))));
begin
  if day < case_came_on(case_code) - days_before_a_case() then
    perform broken('day_is_of_its_case', tg_table_name);
  end if;
  return new;
end $$;
create trigger day_is_of_its_case before insert on bond_paper for each row execute function day_is_of_its_case();
create trigger day_is_of_its_case before insert on bond_party for each row execute function day_is_of_its_case();
create trigger day_is_of_its_case before insert on missed_date_answer for each row execute function day_is_of_its_case();
create trigger day_is_of_its_case before insert on copay_agreement for each row execute function day_is_of_its_case();
