-- Why: what a court can call of a percentage bond was written with its payment or never. Whoever paid at a window often did not
-- know it: the books then said that nothing more can be lost, and the call itself was refused. It is said afterwards, too, and
-- again where it was wrong; what was said last counts, and what was said before stays.

create table bond_exposure (
  id             bigint generated always as identity primary key,
  bond_id        uuid not null references bond (id),
  -- Of this fund's part, and of the whole bond: the same where nobody shares it.
  exposure_cents bigint not null,
  whole_cents    bigint not null,
  -- What was said before; null where only the payment said something, or nothing did.
  replaces       bigint references bond_exposure (id),
  recorded_by    uuid not null references staff (id),
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null default now()
);
create index bond_exposure_bond_idx on bond_exposure (bond_id, id);

-- What a bond can cost in all: what was said last, or else with its payment; its deposit where nobody said more.
create function bond_exposure_cents(p_bond uuid) returns bigint language sql stable as $$
  select coalesce((select x.exposure_cents from bond_exposure x where x.bond_id = p_bond order by x.id desc limit 1),
                  b.exposure_cents, b.principal_cents)
    from bond b where b.id = p_bond
$$;

-- What was paid upon calls, and what is proposed and may still be.
create function bond_claimed_cents(p_bond uuid) returns bigint language sql stable as $$
  select coalesce(sum(case when d.state in ('proposed', 'approved') then c.amount_cents else coalesce(p.principal_cents, 0) end), 0)::bigint
    from forfeiture_call c join disbursement d on d.id = c.disbursement_id
    left join disbursement_payment p on p.disbursement_id = d.id where c.bond_id = p_bond
$$;

create function bond_is_forfeited(p_bond uuid) returns boolean language sql stable as $$
  select exists (select from bond_loss l where l.bond_id = p_bond and l.kind = 'forfeited'
                    and not exists (select from bond_loss_reversal x where x.loss_id = l.id))
$$;

create function bond_exposure_guard() returns trigger language plpgsql as $$
declare
  which bond;
begin
  select * into which from bond where id = new.bond_id for update;
  if not follows_bonds(new.recorded_by, which.fund_id) then
    perform broken('date_recorder_holds_the_role', 'bond_exposure');
  end if;
  if which.kind <> 'court_bail' then perform broken('exposure_is_of_court_bail', 'bond_exposure'); end if;
  -- A bond that was closed after it was forfeited can be called all the same.
  if which.state in ('returned', 'closed') and not bond_is_forfeited(which.id) then
    perform broken('exposure_of_an_ended_bond_stays', 'bond_exposure');
  end if;
  if new.exposure_cents < which.principal_cents + bond_claimed_cents(which.id) then
    perform broken('exposure_is_at_least_what_was_called', 'bond_exposure');
  end if;
  if new.replaces is distinct from (select max(x.id) from bond_exposure x where x.bond_id = which.id) then
    perform broken('exposure_replaces_what_stands', 'bond_exposure');
  end if;
  return new;
end $$;
create trigger bond_exposure_guard before insert on bond_exposure for each row execute function bond_exposure_guard();
create trigger bond_exposure_is_append_only before update or delete or truncate on bond_exposure
  for each statement execute function refuse_rewriting('exposures_are_append_only');

alter table bond_exposure enable row level security;
create policy fund_scope on bond_exposure using (exists (select from bond b where b.id = bond_id));

-- As before, and: where something was said since the payment, it was said of every part, of the same whole.
create or replace function shared_exposures_apart(p_shared uuid) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select x.shared_bond_id from shared_bond_payment x
    join shared_bond_part p on p.shared_bond_id = x.shared_bond_id
    join bond b on b.disbursement_id = p.disbursement_id
    left join lateral (select e.exposure_cents, e.whole_cents from bond_exposure e
                        where e.bond_id = b.id order by e.id desc limit 1) said on true
   where p_shared is null or x.shared_bond_id = p_shared
   group by x.shared_bond_id, x.exposure_cents
  having sum(coalesce(said.exposure_cents, b.exposure_cents)) is distinct from max(coalesce(said.whole_cents, x.exposure_cents))
      or count(distinct coalesce(said.whole_cents, x.exposure_cents)) > 1
      or count(coalesce(said.exposure_cents, b.exposure_cents)) not in (0, count(*))
$$;

create function said_exposure_is_divided() returns trigger language plpgsql as $$
declare
  shared uuid := (select p.shared_bond_id from bond b join shared_bond_part p on p.disbursement_id = b.disbursement_id
                   where b.id = new.bond_id);
begin
  if shared is null and new.whole_cents <> new.exposure_cents
     or shared is not null and exists (select from shared_exposures_apart(shared)) then
    perform broken('shared_exposure_is_divided', 'bond_exposure');
  end if;
  return null;
end $$;
create constraint trigger said_exposure_is_divided after insert on bond_exposure
  deferrable initially deferred for each row execute function said_exposure_is_divided();

-- As before, by what was said last.
create or replace function forfeiture_call_guard() returns trigger language plpgsql as $$
declare
  which bond;
  asked disbursement;
begin
  select * into asked from disbursement where id = new.disbursement_id;
  select * into which from bond where id = new.bond_id for update;
  if asked.kind <> 'forfeiture_call' or asked.state <> 'proposed'
     or (asked.fund_id, asked.case_code) is distinct from (which.fund_id, which.case_code) then
    perform broken('forfeiture_call_is_of_its_bond', 'forfeiture_call');
  end if;
  if not bond_is_forfeited(which.id) then perform broken('forfeiture_call_follows_a_forfeiture', 'forfeiture_call'); end if;
  if bond_claimed_cents(which.id) + new.amount_cents > bond_exposure_cents(which.id) - which.principal_cents then
    perform broken('forfeiture_call_stays_within_exposure', 'forfeiture_call');
  end if;
  return new;
end $$;
