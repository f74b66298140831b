-- Why: where two people administer a fund and one of them lost every way to sign in, nobody is left to be the second. A
-- trustee from outside, named while all is well, may be: they confirm what an administrator opened, and do and see nothing else.
alter table staff_role drop constraint staff_role_role_check;
alter table staff_role add constraint staff_role_role_check
  check (role in ('intake', 'approver', 'treasurer', 'auditor', 'administrator', 'poster', 'trustee'));

-- Whoever works in any fund is not from outside. Two roles that are given at once are put one after the other.
create function trustee_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  perform from staff where id = new.staff_id for no key update;
  if exists (select from staff_role r where r.staff_id = new.staff_id and (r.role = 'trustee') <> (new.role = 'trustee')) then
    perform broken('trustee_comes_from_outside', 'staff_role');
  end if;
  -- Since when they are trusted is the database's to say.
  if new.role = 'trustee' then new.recorded_at := now(); end if;
  return new;
end $$;
create trigger trustee_guard before insert or update on staff_role for each row execute function trustee_guard();

-- A trustee of every fund in which the other holds a role, for seven days at least: nobody names one to be let in the same day.
create function trusted_for_person(p_trustee uuid, p_staff uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select p_trustee <> p_staff and exists (select from staff_role r where r.staff_id = p_staff)
     and not exists (
       select from staff_role r
        where r.staff_id = p_staff
          and not exists (
            select from staff_role t join staff s on s.id = t.staff_id and s.disabled_at is null
             where t.staff_id = p_trustee and t.fund_id = r.fund_id and t.role = 'trustee'
               and t.recorded_at <= now() - interval '7 days'))
$$;

-- Recoveries that this trustee may confirm. With the owner's eyes, since a trustee sees no fund's rows.
create function recoveries_for_trustee(p_trustee uuid)
  returns table (id uuid, staff_id uuid, fund_id uuid, recorded_at timestamptz, expires_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, f.staff_id, (select min(r.fund_id::text)::uuid from staff_role r where r.staff_id = f.staff_id), f.recorded_at, f.expires_at
    from factor_recovery f
   where f.way = 'administrators' and f.recorded_at > now() - interval '30 days' and factor_recovery_state(f.id) = 'ready'
     and trusted_for_person(p_trustee, f.staff_id)
$$;

create or replace function factor_recovery_confirmation_guard() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  f factor_recovery;
begin
  select * into f from factor_recovery where id = new.recovery_id;
  perform from staff where id = f.staff_id for no key update;
  new.recorded_at := now();
  case factor_recovery_state(f.id)
    when 'stopped' then perform broken('recovery_was_stopped', 'factor_recovery_confirmation');
    when 'expired' then perform broken('recovery_comes_in_time', 'factor_recovery_confirmation');
    when 'waiting' then perform broken('host_recovery_waits_72_hours', 'factor_recovery_confirmation');
    when 'ready' then null;
    else perform broken('recovery_is_confirmed_once', 'factor_recovery_confirmation');
  end case;
  if (f.way = 'host') <> (new.confirmed_by is null) then
    perform broken('recovery_goes_its_way', 'factor_recovery_confirmation');
  end if;
  if f.way = 'host' then return new; end if;
  if new.confirmed_by in (f.opened_by, f.staff_id) then
    perform broken('recovery_is_confirmed_by_another', 'factor_recovery_confirmation');
  end if;
  -- The opener may have lost their role in the meantime: then there are not two.
  if not ((manages_person(new.confirmed_by, f.staff_id) or trusted_for_person(new.confirmed_by, f.staff_id))
          and manages_person(f.opened_by, f.staff_id)) then
    perform broken('recovery_is_by_administrators_of_all_their_funds', 'factor_recovery_confirmation');
  end if;
  if not coalesce(step_up_is_fresh(new.step_up_id, new.confirmed_by, 'confirm_recovery:' || f.id), false) then
    perform broken('step_up_is_fresh_and_bound', 'factor_recovery_confirmation');
  end if;
  return new;
end $$;
