import { pool } from '#app/platform/db.ts'
import { type FundRow, fundRowsSql } from './fund-row.server.ts'
import { readCents } from './read-cents.ts'

export type FundTotals = {
  fund: string
  currency: 'usd'
  /** Settled gifts and fee cover, less refunds and disputes, before card fees. */
  raisedCents: number
  gifts: number
  asOf: string
  display: 'exact' | 'hourly' | 'at_closes'
  demonstration: boolean
}

/** The public totals of a fund, for other sites and the press. Null where no donor can give to such a fund. */
export async function fundTotals({ slug }: { slug: string }): Promise<FundTotals | null> {
  const { rows } = await pool().query<FundRow>(fundRowsSql, ['en', slug])
  if (!rows[0]) return null
  const row = readCents(rows[0])
  return {
    fund: row.slug,
    currency: 'usd',
    raisedCents: Number(row.raised_cents),
    gifts: Number(row.gifts),
    asOf: row.as_of.toISOString(),
    display: row.raised_display,
    demonstration: row.demonstration,
  }
}
