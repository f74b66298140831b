-- Why: one person may have several cases, and each has a docket, a court and a booking number of its own. Kept in one line a
-- person, the second case's overwrote the first's, and a bond was posted by another case's slip. What is of a case is now
-- sealed with the person's key for that case alone; name, birth and the like stay the person's.

create function field_is_of_a_case(p_field text) returns boolean language sql immutable as $$
  select p_field in ('docket', 'booking_number', 'court', 'facility', 'charge_class', 'attorney_phone', 'post_under')
$$;

alter table person_case add constraint case_and_person_belong_together unique (case_code, person_id);

-- The versions of a field count on over all cases of a person, so that the key of a line stays what it was.
alter table person_field add column case_code text;
alter table person_field add constraint only_what_is_of_a_case_names_one
  check (case_code is null or field_is_of_a_case(field));
alter table person_field add constraint fields_are_of_the_persons_case
  foreign key (case_code, person_id) references person_case (case_code, person_id);

-- Two cases may have the same docket; each keeps its own token of it.
alter table vault_keys.person_index add column case_code text;
alter table vault_keys.person_index add constraint fields_are_of_the_persons_case
  foreign key (case_code, person_id) references person_case (case_code, person_id);
alter table vault_keys.person_index drop constraint person_index_pkey;
alter table vault_keys.person_index add constraint person_index_holds_a_token_once
  unique nulls not distinct (kind, token, person_id, case_code);

alter table person_reveal add column case_code text;
alter table person_reveal add constraint fields_are_of_the_persons_case
  foreign key (case_code, person_id) references person_case (case_code, person_id);

-- What is known of a person for one case, the newest line of each field. A line from before there were cases speaks for every
-- case that the person had by then and that has none of its own; what came later was never meant by it.
create function lines_of_case(p_person uuid, p_case text) returns setof person_field language sql stable as $$
  select distinct on (f.field) f.* from person_field f
   where f.person_id = p_person
     and (f.case_code = p_case
          or f.case_code is null
             and (p_case is null or not field_is_of_a_case(f.field)
                  or exists (select from person_case c where c.case_code = p_case and c.person_id = p_person
                                and c.recorded_at <= f.recorded_at)))
   order by f.field, f.case_code nulls last, f.version desc
$$;

-- Whose case it is, and the tokens of what they are charged with in it. Owner's eyes: a person known in another fund is judged, too.
create or replace function charges_of_case(p_case text) returns table (person_id uuid, fund_id uuid, tokens bytea[])
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.fund_id, array(select i.token from lines_of_case(p.id, p_case) l
                                  join vault_keys.person_index i on i.person_id = p.id and i.kind = 'charge_class'
                                   and i.case_code is not distinct from l.case_code
                                 where l.field = 'charge_class')
    from person_case c join person p on p.id = c.person_id where c.case_code = p_case
$$;
