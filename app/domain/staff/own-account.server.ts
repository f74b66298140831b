import { absoluteEnd, idleEnd } from '#app/domain/staff/sessions/session-life.ts'
import { now } from '#app/platform/clock.ts'
import { db } from '#app/platform/db.ts'

/** A person's own ways to sign in and open sessions, newest first. */
export async function ownAccount({ staffId }: { staffId: string }) {
  const at = now().getTime()
  const [passkeys, sessions] = await Promise.all([
    db().staffPasskey.findMany({
      where: { staffId },
      orderBy: { recordedAt: 'desc' },
      select: { credentialId: true, label: true, recordedAt: true, lastUsedAt: true },
    }),
    db().staffSession.findMany({
      where: {
        staffId,
        endedAt: null,
        seenAt: { gt: new Date(at - idleEnd) },
        startedAt: { gt: new Date(at - absoluteEnd) },
      },
      orderBy: { seenAt: 'desc' },
      select: { idHash: true, device: true, startedAt: true, seenAt: true },
    }),
  ])
  return { passkeys, sessions }
}
