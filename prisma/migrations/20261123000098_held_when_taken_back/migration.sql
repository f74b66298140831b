-- Why: a demand holds donors for the gifts of their history, and taking a file back ends those gifts: in that very moment nothing
-- held them any more, and they were emptied. A gift that was taken back was given all the same. And whom a demand holds is asked
-- of a whole file's donors before it is taken back, so it is answered for many at once.

create function donors_on_hold(p_donors uuid[]) returns table (donor_id uuid) language sql stable security definer
  set search_path = public, pg_temp as $$
  with held as (
    select h.* from legal_demand h where not exists (select from legal_demand_closing c where c.demand_id = h.id))
  select a.id from unnest(p_donors) a (id)
   where exists (select from held h where h.scope = 'everything' and h.covers_from is null and h.covers_until is null)
  union
  select p.donor_id from payment p left join donation d on d.payment_id = p.id
   where p.donor_id = any (p_donors)
     and exists (select from held h
                  where (h.scope = 'everything' or h.scope = 'fund' and d.fund_id = h.fund_id)
                    and (h.covers_from is null or local_day(p.occurred_at) >= h.covers_from)
                    and (h.covers_until is null or local_day(p.occurred_at) <= h.covers_until))
  union
  select g.donor_id from donor_gift_line g
   where g.donor_id = any (p_donors) and g.gift_kind <> 'card' and (g.stands or g.gift_kind = 'imported')
     and exists (select from held h
                  where (h.scope = 'everything' or h.scope = 'fund' and g.fund_id = h.fund_id)
                    and (h.covers_from is null or local_day(g.given_at) >= h.covers_from)
                    and (h.covers_until is null or local_day(g.given_at) <= h.covers_until))
$$;

create or replace function donor_is_on_hold(p_donor uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (select from donors_on_hold(array[p_donor]))
$$;
