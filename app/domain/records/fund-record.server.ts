import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type FundChange, fundChanges } from './fund-changes.server.ts'
import { type RoleHeld, rolesOverTime } from './roles-over-time.server.ts'

export type FundRecord = {
  fundId: string
  slug: string
  name: string
  /** Cents on the account's own side, sub-ledgers summed. */
  balances: { code: string; type: string; cents: bigint; parts: number }[]
  changes: FundChange[]
  closes: { seq: number; cutAt: Date; published: boolean; by: string | null }[]
  approvals: { count: number; people: number; last: Date | null }
  roles: RoleHeld[]
}

/** What the books and the acts tell about a fund. Null for one that is none of these. */
export const fundRecord = (of: {
  fundId: string
  fundIds: string[]
  language: string
}): Promise<FundRecord | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const { fundId } = of
    const fund = of.fundIds.includes(fundId) && (await tx.fund.findUnique({ where: { id: fundId } }))
    if (!fund) return null
    const names = await fundNames(tx, { fundIds: [fundId], language: of.language })
    return {
      ...{ fundId, slug: fund.slug, name: names.get(fundId) ?? fund.slug },
      balances: await balances(tx, fundId),
      changes: await fundChanges(tx, fundId),
      closes: await tx.$queryRaw<FundRecord['closes']>`
        select c.seq, c.cut_at as "cutAt", c.published, s.name as by from publication_close c
          left join staff s on s.id = c.made_by where c.fund_id = ${fundId}::uuid order by c.seq desc limit 100`,
      approvals: await approvals(tx, fundId),
      roles: await rolesOverTime(tx, { fundIds: [fundId], staffId: null }),
    }
  })

const balances = (tx: Tx, fundId: string) => tx.$queryRaw<FundRecord['balances']>`
  select b.code, b.kind as type, count(*) filter (where b.sub <> '' and b.balance_cents <> 0)::int as parts,
         (sum(b.balance_cents) * case when b.kind in ('asset', 'expense') then 1 else -1 end)::bigint as cents
    from account_balance b where b.fund_id = ${fundId}::uuid group by b.code, b.kind
   order by array_position(array['asset', 'liability', 'equity', 'income', 'expense'], b.kind), b.code`

async function approvals(tx: Tx, fundId: string): Promise<FundRecord['approvals']> {
  const [row] = await tx.$queryRaw<FundRecord['approvals'][]>`
    select count(*)::int as count, count(distinct a.approver_id)::int as people, max(a.occurred_at) as last
      from approval a join disbursement d on d.id = a.disbursement_id where d.fund_id = ${fundId}::uuid`
  return row ?? { count: 0, people: 0, last: null }
}
