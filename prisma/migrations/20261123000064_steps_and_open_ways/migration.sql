-- Why: sixty days were counted from the last move of a request alone. Whoever worked on another way home yesterday lost the
-- person tonight, and the way stayed open for ever, with nobody at its end. Whatever was done for someone is a step; and a way
-- ends with the person whom it was to bring home.

alter table request_pathway drop constraint request_pathway_outcome_check;
alter table request_pathway add constraint request_pathway_outcome_check
  check (outcome in ('released', 'bond_set', 'refused', 'given_up', 'person_erased'));
alter table request_pathway drop constraint pathway_ends_by_someone_with_an_outcome;
alter table request_pathway add constraint pathway_ends_by_someone_with_an_outcome
  check ((ended_at is null) = (outcome is null)
         and (ended_by is null) = (ended_at is null or outcome = 'person_erased'));

update request_pathway w set outcome = 'person_erased', ended_at = p.erased_at
  from help_request r join person p on p.id = r.person_id
 where r.id = w.request_id and w.ended_at is null and p.erased_at is not null;

-- When something was last done for someone, by whichever of their requests. A call that the system dropped is nobody's step.
create function person_last_step(p_person uuid) returns timestamptz language sql stable security definer
  set search_path = public, pg_temp as $$
  select max(t.at) from help_request r
   cross join lateral (
     select e.occurred_at as at from help_request_event e where e.request_id = r.id
     union all select c.occurred_at from request_case c where c.request_id = r.id
     union all select s.occurred_at from request_screening s where s.request_id = r.id
     union all select c.done_at from call_task c where c.request_id = r.id and c.done_by is not null
     union all select unnest(array[w.occurred_at, w.ended_at]) from request_pathway w where w.request_id = r.id
     union all select d.occurred_at from request_pathway w join request_pathway_step d on d.pathway_id = w.id
                where w.request_id = r.id) t
   where r.person_id = p_person
$$;

-- The same steps keep someone whom the fund helped: the last day of anything that happened is the day of the last of them, too.
create or replace function person_days(p_person uuid) returns table (first_day date, last_day date) language sql stable security definer
  set search_path = public, pg_temp as $$
  select local_day(min(t.at)), local_day(max(t.at)) from (
    select unnest(array[p.created_at, p.recorded_at]) as at from person p where p.id = p_person
    union all select f.recorded_at from person_field f where f.person_id = p_person
    union all select f.recorded_at from request_field f where f.person_id = p_person
    union all select v.recorded_at from person_reveal v where v.person_id = p_person
    union all select d.recorded_at from person_document d where d.person_id = p_person
    union all select unnest(array[h.occurred_at, h.recorded_at]) from help_request h where h.person_id = p_person
    union all select unnest(array[e.occurred_at, e.recorded_at]) from help_request h
                join help_request_event e on e.request_id = h.id where h.person_id = p_person
    union all select person_last_step(p_person)
    union all select c.recorded_at from person_case c where c.person_id = p_person
    union all select unnest(array[x.occurred_at, x.recorded_at]) from person_case c
                join disbursement d on d.case_code = c.case_code
                join disbursement_state_change x on x.disbursement_id = d.id where c.person_id = p_person
    union all select unnest(array[x.occurred_at, x.recorded_at]) from person_case c
                join bond b on b.case_code = c.case_code
                join bond_state_change x on x.bond_id = b.id where c.person_id = p_person) t
$$;

create or replace function person_erasure_takes_requests() returns trigger language plpgsql as $$
begin
  if new.erased_at is not null
     and (exists (select from request_field f where f.person_id = new.id)
          or exists (select from request_pathway w join help_request r on r.id = w.request_id
                      where r.person_id = new.id and w.ended_at is null)) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;
