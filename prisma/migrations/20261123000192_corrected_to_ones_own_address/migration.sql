-- Why: of a person with two records the one that stands may have the address that bounced, and the other the one that works.
-- Staff could not correct the one to the other: it was said to be another donor's. The two exchange their addresses, as where
-- the donor says so, and each has its own again where the records are taken apart.
alter table mail_resend add column exchanged_with uuid references donor (id);
create index mail_resend_exchanged_idx on mail_resend (exchanged_with) where exchanged_with is not null;

-- As before, and: what staff exchanged comes back too.
create or replace function addresses_go_back() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  apart uuid[] := donor_family(new.merged_id);
  went record;
  holder uuid;
begin
  for went in
    select distinct on (c.exchanged_with) c.exchanged_with as id, c.email
      from (select e.exchanged_with, e.donor_id, e.email, e.confirmed_at as at from donor_email_change e
            union all
            select r.exchanged_with, m.donor_id, m.recipient, r.occurred_at
              from mail_resend r join mail m on m.id = r.new_mail_id where m.recipient <> '') c
     where c.exchanged_with = any (apart) and c.donor_id <> all (apart) and c.at >= new.occurred_at
     order by c.exchanged_with, c.at
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
