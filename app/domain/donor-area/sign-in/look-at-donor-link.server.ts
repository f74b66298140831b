import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { inTransaction } from '#app/platform/db.ts'

export type DonorLinkState = 'ready' | 'used' | 'expired' | 'unknown'

/** What a link would do, without doing it: mail scanners follow links, so only a press of the button spends it. */
export async function lookAtDonorLink({ token }: { token: string }): Promise<DonorLinkState> {
  const link = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.donorSignInLink.findUnique({ where: { tokenHash: hashToken(token) } }),
  )
  if (!link) return 'unknown'
  if (link.usedAt) return 'used'
  return link.expiresAt <= now() ? 'expired' : 'ready'
}
