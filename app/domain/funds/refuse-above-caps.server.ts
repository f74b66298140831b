import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { limitsInForce } from './limits-in-force.server.ts'

/** Under the fund's lock: what the fund lets through at once, and within 24 hours. */
export async function refuseAboveCaps(
  tx: Tx,
  { fundId, total }: { fundId: string; total: Cents },
): Promise<void> {
  const { capCents: cap, dailyCapCents: daily } = await limitsInForce(tx, fundId)
  if (cap !== null && total > cap) throw new Refusal('disbursement_stays_within_cap', { cap, needed: total })
  if (daily === null) return
  const [row] = await tx.$queryRaw<
    { gone: bigint }[]
  >`select committed_in_a_day_cents(${fundId}::uuid) as gone`
  const left = daily - (row?.gone ?? 0n)
  if (total > left) throw new Refusal('fund_stays_within_daily_cap', { left, needed: total })
}
