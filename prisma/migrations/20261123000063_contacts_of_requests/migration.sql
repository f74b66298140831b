-- Why: two people may ask for the same person, each with a number that is safe and a word of their own about voicemail. Kept
-- once per person, the second number took the place of the first, and stood beside the first one's permission: a message was
-- left where none may be. So what names the asker of a request is sealed for that request, under the key of its person.

alter table help_request add constraint request_is_of_one_person unique (id, person_id);

create table request_field (
  request_id  uuid not null,
  person_id   uuid not null,
  field       text not null check (field in ('contact', 'screening')),
  version     integer not null check (version > 0),
  sealed      bytea not null,
  recorded_at timestamptz not null default now(),
  primary key (request_id, field, version),
  constraint sealed_answer_is_of_its_person foreign key (request_id, person_id) references help_request (id, person_id)
);
create index request_field_person_idx on request_field (person_id);

create trigger request_field_guard before insert or delete on request_field
  for each row execute function sealed_of_person_guard();
create trigger request_field_is_not_changed before update or truncate on request_field
  for each statement execute function refuse_rewriting('person_fields_are_added_anew');

create function person_erasure_takes_requests() returns trigger language plpgsql as $$
begin
  if new.erased_at is not null and exists (select from request_field f where f.person_id = new.id) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;
create trigger person_erasure_takes_requests before update on person
  for each row execute function person_erasure_takes_requests();

alter table request_field enable row level security;
create policy fund_scope on request_field using (exists (select from person p where p.id = person_id));

-- The numbers of those who asked, apart from the person's own: one is written anew without the other being forgotten.
alter table vault_keys.person_index drop constraint person_index_kind_check;
alter table vault_keys.person_index add constraint person_index_kind_check
  check (kind in ('name', 'a_number', 'docket', 'phone', 'booking', 'charge_class', 'asker_phone'));
