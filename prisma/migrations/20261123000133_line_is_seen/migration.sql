-- Why: a line for payment pages that is full turned people away and nobody at the organization saw it. They are counted by the
-- hour as everything is that the form does not take: several at once, since a full line must cost next to nothing.
create function count_turned_away(p_what text, p_at timestamptz, p_times bigint) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into defence_count as c (hour, what, times) values (date_trunc('hour', p_at, 'UTC'), p_what, p_times)
  on conflict (hour, what) do update set times = c.times + p_times
$$;

-- Calls that nobody waits for are few and on other endpoints: they need no pace of ours, and no bucket that nothing takes from.
delete from stripe_bucket where name = 'background';
alter table stripe_bucket drop constraint stripe_bucket_name_check;
alter table stripe_bucket add constraint stripe_bucket_is_of_payment_pages check (name = 'checkout');
