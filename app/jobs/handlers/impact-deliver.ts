import { deliverUpdate } from '#app/domain/impact-updates/deliver-update.server.ts'

/** One batch; the batch itself leaves the job for the next one. */
export async function impactDeliver(payload: {
  updateId: string
  after?: string | undefined
}): Promise<void> {
  await deliverUpdate(payload)
}
