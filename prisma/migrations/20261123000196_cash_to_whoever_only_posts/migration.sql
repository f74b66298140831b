-- Why: whoever only posts pays for the bonds that were given to them. Cash for a ride or for what a court calls for could be signed
-- out to them, and then nobody could pay with it: they may not, a ride is given to nobody to post, and others may not pay with
-- cash that another carries.

-- The rule that stands against giving one person cash for a disbursement; null where none does. A bond can still be given to them.
create function why_no_cash_to(p_poster uuid, p_disbursement uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select 'poster_carries_cash_for_bonds' from disbursement d
   where d.id = p_disbursement and d.kind not in ('court_bail', 'immigration_bond')
     and not holds_role(p_poster, d.fund_id, array['treasurer', 'intake'])
$$;

-- As before, and: by whoever carries it. Both signatures are asked, since a role can be taken between them.
create or replace function advance_covers_what_takes_cash() returns trigger language plpgsql as $$
declare
  poster uuid := (select a.poster_id from advance a where a.id = new.advance_id);
  covered uuid := (to_jsonb(new) ->> 'disbursement_id')::uuid;
  why text;
begin
  if tg_table_name = 'advance_cover' then
    why := coalesce(why_no_cash_for(covered), why_no_cash_to(poster, covered));
  else
    select min(coalesce(why_no_cash_for(v.disbursement_id), why_no_cash_to(poster, v.disbursement_id))) into why
      from advance_cover v where v.advance_id = new.advance_id;
  end if;
  if why is not null then perform broken(why, tg_table_name); end if;
  return new;
end $$;
