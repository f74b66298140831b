-- Why: a bond mailbox with one reader is opened until that one is ill, and one with none never. It is set with two people.
-- Mailboxes that were set before with fewer stand as they are, and their administrators are asked for a second reader.
create or replace function bond_mailbox_guard() returns trigger language plpgsql as $$
begin
  if not holds_role(new.recorded_by, new.fund_id, array['administrator']) then
    perform broken('mailbox_is_set_by_an_administrator', 'bond_mailbox');
  end if;
  if new.first_reader is null or new.other_reader is null then
    perform broken('mailbox_readers_are_two_people', 'bond_mailbox');
  end if;
  if exists (select from unnest(array[new.first_reader, new.other_reader]) reader
              where not holds_role(reader, new.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])) then
    perform broken('mailbox_reader_holds_a_role', 'bond_mailbox');
  end if;
  return new;
end $$;
