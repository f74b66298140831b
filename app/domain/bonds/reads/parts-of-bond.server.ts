import type { Tx } from '#app/platform/db.ts'

/** The parts that funds have in the bond of which this is one, itself among them; of a fund outside the scope nothing but its id. */
export const partsOfBond = (tx: Tx, bondId: string) => tx.$queryRaw<{ bondId: string; fundId: string }[]>`
  select bond_id as "bondId", fund_id as "fundId" from parts_of_bond(${bondId}::uuid)`
