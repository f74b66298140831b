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
