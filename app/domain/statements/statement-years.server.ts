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

export type EarlierStatement = {
  number: bigint
  from: string
  to: string
  netCents: bigint
  issuedAt: Date
  /** The number of the one that is in force instead. */
  replacedBy: bigint | null
}

/**
 * Statements that were issued to another record of the same donor, before the two were joined: the papers that they hold in
 * their hands. One that shares a gift with a newer one is not in force any more.
 */
export const earlierStatements = ({ donorId }: { donorId: string }): Promise<EarlierStatement[]> =>
  inTransaction(
    { scope: { kind: 'donor', donorId } },
    (tx) => tx.$queryRaw<EarlierStatement[]>`
      select s.number, s.from_day::text as from, s.to_day::text as to, s.net_cents as "netCents", s.occurred_at as "issuedAt",
             statement_in_force_instead(s.id) as "replacedBy"
        from annual_statement s where s.donor_id <> ${donorId}::uuid order by s.number desc`,
  )
