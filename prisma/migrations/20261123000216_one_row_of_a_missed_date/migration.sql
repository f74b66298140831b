-- Why: that someone missed court is often known before what became of their date is entered. The date wrote a second miss: somebody
-- was asked twice, and a report counted two. A miss that names no date takes the date that turns out to be the one, once.

create function missed_date_guard() returns trigger language plpgsql as $$
begin
  if old.date_id is not null or new.date_id is null or (to_jsonb(new) - 'date_id') <> (to_jsonb(old) - 'date_id') then
    perform broken('dates_are_append_only', 'missed_date');
  end if;
  return new;
end $$;
create trigger missed_date_guard before update on missed_date for each row execute function missed_date_guard();

drop trigger missed_date_is_append_only on missed_date;
create trigger missed_date_is_append_only before delete or truncate on missed_date
  for each statement execute function refuse_rewriting('dates_are_append_only');
