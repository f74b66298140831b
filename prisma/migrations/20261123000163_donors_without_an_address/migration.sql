-- Why: a gift by check is often brought in without an e-mail address, and a list of donors without any gift. Such a row could
-- only be left out. It becomes a record without an address, as offline gifts make one, and whoever is one person by the number
-- that the other system gave them, or by name and postal address, becomes one record. Both are kept as tokens alone: they
-- are recognised in the next file and can be read by nobody.

alter table import_batch drop constraint import_batch_layout_check;
alter table import_batch add constraint import_batch_layout_check
  check (layout in ('stripe', 'givewp', 'donorbox', 'actblue', 'own', 'stripe_customers', 'givewp_donors', 'own_donors'));
alter table import_batch drop constraint only_own_layouts_are_mapped;
alter table import_batch add constraint only_own_layouts_are_mapped check (columns is null or layout in ('own', 'own_donors'));

-- Files of donors alone: no row of them is a gift.
create function is_donor_list(p_layout text) returns boolean language sql immutable as $$
  select p_layout in ('stripe_customers', 'givewp_donors', 'own_donors')
$$;

alter table import_row add column number_token  bytea check (octet_length(number_token) = 32),
                       add column address_token bytea check (octet_length(address_token) = 32),
                       add column of_donor      boolean not null default false;
alter table import_row drop constraint sound_row_is_whole;
alter table import_row add constraint sound_row_is_whole
  check (problems <> '[]'
         or case when of_donor then amount_cents = 0 and given_on is null and fund_id is not null
                 else amount_cents > 0 and given_on is not null and (fund_id is not null or campaign_token is not null) end);
-- A name is enough for a record; a row with neither is of nobody.
alter table import_row drop constraint row_needs_a_donor;
alter table import_row add constraint row_needs_a_donor
  check (decision is null or decision <> 'take' or email <> '' or name <> '' or donor_id is not null);

-- By what a row without an address is told apart: the donor's number, else name and postal address, else the row itself.
create function giver_of_row(p_number bytea, p_address bytea, p_line integer) returns bytea language sql immutable as $$
  select coalesce(p_number, p_address, sha256(int4send(p_line)))
$$;

-- Whom a batch knows by what; `row` is the line of a file itself.
create table imported_donor_key (
  batch_id    uuid not null references import_batch (id),
  token       bytea not null check (octet_length(token) = 32),
  kind        text not null check (kind in ('number', 'name_and_address', 'row')),
  donor_id    uuid not null references donor (id),
  recorded_at timestamptz not null default now(),
  constraint key_is_of_one_donor primary key (batch_id, token)
);
create index imported_donor_key_token_idx on imported_donor_key (token) where kind <> 'row';
create index imported_donor_key_donor_idx on imported_donor_key (donor_id);

-- While its batch comes in, of a row that is taken, and of a donor whom the batch made or its rows name.
create function imported_donor_key_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct batch_id from added) a where import_run(a.batch_id) is null) then
    perform broken('import_is_what_was_confirmed', 'imported_donor_key');
  end if;
  if exists (
    with taken as materialized (
      select r.batch_id, r.line, r.email, r.donor_id, r.number_token, r.address_token
        from import_row r where r.taken and r.batch_id in (select batch_id from added)),
    tokens as materialized (
      select batch_id, 'number' as kind, number_token as token from taken
      union select batch_id, 'name_and_address', address_token from taken
      union select batch_id, 'row', sha256(int4send(line)) from taken),
    donors as materialized (
      select batch_id, donor_id from taken where donor_id is not null
      union select t.batch_id, d.id from taken t join donor d on d.email = t.email
      union select i.batch_id, i.donor_id from imported_donor i where i.batch_id in (select batch_id from added))
    select from added a
      left join tokens t on t.batch_id = a.batch_id and t.kind = a.kind and t.token = a.token
      left join donors d on d.batch_id = a.batch_id and d.donor_id = a.donor_id
     where t.token is null or d.donor_id is null) then
    perform broken('import_is_what_was_confirmed', 'imported_donor_key');
  end if;
  if exists (select from added a join donor d on d.id = a.donor_id where d.erased_at is not null) then
    perform broken('erased_donor_is_not_made_anew', 'imported_donor_key');
  end if;
  return null;
end $$;
create trigger imported_donor_key_guard after insert on imported_donor_key referencing new table as added
  for each statement execute function imported_donor_key_guard();
create trigger imported_donor_key_is_append_only before update or delete or truncate on imported_donor_key
  for each statement execute function refuse_rewriting('imports_are_append_only');
alter table imported_donor_key enable row level security;
create policy fund_scope on imported_donor_key using (exists (select from import_batch b where b.id = batch_id));

