-- Why: what was deposited before this site began is in the opening balances already. A batch dated before that day booked the
-- same money a second time; a gift of those days is brought in with an import, which books nothing.
create or replace function offline_batch_begins() returns trigger language plpgsql as $$
begin
  if new.state <> 'open' then perform broken('batch_facts_stay', 'offline_batch'); end if;
  if new.deposited_on > local_day(now()) then perform broken('batch_was_deposited', 'offline_batch'); end if;
  if new.deposited_on < (select local_day(o.go_live_at) from organization o) then
    perform broken('batch_is_from_after_go_live', 'offline_batch');
  end if;
  if not holds_role_in_each(new.opened_by, new.fund_ids, array['intake', 'treasurer', 'administrator']) then
    perform broken('batch_is_worked_on_by_role', 'offline_batch');
  end if;
  return new;
end $$;
