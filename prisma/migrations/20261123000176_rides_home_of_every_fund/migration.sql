-- Why: the bond of somebody whom one fund serves may be posted out of another. That a ride home is wanted was told to the fund
-- that took the request; whoever follows the bond sees nothing of that request, and so the ride waited for nobody. Here they learn
-- yes or no of a bond that they see, and nothing else of the request.
create function ride_home_is_wanted(p_bond uuid) returns boolean language sql stable security definer
  set search_path = public, pg_temp as $$
  select exists (
    select from bond b join request_case k on k.case_code = b.case_code join request_ride w on w.request_id = k.request_id
     where b.id = p_bond and in_scope(b.fund_id))
$$;
