import { wholeBonds } from '#app/domain/disbursements/shared-bonds/whole-bonds.ts'
import type { Tx } from '#app/platform/db.ts'
import type { BondStanding } from '../acts.ts'
import type { BondState } from '../bond.ts'

export type StandingBond = BondStanding & {
  id: string
  fundId: string
  slug: string
  caseCode: string
  principalCents: bigint
  postedAt: Date
  /** Since when it is in its state. */
  since: Date
  shared: { id: string; parts: number } | null
}

/** Far more than anyone looks at; what has stood longest comes first, so that the end of the list is what can wait. */
const readAtMost = 500

/**
 * The bonds that are in one of these states, the longest first: each with every part that funds have in it. A bond with a part
 * in a fund that the scope does not show is left out.
 */
export async function standingBonds(
  tx: Tx,
  states: readonly BondState[],
): Promise<[StandingBond, ...StandingBond[]][]> {
  const rows = await tx.$queryRaw<
    (Omit<StandingBond, 'shared'> & { sharedId: string | null; parts: number })[]
  >`
    select b.id, b.fund_id as "fundId", f.slug, b.kind, b.state, b.case_code as "caseCode",
           b.principal_cents as "principalCents", b.posted_at as "postedAt", coalesce(p.paid_by::text, '') as "paidBy",
           coalesce(c.occurred_at, b.posted_at) as since, s.id as "sharedId", coalesce(s.parts, 1)::int as parts
      from bond b
      join fund f on f.id = b.fund_id
      left join disbursement_payment p on p.disbursement_id = b.disbursement_id
      left join lateral (select x.occurred_at from bond_state_change x where x.bond_id = b.id order by x.id desc limit 1) c on true
      left join shared_bond_part own on own.disbursement_id = b.disbursement_id
      left join shared_bond s on s.id = own.shared_bond_id
     where b.state = any(${[...states]}::text[])
     order by since, s.id, own.position, b.id limit ${readAtMost}`
  return wholeBonds(
    rows.map(({ sharedId, parts, ...bond }) => ({
      ...bond,
      shared: sharedId ? { id: sharedId, parts } : null,
    })),
  )
}
