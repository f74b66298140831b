import type { Tx } from '#app/platform/db.ts'

/** A bank asks back a gift from before this site began: there is no page here that answers it, so it is answered at Stripe. */
export type ImportedDispute = {
  id: string
  fundId: string
  donorId: string
  donorName: string
  amountCents: bigint
  /** Null until Stripe was asked. */
  reason: string | null
  status: string
  dueBy: Date | null
  createdAt: Date
}

/** Those over gifts to these funds, in the order of `readDisputes`. */
export const readImportedDisputes = (tx: Tx, fundIds: string[]): Promise<ImportedDispute[]> =>
  tx.$queryRaw<ImportedDispute[]>`
    select q.id, g.fund_id as "fundId", d.id::text as "donorId", d.name as "donorName", q.amount_cents as "amountCents", c.reason,
           x.status, c.due_by as "dueBy", coalesce(c.created_at, q.occurred_at) as "createdAt"
      from imported_gift_dispute q
      join imported_gift g on g.id = q.gift_id and g.fund_id = any (${fundIds}::uuid[])
      join donor d on d.id = donor_now(g.donor_id)
      left join dispute_case c on c.id = q.id
      -- What the money did is known before Stripe is asked how it stands.
     cross join lateral (select case when q.state <> 'open' then q.state else coalesce(c.status, 'needs_response') end as status) x
     order by x.status not in ('needs_response', 'warning_needs_response'), x.status in ('won', 'lost', 'warning_closed'),
              case when x.status in ('won', 'lost', 'warning_closed') then null else c.due_by end, "createdAt" desc, q.id`
