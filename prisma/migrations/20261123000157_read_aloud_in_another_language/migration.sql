-- Why: a family whose language has no paper signs one that was read to them. In which language, by whom, and who that person is to
-- them says whether they could know what they signed. It is kept as who signed is kept, and goes when they go; that it was read
-- aloud stays.
alter table copay_agreement add column read_aloud boolean not null default false;
alter table copay_agreement add column reading_sealed bytea;

create or replace function copay_signer_guard() returns trigger language plpgsql as $$
declare
  person uuid := (select c.person_id from person_case c where c.case_code = new.case_code);
  names text[] := array['signer_sealed', 'reading_sealed'];
begin
  if tg_op = 'INSERT' then
    if new.signer_sealed is null then perform broken('agreement_names_its_signer', 'copay_agreement'); end if;
    if new.read_aloud <> (new.reading_sealed is not null) then
      perform broken('reading_names_its_interpreter', 'copay_agreement');
    end if;
    return new;
  end if;
  if new.signer_sealed is not null or old.signer_sealed is null or new.reading_sealed is not null or person is null
     or to_jsonb(new) - names <> to_jsonb(old) - names then
    perform broken('copay_records_are_append_only', 'copay_agreement');
  end if;
  if person_is_on_hold(person) then perform broken('person_is_on_hold', 'copay_agreement'); end if;
  if person_has_money_out(person) then perform broken('person_has_money_out', 'copay_agreement'); end if;
  return new;
end $$;

create or replace function forget_signers(p_person uuid) returns void language sql security definer
  set search_path = public, pg_temp as $$
  update copay_agreement a set signer_sealed = null, reading_sealed = null from person_case c
   where c.person_id = p_person and c.case_code = a.case_code and a.signer_sealed is not null
$$;
