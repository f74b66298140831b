-- Why: a movement at Stripe that nobody could name is understood by a person, once, and what they said stays said.

create table suspense_assignment (
  txn_id      text constraint suspense_is_assigned_once primary key references suspense_item (txn_id),
  -- The fund whose money it was: a donors' fund for a gift, `operating` for the organization itself.
  fund_id     uuid not null references fund (id),
  kind        text not null check (kind in ('gift', 'gift_refunded', 'operating_income', 'operating_fee')),
  assigned_by uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index suspense_assignment_occurred_idx on suspense_assignment (occurred_at, txn_id);

create trigger suspense_assignment_is_append_only before update or delete or truncate on suspense_assignment
  for each statement execute function refuse_rewriting('suspense_assignments_are_append_only');

-- Why: what came in cannot be a cost, what went out cannot be a gift, and a gift is never the organization's own; a
-- fund's gifts are named by those who answer for that fund.
create function suspense_assignment_guard() returns trigger language plpgsql as $$
declare
  is_operating boolean := (select f.kind = 'operating' from fund f where f.id = new.fund_id);
  is_gift boolean := new.kind in ('gift', 'gift_refunded');
  amount bigint := (select i.amount_cents from suspense_item i where i.txn_id = new.txn_id);
begin
  if is_gift = is_operating
     or (case new.kind when 'gift' then amount <= 0 when 'gift_refunded' then amount >= 0
                      when 'operating_income' then amount < 0 else amount > 0 end) then
    perform broken('suspense_fits_its_kind', 'suspense_assignment');
  end if;
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.assigned_by and r.role in ('treasurer', 'administrator')
                    and (r.fund_id = new.fund_id or not is_gift)) then
    perform broken('suspense_assigner_holds_the_role', 'suspense_assignment');
  end if;
  return new;
end $$;
create trigger suspense_assignment_guard before insert on suspense_assignment
  for each row execute function suspense_assignment_guard();

-- The audit page asks by person, and for what was refused.
create index audit_event_actor_idx on audit_event (actor_id, id);
create index audit_event_refused_idx on audit_event (id) where outcome = 'refused';
