import { wholeBonds } from '#app/domain/disbursements/shared-bonds/whole-bonds.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
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
  /** When they were last asked about it since then, and the end of the day until which that was to wait; null where none was noted. */
  askedAt: Date | null
  askAgainAt: Date | null
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
  const { timezone } = await organization()
  const rows = await tx.$queryRaw<
    (Omit<StandingBond, 'shared'> & { sharedId: string | null; parts: number })[]
  >`
    select b.id, b.fund_id as "fundId", f.slug, b.kind, b.state, b.case_code as "caseCode",
           b.principal_cents as "principalCents", b.posted_at as "postedAt", coalesce(p.paid_by::text, '') as "paidBy",
           coalesce(c.occurred_at, b.posted_at) as since, a.asked_at as "askedAt", a.until as "askAgainAt",
           s.id as "sharedId", coalesce(s.parts, 1)::int as parts
      from bond b
      join fund f on f.id = b.fund_id
      left join disbursement_payment p on p.disbursement_id = b.disbursement_id
      left join lateral (select x.occurred_at, x.recorded_at from bond_state_change x where x.bond_id = b.id order by x.id desc limit 1) c on true
      left join lateral (select x.occurred_at as asked_at, (x.due_on + 1)::timestamp at time zone ${timezone} as until
                           from bond_chase x where x.bond_id = b.id and x.recorded_at >= c.recorded_at
                          order by x.id desc limit 1) a on true
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
