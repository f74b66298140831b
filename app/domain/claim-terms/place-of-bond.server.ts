import type { Tx } from '#app/platform/db.ts'

/** Where a bond's court lies, null where nobody said which, and the places of its fund among which it can be said. */
export async function placeOfBond(
  tx: Tx,
  of: { bondId: string; fundId: string },
): Promise<{ court: string | null; places: string[] }> {
  const [row] = await tx.$queryRaw<{ court: string | null; places: string[] }[]>`
    select place_of_bond(${of.bondId}::uuid) as court,
           array(select distinct p.place from fund_place p where p.fund_id = ${of.fundId}::uuid order by 1) as places`
  return row ?? { court: null, places: [] }
}
