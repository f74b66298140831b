import type { Tx } from '#app/platform/db.ts'

/** Removes the covered copies that named somebody, but for those that a legal demand covers. Wants `lockHolds`. */
export async function removeCopiesOffHold(tx: Tx): Promise<void> {
  await tx.$queryRaw`select remove_copies_off_hold()`
}
