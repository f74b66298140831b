-- Why: somebody whose requests were never accepted is erased sixty days after the last step, and their page named the day on which
-- the fund's own term ends, months or years later. Records that are joined named a day each, though they go together.

-- Whether a fund said yes to any request for them, or paid for a case of theirs. Owner's eyes: another fund's yes counts too.
create function person_was_accepted(p_person uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from persons_joined(p_person) j
                   join help_request r on r.person_id = j join help_request_event e on e.request_id = r.id
                  where e.to_state = 'approved')
      or exists (select from persons_joined(p_person) j join person_case c on c.person_id = j
                   join disbursement d on d.case_code = c.case_code where d.state in ('paid', 'settled'))
$$;

-- From which day the night erases them if nothing more happens: so many days after the last step where they asked and were never
-- accepted, else once the fund's term is over. Null for someone who is erased, and while money is out.
create function person_known_until(p_person uuid, p_days_unaccepted integer) returns date language sql stable security definer
  set search_path = public, pg_temp as $$
  select case when exists (select from help_request r where r.person_id = p.id and r.erased_at is null)
                   and not person_was_accepted(p.id)
              then (select local_day(max(person_last_step(j)) + p_days_unaccepted * interval '1 day') from persons_joined(p.id) j)
              else (select max(person_kept_until(j)) from persons_joined(p.id) j) end
    from person p
   where p.id = p_person and p.erased_at is null
     and not exists (select from persons_joined(p.id) j where person_has_money_out(j))
$$;
