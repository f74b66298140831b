-- Why: a version that counsel has reviewed takes the place of the one before, and may lift what that one blocked. So who
-- wrote a version does not also say that counsel saw it. What came with the schema was written by nobody here, and any
-- administrator may record its review.
create or replace function rule_review_guard() returns trigger language plpgsql as $$
begin
  if not administers_a_fund(new.recorded_by) then
    perform broken('rules_are_kept_by_administrators', 'rule_review');
  end if;
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

-- As before, and: nobody has read a law on a day that is still to come. A day further, since it may be one where they are.
create or replace function jurisdiction_rule_guard() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('jurisdiction_rule:' || new.code, 0));
  if new.version <> coalesce((select max(r.version) from jurisdiction_rule r where r.code = new.code), 0) + 1 then
    perform broken('rule_versions_follow_each_other', 'jurisdiction_rule');
  end if;
  if new.recorded_by is null or not administers_a_fund(new.recorded_by) then
    perform broken('rules_are_kept_by_administrators', 'jurisdiction_rule');
  end if;
  if new.read_on > current_date + 1 then perform broken('reading_lies_ahead', 'jurisdiction_rule'); end if;
  return new;
end $$;
