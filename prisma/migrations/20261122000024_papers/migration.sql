-- Why: what a court or ICE gave on paper is the only proof that a deposit is ours. The paper names a person, so the original
-- lies in the vault, sealed under that person's key, and dies with it; with the books lies a copy on which the names are
-- covered, looked over by a second person. Who signed, in whose name the court holds it, which papers are in hand, who
-- empties the mailbox and who was told of a new address are records: a demand that nobody read is a breach.

create function is_paper(p_kind text) returns boolean language sql immutable as $$
  select p_kind in ('court_receipt', 'bail_assignment', 'forfeiture_notice', 'set_aside_order', 'disposition_order',
    'refund_stub', 'i352', 'i305', 'i333', 'i340', 'i323', 'i391', 'i395')
$$;

-- Originals. A document has a number and a kind, never the name of its file: a name can name a person.
create table person_document (
  id          uuid primary key,
  person_id   uuid not null references person (id),
  number      integer not null check (number > 0),
  kind        text not null check (is_paper(kind) or kind in ('letter', 'identity', 'agreement', 'other')),
  media_type  text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  byte_size   integer not null check (byte_size between 1 and 10485760),
  sealed      bytea not null constraint document_is_stored_sealed check (octet_length(sealed) > byte_size),
  added_by    uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint document_number_is_used_once unique (person_id, number)
);
create index person_document_person_idx on person_document (person_id, number);

create table bond_evidence (
  id             uuid primary key,
  bond_id        uuid not null references bond (id),
  purpose        text not null check (purpose in ('posting', 'return', 'other')),
  receipt_number text not null check (char_length(receipt_number) between 1 and 60),
  -- A picture only: under what is covered in a PDF the text often still stands.
  media_type     text not null constraint evidence_is_a_picture check (media_type in ('image/jpeg', 'image/png')),
  byte_size      integer not null check (byte_size between 1 and 10485760),
  sha256         text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- The original's number in the vault; the row itself goes when the person is erased.
  document_id    uuid,
  added_by       uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now(),
  constraint evidence_is_added_once unique (bond_id, sha256)
);

create table bond_evidence_content (
  evidence_id uuid primary key references bond_evidence (id),
  sealed      bytea not null
);

