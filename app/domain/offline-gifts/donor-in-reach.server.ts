import { Prisma } from '#prisma/generated/client.ts'

/** Donor `d` gave to one of these funds, stands in an open batch of theirs, or never gave. Who was erased is nobody's. */
export const donorInReach = (fundIds: string[]): Prisma.Sql => Prisma.sql`
  d.erased_at is null
  and (not exists (select from payment p where p.donor_id = d.id)
       or exists (select from payment p join donation n on n.payment_id = p.id
                   where p.donor_id = d.id and n.fund_id = any (${fundIds}::uuid[])))`
