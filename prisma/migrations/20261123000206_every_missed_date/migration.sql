-- Why: a log of failures to appear lists each of them. Counted was how often a bond moved to "missed court"; a second date missed
-- while it stands there, one of someone still inside, and every date with ICE move no bond, and were left out.

-- As before, and: every missed date counts, on its own day, or where only the miss is known on the day on which it happened.
create or replace function report_figures(p_fund uuid, p_kind text, p_from date, p_until date, p_bond uuid)
returns table (bonds_posted bigint, posted_cents bigint, bonds_returned bigint, returned_cents bigint, kept_cents bigint,
               bonds_forfeited bigint, forfeited_cents bigint, bonds_written_off bigint, written_off_cents bigint,
               missed_court bigint, bonds_open bigint, open_cents bigint)
language sql stable as $$
  with of_fund as (
    select b.id, b.principal_cents, local_day(b.posted_at) as day from bond b
     where b.fund_id = p_fund and (p_kind is null or b.kind = p_kind) and (p_bond is null or b.id = p_bond)
       and local_day(b.posted_at) < p_until),
  returned as (
    select r.bond_id, local_day(r.occurred_at) as day, r.received_cents,
           coalesce((select sum(d.amount_cents) from bond_deduction d where d.return_id = r.id), 0) as kept
      from bond_return r join of_fund b on b.id = r.bond_id where local_day(r.occurred_at) < p_until),
  lost as (
    select l.bond_id, l.kind, local_day(l.occurred_at) as day, l.amount_cents, 1 as counts
      from bond_loss l join of_fund b on b.id = l.bond_id where local_day(l.occurred_at) < p_until
    union all
    select v.bond_id, l.kind, local_day(v.occurred_at), -l.amount_cents, -1
      from bond_loss_reversal v join bond_loss l on l.id = v.loss_id join of_fund b on b.id = v.bond_id
     where local_day(v.occurred_at) < p_until),
  missed as (
    select coalesce(d.day, local_day(m.occurred_at)) as day
      from missed_date m join of_fund b on b.id = m.bond_id left join court_date d on d.id = m.date_id),
  still_out as (
    select b.principal_cents - coalesce((select sum(r.received_cents + r.kept) from returned r where r.bond_id = b.id), 0)
           - coalesce((select sum(l.amount_cents) from lost l where l.bond_id = b.id), 0) as cents from of_fund b)
  select (select count(*) from of_fund b where b.day >= p_from),
         (select coalesce(sum(b.principal_cents), 0)::bigint from of_fund b where b.day >= p_from),
         (select count(distinct r.bond_id) from returned r where r.day >= p_from),
         (select coalesce(sum(r.received_cents), 0)::bigint from returned r where r.day >= p_from),
         (select coalesce(sum(r.kept), 0)::bigint from returned r where r.day >= p_from),
         (select coalesce(sum(l.counts), 0)::bigint from lost l where l.day >= p_from and l.kind = 'forfeited'),
         (select coalesce(sum(l.amount_cents), 0)::bigint from lost l where l.day >= p_from and l.kind = 'forfeited'),
         (select coalesce(sum(l.counts), 0)::bigint from lost l where l.day >= p_from and l.kind = 'written_off'),
         (select coalesce(sum(l.amount_cents), 0)::bigint from lost l where l.day >= p_from and l.kind = 'written_off'),
         (select count(*) from missed m where m.day >= p_from and m.day < p_until),
         (select count(*) from still_out s where s.cents > 0),
         (select coalesce(sum(s.cents), 0)::bigint from still_out s where s.cents > 0)
$$;
