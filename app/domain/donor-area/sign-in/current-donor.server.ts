import { addressOf } from '#app/domain/donor-records/address-of-donor.server.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'
import { absoluteEnd, idleEnd, type SignedInDonor, seenAgain } from './sign-in.ts'

/**
 * Whose session this is, or null where it ended, stood idle for an hour or is older than 12 hours. Notes that it was seen.
 */
export async function currentDonor({ sessionId }: { sessionId: string }): Promise<SignedInDonor | null> {
  const idHash = hashToken(sessionId)
  const at = now()
  const before = (milliseconds: number) => new Date(at.getTime() - milliseconds)
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const session = await tx.donorSession.findUnique({
      where: {
        idHash,
        endedAt: null,
        seenAt: { gt: before(idleEnd) },
        startedAt: { gt: before(absoluteEnd) },
      },
      include: { donor: true },
    })
    // Whoever signed in came by a link to their address: their own, or that of a record which is one with it.
    const address = session && (session.donor.email ?? (await addressOf(tx, session.donorId)))
    if (!address) return null
    if (session.seenAt < before(seenAgain))
      await tx.donorSession.updateMany({
        where: { idHash, endedAt: null, seenAt: { lt: at } },
        data: { seenAt: at },
      })
    const { id, name, language } = session.donor
    return { id, email: address, name, language, sessionIdHash: idHash }
  })
}
