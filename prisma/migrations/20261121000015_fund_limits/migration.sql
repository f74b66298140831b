-- Why: a fund's state decides whether donors can give, its reserve floor what can be approved. Both are decided by a
-- person who answers for the fund, with a reason, and the fund stands as the last decision says.

create table fund_transition (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
);
insert into fund_transition (from_state, to_state) values
  ('open', 'paused'), ('open', 'full'), ('open', 'closing'),
  ('paused', 'open'), ('paused', 'full'), ('paused', 'closing'),
  ('full', 'open'), ('full', 'paused'), ('full', 'closing'),
  ('closing', 'closed');

alter table fund_state_change add constraint fund_state_reason_is_a_code
  check (reason in ('opened', 'gifts_are_needed', 'enough_for_now', 'law_or_court', 'bank_or_card_trouble',
                    'books_under_review', 'board_decision'));
create index fund_state_change_fund_idx on fund_state_change (fund_id, id);

create table fund_reserve_change (
  id          bigint generated always as identity primary key,
  fund_id     uuid not null references fund (id),
  from_cents  bigint not null,
  to_cents    bigint not null constraint reserve_floor_is_not_negative check (to_cents >= 0),
  reason      text not null constraint reserve_reason_is_a_code
              check (reason in ('fees_ahead', 'losses_ahead', 'slower_returns', 'board_decision')),
  changed_by  uuid not null references staff (id),
  recorded_at timestamptz not null default now(),
  constraint reserve_floor_moves check (from_cents <> to_cents)
);
create index fund_reserve_change_fund_idx on fund_reserve_change (fund_id, id);

create function manages_fund(p_staff uuid, p_fund uuid) returns boolean language sql stable as $$
  select exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = p_staff and r.fund_id = p_fund and r.role = 'administrator')
$$;

-- A fund begins open, by being created; after that it moves by an administrator's act along the table.
create function fund_state_change_guard() returns trigger language plpgsql as $$
begin
  if new.from_state is null then
    if exists (select from fund_state_change c where c.fund_id = new.fund_id) then
      perform broken('fund_moves_along_the_table', 'fund_state_change');
    end if;
    return new;
  end if;
  if new.from_state is distinct from (select f.state from fund f where f.id = new.fund_id for no key update)
     or not exists (select from fund_transition t where t.from_state = new.from_state and t.to_state = new.to_state) then
    perform broken('fund_moves_along_the_table', 'fund_state_change');
  end if;
  if not manages_fund(new.changed_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_state_change');
  end if;
  return new;
end $$;
create trigger fund_state_change_guard before insert on fund_state_change
  for each row execute function fund_state_change_guard();

create function fund_reserve_change_guard() returns trigger language plpgsql as $$
begin
  if new.from_cents is distinct from (select f.reserve_floor_cents from fund f where f.id = new.fund_id for no key update) then
    perform broken('reserve_change_begins_where_the_fund_stands', 'fund_reserve_change');
  end if;
  if not manages_fund(new.changed_by, new.fund_id) then
    perform broken('fund_is_managed_by_its_administrator', 'fund_reserve_change');
  end if;
  return new;
end $$;
create trigger fund_reserve_change_guard before insert on fund_reserve_change
  for each row execute function fund_reserve_change_guard();

-- At the end of a transaction the fund and its records say the same, whichever of the two was touched.
create function fund_changes_as_decided() returns trigger language plpgsql as $$
declare
  stands fund;
  decided_state text;
  decided_floor bigint;
begin
  select * into stands from fund where id = new.id;
  select c.to_state into decided_state from fund_state_change c where c.fund_id = new.id order by c.id desc limit 1;
  select c.to_cents into decided_floor from fund_reserve_change c where c.fund_id = new.id order by c.id desc limit 1;
  -- Without a decision the floor is the one that the fund was created with.
  if (new.state <> old.state and stands.state is distinct from decided_state)
     or (new.reserve_floor_cents <> old.reserve_floor_cents
         and stands.reserve_floor_cents is distinct from coalesce(decided_floor, old.reserve_floor_cents)) then
    perform broken('fund_stands_as_decided', 'fund');
  end if;
  return null;
end $$;
create constraint trigger fund_changes_as_decided after update of state, reserve_floor_cents on fund
  deferrable initially deferred for each row execute function fund_changes_as_decided();

create function fund_follows_its_state() returns trigger language plpgsql as $$
begin
  if (select f.state from fund f where f.id = new.fund_id) is distinct from
     (select c.to_state from fund_state_change c where c.fund_id = new.fund_id order by c.id desc limit 1) then
    perform broken('fund_stands_as_decided', 'fund_state_change');
  end if;
  return null;
end $$;
create constraint trigger fund_follows_its_state after insert on fund_state_change
  deferrable initially deferred for each row execute function fund_follows_its_state();

create function fund_follows_its_reserve() returns trigger language plpgsql as $$
begin
  if (select f.reserve_floor_cents from fund f where f.id = new.fund_id) is distinct from
     (select c.to_cents from fund_reserve_change c where c.fund_id = new.fund_id order by c.id desc limit 1) then
    perform broken('fund_stands_as_decided', 'fund_reserve_change');
  end if;
  return null;
end $$;
create constraint trigger fund_follows_its_reserve after insert on fund_reserve_change
  deferrable initially deferred for each row execute function fund_follows_its_reserve();

create trigger fund_reserve_change_is_append_only before update or delete or truncate on fund_reserve_change
  for each statement execute function refuse_rewriting('fund_reserves_are_append_only');

alter table fund_reserve_change enable row level security;
create policy fund_scope on fund_reserve_change using (in_scope(fund_id)) with check (in_scope(fund_id));
