-- Why: a merge is taken back because they were two people. While it stood, whoever reads either's mailbox signed in to the pages
-- of both: what was opened or asked for then cannot be told apart by whose it was, so all of it ends. Each signs in anew.

-- Links before sessions: whoever is spending a link at this moment has their session ended too.
create function ways_in_end_with_a_merge() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  everyone uuid[] := donor_family(new.survivor_id) || donor_family(new.merged_id);
begin
  update donor_sign_in_link set used_at = new.undone_at where donor_id = any (everyone) and used_at is null;
  update donor_session set ended_at = new.undone_at where donor_id = any (everyone) and ended_at is null;
  delete from donor_email_change where donor_id = any (everyone) and confirmed_at is null;
  return null;
end $$;
create trigger ways_in_end_with_a_merge after update on donor_merge for each row execute function ways_in_end_with_a_merge();
