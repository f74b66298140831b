import { db, inTransaction } from '#app/platform/db.ts'

const pageSize = 50

export type ListedPayout = {
  id: string
  amountCents: bigint
  createdAt: Date
  /** How many movements at Stripe it carries, and their nets together; null until Stripe has said. */
  carried: bigint
  carriedCents: bigint | null
  arrivedAt: Date | null
  failedAt: Date | null
  state: 'not_composed' | 'on_its_way' | 'arrived' | 'matched' | 'failed'
  lineDay: string | null
}

/** Stripe's payouts, the newest first: what each carries, whether it arrived, and the bank's line that says so. */
export async function listPayouts(of: {
  staff: { fundIds: string[] }
  after: string | null
}): Promise<{ payouts: ListedPayout[]; older: string | null }> {
  const rows = await inTransaction(
    { scope: { kind: 'staff', fundIds: of.staff.fundIds } },
    (tx) => tx.$queryRaw<ListedPayout[]>`
    select p.id, p.amount_cents as "amountCents", p.created_at as "createdAt", i.carried, i.cents as "carriedCents",
           a.occurred_at as "arrivedAt", f.occurred_at as "failedAt", b.day as "lineDay",
           case when f.payout_id is not null then 'failed' when b.day is not null then 'matched'
                when a.payout_id is not null then 'arrived' when c.payout_id is not null then 'on_its_way'
                else 'not_composed' end as state
      from stripe_payout p
      cross join lateral (
        select count(*) as carried, sum(m.net_cents)::bigint as cents
          from stripe_payout_item x join stripe_balance_transaction m on m.id = x.txn_id where x.payout_id = p.id) i
      left join stripe_payout_event c on c.payout_id = p.id and c.kind = 'composed'
      left join stripe_payout_event a on a.payout_id = p.id and a.kind = 'arrived'
      left join stripe_payout_event f on f.payout_id = p.id and f.kind = 'failed'
      left join lateral (
        select min(l.day)::text as day from bank_match_movement v
          join standing_bank_match m on m.id = v.match_id
          join bank_match_line x on x.match_id = m.id join bank_line l on l.id = x.line_id
         where v.source_kind = 'payout_arrived' and v.source_id = p.id) b on true
     where ${of.after}::text is null
        or (p.created_at, p.id) < (select o.created_at, o.id from stripe_payout o where o.id = ${of.after})
     order by p.created_at desc, p.id desc limit ${pageSize + 1}`,
  )
  const payouts = rows.slice(0, pageSize)
  return { payouts, older: rows.length > pageSize ? (payouts.at(-1)?.id ?? null) : null }
}

export type CarriedMovement = {
  id: string
  type: string
  amountCents: bigint
  feeCents: bigint
  netCents: bigint
  createdAt: Date
}

const mostCarried = 500

/** What a payout carries, movement by movement. */
export const carriedBy = (payoutId: string): Promise<CarriedMovement[]> =>
  db().$queryRaw<CarriedMovement[]>`
    select m.id, m.type, m.amount_cents as "amountCents", m.fee_cents as "feeCents", m.net_cents as "netCents",
           m.created_at as "createdAt"
      from stripe_payout_item x join stripe_balance_transaction m on m.id = x.txn_id
     where x.payout_id = ${payoutId} order by m.created_at, m.id limit ${mostCarried}`
