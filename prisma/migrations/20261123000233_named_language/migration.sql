-- Why: of whoever speaks none of the three languages that the calls are written in was kept that it is another one. Whoever calls
-- was not told which, and could bring no interpreter. What it is called says where somebody comes from: it is sealed with the key
-- of the case's person, as the place of a hearing is (docs/decisions/0045), and goes with them.

create table case_language (
  id          uuid primary key,
  contact_id  bigint not null constraint contact_has_one_language unique references case_contact (id),
  bond_id     uuid not null references bond (id),
  -- Empty of somebody who is erased.
  name_sealed bytea,
  -- Whose key it is sealed with. Empty where the vault knows nobody by the case's code.
  sealed_for  uuid references person (id),
  recorded_at timestamptz not null default now()
);
create index case_language_bond_idx on case_language (bond_id);
create index case_language_vault_sealed_idx on case_language (bond_id) where sealed_for is null and name_sealed is not null;

create function case_language_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from case_contact c
                  where c.id = new.contact_id and c.bond_id = new.bond_id and c.language = 'other') then
    perform broken('other_language_is_named', 'case_language');
  end if;
  return new;
end $$;
create trigger case_language_guard before insert on case_language for each row execute function case_language_guard();

-- Nobody is called in a language that nobody named.
create function other_language_is_named() returns trigger language plpgsql as $$
begin
  if not exists (select from case_language l where l.contact_id = new.id) then
    perform broken('other_language_is_named', 'case_contact');
  end if;
  return null;
end $$;
create constraint trigger other_language_is_named after insert on case_contact deferrable initially deferred
  for each row when (new.wants_calls and new.language = 'other') execute function other_language_is_named();

create trigger sealed_with_the_persons_key before insert or update on case_language for each row
  execute function sealed_with_the_persons_key('name_sealed', 'dates_are_append_only');
create constraint trigger language_goes_with_the_person after update on case_language deferrable initially deferred
  for each row when (new.name_sealed is null) execute function told_goes_with_the_person('dates_are_append_only');
create trigger case_language_is_append_only before delete or truncate on case_language
  for each statement execute function refuse_rewriting('dates_are_append_only');

alter table case_language enable row level security;
create policy fund_scope on case_language using (exists (select from bond b where b.id = bond_id));

-- As before, and: the language.
create or replace function person_erasure_takes_places_and_ends() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if new.erased_at is not null
     and (exists (select from court_date d join bond b on b.id = d.bond_id join person_case c on c.case_code = b.case_code
                   where c.person_id = new.id and d.place_sealed is not null)
          or exists (select from bond_case_end x join bond b on b.id = x.bond_id join person_case c on c.case_code = b.case_code
                      where c.person_id = new.id and x.reason_sealed is not null)
          or exists (select from case_language l join bond b on b.id = l.bond_id join person_case c on c.case_code = b.case_code
                      where c.person_id = new.id and l.name_sealed is not null)) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;

create or replace function forget_places_and_ends(p_person uuid) returns void language sql security definer
  set search_path = public, pg_temp as $$
  update court_date d set place_sealed = null
    from bond b join person_case c on c.case_code = b.case_code
   where b.id = d.bond_id and c.person_id = p_person and d.place_sealed is not null;
  update bond_case_end x set reason_sealed = null
    from bond b join person_case c on c.case_code = b.case_code
   where b.id = x.bond_id and c.person_id = p_person and x.reason_sealed is not null;
  update case_language l set name_sealed = null
    from bond b join person_case c on c.case_code = b.case_code
   where b.id = l.bond_id and c.person_id = p_person and l.name_sealed is not null
$$;

create or replace function sealed_with_the_vault_key() returns table (person_id uuid, case_code text, in_table text, row_id uuid, sealed bytea)
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
  union all
  select c.person_id, c.case_code, 'case_language', l.id, l.name_sealed
    from case_language l join bond b on b.id = l.bond_id join person_case c on c.case_code = b.case_code
   where l.sealed_for is null and l.name_sealed is not null
$$;

create or replace function seal_anew(p_table text, p_row uuid, p_sealed bytea) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  update copay_agreement a set signer_sealed = p_sealed, sealed_for = person_of_case(a.case_code)
   where p_table = 'copay_agreement' and a.id = p_row and in_scope(a.fund_id);
  update court_date d set place_sealed = p_sealed, sealed_for = person_of_case(b.case_code) from bond b
   where p_table = 'court_date' and d.id = p_row and b.id = d.bond_id and in_scope(b.fund_id);
  update bond_case_end x set reason_sealed = p_sealed, sealed_for = person_of_case(b.case_code) from bond b
   where p_table = 'bond_case_end' and x.bond_id = p_row and b.id = x.bond_id and in_scope(b.fund_id);
  update case_language l set name_sealed = p_sealed, sealed_for = person_of_case(b.case_code) from bond b
   where p_table = 'case_language' and l.id = p_row and b.id = l.bond_id and in_scope(b.fund_id);
end $$;
