import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Ends one session of a donor's own, or without its id all of them, this browser's included. */
export async function endDonorSessions(of: { donorId: string; sessionIdHash?: string }): Promise<void> {
  const { donorId, sessionIdHash } = of
  await inTransaction({ scope: { kind: 'donor', donorId } }, (tx) =>
    tx.donorSession.updateMany({
      where: { donorId, endedAt: null, ...(sessionIdHash ? { idHash: sessionIdHash } : {}) },
      data: { endedAt: now() },
    }),
  )
}