create table bond_evidence_review (
  evidence_id uuid constraint evidence_is_reviewed_once primary key references bond_evidence (id),
  clean       boolean not null,
  reviewed_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

-- In whose name what stands: a word for everyone, the name itself sealed with the person of the case.
create table bond_party (
  id          uuid primary key,
  bond_id     uuid not null references bond (id),
  role        text not null check (role in ('obligor', 'depositor', 'posted_under', 'payee', 'office', 'assignee')),
  holder      text not null check (holder in ('fund', 'relative', 'person', 'other', 'court', 'ice_office', 'nobody')),
  signed_on   date,
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint party_is_of_its_role check (case role
    when 'office' then holder in ('court', 'ice_office')
    when 'assignee' then holder in ('fund', 'nobody')
    else holder in ('fund', 'relative', 'person', 'other') end),
  constraint assignment_has_its_day check ((role = 'assignee' and holder = 'fund') = (signed_on is not null))
);
create index bond_party_bond_idx on bond_party (bond_id, role, recorded_at);

create table person_party (
  party_id    uuid primary key references bond_party (id),
  person_id   uuid not null references person (id),
  sealed      bytea not null,
  recorded_at timestamptz not null default now()
);
create index person_party_person_idx on person_party (person_id);

-- Each row is what was seen of one paper; the last one is how it stands.
create table bond_paper (
  id          bigint generated always as identity primary key,
  bond_id     uuid not null references bond (id),
  paper       text not null check (is_paper(paper)),
  standing    text not null check (standing in ('original', 'copy', 'sent', 'lost')),
  happened_on date not null,
  document_id uuid,
  evidence_id uuid references bond_evidence (id),
  recorded_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index bond_paper_bond_idx on bond_paper (bond_id, id);

-- Where letters of courts and of ICE arrive, and who opens them: two, since one is ill one day.
create table bond_mailbox (
  id           bigint generated always as identity primary key,
  fund_id      uuid not null references fund (id),
  address      text not null check (char_length(address) between 1 and 300),
  first_reader uuid references staff (id),
  other_reader uuid references staff (id),
  recorded_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint mailbox_readers_are_two_people check (first_reader <> other_reader)
);
create index bond_mailbox_fund_idx on bond_mailbox (fund_id, id);

create table bond_mailbox_check (
  id            bigint generated always as identity primary key,
  fund_id       uuid not null references fund (id),
  court_letters integer not null check (court_letters between 0 and 999),
  ice_letters   integer not null check (ice_letters between 0 and 999),
  checked_by    uuid not null references staff (id),
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default now()
);
create index bond_mailbox_check_fund_idx on bond_mailbox_check (fund_id, id);

create table address_change (
  id           uuid primary key default gen_random_uuid(),
  address      text not null check (char_length(address) between 1 and 300),
  effective_on date not null,
  recorded_by  uuid not null references staff (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint address_change_is_in_force check (effective_on <= (occurred_at at time zone 'UTC')::date + 1)
);

create table address_change_notice (
  change_id   uuid not null references address_change (id),
  bond_id     uuid not null references bond (id),
  way         text not null check (way in ('by_mail', 'in_person', 'online', 'through_lawyer')),
  notified_on date not null,
  notified_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint bond_is_told_of_a_change_once primary key (change_id, bond_id)
);
create index address_change_notice_bond_idx on address_change_notice (bond_id);

create trigger bond_evidence_is_append_only before update or delete or truncate on bond_evidence
  for each statement execute function refuse_rewriting('evidence_is_append_only');
create trigger bond_evidence_content_is_not_changed before update or truncate on bond_evidence_content
  for each statement execute function refuse_rewriting('evidence_is_append_only');
create trigger bond_evidence_review_is_append_only before update or delete or truncate on bond_evidence_review
  for each statement execute function refuse_rewriting('evidence_is_append_only');
create trigger bond_party_is_append_only before update or delete or truncate on bond_party
  for each statement execute function refuse_rewriting('bond_papers_are_append_only');
create trigger bond_paper_is_append_only before update or delete or truncate on bond_paper
  for each statement execute function refuse_rewriting('bond_papers_are_append_only');
create trigger bond_mailbox_is_append_only before update or delete or truncate on bond_mailbox
  for each statement execute function refuse_rewriting('mailbox_is_append_only');
create trigger bond_mailbox_check_is_append_only before update or delete or truncate on bond_mailbox_check
  for each statement execute function refuse_rewriting('mailbox_is_append_only');
create trigger address_change_is_append_only before update or delete or truncate on address_change
  for each statement execute function refuse_rewriting('address_changes_are_append_only');
create trigger address_change_notice_is_append_only before update or delete or truncate on address_change_notice
  for each statement execute function refuse_rewriting('address_changes_are_append_only');
create trigger person_document_is_not_changed before update or truncate on person_document
  for each statement execute function refuse_rewriting('person_fields_are_added_anew');
create trigger person_party_is_not_changed before update or truncate on person_party
  for each statement execute function refuse_rewriting('person_fields_are_added_anew');

-- A hold keeps every document; an original goes only with its person, and nothing comes to someone who is erased.
create function sealed_of_person_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if person_is_on_hold(old.person_id) then perform broken('person_is_on_hold', tg_table_name); end if;
    if tg_table_name = 'person_document' and person_has_money_out(old.person_id) then
      perform broken('person_has_money_out', tg_table_name);
    end if;
    return old;
  end if;
  if exists (select from person p where p.id = new.person_id and p.erased_at is not null) then
    perform broken('erased_person_leaves_nothing', tg_table_name);
  end if;
  return new;
end $$;
create trigger person_document_guard before insert or delete on person_document
  for each row execute function sealed_of_person_guard();
create trigger person_party_guard before insert or delete on person_party
  for each row execute function sealed_of_person_guard();

create function person_document_added_by_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.added_by, (select fund_id from person where id = new.person_id), array['intake', 'administrator']) then
    perform broken('document_is_added_by_its_role', 'person_document');
  end if;
  return new;
end $$;
create trigger person_document_added_by before insert on person_document
  for each row execute function person_document_added_by_guard();

create function person_erasure_takes_documents() returns trigger language plpgsql as $$
begin
  if new.erased_at is not null
     and (exists (select from person_document d where d.person_id = new.id)
          or exists (select from person_party p where p.person_id = new.id)) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;
create trigger person_erasure_takes_documents before update on person
  for each row execute function person_erasure_takes_documents();

-- A name belongs to the person of the bond's own case.
create function person_party_is_of_the_case() returns trigger language plpgsql as $$
begin
  if not exists (select from bond_party p join bond b on b.id = p.bond_id join person_case c on c.case_code = b.case_code
                  where p.id = new.party_id and c.person_id = new.person_id) then
    perform broken('papers_are_of_their_case', 'person_party');
  end if;
  return new;
end $$;
create trigger person_party_is_of_the_case before insert on person_party
  for each row execute function person_party_is_of_the_case();

-- Who may keep a bond's papers, and that an original which is named is one of this case.
create function bond_paper_guard() returns trigger language plpgsql as $$
declare
  recorder uuid := coalesce(to_jsonb(new) ->> 'recorded_by', to_jsonb(new) ->> 'added_by', to_jsonb(new) ->> 'notified_by')::uuid;
  original uuid := (to_jsonb(new) ->> 'document_id')::uuid;
  which bond;
begin
  select * into which from bond where id = new.bond_id;
  if not holds_role(recorder, which.fund_id, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('paper_keeper_holds_the_role', tg_table_name);
  end if;
  if original is not null and not exists (
    select from person_document d join person_case c on c.person_id = d.person_id
     where d.id = original and c.case_code = which.case_code) then
    perform broken('papers_are_of_their_case', tg_table_name);
  end if;
  return new;
end $$;
create trigger bond_paper_guard before insert on bond_paper for each row execute function bond_paper_guard();
create trigger bond_party_guard before insert on bond_party for each row execute function bond_paper_guard();
create trigger bond_evidence_guard before insert on bond_evidence for each row execute function bond_paper_guard();
create trigger address_change_notice_guard before insert on address_change_notice
  for each row execute function bond_paper_guard();

create function bond_paper_evidence_guard() returns trigger language plpgsql as $$
begin
  if new.evidence_id is not null
     and not exists (select from bond_evidence e where e.id = new.evidence_id and e.bond_id = new.bond_id) then
    perform broken('papers_are_of_their_case', 'bond_paper');
  end if;
  return new;
end $$;
create trigger bond_paper_evidence_guard before insert on bond_paper
  for each row execute function bond_paper_evidence_guard();

create function bond_evidence_review_guard() returns trigger language plpgsql as $$
declare
  adder uuid;
  fund uuid;
begin
  select e.added_by, b.fund_id into adder, fund
    from bond_evidence e join bond b on b.id = e.bond_id where e.id = new.evidence_id;
  if adder = new.reviewed_by then perform broken('evidence_is_reviewed_by_another', 'bond_evidence_review'); end if;
  if not holds_role(new.reviewed_by, fund, array['intake', 'approver', 'treasurer', 'administrator']) then
    perform broken('paper_keeper_holds_the_role', 'bond_evidence_review');
  end if;
  return new;
end $$;
create trigger bond_evidence_review_guard before insert on bond_evidence_review
  for each row execute function bond_evidence_review_guard();

-- What a second person found a name on goes; what stands as evidence stays.
create function bond_evidence_content_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from bond_evidence_review r where r.evidence_id = old.evidence_id and not r.clean) then
    perform broken('evidence_is_append_only', 'bond_evidence_content');
  end if;
  return old;
end $$;
create trigger bond_evidence_content_guard before delete on bond_evidence_content
  for each row execute function bond_evidence_content_guard();

create function bond_evidence_has_content() returns trigger language plpgsql as $$
begin
  if not exists (select from bond_evidence_content c where c.evidence_id = new.id)
     and not exists (select from bond_evidence_review r where r.evidence_id = new.id and not r.clean) then
    perform broken('evidence_has_its_content', 'bond_evidence');
  end if;
  return null;
end $$;
create constraint trigger bond_evidence_has_content after insert on bond_evidence
  deferrable initially deferred for each row execute function bond_evidence_has_content();

create function bond_mailbox_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.recorded_by, new.fund_id, array['administrator']) then
    perform broken('mailbox_is_set_by_an_administrator', 'bond_mailbox');
  end if;
  if exists (select from unnest(array[new.first_reader, new.other_reader]) reader
              where reader is not null
                and not holds_role(reader, new.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])) then
    perform broken('mailbox_reader_holds_a_role', 'bond_mailbox');
  end if;
  return new;
