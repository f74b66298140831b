import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { requireRoles } from '#app/domain/remittances/lock-remittance.server.ts'
import type { Action } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import type { KeptIn } from './offline-gift.ts'

export type LockedBatch = {
  id: string
  fundIds: string[]
  keptIn: KeptIn
  /** A day of the organization's, as `2026-11-21`. */
  depositedOn: string
  control: { total: Cents; pieces: number }
  openedBy: string
}

/**
 * Locks an open batch. Refuses (`batch_unknown`) what the scope does not show, what has ended (`batch_is_closed`,
 * `batch_is_withdrawn`), and who may not do it in every one of its funds.
 */
export async function lockBatch(
  tx: Tx,
  of: { batchId: string; staffId: string; action: Action },
): Promise<LockedBatch> {
  const [row] = await tx.$queryRaw<Row[]>`
    select id, fund_ids, kept_in, to_char(deposited_on, 'YYYY-MM-DD') as deposited_on, control_cents, control_pieces, opened_by, state
      from offline_batch where id = ${of.batchId}::uuid for update`
  if (!row) throw new Refusal('batch_unknown')
  await requireRoles(tx, { staffId: of.staffId, fundIds: row.fund_ids, action: of.action })
  if (row.state !== 'open') throw new Refusal(`batch_is_${row.state}`)
  return {
    id: row.id,
    fundIds: row.fund_ids,
    keptIn: row.kept_in,
    depositedOn: row.deposited_on,
    control: { total: cents(row.control_cents), pieces: row.control_pieces },
    openedBy: row.opened_by,
  }
}

type Row = {
  id: string
  fund_ids: string[]
  kept_in: KeptIn
  deposited_on: string
  control_cents: bigint
  control_pieces: number
  opened_by: string
  state: string
}
