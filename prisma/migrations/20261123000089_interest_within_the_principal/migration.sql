-- Interest is at most 3 % a year (8 U.S.C. 1363): after 33 years it would be as much as the bond. What is more is a slip of
-- the pen, and money that is booked as income is not taken back by another entry.
create function interest_stays_within_the_principal() returns trigger language plpgsql as $$
begin
  if new.interest_cents > 0 and new.interest_cents
       + (select coalesce(sum(r.interest_cents), 0) from bond_return r where r.bond_id = new.bond_id)
       + (select coalesce(sum(r.interest_cents), 0) from bond_recovery r where r.bond_id = new.bond_id)
     > (select b.principal_cents from bond b where b.id = new.bond_id) then
    perform broken('interest_stays_within_the_principal', tg_table_name);
  end if;
  return new;
end $$;
create trigger bond_return_interest before insert on bond_return
  for each row execute function interest_stays_within_the_principal();
create trigger bond_recovery_interest before insert on bond_recovery
  for each row execute function interest_stays_within_the_principal();
