import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { limitsInForce } from './limits-in-force.server.ts'

/**
 * Under the fund's lock: what the fund lets through at once, and within 24 hours. `most` is what leaves at once, where the
 * total leaves in parts.
 */
export async function refuseAboveCaps(
  tx: Tx,
  { fundId, total, most = total }: { fundId: string; total: bigint; most?: bigint },
): Promise<void> {
  const { capCents: cap, dailyCapCents: daily } = await limitsInForce(tx, fundId)
  if (cap !== null && most > cap) throw new Refusal('disbursement_stays_within_cap', { cap, needed: most })
  if (daily === null) return
  const [row] = await tx.$queryRaw<
    { gone: bigint }[]
  >`select committed_in_a_day_cents(${fundId}::uuid) as gone`
  const gone = row?.gone ?? 0n
  // More may be gone than a cap that was lowered since lets through.
  const left = gone < daily ? daily - gone : 0n
  if (total > left) throw new Refusal('fund_stays_within_daily_cap', { left, needed: total })
}
