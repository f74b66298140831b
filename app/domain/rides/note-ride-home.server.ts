import type { Tx } from '#app/platform/db.ts'

/**
 * Whether somebody wants a ride home, as they were asked at the screening: the answers are sealed, and only that a ride is wanted
 * stands in the clear, so that it can wait for whoever arranges it.
 */
export async function noteRideHome(tx: Tx, of: { requestId: string; wanted: boolean }): Promise<void> {
  const { requestId, wanted } = of
  await tx.requestRide.deleteMany({ where: { requestId } })
  if (wanted) await tx.requestRide.create({ data: { requestId } })
}
