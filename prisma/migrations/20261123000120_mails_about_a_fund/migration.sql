-- Why: an incident stops what a fund writes by itself. Not only mails about its updates are that: the notice of a gift in somebody's
-- name, the question what shall become of a monthly gift to a full fund, and word of a year's statement wait too, and go out
-- once it is lifted.
create table mail_about_fund (
  mail_id uuid not null references mail (id),
  fund_id uuid not null references fund (id),
  constraint mail_is_about_a_fund_once primary key (mail_id, fund_id)
);
create index mail_about_fund_fund_idx on mail_about_fund (fund_id, mail_id);
create trigger mail_about_fund_is_append_only before update or delete or truncate on mail_about_fund
  for each statement execute function refuse_rewriting('mail_events_are_append_only');
alter table mail_about_fund enable row level security;
create policy fund_scope on mail_about_fund using (in_scope(fund_id)) with check (in_scope(fund_id));

create or replace function attempt_waits_for_incident() returns trigger language plpgsql as $$
begin
  perform refuse_during_incident(u.fund_id, 'mail_event')
     from impact_delivery d join impact_update u on u.id = d.update_id where d.mail_id = new.mail_id;
  perform refuse_during_incident(a.fund_id, 'mail_event')
     from mail_about_fund a where a.mail_id = new.mail_id order by a.fund_id;
  return new;
end $$;
