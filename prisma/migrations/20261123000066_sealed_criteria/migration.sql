-- Why: that someone is ill, or cares for others, was written in the clear beside their request, in rows that nobody can remove,
-- and stayed when the person was erased. Which criteria are met is sealed with the other answers of the screening. Here is only
-- the number that orders those who wait, under one version of the fund's order; it goes when nobody waits for it any more.

create table request_rank (
  request_id  uuid primary key references help_request (id),
  policy_id   bigint not null references priority_policy (id),
  rank        integer not null constraint rank_is_not_negative check (rank >= 0),
  recorded_at timestamptz not null default now()
);

create function request_rank_guard() returns trigger language plpgsql as $$
begin
  if not exists (
    select from help_request r join person p on p.id = r.person_id join priority_policy o on o.id = new.policy_id
     where r.id = new.request_id and r.fund_id = o.fund_id and r.erased_at is null and p.erased_at is null) then
    perform broken('rank_is_of_someone_who_waits', 'request_rank');
  end if;
  return new;
end $$;
create trigger request_rank_guard before insert or update on request_rank
  for each row execute function request_rank_guard();

alter table request_rank enable row level security;
create policy fund_scope on request_rank using (exists (select from help_request r where r.id = request_id));

-- No key is in the database, so what was written before cannot be sealed here. It keeps the place that it gave, under the order
-- of today, for those who still wait; which criteria they were is asked again at the next screening.
insert into request_rank (request_id, policy_id, rank)
  select r.id, o.id, coalesce((
           select sum(power(2, cardinality(o.criteria) - array_position(o.criteria, met)))::integer
             from unnest(s.criteria) met where met = any (o.criteria)), 0)
    from help_request r join person p on p.id = r.person_id and p.erased_at is null
    join lateral (select v.id, v.criteria from priority_policy v where v.fund_id = r.fund_id order by v.id desc limit 1) o on true
    join lateral (select c.criteria from request_screening c where c.request_id = r.id order by c.id desc limit 1) s on true
   where r.erased_at is null and r.state in ('screening', 'waitlisted', 'recommended', 'no_bond_available');

-- A dropped column still lies in the table's file; writing the table anew takes it out of there, too.
alter table request_screening drop column criteria;
cluster request_screening using request_screening_pkey;
alter table request_screening set without cluster;

create or replace function person_erasure_takes_requests() returns trigger language plpgsql as $$
begin
  if new.erased_at is not null
     and (exists (select from request_field f where f.person_id = new.id)
          or exists (select from request_rank k join help_request r on r.id = k.request_id where r.person_id = new.id)
          or exists (select from request_pathway w join help_request r on r.id = w.request_id
                      where r.person_id = new.id and w.ended_at is null)) then
    perform broken('erased_person_leaves_nothing', 'person');
  end if;
  return new;
end $$;
