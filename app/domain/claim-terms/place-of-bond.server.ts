import type { Tx } from '#app/platform/db.ts'

/** Where a bond's court lies, null where nobody said which, and the places among which it can be said. */
export async function placeOfBond(
  tx: Tx,
  of: { bondId: string; fundId: string },
): Promise<{ court: string | null; places: string[] }> {
  const [row] = await tx.$queryRaw<{ court: string | null; places: string[] }[]>`
    select place_of_bond(${of.bondId}::uuid) as court,
           array(select place from places_to_say(${of.fundId}::uuid) place order by 1) as places`
  return row ?? { court: null, places: [] }
}