end $$;
create trigger bond_mailbox_guard before insert on bond_mailbox for each row execute function bond_mailbox_guard();

create function bond_mailbox_check_guard() returns trigger language plpgsql as $$
declare
  box bond_mailbox;
begin
  select * into box from bond_mailbox where fund_id = new.fund_id order by id desc limit 1;
  if box.id is null or new.checked_by not in (coalesce(box.first_reader, box.other_reader), coalesce(box.other_reader, box.first_reader))
     or box.first_reader is null and box.other_reader is null then
    perform broken('mailbox_is_checked_by_its_reader', 'bond_mailbox_check');
  end if;
  return new;
end $$;
create trigger bond_mailbox_check_guard before insert on bond_mailbox_check
  for each row execute function bond_mailbox_check_guard();

create function address_change_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.recorded_by and r.role = 'administrator') then
    perform broken('address_is_changed_by_an_administrator', 'address_change');
  end if;
  return new;
end $$;
create trigger address_change_guard before insert on address_change
  for each row execute function address_change_guard();

create function address_change_notice_is_in_time() returns trigger language plpgsql as $$
begin
  if exists (select from bond b join address_change a on a.id = new.change_id
              where b.id = new.bond_id and (b.posted_at > a.occurred_at or b.state in ('closed', 'returned_unposted'))) then
    perform broken('only_an_open_bond_is_told', 'address_change_notice');
  end if;
  return new;
