import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { linkLife } from './sign-in.ts'

/**
 * Makes a link that opens one session. Only a digest is kept. Links that were sent before go on until their own end: the
 * mail that arrives last need not be the one that was asked for last.
 */
export async function makeDonorLink(tx: Tx, donorId: string): Promise<{ token: string; expiresAt: Date }> {
  const token = randomToken()
  const expiresAt = new Date(now().getTime() + linkLife)
  await tx.donorSignInLink.create({ data: { tokenHash: hashToken(token), donorId, expiresAt } })
  return { token, expiresAt }
}
