-- Why: a forfeiture is set aside with a paper that shows why a date was missed. That we have it was a tick; on the last day nobody
-- could say which of the person's papers it is, or whether it was ever put into the vault. The original is named now.
alter table missed_date_answer add column document_id uuid;
alter table missed_date_answer add constraint proof_in_the_vault_is_in_hand check (document_id is null or proof_in_hand);

-- Owner's eyes: the paper may lie with the person in another fund that has a part of the bond.
create or replace function missed_date_answer_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  which bond := (select b from missed_date m join bond b on b.id = m.bond_id where m.id = new.missed_id);
begin
  if not follows_bonds(new.recorded_by, which.fund_id) then
    perform broken('date_recorder_holds_the_role', 'missed_date_answer');
  end if;
  if new.document_id is not null and not exists (
    select from person_document d join person_case c on c.person_id = d.person_id
     where d.id = new.document_id and c.case_code = which.case_code) then
    perform broken('papers_are_of_their_case', 'missed_date_answer');
  end if;
  return new;
end $$;
