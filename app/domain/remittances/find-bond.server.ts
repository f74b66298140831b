import { afterRecovery } from '#app/domain/bonds/recovery.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * The bond that a case code or a receipt number names, among those of these funds whose money is due; of a shared bond its
 * first part. Refuses what is not there (`bond_unknown`), what was lost (`bond_money_comes_after_a_loss`), has to be claimed
 * anew (`bond_is_claimed_anew`) or is not due (`bond_is_not_due`), and what could be several (`bond_named_by_several`).
 */
export async function findDueBond(tx: Tx, of: { named: string; fundIds: string[] }): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string; state: string; due: boolean }[]>`
    select b.id, b.state, b.state in ('refund_due', 'claimed') as due
      from bond b left join shared_bond_part p on p.disbursement_id = b.disbursement_id
     where b.fund_id = any(${of.fundIds}::uuid[])
       and (b.case_code = upper(${of.named.trim()}) or lower(b.receipt_number) = lower(${of.named.trim()}))
       and coalesce(p.position, 0) = (select coalesce(min(q.position), 0) from shared_bond_part q
                                       where q.shared_bond_id = p.shared_bond_id and q.fund_id = any(${of.fundIds}::uuid[]))`
  const due = rows.filter((row) => row.due)
  const [found] = due
  const [first] = rows
  if (!first) throw new Refusal('bond_unknown', {}, 'bond')
  if (!found) throw new Refusal(whyNotDue(first.state), {}, 'bond')
  if (due.length > 1) throw new Refusal('bond_named_by_several', { count: due.length }, 'bond')
  return found.id
}

/** What is in the way says what to do first: money after a loss is income and has an entry of its own. */
function whyNotDue(state: string): string {
  if (afterRecovery(state)) return 'bond_money_comes_after_a_loss'
  return state === 'stale' || state === 'held_by_depositor' ? 'bond_is_claimed_anew' : 'bond_is_not_due'
}
