-- Why: the name of a relative who signed, the building and room of a hearing and how a case ended point to a person, and were
-- sealed with the one key of the vault. Whoever was erased could still be read by them: in a backup, and two of them here. They
-- are sealed with the key of the case's person now, and go with it. What lies here already is sealed anew by the night's job,
-- since no key is in the database (docs/decisions/0045).

-- Whose key it is sealed with. Empty where the vault knows nobody by the case's code, and where it was not sealed anew yet.
alter table copay_agreement add column sealed_for uuid references person (id);
alter table court_date add column sealed_for uuid references person (id);
alter table bond_case_end add column sealed_for uuid references person (id);
create index copay_agreement_vault_sealed_idx on copay_agreement (case_code) where sealed_for is null and signer_sealed is not null;
create index court_date_vault_sealed_idx on court_date (bond_id) where sealed_for is null and place_sealed is not null;
create index bond_case_end_vault_sealed_idx on bond_case_end (bond_id) where sealed_for is null and reason_sealed is not null;
alter table court_date alter column place_sealed drop not null;
alter table bond_case_end alter column reason_sealed drop not null;

-- Owner's eyes: a bond or a family's paper may be of another fund than the one that knows the person.
create function person_of_case(p_case text) returns uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select c.person_id from person_case c where c.case_code = p_case
$$;

-- The wrapped keys of the people of these cases, for whoever keeps the person, a bond, a disbursement or a paper of the case.
create function keys_of_cases(p_cases text[]) returns table (case_code text, person_id uuid, wrapped_key bytea)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.case_code, c.person_id, k.wrapped_key
    from person_case c join person p on p.id = c.person_id join vault_keys.person_key k on k.person_id = c.person_id
   where c.case_code = any (p_cases)
     and (in_scope(p.fund_id)
          or exists (select from bond b where b.case_code = c.case_code and in_scope(b.fund_id))
          or exists (select from disbursement d where d.case_code = c.case_code and in_scope(d.fund_id))
          or exists (select from copay_agreement a where a.case_code = c.case_code and in_scope(a.fund_id)))
$$;

-- Of which case a row is: its own, or its bond's.
create function case_of_row(p_row jsonb) returns text language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(p_row ->> 'case_code', (select b.case_code from bond b where b.id = (p_row ->> 'bond_id')::uuid))
$$;

-- Written with the person's key; sealed anew once, from the vault's key to theirs; blank once they are forgotten; and nothing
-- else of the row ever changes. Its arguments: the sealed column, and the rule that keeps its table's history.
create function sealed_with_the_persons_key() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  sealed text := tg_argv[0];
  history text := tg_argv[1];
  whose uuid := person_of_case(case_of_row(to_jsonb(new)));
  gone timestamptz;
begin
  if tg_op = 'INSERT' then
    -- Whoever is erasing them at this moment is waited for. A bond of an erased person goes on, and nothing of it points to them.
    select p.erased_at into gone from person p where p.id = whose for share;
    if gone is not null and to_jsonb(new) ->> sealed is not null then
      perform broken('erased_person_leaves_nothing', tg_table_name::text);
    end if;
    if new.sealed_for is distinct from whose or gone is null and to_jsonb(new) ->> sealed is null then
      perform broken('sealed_with_the_persons_key', tg_table_name::text);
    end if;
    return new;
  end if;
  if whose is null or to_jsonb(old) ->> sealed is null
     or to_jsonb(new) - sealed - 'sealed_for' <> to_jsonb(old) - sealed - 'sealed_for' then
    perform broken(history, tg_table_name::text);
  end if;
  if to_jsonb(new) ->> sealed is not null then
    if old.sealed_for is not null or new.sealed_for is distinct from whose
       or to_jsonb(new) ->> sealed = to_jsonb(old) ->> sealed then
      perform broken(history, tg_table_name::text);
    end if;
    return new;
  end if;
  if new.sealed_for is distinct from old.sealed_for then perform broken(history, tg_table_name::text); end if;
  if person_is_on_hold(whose) then perform broken('person_is_on_hold', tg_table_name::text); end if;
  if person_has_money_out(whose) then perform broken('person_has_money_out', tg_table_name::text); end if;
  return new;
end $$;

-- Nothing of it goes while the person is known.
create function told_goes_with_the_person() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if exists (select from person p where p.id = person_of_case(case_of_row(to_jsonb(new))) and p.erased_at is null) then
    perform broken(tg_argv[0], tg_table_name::text);
  end if;
  return null;
end $$;

-- The guard of a signer's own now judges the entering alone.
drop trigger copay_signer_guard on copay_agreement;
create or replace function copay_signer_guard() returns trigger language plpgsql as $$
begin
  if new.signer_sealed is null then perform broken('agreement_names_its_signer', 'copay_agreement'); end if;
  return new;
