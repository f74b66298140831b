import { Prisma } from '#prisma/generated/client.ts'

/** Transfers (`t`, with `l` for what came late) that count in these days where the organization is. */
export const inDays = (of: {
  fromDay: string
  throughDay: string
  fundIds: string[]
}): Prisma.Sql => Prisma.sql`
  t.fund_id = any (${of.fundIds}::uuid[])
  and greatest(t.occurred_at, l.closed_through)
      >= (${of.fromDay}::date)::timestamp at time zone (select timezone from organization where id = 1)
  and greatest(t.occurred_at, l.closed_through)
      < (${of.throughDay}::date + 1)::timestamp at time zone (select timezone from organization where id = 1)`
