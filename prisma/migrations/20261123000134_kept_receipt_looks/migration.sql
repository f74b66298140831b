-- Why: what the receipts of erased donors say is kept to its legal term for whoever may ask for it, and nobody at the
-- organization could open one. Someone who answers for all funds of the gift may, with a reason and a proof of presence; that they
-- did stays.

create table kept_receipt_look (
  id          uuid primary key default gen_random_uuid(),
  payment_id  uuid not null references kept_receipt (payment_id),
  reason      text not null check (reason in ('giver_asked', 'tax_authority_asked', 'books_reviewed', 'counsel_asked')),
  staff_id    uuid not null references staff (id),
  step_up_id  uuid not null unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index kept_receipt_look_payment_idx on kept_receipt_look (payment_id);

create trigger kept_receipt_look_is_append_only before update or delete or truncate on kept_receipt_look
  for each statement execute function refuse_rewriting('kept_receipt_looks_are_append_only');

-- Counsel asks where a demand is open: whether one holds this gift.
create function kept_receipt_is_on_hold(p_payment uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from payment p join donation d on d.payment_id = p.id
     where p.id = p_payment
       and (donor_is_on_hold(p.donor_id) or record_is_on_hold(d.fund_id, local_day(p.occurred_at))))
$$;

create function kept_receipt_look_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from kept_receipt k where k.payment_id = new.payment_id for share;
  if not exists (select from kept_receipt k where k.payment_id = new.payment_id and k.shredded_at is null) then
    perform broken('kept_receipt_is_gone', 'kept_receipt_look');
  end if;
  if exists (select from donation d where d.payment_id = new.payment_id and not exists (
       select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
        where r.staff_id = new.staff_id and r.fund_id = d.fund_id and r.role in ('treasurer', 'administrator'))) then
    perform broken('kept_receipt_is_of_their_funds', 'kept_receipt_look');
  end if;
  if new.reason = 'counsel_asked' and not kept_receipt_is_on_hold(new.payment_id) then
    perform broken('kept_receipt_reason_is_true', 'kept_receipt_look');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.staff_id, 'open_kept_receipt:' || new.payment_id || ':' || new.reason) then
    perform broken('step_up_is_fresh_and_bound', 'kept_receipt_look');
  end if;
  return new;
end $$;
create trigger kept_receipt_look_guard before insert on kept_receipt_look
  for each row execute function kept_receipt_look_guard();

alter table kept_receipt_look enable row level security;
create policy fund_scope on kept_receipt_look
  using (exists (select from donation d where d.payment_id = kept_receipt_look.payment_id and in_scope(d.fund_id)));