end $$;
create trigger address_change_notice_is_in_time before insert on address_change_notice
  for each row execute function address_change_notice_is_in_time();

alter table person_document enable row level security;
create policy fund_scope on person_document using (exists (select from person p where p.id = person_id));
alter table person_party enable row level security;
create policy fund_scope on person_party using (exists (select from person p where p.id = person_id));
alter table bond_evidence enable row level security;
create policy fund_scope on bond_evidence using (exists (select from bond b where b.id = bond_id));
alter table bond_evidence_content enable row level security;
create policy fund_scope on bond_evidence_content using (exists (select from bond_evidence e where e.id = evidence_id));
alter table bond_evidence_review enable row level security;
create policy fund_scope on bond_evidence_review using (exists (select from bond_evidence e where e.id = evidence_id));
alter table bond_party enable row level security;
create policy fund_scope on bond_party using (exists (select from bond b where b.id = bond_id));
alter table bond_paper enable row level security;
create policy fund_scope on bond_paper using (exists (select from bond b where b.id = bond_id));
alter table bond_mailbox enable row level security;
create policy fund_scope on bond_mailbox using (in_scope(fund_id));
alter table bond_mailbox_check enable row level security;
create policy fund_scope on bond_mailbox_check using (in_scope(fund_id));
alter table address_change enable row level security;
create policy fund_scope on address_change using (current_setting('homeward.scope', true) in ('system', 'staff'));
alter table address_change_notice enable row level security;
create policy fund_scope on address_change_notice using (exists (select from bond b where b.id = bond_id));
