-- Why: another way home asks for letters, proofs and records, and its list could only say that they are in hand. A document lies
-- in the vault as every other of the person; here is beside which step of which way it was put. It goes with the person, and what
-- is left tells nothing of it.

create table request_pathway_document (
  -- The document's number in the vault; the row itself goes when the person is erased.
  document_id uuid constraint document_is_beside_one_step primary key,
  pathway_id  uuid not null references request_pathway (id),
  kind        text not null,
  step        text not null,
  added_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint pathway_document_is_beside_a_step foreign key (kind, step) references pathway_step_kind (kind, step)
);
create index request_pathway_document_pathway_idx on request_pathway_document (pathway_id);

create function request_pathway_document_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from request_pathway w where w.id = new.pathway_id and w.kind = new.kind and w.ended_at is null) then
    perform broken('pathway_document_is_beside_a_step', 'request_pathway_document');
  end if;
  if not exists (
    select from request_pathway w join help_request r on r.id = w.request_id
      join person_document d on d.person_id = r.person_id
     where w.id = new.pathway_id and d.id = new.document_id and d.added_by = new.added_by) then
    perform broken('papers_are_of_their_case', 'request_pathway_document');
  end if;
  return new;
end $$;
create trigger request_pathway_document_guard before insert on request_pathway_document
  for each row execute function request_pathway_document_guard();
create trigger request_pathway_document_is_append_only before update or delete or truncate on request_pathway_document
  for each statement execute function refuse_rewriting('request_events_are_append_only');

alter table request_pathway_document enable row level security;
create policy fund_scope on request_pathway_document using (exists (select from request_pathway w where w.id = pathway_id));

-- A document that comes in is a step, too: nobody is forgotten on the sixtieth day while their papers are being gathered.
create or replace function person_last_step(p_person uuid) returns timestamptz language sql stable security definer
  set search_path = public, pg_temp as $$
  select max(t.at) from help_request r
   cross join lateral (
     select e.occurred_at as at from help_request_event e where e.request_id = r.id
     union all select c.occurred_at from request_case c where c.request_id = r.id
     union all select s.occurred_at from request_screening s where s.request_id = r.id
     union all select c.done_at from call_task c where c.request_id = r.id and c.done_by is not null
     union all select unnest(array[w.occurred_at, w.ended_at]) from request_pathway w where w.request_id = r.id
     union all select d.occurred_at from request_pathway w join request_pathway_step d on d.pathway_id = w.id
                where w.request_id = r.id
     union all select d.occurred_at from request_pathway w join request_pathway_document d on d.pathway_id = w.id
                where w.request_id = r.id) t
   where r.person_id = p_person
$$;
