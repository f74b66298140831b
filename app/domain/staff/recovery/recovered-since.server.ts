import type { Tx } from '#app/platform/db.ts'

/** When someone was let in again, within the last 24 hours; null where that is longer ago or never was. */
export async function recoveredSince(tx: Tx, staffId: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ since: Date | null }[]>`
    select recovered_since(${staffId}::uuid) as since`
  return row?.since ?? null
}
