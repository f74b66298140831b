import type { FundRow } from './fund-row.server.ts'

/** The plain driver answers BIGINT as text, since a number could not hold it. */
export const readCents = (row: FundRow): FundRow => ({
  ...row,
  rounding_cents: BigInt(row.rounding_cents),
  minimum_gift_cents: BigInt(row.minimum_gift_cents),
  maximum_gift_cents: BigInt(row.maximum_gift_cents),
  suggested_cents: row.suggested_cents.map(BigInt),
  raised_cents: BigInt(row.raised_cents),
  gifts: BigInt(row.gifts),
})
