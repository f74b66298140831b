import type { Tx } from '#app/platform/db.ts'

/** A date was missed: from now on it waits, the same day, for someone to ask why. */
export async function noteMissedDate(
  tx: Tx,
  of: { bondId: string; dateId: string | null; by: string; at: Date },
): Promise<void> {
  const { bondId, dateId, by, at } = of
  await tx.missedDate.create({ data: { bondId, dateId, recordedBy: by, occurredAt: at } })
}
