import { mayStillCome } from '#app/domain/bonds/recovery.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Brings } from './remittance.ts'

/**
 * The bond that a case code or a receipt number names, among those of these funds whose money is due, or else that were lost; of
 * a shared bond its first part. Refuses what is not there (`bond_unknown`), has to be claimed anew (`bond_is_claimed_anew`) or is
 * not due (`bond_is_not_due`), and what could be several (`bond_named_by_several`).
 */
export async function findAwaitedBond(
  tx: Tx,
  of: { named: string; fundIds: string[] },
): Promise<{ bondId: string; brings: Brings }> {
  const rows = await tx.$queryRaw<{ id: string; state: string; callsOut: boolean }[]>`
    select b.id, b.state, b.state = 'closed' and bond_calls_are_out(b.id) as "callsOut"
      from bond b left join shared_bond_part p on p.disbursement_id = b.disbursement_id
     where b.fund_id = any(${of.fundIds}::uuid[])
       and (b.case_code = upper(${of.named.trim()}) or lower(b.receipt_number) = lower(${of.named.trim()}))
       and coalesce(p.position, 0) = (select coalesce(min(q.position), 0) from shared_bond_part q
                                       where q.shared_bond_id = p.shared_bond_id and q.fund_id = any(${of.fundIds}::uuid[]))`
  const due = rows.filter(({ state }) => state === 'refund_due' || state === 'claimed')
  const awaited = due.length > 0 ? due : rows.filter(mayStillCome)
  const [found] = awaited
  const [first] = rows
  if (!first) throw new Refusal('bond_unknown', {}, 'bond')
  if (!found) throw new Refusal(whyNotDue(first.state), {}, 'bond')
  if (awaited.length > 1) throw new Refusal('bond_named_by_several', { count: awaited.length }, 'bond')
  return { bondId: found.id, brings: due.length > 0 ? 'return' : 'recovery' }
}

/** What is in the way says what to do first. */
const whyNotDue = (state: string): string =>
  state === 'stale' || state === 'held_by_depositor' ? 'bond_is_claimed_anew' : 'bond_is_not_due'
