-- Why: two records that are one person have two addresses, and the donor says at which of them they are written to. The record
-- that stands takes the other's address, the other has its: so both still sign in. Taken apart again, each has its own.
alter table donor_email_change add column exchanged_with uuid references donor (id);
create index donor_email_change_exchanged_idx on donor_email_change (exchanged_with) where exchanged_with is not null;

-- Whose address it was is found as it is confirmed, and never said by anyone.
create or replace function donor_email_change_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'confirmed_at') <> (to_jsonb(old) - 'confirmed_at') or old.confirmed_at is not null then
    perform broken('email_change_is_confirmed_once', 'donor_email_change');
  end if;
  new.exchanged_with := (select d.id from donor d
                          where d.email = new.email and d.id = any (donor_family(new.donor_id)) and d.id <> new.donor_id);
  return new;
end $$;

-- Two records of one person change addresses, the one that had none included.
create function exchange_addresses(p_one uuid, p_other uuid) returns void language plpgsql as $$
declare
  one text := (select d.email from donor d where d.id = p_one);
  other text := (select d.email from donor d where d.id = p_other);
begin
  update donor set email = null where id = p_one;
  update donor set email = one where id = p_other;
  update donor set email = other where id = p_one;
end $$;

-- What went to who stood since the merge was made comes back: to whoever goes, the address that they came with. Where somebody
-- else has it since, the record keeps what it has.
create function addresses_go_back() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  apart uuid[] := donor_family(new.merged_id);
  went record;
  holder uuid;
begin
  for went in
    select distinct on (c.exchanged_with) c.exchanged_with as id, c.email
      from donor_email_change c
     where c.exchanged_with = any (apart) and c.donor_id <> all (apart) and c.confirmed_at >= new.occurred_at
     order by c.exchanged_with, c.confirmed_at
  loop
    holder := (select d.id from donor d where d.email = went.email);
    if holder is null then
      update donor set email = went.email where id = went.id;
    elsif holder = any (donor_family(new.survivor_id)) then
      perform exchange_addresses(went.id, holder);
    end if;
  end loop;
  return null;
end $$;
create trigger addresses_go_back after update on donor_merge for each row execute function addresses_go_back();
