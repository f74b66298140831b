-- Why: a file that leaves the house is proved, whatever it holds. The figures of one bond's report and every employer with the
-- receipts of their people can be carried away from an open screen as well as the audit can.
create table report_export (
  id           uuid primary key default gen_random_uuid(),
  fund_id      uuid not null references fund (id),
  rule_id      uuid not null references jurisdiction_rule (id),
  period_start date not null,
  -- Of a report about one bond.
  bond_id      uuid references bond (id),
  made_by      uuid not null references staff (id),
  step_up_id   uuid not null unique references staff_step_up (id),
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default now()
);

create table match_export (
  id          uuid primary key default gen_random_uuid(),
  fund_ids    uuid[] not null constraint match_export_is_of_funds check (cardinality(fund_ids) > 0),
  gifts       integer not null check (gifts >= 0),
  made_by     uuid not null references staff (id),
  step_up_id  uuid not null unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);

create function report_export_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not holds_role(new.made_by, new.fund_id, array['intake', 'approver', 'treasurer', 'auditor', 'administrator']) then
    perform broken('file_is_taken_by_the_funds_people', 'report_export');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.made_by,
      'export:report:' || new.fund_id || ':' || new.rule_id || ':' || to_char(new.period_start, 'YYYY-MM-DD') || ':'
      || coalesce((select b.case_code from bond b where b.id = new.bond_id), '')) then
    perform broken('step_up_is_fresh_and_bound', 'report_export');
  end if;
  return new;
end $$;
create trigger report_export_guard before insert on report_export for each row execute function report_export_guard();

create function match_export_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from unnest(new.fund_ids) wanted (id)
              where not holds_role(new.made_by, wanted.id, array['treasurer', 'auditor', 'administrator'])) then
    perform broken('file_is_taken_by_the_funds_people', 'match_export');
  end if;
  if not step_up_is_fresh(new.step_up_id, new.made_by, 'export:matches') then
    perform broken('step_up_is_fresh_and_bound', 'match_export');
  end if;
  return new;
end $$;
create trigger match_export_guard before insert on match_export for each row execute function match_export_guard();

create trigger report_export_is_append_only before update or delete or truncate on report_export
  for each statement execute function refuse_rewriting('exports_are_append_only');
create trigger match_export_is_append_only before update or delete or truncate on match_export
  for each statement execute function refuse_rewriting('exports_are_append_only');

alter table report_export enable row level security;
create policy fund_scope on report_export using (in_scope(fund_id)) with check (in_scope(fund_id));
alter table match_export enable row level security;
create policy fund_scope on match_export
  using (current_setting('homeward.scope', true) = 'system'
         or not exists (select from unnest(fund_ids) wanted (id) where not in_scope(wanted.id)));
