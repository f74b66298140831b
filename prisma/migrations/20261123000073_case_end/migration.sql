-- Why: DHS gives a deposit back when the case ended, and asks how: by an order, relief, departure, detention anew, or death. That
-- is recorded with the paper that proves it. Which of the five it was tells where a person is or that they are dead, so it is
-- kept sealed beside the bond, and neither the books nor the audit name it. Ends recorded before this stand without one.
create table bond_case_end (
  bond_id       uuid constraint case_ends_once primary key references bond (id),
  reason_sealed bytea not null,
  -- A covered copy with the books, or an original in the vault; the original's row goes when the person is erased.
  evidence_id   uuid references bond_evidence (id),
  document_id   uuid,
  recorded_by   uuid not null references staff (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now(),
  constraint case_end_has_its_proof check (num_nonnulls(evidence_id, document_id) = 1)
);

-- Whoever keeps a bond's papers, and an original of this case: as for every paper.
create trigger bond_paper_guard before insert on bond_case_end for each row execute function bond_paper_guard();

-- A shared bond has one proof for all its parts, which are of one case.
create function case_end_is_proved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from bond b where b.id = new.bond_id and b.kind = 'immigration_bond') then
    perform broken('only_an_immigration_case_has_an_end', 'bond_case_end');
  end if;
  if new.evidence_id is not null and not exists (
    select from bond b join bond o on o.case_code = b.case_code join bond_evidence e on e.bond_id = o.id
     where b.id = new.bond_id and e.id = new.evidence_id
       and not exists (select from bond_evidence_review r where r.evidence_id = e.id and not r.clean)) then
    perform broken('papers_are_of_their_case', 'bond_case_end');
  end if;
  return new;
end $$;
create trigger case_end_is_proved before insert on bond_case_end for each row execute function case_end_is_proved();

create function case_end_has_its_reason() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from bond_case_end x where x.bond_id = new.bond_id) then
    perform broken('case_end_has_its_reason', 'bond_state_change');
  end if;
  return new;
end $$;
create trigger case_end_has_its_reason before insert on bond_state_change for each row
  when (new.to_state = 'case_ended') execute function case_end_has_its_reason();

create trigger bond_case_end_is_append_only before update or delete or truncate on bond_case_end
  for each statement execute function refuse_rewriting('bond_papers_are_append_only');
alter table bond_case_end enable row level security;
create policy fund_scope on bond_case_end using (exists (select from bond b where b.id = bond_id));
