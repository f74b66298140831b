-- Why: ICE takes months for the notice that cancels a bond, and DHS over an appeal. No money is due by then, so that somebody
-- asked, and when to ask again, could not be kept. A question and a missing paper are kept there now; a claim and a check are
-- of money that is due, as before.

create or replace function bond_chase_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id;
  if which.state is null
     or which.state not in ('refund_due', 'claimed', 'held_by_depositor', 'stale')
        and (which.state not in ('case_ended', 'cancellation_requested', 'appealed')
             or new.kind not in ('chased', 'paper_missing')) then
    perform broken('only_what_is_due_is_chased', 'bond_chase');
  end if;
  if new.occurred_at < date_trunc('minute', which.posted_at)
     or new.last_day < (which.posted_at at time zone 'UTC')::date - 1 then
    perform broken('chase_comes_after_posting', 'bond_chase');
  end if;
  if not exists (
    select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
     where r.staff_id = new.recorded_by and r.fund_id = which.fund_id
       and r.role in ('intake', 'approver', 'treasurer', 'administrator')) then
    perform broken('chaser_holds_the_role', 'bond_chase');
  end if;
  return new;
end $$;
