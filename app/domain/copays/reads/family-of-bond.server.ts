import type { Tx } from '#app/platform/db.ts'
import { familyPartOf } from '../family-part.server.ts'

export type FamilyOfBond = {
  agreementId: string
  part: bigint
  /** Still inside the bond. */
  posted: bigint
  back: bigint
  lost: bigint
  recovered: bigint
}

/** The family's part of one bond; null where the fund posted alone. */
export async function familyOfBond(tx: Tx, bondId: string): Promise<FamilyOfBond | null> {
  const family = await familyPartOf(tx, bondId)
  if (!family) return null
  const { agreementId, part, back, lost, recovered } = family
  return { agreementId, part, posted: part - back - lost, back, lost, recovered }
}
