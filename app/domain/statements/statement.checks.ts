import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'

export const statementChecks: Check[] = [
  sqlCheck(
    'statement_adds_up',
    `select s.id, s.number, s.given_cents, s.refunded_cents, s.disputed_cents, l.given, l.refunded, l.disputed
       from annual_statement s
       left join (select statement_id, count(*) as lines,
                         coalesce(sum(amount_cents) filter (where kind = 'gift'), 0) as given,
                         coalesce(sum(amount_cents) filter (where kind = 'refund'), 0) as refunded,
                         coalesce(sum(amount_cents) filter (where kind = 'dispute'), 0) as disputed
                    from annual_statement_line group by 1) l on l.statement_id = s.id
      where (l.lines, l.given, l.refunded, l.disputed)
            is distinct from (s.lines::bigint, s.given_cents::numeric, s.refunded_cents::numeric, s.disputed_cents::numeric)`,
  ),
  // A gift that went to another record of the same person was this one's when the paper was issued.
  // A refund that failed later, or a dispute won after all, no longer stands, but it was what the paper says it was.
  sqlCheck(
    'statement_matches_its_gifts',
    `select l.statement_id, l.position, l.amount_cents, g.amount_cents as booked
       from annual_statement_line l join annual_statement s on s.id = l.statement_id
       left join donor_gift_line g on (g.donor_id = s.donor_id or g.donor_id = any (donors_ever_joined(s.donor_id)))
                                  and g.gift_kind = l.gift_kind and g.gift_id = l.gift_id
                                  and g.kind = l.kind and g.source_id = l.source_id and g.fund_id = l.fund_id
      where g.amount_cents is distinct from l.amount_cents or g.given_at <> l.given_at
         or l.given_at < (s.from_day::timestamp at time zone s.timezone)
         or l.given_at >= ((s.to_day + 1)::timestamp at time zone s.timezone)`,
  ),
  sqlCheck(
    'statement_gifts_are_whole',
    `select l.statement_id, l.gift_id, l.cents, p.amount_cents
       from (select statement_id, gift_id, sum(amount_cents) as cents from annual_statement_line
              where kind = 'gift' group by 1, 2) l
       left join payment p on p.id = l.gift_id
       left join imported_gift i on i.id = l.gift_id
      where l.cents is distinct from coalesce(p.amount_cents, i.amount_cents)`,
  ),
  sqlCheck(
    'statement_keeps_its_name',
    `select s.id, s.number from annual_statement s
      where not exists (select from annual_statement_name n where n.statement_id = s.id)
        and not exists (select from donor_erasure e where e.donor_id = s.donor_id)`,
  ),
  // Two papers of one person, issued to two of their records: a gift is claimed from one of them.
  sqlCheck(
    'gift_stands_in_one_records_statement',
    `with in_force as (
       select s.id, s.number, s.donor_id from annual_statement s
        where exists (select from donor_merge m where s.donor_id in (m.survivor_id, m.merged_id))
          and not exists (select from annual_statement r where r.replaces_id = s.id)
          and not exists (select from statement_succession x where x.statement_id = s.id))
     select distinct o.number as older, n.number as newer, l.gift_id
       from in_force o join in_force n on n.number > o.number and n.donor_id <> o.donor_id
       join annual_statement_line l on l.statement_id = o.id
       join annual_statement_line k on k.statement_id = n.id and (k.gift_kind, k.gift_id) = (l.gift_kind, l.gift_id)`,
  ),
]
