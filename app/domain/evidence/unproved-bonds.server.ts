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
  /** The funds with a part in it that the reader sees, and those with one that the reader does not: one receipt is for all. */
  fundIds: string[]
  hiddenFundIds: string[]
  caseCode: string
  kind: string
  /** Of every part that the reader sees. */
  principalCents: bigint
  poster: string
  postedAt: Date
  dueAt: Date
  /** Working days; none before it is due. */
  daysLate: number
  evidence: EvidenceSoFar
}

const mostShown = 200

/**
 * Bonds of these funds that were posted and are not closed, without a covered receipt or photograph that a second person found
 * clean. One that funds share is one, with all the parts in the scope.
 */
export async function unprovedBonds(
  tx: Tx,
  of: { fundIds: string[]; timezone: string },
): Promise<UnprovedBond[]> {
  const at = now()
  const rows = await tx.$queryRaw<Omit<UnprovedBond, 'dueAt' | 'daysLate'>[]>`
    select u.id, u."fundId", u."fundIds", u."hiddenFundIds", u."caseCode", u.kind, u."principalCents", u.poster, u."postedAt",
           u.evidence
      from (
        select b.id, b.fund_id as "fundId", b.case_code as "caseCode", b.kind, s.name as poster, b.posted_at as "postedAt",
               row_number() over (one_bond order by own.position)::int as part,
               (sum(b.principal_cents) over one_bond)::bigint as "principalCents",
               array_agg(b.fund_id) over one_bond as "fundIds", h.hidden_fund_ids as "hiddenFundIds",
               case when e.open then 'unreviewed' when e.removed then 'removed' else 'none_yet' end as evidence
          from bond b join disbursement_payment p on p.disbursement_id = b.disbursement_id join staff s on s.id = p.paid_by
          left join shared_bond_part own on own.disbursement_id = b.disbursement_id
         cross join lateral (select coalesce(array_agg(x.fund_id order by x.part), '{}') as hidden_fund_ids
                               from shared_parts_seen(own.shared_bond_id) x
                              where own.shared_bond_id is not null and x.disbursement_id is null) h
         cross join lateral (
           select coalesce(bool_or(r.clean), false) as clean, coalesce(bool_or(r.evidence_id is null), false) as open,
                  coalesce(bool_or(not r.clean), false) as removed
             from unnest(case when own.shared_bond_id is null then array[b.id]
                              else array(select y.bond_id from parts_of_bond(b.id) y) end) as kept_with (id)
             join bond_evidence v on v.bond_id = kept_with.id and v.purpose = 'posting'
             left join bond_evidence_review r on r.evidence_id = v.id) e
         where b.state not in ('closed', 'returned_unposted') and not e.clean
        window one_bond as (partition by coalesce(own.shared_bond_id, b.id))) u
     where u.part = 1 and u."fundIds" && ${of.fundIds}::uuid[]
     order by u."postedAt", u.id limit ${mostShown}`
  return rows.map((row) => {
    const dueAt = workingDaysAfter(row.postedAt, receiptsWithin, of.timezone)
    return { ...row, dueAt, daysLate: workingDaysLate(dueAt, at, of.timezone) }
  })
}

/** Whether these are all the funds that have a part in it: whoever keeps its papers keeps them for each. */
export const serveWhole = (
  { fundIds, hiddenFundIds }: Pick<UnprovedBond, 'fundIds' | 'hiddenFundIds'>,
  theirs: readonly string[],
): boolean => hiddenFundIds.length === 0 && fundIds.every((fundId) => theirs.includes(fundId))

export type UnprovedPage = {
  rows: (UnprovedBond & { fundNames: string[]; otherFunds: string[]; mayAdd: boolean })[]
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
    const funds = await tx.fund.findMany({
      where: { id: { in: staff.fundIds } },
      orderBy: [{ position: 'asc' }, { slug: 'asc' }],
      select: { id: true, slug: true },
    })
    const fundIds = funds.filter(({ slug }) => !fundSlug || slug === fundSlug).map(({ id }) => id)
    const mayAddIn = fundsWhere(staff, 'bonds:follow')
    const bonds = await unprovedBonds(tx, { fundIds, timezone })
    const named = [...staff.fundIds, ...bonds.flatMap(({ hiddenFundIds }) => hiddenFundIds)]
    const names = await fundNames(tx, { fundIds: named, language: staff.language })
    const namesOf = (ids: string[]) => ids.map((id) => names.get(id) ?? '')
    return {
      rows: bonds.map((bond) => ({
        ...bond,
        fundNames: namesOf(bond.fundIds),
        otherFunds: namesOf(bond.hiddenFundIds),
        mayAdd: serveWhole(bond, mayAddIn),
      })),
      funds: funds.map(({ id, slug }) => ({ slug, name: names.get(id) ?? '' })),
    }
  })
}
