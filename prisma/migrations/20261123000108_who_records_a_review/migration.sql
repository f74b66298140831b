-- Why: how long money can be claimed, and what a state wants said to donors, could still be called reviewed by the very person
-- who wrote it. And of a rule only an administrator could record it, who did not write it: where a fund has one administrator,
-- nobody could. That counsel reviewed a text is seen on counsel's paper: whoever approves, keeps the money, audits or administers
-- in any fund may record it, but never of what they wrote themselves.

create function records_reviews(p_staff uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.role in ('approver', 'treasurer', 'auditor', 'administrator'))
$$;

create or replace function rule_review_guard() returns trigger language plpgsql as $$
begin
  if not records_reviews(new.recorded_by) then perform broken('review_recorder_holds_the_role', 'rule_review'); end if;
  if exists (select from jurisdiction_rule r join jurisdiction_rule later on later.code = r.code and later.version > r.version
              where r.id = new.rule_id) then
    perform broken('only_the_latest_version_is_reviewed', 'rule_review');
  end if;
  if new.reviewed_on > current_date + 1
     or new.reviewed_on < (select r.read_on from jurisdiction_rule r where r.id = new.rule_id) then
    perform broken('review_comes_after_reading', 'rule_review');
  end if;
  if exists (select from jurisdiction_rule r where r.id = new.rule_id and r.recorded_by = new.recorded_by) then
    perform broken('review_is_recorded_by_another', 'rule_review');
  end if;
  return new;
end $$;

drop trigger claim_term_review_keeper on claim_term_review;
create or replace function claim_term_review_guard() returns trigger language plpgsql as $$
begin
  if not records_reviews(new.recorded_by) then
    perform broken('review_recorder_holds_the_role', 'claim_term_review');
  end if;
  if new.reviewed_on > local_day(now())
     or new.reviewed_on < (select t.read_on from claim_term t where t.id = new.term_id) then
    perform broken('review_comes_after_reading', 'claim_term_review');
  end if;
  if exists (select from claim_term t where t.id = new.term_id and t.recorded_by = new.recorded_by) then
    perform broken('review_is_recorded_by_another', 'claim_term_review');
  end if;
  return new;
end $$;

drop trigger state_disclosure_review_keeper on state_disclosure_review;
create or replace function state_disclosure_review_guard() returns trigger language plpgsql as $$
begin
  if not records_reviews(new.recorded_by) then
    perform broken('review_recorder_holds_the_role', 'state_disclosure_review');
  end if;
  if new.reviewed_on > local_day(now())
     or new.reviewed_on < (select d.read_on from state_disclosure d where d.id = new.disclosure_id) then
    perform broken('review_comes_after_reading', 'state_disclosure_review');
  end if;
  if exists (select from state_disclosure d where d.id = new.disclosure_id and d.recorded_by = new.recorded_by) then
    perform broken('review_is_recorded_by_another', 'state_disclosure_review');
  end if;
  return new;
end $$;
