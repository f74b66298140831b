import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'

/**
 * Where a donor is written to, as a part of a question that calls the standing record `d`: at its own address; where it has none,
 * at one of a record that was joined to it. Null where nobody of them gave one.
 */
export const addressOfDonor = Prisma.sql`
  coalesce(d.email, (select o.email from donor o where o.id = any (donor_family(d.id)) and o.email is not null
                      order by o.id limit 1))`

/** The same of one donor: where they are written to, or null. */
export async function addressOf(tx: Tx, donorId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ email: string | null }[]>`
    select ${addressOfDonor} as email from donor d where d.id = ${donorId}::uuid`
  return row?.email ?? null
}

/** Of several, by their ids: where whoever stands for each now is written to. Whoever gave no address is not among them. */
export async function addressesOf(tx: Tx, donorIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; email: string | null }[]>`
    select l.id::text as id, ${addressOfDonor} as email
      from unnest(${donorIds}::uuid[]) as l (id) join donor d on d.id = donor_now(l.id)`
  return new Map(rows.flatMap(({ id, email }): [string, string][] => (email ? [[id, email]] : [])))
}
