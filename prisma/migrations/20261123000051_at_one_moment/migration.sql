-- Why: what is judged by what stands must be held while it is judged. A match was undone beside the close of its month, a gift
-- of an import ended beside the statement that names it, and a note was written about somebody who was being erased. And what
-- staff wrote to a bank about a disputed gift named its giver for ever: erasing takes that too.

create or replace function bank_unmatch_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  account uuid := (select m.bank_account_id from bank_match m where m.id = new.match_id);
begin
  perform lock_bank_account(account);
  -- A close that compares at this moment ends first: what it saw matched stays so.
  perform pg_advisory_xact_lock_shared(hashtextextended('books are open', 0));
  if exists (select from bank_match_line x join bank_line l on l.id = x.line_id
              where x.match_id = new.match_id and l.day < day_here(books_closed_through())) then
    perform broken('closed_matches_stand', 'bank_unmatch');
  end if;
  return new;
end $$;

-- Whoever takes gifts of an import back holds it for themselves; statements that name its gifts hold it together.
create function hold_import(p_batch uuid, p_alone boolean) returns void language sql as $$
  select case when p_alone then pg_advisory_xact_lock(hashtextextended('statements of import ' || p_batch, 0))
              else pg_advisory_xact_lock_shared(hashtextextended('statements of import ' || p_batch, 0)) end
$$;

create or replace function imported_gift_end_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform hold_import(batch_id, true) from (
    select distinct g.batch_id from added a join imported_gift g on g.id = a.gift_id order by 1) touched;
  if exists (select from added a join imported_gift g on g.id = a.gift_id where not import_has(g.batch_id, 'undo_started')
              or import_has(g.batch_id, 'undone')) then
    perform broken('only_what_is_in_is_undone', 'imported_gift_end');
  end if;
  if exists (select from added a join annual_statement_line l on l.gift_kind = 'imported' and l.gift_id = a.gift_id) then
    perform broken('gift_on_a_statement_stays', 'imported_gift_end');
  end if;
  return null;
end $$;

create or replace function annual_statement_guard() returns trigger language plpgsql as $$
begin
  perform hold_import(batch_id, false) from (
    select distinct g.batch_id from annual_statement_line l join imported_gift g on g.id = l.gift_id
     where l.statement_id = new.id and l.gift_kind = 'imported' order by 1) touched;
  if new.replaces_id is not null and not exists (
    select from annual_statement o where o.id = new.replaces_id and o.donor_id = new.donor_id and o.from_day = new.from_day
       and o.to_day = new.to_day and o.version = new.version - 1 and o.content_hash <> new.content_hash) then
    perform broken('statement_names_the_one_before', 'annual_statement');
  end if;
  if (select (count(*), sum(amount_cents) filter (where kind = 'gift'), coalesce(sum(amount_cents) filter (where kind = 'refund'), 0),
              coalesce(sum(amount_cents) filter (where kind = 'dispute'), 0))
        from annual_statement_line where statement_id = new.id)
     is distinct from (new.lines::bigint, new.given_cents::numeric, new.refunded_cents::numeric, new.disputed_cents::numeric) then
    perform broken('statement_adds_up', 'annual_statement');
  end if;
  if exists (
    with owed as (
      select kind, gift_kind, gift_id, source_id, fund_id, purpose_version, amount_cents, given_at, occurred_at
        from donor_gift_line
       where donor_id = new.donor_id and stands and given_at >= (new.from_day::timestamp at time zone new.timezone)
         and given_at < ((new.to_day + 1)::timestamp at time zone new.timezone)),
    said as (
      select kind, gift_kind, gift_id, source_id, fund_id, purpose_version, amount_cents, given_at, occurred_at
        from annual_statement_line where statement_id = new.id)
    (table owed except all table said) union all (table said except all table owed)) then
    perform broken('statement_matches_its_gifts', 'annual_statement');
  end if;
  return null;
end $$;

create or replace function donor_record_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_donor uuid;
  v_staff uuid;
