import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { BondStanding } from './acts.ts'
import type { BondKind } from './bond.ts'

export type LockedBond = BondStanding & {
  id: string
  fundId: string
  disbursementId: string
  principal: Cents
  postedAt: Date
}

/**
 * Locks the disbursement, then the bond, before the fund's bank: the order of every verb, so that none waits in a ring.
 * Refuses (`bond_unknown`) what the scope does not show.
 */
export async function lockBond(tx: Tx, id: string): Promise<LockedBond> {
  await tx.$queryRaw`
    select d.id from disbursement d where d.id = (select b.disbursement_id from bond b where b.id = ${id}::uuid) for update`
  const [row] = await tx.$queryRaw<Row[]>`
    select b.id, b.fund_id, b.disbursement_id, b.kind, b.state, b.principal_cents, b.posted_at,
           (select p.paid_by from disbursement_payment p where p.disbursement_id = b.disbursement_id) as paid_by
      from bond b where b.id = ${id}::uuid for update`
  if (!row) throw new Refusal('bond_unknown')
  return {
    id: row.id,
    fundId: row.fund_id,
    disbursementId: row.disbursement_id,
    kind: row.kind,
    state: row.state,
    principal: cents(row.principal_cents),
    postedAt: row.posted_at,
    paidBy: row.paid_by,
  }
}

type Row = {
  id: string
  fund_id: string
  disbursement_id: string
  kind: BondKind
  state: string
  principal_cents: bigint
  posted_at: Date
  paid_by: string
}
