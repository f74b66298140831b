import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'

const pageSize = 30

export type ListedMatch = {
  id: string
  rule: string
  reason: string | null
  matchedBy: string | null
  at: Date
  /** Of its first line, else of its first movement. */
  day: string
  lines: bigint
  amountCents: bigint
  movements: { kind: string; cents: string }[]
  bookedCents: bigint
  bookedFundId: string | null
  matchedById: string | null
  explanation: string | null
  explainedBy: string | null
  undone: string | null
  undoneBy: string | null
  /** Of a move between own accounts: the other half, where the reader sees that account. */
  otherMatchId: string | null
  otherAccount: string | null
}

type Asked = { accountId: string; month: string | null; after: string | null; only: 'all' | 'unexplained' }

const told = Prisma.sql`
    select m.id::text, m.rule, m.reason, s.name as "matchedBy", m.occurred_at as at, x.day, x.lines,
           x.cents as "amountCents", v.movements, m.booked_cents as "bookedCents", m.booked_fund_id::text as "bookedFundId",
           m.matched_by::text as "matchedById", e.kind as explanation, es.name as "explainedBy", u.reason as undone,
           us.name as "undoneBy", h.id::text as "otherMatchId", ha.name || ' ' || ha.last4 as "otherAccount"
      from bank_match m
      cross join lateral (
        select coalesce(min(l.day), day_here(m.occurred_at))::text as day, count(*) as lines,
               coalesce(sum(l.amount_cents), 0)::bigint as cents
          from bank_match_line i join bank_line l on l.id = i.line_id where i.match_id = m.id) x
      cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_object('kind', i.source_kind, 'cents', i.amount_cents::text)
                                  order by i.source_kind, i.source_id), '[]') as movements
          from bank_match_movement i where i.match_id = m.id) v
      left join staff s on s.id = m.matched_by
      left join bank_difference_explanation e on e.match_id = m.id left join staff es on es.id = e.explained_by
      left join bank_unmatch u on u.match_id = m.id left join staff us on us.id = u.unmatched_by
      left join bank_own_transfer w on m.id in (w.out_match_id, w.in_match_id)
      left join bank_match h on h.id in (w.out_match_id, w.in_match_id) and h.id <> m.id
      left join bank_account ha on ha.id = h.bank_account_id`

/** One match and what became of it; null where it is not there for this person. */
export async function oneMatch(tx: Tx, matchId: string): Promise<ListedMatch | null> {
  const rows = await tx.$queryRaw<ListedMatch[]>`${told} where m.id = ${matchId}::uuid`
  return rows[0] ?? null
}

/** Matches and what became of them, the newest first. */
export async function listMatches(
  tx: Tx,
  { accountId, month, after, only }: Asked,
): Promise<{ matches: ListedMatch[]; older: string | null }> {
  const rows = await tx.$queryRaw<ListedMatch[]>`${told}
     where m.bank_account_id = ${accountId}::uuid
       and (${month}::text is null or left(x.day, 7) = ${month})
       and (${only} = 'all' or (m.booked_cents <> 0 and e.match_id is null and u.match_id is null))
       and (${after}::uuid is null
            or (m.occurred_at, m.id) < (select b.occurred_at, b.id from bank_match b where b.id = ${after}::uuid))
     order by m.occurred_at desc, m.id desc limit ${pageSize + 1}`
  const matches = rows.slice(0, pageSize)
  return { matches, older: rows.length > pageSize ? (matches.at(-1)?.id ?? null) : null }
}
