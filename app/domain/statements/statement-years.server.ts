import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction } from '#app/platform/db.ts'

/** The calendar years in which a donor gave, latest first, by the organization's calendar. */
export async function statementYears({ donorId }: { donorId: string }): Promise<number[]> {
  const { timezone } = await organization()
  return inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const rows = await tx.$queryRaw<{ year: number }[]>`
      select distinct extract(year from given_at at time zone ${timezone})::int as year from donor_gift_line
       where donor_id = ${donorId}::uuid and kind = 'gift' and stands order by 1 desc`
    return rows.map(({ year }) => year)
  })
}