end $$;
create trigger copay_signer_guard before insert on copay_agreement for each row execute function copay_signer_guard();
drop trigger copay_signer_goes_with_the_person on copay_agreement;
drop function copay_signer_goes_with_the_person();
create trigger sealed_with_the_persons_key before insert or update on copay_agreement for each row
  execute function sealed_with_the_persons_key('signer_sealed', 'copay_records_are_append_only');
create constraint trigger signer_goes_with_the_person after update on copay_agreement deferrable initially deferred
  for each row when (new.signer_sealed is null) execute function told_goes_with_the_person('copay_records_are_append_only');

drop trigger court_date_is_append_only on court_date;
create trigger court_date_is_append_only before delete or truncate on court_date
  for each statement execute function refuse_rewriting('dates_are_append_only');
create trigger sealed_with_the_persons_key before insert or update on court_date for each row
  execute function sealed_with_the_persons_key('place_sealed', 'dates_are_append_only');
create constraint trigger place_goes_with_the_person after update on court_date deferrable initially deferred
  for each row when (new.place_sealed is null) execute function told_goes_with_the_person('dates_are_append_only');

drop trigger bond_case_end_is_append_only on bond_case_end;
create trigger bond_case_end_is_append_only before delete or truncate on bond_case_end
  for each statement execute function refuse_rewriting('bond_papers_are_append_only');
create trigger sealed_with_the_persons_key before insert or update on bond_case_end for each row
  execute function sealed_with_the_persons_key('reason_sealed', 'bond_papers_are_append_only');
create constraint trigger end_goes_with_the_person after update on bond_case_end deferrable initially deferred
  for each row when (new.reason_sealed is null) execute function told_goes_with_the_person('bond_papers_are_append_only');

-- And none stays when they are not known any more.
create function person_erasure_takes_places_and_ends() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if new.erased_at is not null
     and (exists (select from court_date d join bond b on b.id = d.bond_id join person_case c on c.case_code = b.case_code
                   where c.person_id = new.id and d.place_sealed is not null)
          or exists (select from bond_case_end x join bond b on b.id = x.bond_id join person_case c on c.case_code = b.case_code
                      where c.person_id = new.id and x.reason_sealed is not null)) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;
create trigger person_erasure_takes_places_and_ends before update on person
  for each row execute function person_erasure_takes_places_and_ends();

-- Owner's eyes, as with signers: a bond may be of another fund than the one that knows the person.
create function forget_places_and_ends(p_person uuid) returns void language sql security definer
  set search_path = public, pg_temp as $$
  update court_date d set place_sealed = null
    from bond b join person_case c on c.case_code = b.case_code
   where b.id = d.bond_id and c.person_id = p_person and d.place_sealed is not null;
  update bond_case_end x set reason_sealed = null
    from bond b join person_case c on c.case_code = b.case_code
   where b.id = x.bond_id and c.person_id = p_person and x.reason_sealed is not null
$$;

-- What is still sealed with the vault's key though somebody is known by the case's code.
create function sealed_with_the_vault_key() returns table (person_id uuid, case_code text, in_table text, row_id uuid, sealed bytea)
  language sql stable as $$
  select c.person_id, c.case_code, 'copay_agreement', a.id, a.signer_sealed
    from copay_agreement a join person_case c on c.case_code = a.case_code
   where a.sealed_for is null and a.signer_sealed is not null
  union all
  select c.person_id, c.case_code, 'court_date', d.id, d.place_sealed
    from court_date d join bond b on b.id = d.bond_id join person_case c on c.case_code = b.case_code
   where d.sealed_for is null and d.place_sealed is not null
  union all
  select c.person_id, c.case_code, 'bond_case_end', x.bond_id, x.reason_sealed
    from bond_case_end x join bond b on b.id = x.bond_id join person_case c on c.case_code = b.case_code
   where x.sealed_for is null and x.reason_sealed is not null
$$;

-- The app changes no history; here it replaces one sealing by another, once.
create function seal_anew(p_table text, p_row uuid, p_sealed bytea) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update copay_agreement a set signer_sealed = p_sealed, sealed_for = person_of_case(a.case_code)
   where p_table = 'copay_agreement' and a.id = p_row and in_scope(a.fund_id);
  update court_date d set place_sealed = p_sealed, sealed_for = person_of_case(b.case_code) from bond b
   where p_table = 'court_date' and d.id = p_row and b.id = d.bond_id and in_scope(b.fund_id);
  update bond_case_end x set reason_sealed = p_sealed, sealed_for = person_of_case(b.case_code) from bond b
   where p_table = 'bond_case_end' and x.bond_id = p_row and b.id = x.bond_id and in_scope(b.fund_id);
end $$;

-- Of those who were erased before, at once; whom a demand covers today waits for the night after it is closed.
do $$
declare
  gone uuid;
begin
  for gone in select id from person where erased_at is not null and not person_is_on_hold(id) and not person_has_money_out(id) loop
    perform forget_places_and_ends(gone);
  end loop;
end $$;
