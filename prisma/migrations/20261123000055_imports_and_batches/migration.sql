-- Why: what two do at one moment must end as if one had done it after the other. Two that read one file of an import left
-- fewer rows than it has, and said that all were read; and a fund could be placed at another bank from a day whose books were
-- closed, or were being closed beside it, so that what had been compared would have been compared with another account.

-- Who reads the file now: whoever begins takes it over, and the one before adds no more.
alter table import_progress add column reader uuid;

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
       (select (count(*)::int, coalesce(sum(g.amount_cents), 0)::bigint) from imported_gift g where g.batch_id = b.id) then
      perform broken('import_is_what_was_confirmed', 'import_event');
    end if;
  end if;
  if new.kind = 'undo_started' then
    if not import_has(b.id, 'committed') then perform broken('only_what_is_in_is_undone', 'import_event'); end if;
    if not step_up_is_fresh(new.step_up_id, new.staff_id, 'undo_import:' || b.id) then
      perform broken('step_up_is_fresh_and_bound', 'import_event');
    end if;
    if exists (select from (select distinct g.fund_id from imported_gift g where g.batch_id = b.id) f
                where not holds_role(new.staff_id, f.fund_id, '{treasurer,administrator}')) then
      perform broken('role_may_not', 'import_event');
    end if;
  end if;
  if new.kind = 'undone' and not import_has(b.id, 'undo_started') then
    perform broken('only_what_is_in_is_undone', 'import_event');
  end if;
  return new;
end $$;

create or replace function bank_account_fund_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if not (case when (select f.kind from fund f where f.id = new.fund_id) = 'operating'
               then answers_for_account(new.assigned_by, new.bank_account_id, array['treasurer', 'administrator'])
               else holds_role(new.assigned_by, new.fund_id, array['treasurer', 'administrator'])
                and answers_for_account(new.assigned_by, new.bank_account_id, array['treasurer', 'administrator']) end) then
    perform broken('bank_accounts_are_the_treasurers', 'bank_account_fund');
  end if;
  -- One after another for a fund, and a close that compares at this moment ends first.
  perform pg_advisory_xact_lock(hashtextextended('fund lies at ' || new.fund_id, 0));
  perform pg_advisory_xact_lock_shared(hashtextextended('books are open', 0));
  if new.from_day < day_here(books_closed_through()) then
    perform broken('closed_months_keep_their_account', 'bank_account_fund');
  end if;
  -- Otherwise what was compared and closed before would be compared with another bank.
  if exists (select from bank_account_fund h where h.fund_id = new.fund_id and h.from_day >= new.from_day) then
    perform broken('fund_moves_its_account_forward', 'bank_account_fund');
  end if;
  return new;
end $$;
