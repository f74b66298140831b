-- Why: a fund's promise about refunds binds the gifts that were made under it. What was promised afterwards is neither what a
-- giver could have read, which a bank is told in a dispute, nor the last day of a refund of theirs. How much one person may
-- refund alone is the fund's own affair, and stays that of today. Stripe dates a gift to the second.
create function refund_policy_at(p_fund uuid, p_at timestamptz) returns setof refund_policy
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.* from refund_policy p join refund_policy_decision d on d.policy_id = p.id and d.decision = 'confirmed'
   where p.fund_id = p_fund and date_trunc('second', d.occurred_at) <= p_at order by d.occurred_at desc, d.recorded_at desc, p.id limit 1
$$;
