import type { Tx } from '#app/platform/db.ts'

/** All records that are said to be of the one whom this record is of, itself too, in the order in which they are locked. */
export async function joinedPersons(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select j as id from persons_joined(${personId}::uuid) j order by j`
  return rows.map(({ id }) => id)
}
