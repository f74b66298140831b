import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

export type LockedRemittance = {
  id: string
  fundIds: string[]
  reference: string
  total: Cents
  /** A day of the organization's, as `2026-11-21`. */
  receivedOn: string
  openedBy: string
}

/** Refuses (`role_may_not`) where a person may not do it in every one of the funds. */
export async function requireRoles(
  tx: Tx,
  of: { staffId: string; fundIds: string[]; action: Action },
): Promise<void> {
  for (const fundId of of.fundIds) {
    const roles = await rolesInFund(tx, { staffId: of.staffId, fundId })
    if (!may(roles, of.action)) throw new Refusal('role_may_not')
  }
}

/**
 * Locks an open remittance, before any bond. Refuses (`remittance_unknown`) what the scope does not show, what has ended
 * (`remittance_is_closed`, `remittance_is_withdrawn`), and who may not do it in every one of its funds.
 */
export async function lockRemittance(
  tx: Tx,
  of: { remittanceId: string; staffId: string; action: Action },
): Promise<LockedRemittance> {
  const [row] = await tx.$queryRaw<Row[]>`
    select id, fund_ids, reference, total_cents, to_char(received_on, 'YYYY-MM-DD') as received_on, opened_by, state
      from remittance where id = ${of.remittanceId}::uuid for update`
  if (!row) throw new Refusal('remittance_unknown')
  await requireRoles(tx, { staffId: of.staffId, fundIds: row.fund_ids, action: of.action })
  if (row.state !== 'open') throw new Refusal(`remittance_is_${row.state}`)
  return {
    id: row.id,
    fundIds: row.fund_ids,
    reference: row.reference,
    total: cents(row.total_cents),
    receivedOn: row.received_on,
    openedBy: row.opened_by,
  }
}

type Row = {
  id: string
  fund_ids: string[]
  reference: string
  total_cents: bigint
  received_on: string
  opened_by: string
  state: string
}
