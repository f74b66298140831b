import { type Cents, cents } from '#app/domain/money/cents.ts'
import type { Tx } from '#app/platform/db.ts'

export type SharedStanding = { id: string; over: boolean }

/** Of these disbursements those that are parts of a bond that funds share, and whether a part of it ended without being paid. */
export async function sharedStandings(
  tx: Tx,
  disbursementIds: string[],
): Promise<Map<string, SharedStanding>> {
  const rows = await tx.$queryRaw<{ disbursement_id: string; id: string; over: boolean }[]>`
    select p.disbursement_id, p.shared_bond_id as id, shared_bond_is_over(p.shared_bond_id) as over
      from shared_bond_part p where p.disbursement_id = any(${disbursementIds}::uuid[])`
  return new Map(rows.map(({ disbursement_id, ...standing }) => [disbursement_id, standing]))
}

/** What the court takes, at most: a place's rule looks at the whole bond, not at what one fund has in it. */
export async function wholePrincipal(
  tx: Tx,
  of: { shared: SharedStanding | null; principalCeiling: Cents },
): Promise<Cents> {
  if (!of.shared) return of.principalCeiling
  const { principalCents } = await tx.sharedBond.findUniqueOrThrow({ where: { id: of.shared.id } })
  return cents(principalCents)
}
