import { pool } from '#app/platform/db.ts'
import type { FundSummary } from './fund.ts'
import { type FundRow, fundRowsSql, summaryOf } from './fund-row.server.ts'
import { readCents } from './read-cents.ts'

/** The funds of which donors read, in their published order; those that are closed come last. */
export async function listFunds(of: { language: string }): Promise<FundSummary[]> {
  const { rows } = await pool().query<FundRow>(fundRowsSql, [of.language, null])
  return rows.map((row) => summaryOf(readCents(row)))
}
