-- Why: files of others name campaigns, forms and designations, and ours name funds. Which fund a campaign was for is said by a
-- person, once, and remembered for the next file of the same columns. Until then its rows are nobody's gift.

-- What the file calls the campaign goes with its row. What is remembered is a token of it: such names can name a person.
alter table import_row add column campaign text not null default '',
                       add column campaign_token bytea check (octet_length(campaign_token) = 32),
                       add constraint campaign_has_its_token check ((campaign = '') = (campaign_token is null));
alter table import_row drop constraint sound_row_is_whole;
alter table import_row add constraint sound_row_is_whole
  check (problems <> '[]' or amount_cents > 0 and given_on is not null and (fund_id is not null or campaign_token is not null));
alter table import_row add constraint row_needs_a_fund
  check (fund_id is not null or problems <> '[]'
         or findings @> '[{"why":"campaign_unknown"}]' and decision is distinct from 'take');
create index import_row_campaign_idx on import_row (batch_id, campaign_token) where campaign_token is not null;

-- Without a fund: the rows of that campaign are left out. The newest counts.
create table import_campaign_choice (
  id             bigint generated always as identity primary key,
  batch_id       uuid not null references import_batch (id),
  campaign_token bytea not null check (octet_length(campaign_token) = 32),
  fund_id        uuid references fund (id),
  chosen_by      uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now()
);
create index import_campaign_choice_batch_idx on import_campaign_choice (batch_id, campaign_token, id);

create function import_campaign_choice_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  b import_batch;
begin
  select * into b from import_batch where id = new.batch_id;
  if not import_has(b.id, 'read') or import_has(b.id, 'committed') or import_has(b.id, 'cancelled')
     or import_run(b.id) is not null then
    perform broken('campaigns_are_chosen_in_the_preview', 'import_campaign_choice');
  end if;
  if not holds_role(new.chosen_by, b.fund_id, '{treasurer,administrator}')
     or new.fund_id is not null and not holds_role(new.chosen_by, new.fund_id, '{treasurer,administrator}') then
    perform broken('role_may_not', 'import_campaign_choice');
  end if;
  return new;
end $$;
create trigger import_campaign_choice_guard before insert on import_campaign_choice
  for each row execute function import_campaign_choice_guard();
create trigger import_campaign_choice_is_append_only before update or delete or truncate on import_campaign_choice
  for each statement execute function refuse_rewriting('imports_are_append_only');

alter table import_campaign_choice enable row level security;
create policy fund_scope on import_campaign_choice using (exists (select from import_batch b where b.id = batch_id));

-- A row changes its fund only to the one that was last said of its campaign in this batch.
create or replace function import_row_facts_stay() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - '{email,name,problems,findings,decision,donor_id,decided_by,decided_at,taken,undecided,fund_id}'::text[])
     <> (to_jsonb(old) - '{email,name,problems,findings,decision,donor_id,decided_by,decided_at,taken,undecided,fund_id}'::text[])
     or (new.email <> old.email or new.name <> old.name) and (new.email <> '' or new.name <> '')
     or new.fund_id is distinct from old.fund_id
        and (new.fund_id is null
             or new.fund_id is distinct from (select c.fund_id from import_campaign_choice c
                                               where c.batch_id = new.batch_id and c.campaign_token = new.campaign_token
                                               order by c.id desc limit 1)) then
    perform broken('import_stays_as_uploaded', 'import_row');
  end if;
  return new;
end $$;