begin
  v_donor := case tg_table_name
    when 'donor_note_end' then (select n.donor_id from donor_note n where n.id::text = to_jsonb(new) ->> 'note_id')
    when 'donor_contact_stop_end' then (select s.donor_id from donor_contact_stop s where s.id::text = to_jsonb(new) ->> 'stop_id')
    else (to_jsonb(new) ->> 'donor_id')::uuid end;
  v_staff := (to_jsonb(new) ->> tg_argv[0])::uuid;
  -- Held before it is read: whoever is being erased at this moment is erased then.
  perform from donor d where d.id = v_donor for key share;
  if exists (select from donor d where d.id = v_donor and d.erased_at is not null) then
    perform broken('donor_is_erased', tg_table_name);
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = v_staff and r.role in ('treasurer', 'administrator')
                    and (exists (select from donor_record_line g where g.donor_id = donor_now(v_donor) and g.kind = 'gift' and g.fund_id = r.fund_id)
                         or not exists (select from donor_record_line g where g.donor_id = donor_now(v_donor) and g.kind = 'gift'))) then
    perform broken('donor_is_in_their_funds', tg_table_name);
  end if;
  if tg_table_name = 'donor_export' and not (donor_is_theirs(v_staff, v_donor) and step_up_is_fresh(
       (to_jsonb(new) ->> 'step_up_id')::uuid, v_staff, 'export:donor:' || v_donor || ':' || (to_jsonb(new) ->> 'format'))) then
    perform broken('step_up_is_fresh_and_bound', 'donor_export');
  end if;
  return new;
end $$;

-- Requests stay as they were asked; of an answer to a bank an erased giver's words go, by the one function below.
create function refuse_rewriting_requests() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('homeward.forgetting', true) = 'on' then return null; end if;
  raise exception 'rows of stripe_request violate constraint "refunds_are_append_only"'
    using errcode = 'check_violation', constraint = 'refunds_are_append_only';
end $$;
drop trigger stripe_request_is_append_only on stripe_request;
create trigger stripe_request_is_append_only before update or delete or truncate on stripe_request
  for each statement execute function refuse_rewriting_requests();

create function stripe_request_is_only_emptied() returns trigger language plpgsql as $$
begin
  if new.evidence is distinct from '{}' or (to_jsonb(new) - 'evidence') <> (to_jsonb(old) - 'evidence') then
    perform broken('refunds_are_append_only', 'stripe_request');
  end if;
  return new;
end $$;
create trigger stripe_request_is_only_emptied before update on stripe_request
  for each row execute function stripe_request_is_only_emptied();

-- Only of whoever is being erased, or was.
create function forget_evidence(p_donor uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('homeward.forgetting', 'on', true);
  update stripe_request r set evidence = '{}' from payment p
   where p.id = r.payment_id and p.donor_id = p_donor and r.kind = 'evidence' and r.evidence <> '{}'
     and exists (select from donor_erasure e where e.donor_id = p_donor);
  perform set_config('homeward.forgetting', '', true);
end $$;

-- Nobody who was erased is named to a bank any more.
create function erased_giver_is_not_named() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from donor d join payment p on p.donor_id = d.id where p.id = new.payment_id for key share of d;
  if new.evidence ?| array['customer_name', 'customer_email_address'] and exists (
    select from payment p join donor d on d.id = p.donor_id where p.id = new.payment_id and d.erased_at is not null) then
    perform broken('donor_is_erased', 'stripe_request');
  end if;
  return new;
end $$;
create trigger erased_giver_is_not_named before insert on stripe_request
  for each row when (new.kind = 'evidence') execute function erased_giver_is_not_named();

create function erased_donor_leaves_no_evidence() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from stripe_request r join payment p on p.id = r.payment_id
              where p.donor_id = new.id and r.kind = 'evidence' and r.evidence <> '{}') then
    perform broken('erased_donor_leaves_nothing', 'donor');
  end if;
  return new;
end $$;
create trigger erased_donor_leaves_no_evidence before update on donor
  for each row when (new.erased_at is not null and old.erased_at is null) execute function erased_donor_leaves_no_evidence();

-- Who was erased before this rule was written is forgotten here too.
do $$
declare
  erased uuid;
begin
  for erased in select id from donor where erased_at is not null loop
    perform forget_evidence(erased);
  end loop;
end $$;