-- As before, and: a file of gifts holds no row of donors alone, and a list of donors no gift.
create or replace function import_row_is_read() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct batch_id from added) a where import_has(a.batch_id, 'read')) then
    perform broken('import_stays_as_uploaded', 'import_row');
  end if;
  if exists (select from added a join import_batch b on b.id = a.batch_id where a.of_donor <> is_donor_list(b.layout)) then
    perform broken('import_stays_as_uploaded', 'import_row');
  end if;
  if exists (select from added a join donor_erasure e on e.email_token = a.email_token
              where a.email <> '' or a.name <> '' or a.problems = '[]') then
    perform broken('erased_donor_is_not_made_anew', 'import_row');
  end if;
  return null;
end $$;

-- As before, and: a list of donors is in when each of its rows has its donor; and whoever takes one back may do so in its fund.
create or replace function import_event_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  b import_batch;
  s import_event;
begin
  select * into b from import_batch where id = new.batch_id;
  -- Whoever still adds a row, or calls it off, ends first; whoever comes after finds it read.
  if new.kind = 'read' then perform from import_batch p where p.id = b.id for update; end if;
  if new.kind in ('read', 'unreadable', 'started', 'stopped', 'committed', 'cancelled')
     and exists (select from import_event e where e.batch_id = b.id and e.kind in ('committed', 'cancelled', 'unreadable')) then
    perform broken('import_ends_once', 'import_event');
  end if;
  if new.kind = 'read' and new.rows <> (select count(*) from import_row r where r.batch_id = b.id) then
    perform broken('import_is_read_whole', 'import_event');
  end if;
  if new.kind = 'started' then
    if not import_has(b.id, 'read') or import_run(b.id) is not null
       or new.run <> 1 + (select count(*) from import_event e where e.batch_id = b.id and e.kind = 'stopped') then
      perform broken('import_is_started_once', 'import_event');
    end if;
    if not step_up_is_fresh(new.step_up_id, new.staff_id, 'import:' || b.id || ':' || new.rows || ':' || new.cents) then
      perform broken('step_up_is_fresh_and_bound', 'import_event');
    end if;
    if exists (select from import_row r where r.batch_id = b.id and r.undecided) then
      perform broken('every_row_is_decided', 'import_event');
    end if;
    if new.rows = 0 or (new.rows, new.cents) is distinct from
       (select (count(*)::int, coalesce(sum(r.amount_cents), 0)::bigint) from import_row r where r.batch_id = b.id and r.taken) then
      perform broken('import_is_what_was_confirmed', 'import_event');
    end if;
    if exists (select from (select distinct r.fund_id from import_row r where r.batch_id = b.id and r.taken
                            union select b.fund_id) f
                where not holds_role(new.staff_id, f.fund_id, '{treasurer,administrator}')) then
      perform broken('role_may_not', 'import_event');
    end if;
  end if;
  if new.kind in ('stopped', 'committed') and new.run is distinct from import_run(b.id) then
    perform broken('import_is_started_once', 'import_event');
  end if;
  if new.kind = 'committed' then
    select * into s from import_event e where e.batch_id = b.id and e.kind = 'started' and e.run = new.run;
    if (new.rows, new.cents) is distinct from (s.rows, s.cents) or (s.rows, s.cents) is distinct from
       (case when is_donor_list(b.layout)
         then (select (count(*)::int, 0::bigint) from imported_donor_key k where k.batch_id = b.id and k.kind = 'row')
         else (select (count(*)::int, coalesce(sum(g.amount_cents), 0)::bigint) from imported_gift g where g.batch_id = b.id) end) then
      perform broken('import_is_what_was_confirmed', 'import_event');
    end if;
  end if;
  if new.kind = 'undo_started' then
    if not import_has(b.id, 'committed') then perform broken('only_what_is_in_is_undone', 'import_event'); end if;
    if not step_up_is_fresh(new.step_up_id, new.staff_id, 'undo_import:' || b.id) then
      perform broken('step_up_is_fresh_and_bound', 'import_event');
    end if;
    if exists (select from (select distinct g.fund_id from imported_gift g where g.batch_id = b.id union select b.fund_id) f
                where not holds_role(new.staff_id, f.fund_id, '{treasurer,administrator}')) then
      perform broken('role_may_not', 'import_event');
    end if;
  end if;
  if new.kind = 'undone' and not import_has(b.id, 'undo_started') then
    perform broken('only_what_is_in_is_undone', 'import_event');
  end if;
  return new;
end $$;

