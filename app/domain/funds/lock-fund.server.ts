import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { FundState } from './fund.ts'

export type LockedFund = { id: string; state: FundState; reserveFloorCents: bigint }

/**
 * The fund that someone is about to change, held until the end of the transaction. Refuses `fund_unknown`, and
 * `role_may_not` where they do not manage it.
 */
export async function lockManagedFund(tx: Tx, of: { fundId: string; staffId: string }): Promise<LockedFund> {
  const [fund] = await tx.$queryRaw<LockedFund[]>`
    select id, state, reserve_floor_cents as "reserveFloorCents" from fund
     where id = ${of.fundId}::uuid and kind <> 'operating' for no key update`
  if (!fund) throw new Refusal('fund_unknown')
  await requireRole(tx, { ...of, action: 'funds:manage' })
  return fund
}
