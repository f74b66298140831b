import { Prisma } from '#prisma/generated/client.ts'

/**
 * Where a donor is written to, as a part of a question that calls the standing record `d`: at its own address; where it has none,
 * at one of a record that was joined to it. Null where nobody of them gave one.
 */
export const addressOfDonor = Prisma.sql`
  coalesce(d.email, (select o.email from donor o where o.id = any (donor_family(d.id)) and o.email is not null
                      order by o.id limit 1))`
