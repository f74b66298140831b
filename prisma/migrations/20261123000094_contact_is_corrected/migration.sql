-- Why: a number that was heard wrongly, or is safe no longer, could not be corrected: people called it until they gave up. The
-- number and the language are sealed anew; the word about voicemail stands with the request, and changes with them. Of whoever
-- was erased nothing changes.
create or replace function help_request_guard() returns trigger language plpgsql as $$
begin
  if (to_jsonb(new) - 'state' - 'erased_at' - 'voicemail') <> (to_jsonb(old) - 'state' - 'erased_at' - 'voicemail')
     or (old.erased_at is not null and new.erased_at is distinct from old.erased_at)
     or (new.voicemail <> old.voicemail
         and (old.erased_at is not null
              or exists (select from person p where p.id = new.person_id and p.erased_at is not null))) then
    perform broken('request_facts_stay', 'help_request');
  end if;
  if new.state <> old.state and not exists (
    select from help_request_transition t where t.from_state = old.state and t.to_state = new.state) then
    perform broken('request_moves_along_the_table', 'help_request');
  end if;
  -- What was promised to a person who was helped is followed to its end, and needs to be known until then.
  if new.erased_at is not null and old.erased_at is null and exists (
    select from help_request_event e where e.request_id = new.id and e.to_state = 'approved') then
    perform broken('accepted_request_is_not_erased', 'help_request');
  end if;
  return new;
end $$;
