import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'

const pageSize = 50

export type ListedPayout = {
  id: string
  amountCents: bigint
  createdAt: Date
  /** Made by Stripe's schedule, which says what it carries; not so one made by hand. */
  automatic: boolean
  /** How many movements at Stripe it carries, and their nets together; null until Stripe has said. */
  carried: bigint
  carriedCents: bigint | null
  arrivedAt: Date | null
  failedAt: Date | null
  state: 'not_composed' | 'not_divided' | 'on_its_way' | 'arrived' | 'matched' | 'failed'
  /** The bank's line that says it came, where this person may see it. */
  line: { matchId: string; day: string } | null
}

/** Stripe's payouts, the newest first: what each carries, whether it arrived, and the bank's line that says so. */
export async function listPayouts(of: {
  staff: { fundIds: string[] }
  after: string | null
}): Promise<{ payouts: ListedPayout[]; older: string | null }> {
  const rows = await inTransaction(
    { scope: { kind: 'staff', fundIds: of.staff.fundIds } },
    (tx) => tx.$queryRaw<ListedPayout[]>`
    select p.id, p.amount_cents as "amountCents", p.created_at as "createdAt", p.automatic, i.carried, i.cents as "carriedCents",
           a.occurred_at as "arrivedAt", f.occurred_at as "failedAt", b.line,
           case when f.payout_id is not null then 'failed' when b.line is not null then 'matched'
                when a.payout_id is not null then 'arrived' when c.payout_id is not null then 'on_its_way'
                when p.automatic then 'not_composed' else 'not_divided' end as state
      from stripe_payout p
      cross join lateral (
        select count(*) as carried, sum(m.net_cents)::bigint as cents
          from stripe_payout_item x join stripe_balance_transaction m on m.id = x.txn_id where x.payout_id = p.id) i
      left join stripe_payout_event c on c.payout_id = p.id and c.kind = 'composed'
      left join stripe_payout_event a on a.payout_id = p.id and a.kind = 'arrived'
      left join stripe_payout_event f on f.payout_id = p.id and f.kind = 'failed'
      left join lateral (
        select jsonb_build_object('matchId', m.id, 'day', l.day) as line
          from bank_match_movement v
          join standing_bank_match m on m.id = v.match_id
          join bank_match_line x on x.match_id = m.id join bank_line l on l.id = x.line_id
         where v.source_kind = 'payout_arrived' and v.source_id = p.id order by l.day, l.id limit 1) b on true
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

export type DividedPart = { fundId: string | null; fund: string; cents: bigint }

/**
 * How a payout was divided over the funds: told of one that was made by hand, whose movements Stripe cannot name. Funds that
 * are not this person's are one sum.
 */
export async function dividedOver(of: {
  payoutId: string
  fundIds: string[]
  language: string
}): Promise<DividedPart[]> {
  const rows = await db().$queryRaw<{ fundId: string | null; cents: bigint }[]>`
    select case when f.kind = 'operating' or f.id = any (${of.fundIds}::uuid[]) then f.id::text end as "fundId",
           sum(t.amount_cents)::bigint as cents
      from stripe_payout p join ledger_transfer t on t.source_kind = 'stripe_txn' and t.source_id = p.txn_id and t.code = 'payout_made'
      join fund f on f.id = t.fund_id
     where p.id = ${of.payoutId} and not p.automatic group by 1 order by 2 desc`
  const fundIds = rows.flatMap(({ fundId }) => fundId ?? [])
  const names = await fundNames(db(), { fundIds, language: of.language })
  return rows.map(({ fundId, cents }) => ({ fundId, fund: names.get(fundId ?? '') ?? '', cents }))
}

const mostCarried = 500

export type Carried = {
  /** The first of those that are shown to this person. */
  movements: CarriedMovement[]
  /** How many those are in all, whether listed or not. */
  count: number
  /** What belongs to other funds, wholly or in part: how many movements, and their nets together. */
  others: { count: number; cents: bigint }
}

/**
 * What a payout carries, movement by movement. What is of a fund that is not this person's is one sum, also where a gift was
 * split over one of theirs and another: its amount would tell what the other got.
 */
export async function carriedBy(of: { payoutId: string; fundIds: string[] }): Promise<Carried> {
  const rows = await db().$queryRaw<
    (CarriedMovement & { count: number; otherCount: number; otherCents: bigint; mine: boolean })[]
  >`
    with carried as (
      select m.id, m.type, m.amount_cents, m.fee_cents, m.net_cents, m.created_at,
             not exists (select from ledger_transfer t join fund f on f.id = t.fund_id
                          where t.source_kind = 'stripe_txn' and t.source_id = m.id
                            and f.kind <> 'operating' and f.id <> all (${of.fundIds}::uuid[])) as mine
        from stripe_payout_item x join stripe_balance_transaction m on m.id = x.txn_id where x.payout_id = ${of.payoutId}),
    sums as (
      select count(*) filter (where mine)::int as count, count(*) filter (where not mine)::int as others,
             coalesce(sum(net_cents) filter (where not mine), 0)::bigint as cents from carried)
    select c.id, c.type, c.amount_cents as "amountCents", c.fee_cents as "feeCents", c.net_cents as "netCents",
           c.created_at as "createdAt", s.count, s.others as "otherCount", s.cents as "otherCents", coalesce(c.mine, false) as mine
      from sums s left join carried c on c.mine order by c.created_at, c.id limit ${mostCarried}`
  const [sums] = rows
  return {
    movements: rows.flatMap(({ mine, id, type, amountCents, feeCents, netCents, createdAt }) =>
      mine ? [{ id, type, amountCents, feeCents, netCents, createdAt }] : [],
    ),
    count: sums?.count ?? 0,
    others: { count: sums?.otherCount ?? 0, cents: sums?.otherCents ?? 0n },
  }
}
