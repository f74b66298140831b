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
