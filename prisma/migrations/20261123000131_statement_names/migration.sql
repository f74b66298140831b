-- Why: a statement was printed in whatever name its donor bore on the day of printing, so that one number stood over two names.
-- The name is kept with the number, as it was issued; a donor who is called otherwise since gets a corrected statement.

create table annual_statement_name (
  statement_id uuid constraint statement_is_named_once primary key references annual_statement (id),
  name         text not null,
  recorded_at  timestamptz not null default now()
);

-- What was issued before: in the name that its donor bears, where they said no other one since. Nobody knows the others.
insert into annual_statement_name (statement_id, name)
select s.id, case when d.named_at > s.occurred_at then '' else d.name end
  from annual_statement s join donor d on d.id = s.donor_id
 where not exists (select from donor_erasure e where e.donor_id = s.donor_id);

-- Said with the statement or never; gone when its donor is erased, and not before.
create function annual_statement_name_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select from annual_statement s join donor_erasure e on e.donor_id = s.donor_id where s.id = old.statement_id) then
    return old;
  end if;
  if tg_op = 'INSERT' and exists (
    select from annual_statement s where s.id = new.statement_id and s.xmin = pg_current_xact_id()::xid) then
    return new;
  end if;
  perform broken('statement_keeps_its_name', 'annual_statement_name');
  return null;
end $$;
create trigger annual_statement_name_guard before insert or update or delete on annual_statement_name
  for each row execute function annual_statement_name_guard();
create trigger annual_statement_name_is_never_emptied before truncate on annual_statement_name
  for each statement execute function refuse_rewriting('statement_keeps_its_name');

create function annual_statement_is_named() returns trigger language plpgsql as $$
begin
  if not exists (select from annual_statement_name n where n.statement_id = new.id) then
    perform broken('statement_keeps_its_name', 'annual_statement');
  end if;
  return null;
end $$;
create constraint trigger annual_statement_is_named after insert on annual_statement
  deferrable initially deferred for each row execute function annual_statement_is_named();

alter table annual_statement_name enable row level security;
create policy donor_scope on annual_statement_name
  using (exists (select from annual_statement s where s.id = statement_id));

-- A version says something else than the one before it: other gifts, or another name.
create or replace function annual_statement_guard() returns trigger language plpgsql as $$
begin
  perform hold_import(batch_id, false) from (
    select distinct g.batch_id from annual_statement_line l join imported_gift g on g.id = l.gift_id
     where l.statement_id = new.id and l.gift_kind = 'imported' order by 1) touched;
  if new.replaces_id is not null and not exists (
    select from annual_statement o where o.id = new.replaces_id and o.donor_id = new.donor_id and o.from_day = new.from_day
       and o.to_day = new.to_day and o.version = new.version - 1
       and (o.content_hash <> new.content_hash or exists (select from statement_succession x where x.statement_id = o.id)
            or (select n.name from annual_statement_name n where n.statement_id = o.id)
               is distinct from (select n.name from annual_statement_name n where n.statement_id = new.id))) then
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
