import { Prisma } from '#prisma/generated/client.ts'
import { dueStates } from '../chase.ts'

/**
 * What is due of each bond, and since when. Of a bond that funds share a row for each part in the scope, numbered in `part`;
 * on each what is due of all of them, in which funds, and which funds with a part the scope does not show.
 */
export const dueBonds = (at: Date): Prisma.Sql => Prisma.sql`
  select b.id, b.fund_id, f.slug, b.kind, b.principal_cents, b.posted_at, b.case_code, b.state, a.balance_cents as due_cents, d.due_since,
         row_number() over (one_bond order by own.position)::int as part,
         (sum(a.balance_cents) over one_bond)::bigint as whole_due_cents,
         (sum(b.principal_cents) over one_bond)::bigint as whole_principal_cents,
         array_agg(b.fund_id) over one_bond as fund_ids, array_agg(f.slug) over one_bond as slugs, h.hidden_fund_ids,
         greatest(0, floor(extract(epoch from ${at}::timestamptz - d.due_since) / 86400))::int as days,
         coalesce(p.last_day, s.last_day) as last_day,
         case when p.last_day is not null then 'paper' when s.guessed then 'guess' when s.reviewed then 'term'
              when s.last_day is not null then 'unreviewed_term' end as last_day_from
    from bond b
    join fund f on f.id = b.fund_id
    join account_balance a on a.fund_id = b.fund_id and a.sub = b.id::text and a.code = 'refund_due' and a.balance_cents > 0
    left join shared_bond_part own on own.disbursement_id = b.disbursement_id
   cross join lateral (select coalesce(array_agg(x.fund_id order by x.part), '{}') as hidden_fund_ids
                         from shared_parts_seen(own.shared_bond_id) x
                        where own.shared_bond_id is not null and x.disbursement_id is null) h
   cross join lateral (select coalesce(max(c.occurred_at), b.posted_at) as due_since from bond_state_change c
                        where c.bond_id = b.id and c.to_state = 'refund_due') d
    left join lateral (select x.last_day from bond_chase x where x.bond_id = b.id and x.last_day is not null
                        order by x.id desc limit 1) p on true
    left join lateral suggested_last_day(b.id) s on true
   where b.state = any(${[...dueStates]}::text[])
  window one_bond as (partition by coalesce(own.shared_bond_id, b.id))`

/** For `d` a bond of those: what was last done about its money. That ICE was asked before it was due is not. */
export const lastChase = Prisma.sql`
  select x.kind, x.occurred_at, x.drawn_to, x.due_on from bond_chase x
   where x.bond_id = d.id
     and x.recorded_at >= coalesce((select max(s.recorded_at) from bond_state_change s
                                     where s.bond_id = d.id and s.to_state = 'refund_due'), '-infinity')
   order by x.id desc limit 1`
