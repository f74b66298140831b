-- Whoever only posts learns what cash they carry, and says themselves that a bond could not be posted.

-- Owner's eyes: in their own narrow scope a poster sees no advance. It names those that are theirs and the fund of each, no
-- more, and nothing in any other scope.
create function readers_advances() returns table (advance_id uuid, fund_id uuid) language sql stable security definer
  set search_path = public, pg_temp as $$
  select a.id, a.fund_id from advance a
   where scope_is_poster() and a.poster_id = nullif(current_setting('homeward.poster', true), '')::uuid
     and holds_role(a.poster_id, a.fund_id, array['poster', 'intake', 'treasurer'])
   order by a.occurred_at, a.id
$$;
