import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'

/**
 * Gives the session a new id after a step-up, so that an id taken before it is worth nothing after it. It keeps its
 * beginning, and so its 8 hours. Answers the new id, or null where the session is over or was rotated a moment ago.
 */
export async function rotateSession({ sessionIdHash }: { sessionIdHash: string }): Promise<string | null> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const at = now()
    const [old] = await tx.staffSession.updateManyAndReturn({
      where: { idHash: sessionIdHash, endedAt: null },
      data: { endedAt: at },
    })
    if (!old) return null
    const sessionId = randomToken()
    const { staffId, device, startedAt } = old
    await tx.staffSession.create({
      data: { idHash: hashToken(sessionId), staffId, device, startedAt, seenAt: at },
    })
    return sessionId
  })
}
