import { Prisma } from '#prisma/generated/client.ts'
import type { Why } from './import.ts'

/** As many as a person reads through: in a column of free words nearly every row has its own. */
const most = 20

/** The statuses that most of those rows have which wait because of theirs: `frequent (status)`. Each is decided by itself. */
export const frequentStatuses = (batchId: string): Prisma.Sql => Prisma.sql`
  frequent as materialized (
    select f ->> 'ref' as status from import_row r cross join lateral jsonb_array_elements(r.findings) f
     where r.batch_id = ${batchId}::uuid and r.undecided and r.problems = '[]' and f ->> 'why' = 'status_unclear'
     group by 1 order by count(*) desc, 1 limit ${most})`

/** Of rows that wait for their status: whether it is this one; without one, whether it is none of the `frequent` ones. */
export function isOfStatus(why: Why | 'problem', status: string | undefined): Prisma.Sql {
  if (why !== 'status_unclear') return Prisma.sql`true`
  return status === undefined
    ? Prisma.sql`not exists (
        select from jsonb_array_elements(findings) f
         where f ->> 'why' = 'status_unclear' and f ->> 'ref' in (select status from frequent))`
    : Prisma.sql`findings @> ${JSON.stringify([{ why, ref: status }])}::jsonb`
}
