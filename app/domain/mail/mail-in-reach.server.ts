import { Prisma } from '#prisma/generated/client.ts'

/**
 * Whose mail a person of staff may look into: donors of their funds, givers of no fund yet, and staff of their funds. Mail
 * belongs to the organization and not to one fund, so its table has no row-level security; this is its wall.
 */
export const mailInReach = (fundIds: string[]): Prisma.Sql => Prisma.sql`
  case when m.staff_id is not null
         then exists (select from staff_role r where r.staff_id = m.staff_id and r.fund_id = any (${fundIds}::uuid[]))
       when m.donor_id is not null then donor_in_funds(m.donor_id, ${fundIds}::uuid[])
       else false end`
