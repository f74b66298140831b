import { receiptsWithin } from '#app/domain/cash/cash.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { workingDaysAfter, workingDaysLate } from '#app/domain/requests/working-days.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/** What there is of a bond's receipt: nothing, a copy that waits for a second person, or one that named somebody and was removed. */
type EvidenceSoFar = 'none_yet' | 'unreviewed' | 'removed'

type UnprovedBond = {
  id: string
  fundId: string
  caseCode: string
  kind: string
  principalCents: bigint
  poster: string
  postedAt: Date
  dueAt: Date
  /** Working days; none before it is due. */
  daysLate: number
  evidence: EvidenceSoFar
}

const mostShown = 200

/** Bonds that were posted and are not closed, without a covered receipt or photograph that a second person found clean. */
export async function unprovedBonds(
  tx: Tx,
  of: { fundIds: string[]; timezone: string },
): Promise<UnprovedBond[]> {
  const at = now()
  const rows = await tx.$queryRaw<Omit<UnprovedBond, 'dueAt' | 'daysLate'>[]>`
    select b.id, b.fund_id as "fundId", b.case_code as "caseCode", b.kind, b.principal_cents as "principalCents",
           s.name as poster, b.posted_at as "postedAt",
           case when e.open then 'unreviewed' when e.removed then 'removed' else 'none_yet' end as evidence
      from bond b join disbursement_payment p on p.disbursement_id = b.disbursement_id join staff s on s.id = p.paid_by
      cross join lateral (
        select coalesce(bool_or(r.clean), false) as clean, coalesce(bool_or(r.evidence_id is null), false) as open,
               coalesce(bool_or(not r.clean), false) as removed
          from bond_evidence v left join bond_evidence_review r on r.evidence_id = v.id
         where v.bond_id = b.id and v.purpose = 'posting') e
     where b.fund_id = any(${of.fundIds}::uuid[]) and b.state not in ('closed', 'returned_unposted') and not e.clean
     order by b.posted_at, b.id limit ${mostShown}`
  return rows.map((row) => {
    const dueAt = workingDaysAfter(row.postedAt, receiptsWithin, of.timezone)
    return { ...row, dueAt, daysLate: workingDaysLate(dueAt, at, of.timezone) }
  })
}

export type UnprovedPage = {
  rows: (UnprovedBond & { fundName: string; mayAdd: boolean })[]
  funds: { slug: string; name: string }[]
}

/** The same for a page, with who may add what is missing; of one fund only where one is named. */
export const unprovedPage = (of: {
  staff: Reader
  timezone: string
  fundSlug: string | null
}): Promise<UnprovedPage> => {
  const { staff, timezone, fundSlug } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })
    const funds = await tx.fund.findMany({
      where: { id: { in: staff.fundIds } },
      orderBy: [{ position: 'asc' }, { slug: 'asc' }],
      select: { id: true, slug: true },
    })
    const fundIds = funds.filter(({ slug }) => !fundSlug || slug === fundSlug).map(({ id }) => id)
    const mayAddIn = fundsWhere(staff, 'bonds:follow')
    const bonds = await unprovedBonds(tx, { fundIds, timezone })
    return {
      rows: bonds.map((bond) => ({
        ...bond,
        fundName: names.get(bond.fundId) ?? '',
        mayAdd: mayAddIn.includes(bond.fundId),
      })),
      funds: funds.map(({ id, slug }) => ({ slug, name: names.get(id) ?? '' })),
    }
  })
}
