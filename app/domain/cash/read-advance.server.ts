import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { stateOf } from './acts.ts'

/** How an advance stands. True only as long as the fund's bank is locked. Refuses what the scope does not show. */
export async function lockedAdvance(tx: Tx, id: string) {
  const [row] = await tx.$queryRaw<Row[]>`
    select a.id, a.fund_id, a.poster_id, a.source, a.amount_cents, a.signed_out_by, a.occurred_at,
           advance_left_cents(a.id) as left_cents, advance_unsigned_cents(a.id) as unsigned_cents,
           exists (select from advance_confirmation c where c.advance_id = a.id) as confirmed,
           exists (select from advance_withdrawal w where w.advance_id = a.id) as withdrawn
      from advance a where a.id = ${id}::uuid`
  if (!row) throw new Refusal('advance_unknown')
  return {
    id: row.id,
    fundId: row.fund_id,
    posterId: row.poster_id,
    source: row.source,
    amountCents: row.amount_cents,
    signedOutBy: row.signed_out_by,
    occurredAt: row.occurred_at,
    left: row.left_cents,
    unsigned: row.unsigned_cents,
    state: stateOf({ confirmed: row.confirmed, withdrawn: row.withdrawn, left: row.left_cents }),
  }
}

/** Whether cash that was signed out for it is still in a poster's hands. */
export async function cashIsOut(tx: Tx, disbursementId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ out: boolean }[]>`select cash_is_out(${disbursementId}::uuid) as out`
  return row?.out ?? false
}

/** Those of these disbursements whose cash is with a poster. */
export async function withCashOut(tx: Tx, of: { id: string }[]): Promise<Set<string>> {
  const ids = of.map(({ id }) => id)
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select v.disbursement_id as id from advance_cover v
     where v.disbursement_id = any(${ids}::uuid[]) and cash_is_out(v.disbursement_id)`
  return new Set(rows.map(({ id }) => id))
}

type Row = {
  id: string
  fund_id: string
  poster_id: string
  source: string
  amount_cents: bigint
  signed_out_by: string
  occurred_at: Date
  left_cents: bigint
  unsigned_cents: bigint
  confirmed: boolean
  withdrawn: boolean
}
