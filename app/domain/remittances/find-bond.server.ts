import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * The bond that a case code or a receipt number names, among those of these funds whose money is due; of a shared bond its
 * first part. Refuses what is not there (`bond_unknown`), what is not due (`bond_is_not_due`) and what could be several
 * (`bond_named_by_several`).
 */
export async function findDueBond(tx: Tx, of: { named: string; fundIds: string[] }): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string; due: boolean }[]>`
    select b.id, b.state in ('refund_due', 'claimed') as due
      from bond b left join shared_bond_part p on p.disbursement_id = b.disbursement_id
     where b.fund_id = any(${of.fundIds}::uuid[])
       and (b.case_code = upper(${of.named.trim()}) or lower(b.receipt_number) = lower(${of.named.trim()}))
       and coalesce(p.position, 0) = (select coalesce(min(q.position), 0) from shared_bond_part q
                                       where q.shared_bond_id = p.shared_bond_id and q.fund_id = any(${of.fundIds}::uuid[]))`
  const due = rows.filter((row) => row.due)
  const [found] = due
  if (rows.length === 0) throw new Refusal('bond_unknown', {}, 'bond')
  if (!found) throw new Refusal('bond_is_not_due', {}, 'bond')
  if (due.length > 1) throw new Refusal('bond_named_by_several', { count: due.length }, 'bond')
  return found.id
}
