import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { db } from '#app/platform/db.ts'

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
  return { state: 'ready', name: link.staff.name, purpose: link.purpose }
}
