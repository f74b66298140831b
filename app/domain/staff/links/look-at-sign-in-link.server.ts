import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { db, inTransaction } from '#app/platform/db.ts'

export type LinkState =
  | { state: 'ready'; name: string; purpose: string }
  | { state: 'used' | 'expired' | 'unknown' }

/** What a link would do, without doing it: mail scanners follow links, so only a press of the button spends it. */
export async function lookAtSignInLink({ token }: { token: string }): Promise<LinkState> {
  const link = await db().staffSignInLink.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { staff: { select: { name: true, disabledAt: true } } },
  })
  if (!link || link.staff.disabledAt) return { state: 'unknown' }
  if (link.usedAt) return { state: 'used' }
  if (link.expiresAt <= now()) return { state: 'expired' }
  const { name } = link.staff
  if (!link.recoveryId) return { state: 'ready', name, purpose: link.purpose }
  const recovery = await recoveryOf(link.recoveryId)
  if (recovery?.state !== 'confirmed') return { state: 'expired' }
  return { state: 'ready', name, purpose: recovery.way === 'host' ? 'recovery_by_host' : 'recovery' }
}

const recoveryOf = (recoveryId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const [recovery] = await tx.$queryRaw<{ way: string; state: string }[]>`
      select way, factor_recovery_state(id) as state from factor_recovery where id = ${recoveryId}::uuid`
    return recovery
  })
