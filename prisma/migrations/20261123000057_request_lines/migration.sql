-- Why: what is no longer needed can still hurt someone who was helped years ago. Each fund says how long after the last thing
-- that happened a person's record is kept; then the night erases it, unless money of theirs is out or a demand holds it.

create table vault_term (
  id          bigint generated always as identity primary key,
  fund_id     uuid not null references fund (id),
  months      smallint not null constraint vault_term_is_three_months_to_ten_years check (months between 3 and 120),
  set_by      uuid not null references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index vault_term_fund_idx on vault_term (fund_id, id desc);

create function vault_term_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
                  where r.staff_id = new.set_by and r.fund_id = new.fund_id and r.role = 'administrator') then
    perform broken('vault_term_is_set_by_an_administrator', 'vault_term');
  end if;
  return new;
end $$;
create trigger vault_term_guard before insert on vault_term for each row execute function vault_term_guard();
create trigger vault_term_is_append_only before update or delete or truncate on vault_term
  for each statement execute function refuse_rewriting('vault_terms_are_append_only');

alter table vault_term enable row level security;
create policy fund_scope on vault_term using (in_scope(fund_id)) with check (in_scope(fund_id));

-- Two years where the fund said nothing. A new term gives a month's notice: nobody is erased by it on the night after.
-- Null for someone who is erased, and while money of theirs is out: then no day can be named. Owner's eyes: a bond in
-- another fund counts too.
create function person_kept_until(p_person uuid) returns date language sql stable security definer
  set search_path = public, pg_temp as $$
  select greatest((k.last_day + make_interval(months => coalesce(t.months, 24)))::date, local_day(t.occurred_at) + 30)
    from person p
   cross join lateral person_days(p.id) k
    left join lateral (select v.months, v.occurred_at from vault_term v where v.fund_id = p.fund_id
                        order by v.id desc limit 1) t on true
   where p.id = p_person and p.erased_at is null and not person_has_money_out(p.id)
$$;
