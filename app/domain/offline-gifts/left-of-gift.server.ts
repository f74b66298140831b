import type { Tx } from '#app/platform/db.ts'

/** Of each fund's part of an offline gift, what did not go back, in cents. */
export async function leftOfGift(tx: Tx, paymentId: string): Promise<Map<string, bigint>> {
  const rows = await tx.$queryRaw<{ fundId: string; cents: bigint }[]>`
    select fund_id as "fundId", cents from offline_gift_left(${paymentId}::uuid)`
  return new Map(rows.map(({ fundId, cents }) => [fundId, cents]))
}
