-- Why: how long money can be claimed is the rule of the court's own place. A fund that serves several places was told the
-- earliest day of all of them, as if every court kept the shortest term. Which place a bond's court lies in is written nowhere,
-- since the court's name is sealed: a person says it, once for all bonds of the fund at that court. Until then the earliest day
-- stays, and says that it is a guess.

create table bond_place (
  id          bigint generated always as identity primary key,
  bond_id     uuid not null references bond (id),
  place       text not null,
  -- Null where it was taken from another bond of the fund at the same court, of which someone said it before.
  recorded_by uuid references staff (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index bond_place_bond_idx on bond_place (bond_id, id);

-- One of the places that the bond's fund serves, or served: bonds outlive places.
create function bond_place_guard() returns trigger language plpgsql as $$
declare
  fund uuid := (select b.fund_id from bond b where b.id = new.bond_id);
begin
  if new.recorded_by is not null and not follows_bonds(new.recorded_by, fund)
     or new.recorded_by is null and not exists (
       select from bond_place x join bond b on b.id = x.bond_id
        where b.fund_id = fund and x.place = new.place and x.recorded_by is not null) then
    perform broken('date_recorder_holds_the_role', 'bond_place');
  end if;
  if not exists (select from fund_place p where p.fund_id = fund and p.place = new.place) then
    perform broken('place_of_a_bond_is_its_funds', 'bond_place');
  end if;
  return new;
end $$;
create trigger bond_place_guard before insert on bond_place for each row execute function bond_place_guard();
create trigger bond_place_is_append_only before update or delete or truncate on bond_place
  for each statement execute function refuse_rewriting('dates_are_append_only');

alter table bond_place enable row level security;
create policy fund_scope on bond_place using (exists (select from bond b where b.id = bond_id));

-- Where a bond's court lies: what was said last, or the one place that its fund has. Null where nobody said which of several.
create function place_of_bond(p_bond uuid) returns text language sql stable as $$
  select coalesce((select x.place from bond_place x where x.bond_id = p_bond order by x.id desc limit 1),
                  (select min(p.place) from bond b join fund_place p on p.fund_id = b.fund_id
                    where b.id = p_bond having count(distinct p.place) = 1))
$$;

-- The last day to claim: by the term of the place where the bond's court lies, or else of the nearest place around it that has
-- one. Of a place the newest term that counsel reviewed, or the newest where none was. Where the place is not known, or nothing
-- around it has a term: the earliest day of all places of the fund, as a guess. Nothing where the case goes on.
drop function suggested_last_day(uuid);
create function suggested_last_day(p_bond uuid) returns table (last_day date, reviewed boolean, guessed boolean)
language sql stable as $$
  with over as (select b.fund_id, b.kind, local_day(max(c.occurred_at)) as day, place_of_bond(p_bond) as place
                  from bond b join bond_state_change c on c.bond_id = b.id and c.to_state = 'refund_due'
                 where b.id = p_bond group by b.fund_id, b.kind),
       terms as (select distinct on (t.place) t.place, r.term_id is not null as reviewed,
                        (o.day + make_interval(years => coalesce(t.years, 0), days => coalesce(t.days, 0)))::date as last_day,
                        coalesce(o.place = t.place or starts_with(o.place, t.place || '-'), false) as of_court,
                        exists (select from fund_place p where p.fund_id = o.fund_id and p.place = t.place) as of_fund
                   from over o join claim_term t on t.bond_kind = o.kind
                   left join claim_term_review r on r.term_id = t.id
                  order by t.place, (r.term_id is not null) desc, t.read_on desc, t.recorded_at desc)
  select t.last_day, t.reviewed, not t.of_court from terms t where t.of_court or t.of_fund
   order by t.of_court desc, case when t.of_court then length(t.place) end desc, t.last_day, t.reviewed limit 1
$$;

-- Why: where the deposit of a bond that funds share is a percentage of it, the court can call for the rest, and each fund for its
-- part. What the judge set is written once, with the payment; the parts' own exposures add up to it.
alter table shared_bond_payment add column exposure_cents bigint;
alter table shared_bond_payment add constraint shared_exposure_is_at_least_the_deposit
  check (exposure_cents is null or exposure_cents >= principal_cents);

-- Shared bonds whose parts do not carry what the payment says: all of it together, and none where it says nothing.
create function shared_exposures_apart(p_shared uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select x.shared_bond_id from shared_bond_payment x
    join shared_bond_part p on p.shared_bond_id = x.shared_bond_id
    join bond b on b.disbursement_id = p.disbursement_id
   where p_shared is null or x.shared_bond_id = p_shared
   group by x.shared_bond_id, x.exposure_cents
  having sum(b.exposure_cents) is distinct from x.exposure_cents
      or x.exposure_cents is not null and count(*) filter (where b.exposure_cents is null) > 0
$$;

create function shared_exposure_is_divided() returns trigger language plpgsql as $$
begin
  if exists (select from shared_bond_part p cross join lateral shared_exposures_apart(p.shared_bond_id)
              where p.disbursement_id = new.disbursement_id) then
    perform broken('shared_exposure_is_divided', 'bond');
  end if;
  return null;
end $$;
create constraint trigger shared_exposure_is_divided after insert on bond
  deferrable initially deferred for each row execute function shared_exposure_is_divided();
