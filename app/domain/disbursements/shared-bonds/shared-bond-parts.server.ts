import type { Tx } from '#app/platform/db.ts'
import { fundNames } from '../reads/fund-names.server.ts'

export type SharedPart = {
  fundId: string
  fundName: string
  /** Null in a fund that this person does not see. */
  disbursementId: string | null
  bondId: string | null
  state: string
  principalCents: bigint
  feesCents: bigint
}

/** What each fund puts into a shared bond, and how far it is. Of a fund that is not theirs a person learns nothing else. */
export async function sharedParts(
  tx: Tx,
  { sharedBondId, staff }: { sharedBondId: string; staff: { language: string } },
): Promise<SharedPart[]> {
  const rows = await tx.$queryRaw<Row[]>`select * from shared_parts_seen(${sharedBondId}::uuid)`
  const fundIds = rows.map(({ fund_id }) => fund_id)
  const names = await fundNames(tx, { fundIds, language: staff.language })
  return rows.map((row) => ({
    fundId: row.fund_id,
    fundName: names.get(row.fund_id) ?? '',
    disbursementId: row.disbursement_id,
    bondId: row.bond_id,
    state: row.state,
    principalCents: row.principal_cents,
    feesCents: row.fees_cents,
  }))
}

type Row = {
  fund_id: string
  disbursement_id: string | null
  bond_id: string | null
  state: string
  principal_cents: bigint
  fees_cents: bigint
}
