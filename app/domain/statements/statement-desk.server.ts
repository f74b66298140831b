import { dayOf } from '#app/domain/bonds/day-of.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { donorsOfYear } from './donors-of-year.server.ts'

export type StatementBatchRow = {
  id: string
  year: number
  donors: number
  /** Donors that were looked at, and those of them who were written to. */
  done: number
  announced: number
  ending: 'finished' | 'stopped' | null
  startedBy: string
  startedAt: Date
}

export type StatementDesk = {
  timezone: string
  /** The year that ended last, and how many gave in it. */
  last: { year: number; donors: number }
  batches: StatementBatchRow[]
  /** For how many calendar years after a gift its receipt is kept when its donor is erased. */
  receiptYears: number
}

/** What staff see of sending statements: counts, and nobody's name but that of who started it. */
export async function statementDesk({ fundIds }: { fundIds: string[] }): Promise<StatementDesk> {
  const { timezone } = await organization()
  const year = Number(dayOf(now(), timezone).slice(0, 4)) - 1
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => ({
    timezone,
    receiptYears: (await tx.organization.findUniqueOrThrow({ where: { id: 1 } })).receiptYears,
    last: { year, donors: await donorsOfYear(tx, { year, timezone }) },
    batches: await tx.$queryRaw<StatementBatchRow[]>`
      select b.id, b.year, b.donors, e.ending, p.name as "startedBy", b.occurred_at as "startedAt",
             (select coalesce(sum(s.donors), 0)::int from statement_batch_step s where s.batch_id = b.id) as done,
             (select count(*)::int from statement_announcement a where a.batch_id = b.id) as announced
        from statement_batch b join staff p on p.id = b.started_by left join statement_batch_ending e on e.batch_id = b.id
       order by b.recorded_at desc limit 20`,
  }))
}
