-- Why: a report was known by its fund, its rule and the first day of its period. Where a newer version of the rule asks for
-- longer periods, the first of them begins on the day on which a month of the older one did: the year was taken as filed with
-- January's confirmation and figures, and could not be filed itself. So the last day tells the two apart.

drop index report_is_filed_once;
create unique index report_is_filed_once on report_filing
  (fund_id, rule_code, period_start, period_end, coalesce(bond_id, '00000000-0000-0000-0000-000000000000'));