-- As before, and: a row without an address is the gift of whom the batch knows by the row's number, address or line.
create or replace function imported_gift_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('imported_gift', 0));
  if exists (select from (select distinct batch_id from added) a where import_run(a.batch_id) is null) then
    perform broken('import_is_what_was_confirmed', 'imported_gift');
  end if;
  if exists (
    select from added a left join import_row r on r.batch_id = a.batch_id and r.line = a.line and r.taken
     left join donor d on d.id = a.donor_id
     left join imported_donor_key k on r.email = '' and r.donor_id is null and k.batch_id = a.batch_id
      and k.token = giver_of_row(r.number_token, r.address_token, r.line)
     where (r.amount_cents, r.given_on, r.fund_id, r.external_id, r.receipt_number)
           is distinct from (a.amount_cents, a.given_on, a.fund_id, a.external_id, a.receipt_number)
        or case when r.donor_id is not null then d.id <> r.donor_id when r.email = '' then d.id is distinct from k.donor_id
                else d.email is distinct from r.email end) then
    perform broken('import_is_what_was_confirmed', 'imported_gift');
  end if;
  if exists (select from added a cross join organization o where a.given_on >= local_day(o.go_live_at)) then
    perform broken('imported_gift_is_from_before_go_live', 'imported_gift');
  end if;
  if exists (select from added a join donor d on d.id = a.donor_id where d.erased_at is not null) then
    perform broken('erased_donor_is_not_made_anew', 'imported_gift');
  end if;
  if exists (select from added a join imported_gift g on g.external_id = a.external_id and g.external_id <> '' and g.id <> a.id
              where not exists (select from imported_gift_end x where x.gift_id = g.id))
     or exists (select from added a join payment p on p.charge_id = a.external_id)
     or exists (select from added a join payment p on p.payment_intent_id = a.external_id) then
    perform broken('gift_is_already_here', 'imported_gift');
  end if;
  return null;
end $$;

-- As before, and: what another file knows of a donor keeps them, and what their own file knows does not.
create or replace function imported_donors_in_use(p_batch uuid) returns table (donor_id uuid, used_in text) language plpgsql stable as $$
declare
  f record;
begin
  for f in select c.conrelid::regclass as tab, a.attname as col
             from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = 'donor'::regclass and array_length(c.conkey, 1) = 1
              and c.conrelid <> all ('{imported_gift,imported_donor,imported_donor_key,import_row,donor_consent,donor_erasure}'::regclass[])
  loop
    return query execute format('select distinct i.donor_id, %L from imported_donor i join %s t on t.%I = i.donor_id where i.batch_id = $1',
                                f.tab::text, f.tab, f.col) using p_batch;
  end loop;
  return query select distinct i.donor_id, 'donor_consent' from imported_donor i join donor_consent c on c.donor_id = i.donor_id
                where i.batch_id = p_batch and c.source <> 'import:' || p_batch;
  return query select distinct i.donor_id, 'imported_gift' from imported_donor i join imported_gift g on g.donor_id = i.donor_id
                where i.batch_id = p_batch and g.batch_id <> p_batch
                  and not exists (select from imported_gift_end x where x.gift_id = g.id);
  return query select distinct i.donor_id, 'imported_gift' from imported_donor i join imported_donor_key k on k.donor_id = i.donor_id
                where i.batch_id = p_batch and k.batch_id <> p_batch and import_has(k.batch_id, 'committed')
                  and not import_has(k.batch_id, 'undone');
  return query select distinct i.donor_id, 'import_row' from imported_donor i join import_row r on r.donor_id = i.donor_id
                where i.batch_id = p_batch;
  return query select i.donor_id, 'donor' from imported_donor i join donor d on d.id = i.donor_id
                where i.batch_id = p_batch and (d.public_name is not null or d.named_at is not null or d.language_at is not null
                                                or d.incognito);
end $$;

-- As before, and: a demand for a fund holds whom its list of donors named, though they gave it nothing here.
create or replace function donors_on_hold(p_donors uuid[]) returns table (donor_id uuid) language sql stable security definer
  set search_path = public, pg_temp as $$
  with held as (
    select h.* from legal_demand h where not exists (select from legal_demand_closing c where c.demand_id = h.id))
  select a.id from unnest(p_donors) a (id)
   where exists (select from held h where h.scope = 'everything' and h.covers_from is null and h.covers_until is null)
  union
  select p.donor_id from payment p left join donation d on d.payment_id = p.id
   where p.donor_id = any (p_donors)
     and exists (select from held h
                  where (h.scope = 'everything' or h.scope = 'fund' and d.fund_id = h.fund_id)
                    and (h.covers_from is null or local_day(p.occurred_at) >= h.covers_from)
                    and (h.covers_until is null or local_day(p.occurred_at) <= h.covers_until))
  union
  select g.donor_id from donor_gift_line g
   where g.donor_id = any (p_donors) and g.gift_kind <> 'card' and (g.stands or g.gift_kind = 'imported')
     and exists (select from held h
                  where (h.scope = 'everything' or h.scope = 'fund' and g.fund_id = h.fund_id)
                    and (h.covers_from is null or local_day(g.given_at) >= h.covers_from)
                    and (h.covers_until is null or local_day(g.given_at) <= h.covers_until))
  union
  select k.donor_id from imported_donor_key k join import_batch b on b.id = k.batch_id and is_donor_list(b.layout)
   where k.donor_id = any (p_donors)
     and exists (select from held h
                  where (h.scope = 'everything' or h.scope = 'fund' and b.fund_id = h.fund_id)
                    and (h.covers_from is null or local_day(b.occurred_at) >= h.covers_from)
                    and (h.covers_until is null or local_day(b.occurred_at) <= h.covers_until))
$$;
