-- Why: a report to one state counted the fund's bonds in every state, and a report after each bond was asked for bonds posted
-- elsewhere. Its figures are of the bonds that count in its place, as those of a number per period are: whose court lies there, or
-- of whose court nobody said where it lies while the fund served a place there. What was filed stays as it was filed.

-- As before, and: of the bonds that count in a place; or of the one bond that is asked about, wherever it is said to lie since.
drop function report_figures(uuid, text, date, date, uuid);
create function report_figures(p_fund uuid, p_kind text, p_place text, p_from date, p_until date, p_bond uuid)
returns table (bonds_posted bigint, posted_cents bigint, bonds_returned bigint, returned_cents bigint, kept_cents bigint,
               bonds_forfeited bigint, forfeited_cents bigint, bonds_written_off bigint, written_off_cents bigint,
               missed_court bigint, bonds_open bigint, open_cents bigint)
language sql stable as $$
  with of_fund as (
    select b.id, b.principal_cents, local_day(b.posted_at) as day from bond b
     where b.fund_id = p_fund and (p_kind is null or b.kind = p_kind) and local_day(b.posted_at) < p_until
       and case when p_bond is null then bond_counts_in(b.id, p_place) else b.id = p_bond end),
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

-- As before, and: of a bond that counts in the place.
create or replace function report_filing_guard() returns trigger language plpgsql as $$
declare
  r jurisdiction_rule;
  s report_schedule;
begin
  select * into r from jurisdiction_rule x where x.id = new.rule_id;
  select * into s from report_schedule x where x.rule_id = new.rule_id;
  if s.rule_id is null or new.rule_code <> r.code
     or not exists (select from fund_place p where p.fund_id = new.fund_id and lies_in(p.place, r.place)) then
    perform broken('filing_is_of_a_report_of_the_fund', 'report_filing');
  end if;
  if not exists (select from staff_role o join staff p on p.id = o.staff_id and p.disabled_at is null
                  where o.staff_id = new.filed_by and o.fund_id = new.fund_id and o.role in ('treasurer', 'administrator')) then
    perform broken('reports_are_filed_by_treasurers', 'report_filing');
  end if;
  if (s.period = 'per_event') <> (new.bond_id is not null)
     or new.period_end <> (case s.period
          when 'monthly' then date_trunc('month', new.period_start) + interval '1 month'
          when 'quarterly' then date_trunc('quarter', new.period_start) + interval '3 months'
          when 'yearly' then date_trunc('year', new.period_start) + interval '1 year'
          else new.period_start + interval '1 day' end)::date
     or new.period_start <> (case s.period
          when 'monthly' then date_trunc('month', new.period_start)
          when 'quarterly' then date_trunc('quarter', new.period_start)
          when 'yearly' then date_trunc('year', new.period_start)
          else (select local_day(b.posted_at) from bond b
                 where b.id = new.bond_id and b.fund_id = new.fund_id and (r.bond_kind is null or b.kind = r.bond_kind)
                   and bond_counts_in(b.id, r.place))
        end)::date is not false then
    perform broken('filing_is_of_one_period', 'report_filing');
  end if;
  if new.filed_on < new.period_end - (s.period = 'per_event')::integer or new.filed_on > current_date + 1 then
    perform broken('report_is_filed_after_its_period', 'report_filing');
  end if;
  select to_jsonb(f) into new.figures
    from report_figures(new.fund_id, r.bond_kind, r.place, new.period_start, new.period_end, new.bond_id) f;
  return new;
end $$;
