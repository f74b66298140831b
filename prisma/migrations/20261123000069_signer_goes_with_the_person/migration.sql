-- Why: who signed for a family is kept to give their money back to them and to nobody else. Once none of it is with us or inside
-- a bond, the books need the paper's number and no name: the relative's name points to the person, and goes when they do.

alter table copay_agreement alter column signer_sealed drop not null;

drop trigger copay_agreement_is_append_only on copay_agreement;
create trigger copay_agreement_is_append_only before delete or truncate on copay_agreement
  for each statement execute function refuse_rewriting('copay_records_are_append_only');

create function copay_signer_guard() returns trigger language plpgsql as $$
declare
  person uuid := (select c.person_id from person_case c where c.case_code = new.case_code);
begin
  if tg_op = 'INSERT' then
    if new.signer_sealed is null then perform broken('agreement_names_its_signer', 'copay_agreement'); end if;
    return new;
  end if;
  if new.signer_sealed is not null or old.signer_sealed is null or person is null
     or to_jsonb(new) - 'signer_sealed' <> to_jsonb(old) - 'signer_sealed' then
    perform broken('copay_records_are_append_only', 'copay_agreement');
  end if;
  if person_is_on_hold(person) then perform broken('person_is_on_hold', 'copay_agreement'); end if;
  if person_has_money_out(person) then perform broken('person_has_money_out', 'copay_agreement'); end if;
  return new;
end $$;
create trigger copay_signer_guard before insert or update on copay_agreement
  for each row execute function copay_signer_guard();

-- No name of a relative goes while the person is known, and none stays when they are not.
create function copay_signer_goes_with_the_person() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (select from person_case c join person p on p.id = c.person_id
              where c.case_code = new.case_code and p.erased_at is null) then
    perform broken('copay_records_are_append_only', 'copay_agreement');
  end if;
  return null;
end $$;
create constraint trigger copay_signer_goes_with_the_person after update on copay_agreement
  deferrable initially deferred for each row execute function copay_signer_goes_with_the_person();

create function person_erasure_takes_signers() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if new.erased_at is not null
     and exists (select from copay_agreement a join person_case c on c.case_code = a.case_code
                  where c.person_id = new.id and a.signer_sealed is not null) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;
create trigger person_erasure_takes_signers before update on person
  for each row execute function person_erasure_takes_signers();

-- Owner's eyes: a family may have signed with another fund than the one that knows the person.
create function forget_signers(p_person uuid) returns void language sql security definer
  set search_path = public, pg_temp as $$
  update copay_agreement a set signer_sealed = null from person_case c
   where c.person_id = p_person and c.case_code = a.case_code and a.signer_sealed is not null
$$;

-- Of those who were erased before, too.
do $$
declare
  gone uuid;
begin
  for gone in select id from person where erased_at is not null loop
    perform forget_signers(gone);
  end loop;
end $$;
