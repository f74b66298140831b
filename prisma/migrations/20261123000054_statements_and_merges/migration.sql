-- Why: two records of one person that became one, or were taken apart again, could each hold a statement that names the same
-- gift, and a deduction could be claimed twice. The newer paper takes the older one's place. And a check that was entered for
-- one of the records was not known when it was entered again for the record that stands for both.

create table statement_succession (
  statement_id uuid constraint statement_is_succeeded_once primary key references annual_statement (id),
  by_id        uuid not null references annual_statement (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now(),
  constraint statement_is_succeeded_by_a_newer_one check (by_id <> statement_id)
);
create index statement_succession_by_id_idx on statement_succession (by_id);
create trigger statement_succession_is_append_only before update or delete or truncate on statement_succession
  for each statement execute function refuse_rewriting('statements_are_append_only');

-- Whose paper it was sees that it is not in force any more. What the newer one is named is for whoever may see that one.
alter table statement_succession enable row level security;
create policy donor_scope on statement_succession using (exists (select from annual_statement s where s.id = statement_id));

-- Papers in force of other records that this donor was ever joined with, and that name one of its gifts.
create function statement_takes_its_place(p_statement uuid) returns void language sql security definer
  set search_path = public, pg_temp as $$
  insert into statement_succession (statement_id, by_id, occurred_at)
  select o.id, n.id, n.occurred_at
    from annual_statement n
    join annual_statement o on o.donor_id = any (donors_ever_joined(n.donor_id)) and o.donor_id <> n.donor_id and o.number < n.number
   where n.id = p_statement
     and not exists (select from annual_statement r where r.replaces_id = o.id)
     and exists (select from annual_statement_line l join annual_statement_line k on (k.gift_kind, k.gift_id) = (l.gift_kind, l.gift_id)
                  where l.statement_id = n.id and k.statement_id = o.id)
  on conflict do nothing
$$;

create function statement_lines_take_their_place() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  perform statement_takes_its_place(statement_id) from (select distinct statement_id from added) a;
  return null;
end $$;
create trigger statement_lines_take_their_place after insert on annual_statement_line referencing new table as added
  for each statement execute function statement_lines_take_their_place();

-- The number of the paper that is in force instead of this one; null while it is in force itself. With the reader's own eyes.
create function statement_in_force_instead(p_statement uuid) returns bigint language sql stable as $$
  with recursive newer as (
    select p_statement as id, null::bigint as number
    union
    select n.id, n.number from newer o join annual_statement n
        on n.replaces_id = o.id or n.id = (select x.by_id from statement_succession x where x.statement_id = o.id))
  select max(number) from newer
$$;

-- Papers that were issued before this rule was written, in the order of their issue.
do $$
declare
  issued uuid;
begin
  for issued in
    select s.id from annual_statement s
     where exists (select from donor_merge m where s.donor_id in (m.survivor_id, m.merged_id))
       and not exists (select from annual_statement r where r.replaces_id = s.id)
     order by s.number loop
    perform statement_takes_its_place(issued);
  end loop;
end $$;

-- A paper that is not in force any more is issued anew, also where nothing else changed: two records were taken apart.
create or replace function annual_statement_guard() returns trigger language plpgsql as $$
begin
  perform hold_import(batch_id, false) from (
    select distinct g.batch_id from annual_statement_line l join imported_gift g on g.id = l.gift_id
     where l.statement_id = new.id and l.gift_kind = 'imported' order by 1) touched;
  if new.replaces_id is not null and not exists (
    select from annual_statement o where o.id = new.replaces_id and o.donor_id = new.donor_id and o.from_day = new.from_day
       and o.to_day = new.to_day and o.version = new.version - 1
       and (o.content_hash <> new.content_hash or exists (select from statement_succession x where x.statement_id = o.id))) then
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

-- A check counts once for a person, whichever of their records it was entered for.
create or replace function check_is_known(p_line uuid, p_donor uuid, p_reference text) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from offline_batch_line l join offline_batch b on b.id = l.batch_id and b.state <> 'withdrawn'
      left join payment p on p.offline_line_id = l.id
     where l.donor_id = any (donor_family(p_donor)) and l.gift_kind = 'check' and lower(l.reference) = lower(p_reference)
       and l.id is distinct from p_line
       and not exists (select from offline_reversal o join offline_reversal_decision d on d.reversal_id = o.id
                        where o.payment_id = p.id and d.decision = 'confirmed'))
$$;

-- Two people who enter one check wait for each other, also where each found another of its giver's records.
create or replace function offline_batch_line_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  whole offline_batch;
begin
  if tg_op = 'DELETE' then
    select * into whole from offline_batch where id = old.batch_id for update;
  else
    select * into whole from offline_batch where id = new.batch_id for update;
  end if;
  if whole.state <> 'open' then perform broken('batch_is_open', 'offline_batch_line'); end if;
  if tg_op = 'DELETE' then return old; end if;
  perform pg_advisory_xact_lock(hashtextextended(donor_now(new.donor_id)::text, 0));
  if whole.kept_in = 'cash_box' and new.gift_kind <> 'cash' then perform broken('cash_box_holds_cash', 'offline_batch_line'); end if;
  if new.received_on > whole.deposited_on then perform broken('gift_came_before_its_deposit', 'offline_batch_line'); end if;
  if exists (select from donor d where d.id = new.donor_id and d.erased_at is not null) then
    perform broken('erased_donor_has_no_line', 'offline_batch_line');
  end if;
  if new.gift_kind = 'check' and check_is_known(new.id, new.donor_id, new.reference) then
    perform broken('check_is_entered_once', 'offline_batch_line');
  end if;
  if not holds_role_in_each(new.entered_by, whole.fund_ids, array['intake', 'treasurer', 'administrator']) then
    perform broken('batch_is_worked_on_by_role', 'offline_batch_line');
  end if;
  return new;
end $$;
