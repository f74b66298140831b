import type { Tx } from '#app/platform/db.ts'

/**
 * Every fund that someone gave to, the one with most of it first: also those that the reader may not see, since whose a donor is
 * does not depend on who asks. None for who gave to none yet.
 */
export async function fundsOfDonor(tx: Tx, donorId: string): Promise<string[]> {
  const [row] = await tx.$queryRaw<{ ids: string[] }[]>`
    select funds_of_donor(${donorId}::uuid)::text[] as ids`
  return row?.ids ?? []
}
