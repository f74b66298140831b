-- Why: an immigration bond is not released by a jail's desk. Someone stays inside there because DHS filed a stay against the
-- bond, because they were transferred, or on another hold; a detainer is what ICE asks of a jail, and is never the answer of
-- ICE itself. What was written before stays as it was said.
alter table release_check drop constraint release_check_answer_check;
alter table release_check add constraint release_check_answer_check
  check (answer in ('being_processed', 'hold', 'detainer', 'stay', 'moved_elsewhere', 'not_there', 'no_answer'));

create function release_answer_guard() returns trigger language plpgsql as $$
begin
  if new.answer in ('detainer', 'stay')
     and (new.answer = 'stay') is distinct from (select b.kind = 'immigration_bond' from bond b where b.id = new.bond_id) then
    perform broken('release_answer_fits_the_bond', 'release_check');
  end if;
  return new;
end $$;
create trigger release_answer_fits_the_bond before insert on release_check
  for each row execute function release_answer_guard();
