import type { BondKind } from '#app/domain/bonds/bond.ts'
import type { Tx } from '#app/platform/db.ts'
import type { PastBond } from './history.ts'

/** Every bond of a fund as far as a forecast needs it. A family's part of a bond goes back to the family and is not counted. */
export async function readBonds(tx: Tx, fundId: string): Promise<PastBond[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select b.kind, b.posted_at, b.principal_cents - b.family_cents as own_cents, coalesce(held.out, 0)::bigint as out, coalesce(held.own, 0)::bigint as own,
           coalesce(kept.cents, 0)::bigint + bond_lost_cents(b.id) - coalesce(family.lost, 0)::bigint as lost, greatest(back.at, lost.at) as ended_at
      from bond b
      left join (select sub, sum(balance_cents) filter (where code <> 'copay_posted') as out, sum(balance_cents) as own
                   from account_balance where fund_id = ${fundId}::uuid and code in ('bond_deposit', 'refund_due', 'copay_posted')
                  group by sub) held on held.sub = b.id::text
      left join (select bond_id, max(occurred_at) as at from bond_return group by bond_id) back on back.bond_id = b.id
      left join (select r.bond_id, sum(d.amount_cents) as cents from bond_return r join bond_deduction d on d.return_id = r.id
                  group by r.bond_id) kept on kept.bond_id = b.id
      left join (select bond_id, max(occurred_at) as at from bond_loss group by bond_id) lost on lost.bond_id = b.id
      left join lateral (select c.lost from copay_of_bond(b.id) c) family on b.family_cents > 0
     where b.fund_id = ${fundId}::uuid`
  return rows.map((row) => ({
    kind: row.kind,
    postedAt: row.posted_at,
    principalCents: row.own_cents,
    openCents: row.own,
    lostCents: row.lost,
    endedAt: row.out > 0n ? null : row.ended_at,
  }))
}

type Row = {
  kind: BondKind
  posted_at: Date
  own_cents: bigint
  out: bigint
  own: bigint
  lost: bigint
  ended_at: Date | null
}
