-- Why: a fund that is full still takes what it gets each month, but only once more without an answer. What its donors were
-- asked is a record, so that the charge after next never depends on who remembered.

-- What the donor of a monthly gift was asked when its fund became full.
create table fund_full_question (
  fund_state_change_id  bigint not null references fund_state_change (id),
  recurring_donation_id uuid not null references recurring_donation (id),
  fund_id               uuid not null references fund (id),
  -- The last charge without an answer.
  last_charge_at        timestamptz not null,
  occurred_at           timestamptz not null,
  recorded_at           timestamptz not null default now(),
  primary key (fund_state_change_id, recurring_donation_id),
  constraint last_charge_is_ahead check (last_charge_at > occurred_at)
);
create index fund_full_question_schedule_idx on fund_full_question (recurring_donation_id);

create trigger fund_full_question_is_append_only before update or delete or truncate on fund_full_question
  for each statement execute function refuse_rewriting('schedule_history_is_append_only');

alter table fund_full_question enable row level security;
create policy schedule_scope on fund_full_question using (sees_schedule(recurring_donation_id));

-- Why: only a fund that is full asks.
create function only_a_full_fund_asks() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from fund_state_change c
                  where c.id = new.fund_state_change_id and c.fund_id = new.fund_id and c.to_state = 'full') then
    perform broken('only_a_full_fund_asks', 'fund_full_question');
  end if;
  return new;
end $$;
create trigger only_a_full_fund_asks before insert on fund_full_question
  for each row execute function only_a_full_fund_asks();

-- Questions without an answer: the fund is still full by that decision, its part is still in the gift, and since then the
-- donor neither divided it anew, nor let it rest, nor said that it goes on.
create view unanswered_question with (security_invoker = true) as
  select q.fund_state_change_id, q.recurring_donation_id, q.fund_id, q.last_charge_at, q.occurred_at
    from fund_full_question q
    join recurring_donation r on r.id = q.recurring_donation_id and r.state <> 'cancelled'
   where q.fund_state_change_id = (select max(c.id) from fund_state_change c where c.fund_id = q.fund_id)
     and exists (select from monthly_parts(q.recurring_donation_id) p where p.fund_id = q.fund_id)
     and not exists (
       select from recurring_donation_wish w
         left join recurring_donation_wish_end e on e.wish_id = w.id
        where w.recurring_donation_id = q.recurring_donation_id and coalesce(e.outcome, 'done') = 'done'
          and (w.fund_state_change_id = q.fund_state_change_id
               or (w.cause = 'donor' and w.kind in ('split', 'pause', 'resume') and w.occurred_at >= q.occurred_at)));

alter table fund_following_step drop constraint fund_following_step_outcome_check;
alter table fund_following_step add constraint fund_following_step_outcome_check
  check (outcome in ('done', 'nothing', 'asked'));
