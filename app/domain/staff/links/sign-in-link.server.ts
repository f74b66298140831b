import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'

export type LinkPurpose = 'enrol' | 'demonstration'

const hour = 3_600_000
const lifetime: Record<LinkPurpose, number> = { enrol: 72 * hour, demonstration: 24 * hour }

export type SignInLink = { token: string; staffId: string; expiresAt: Date }

/** Makes a one-time link for a person. An older link of the same kind stops working. */
export async function makeSignInLink(tx: Tx, staffId: string, purpose: LinkPurpose): Promise<SignInLink> {
  const token = randomToken()
  const expiresAt = new Date(now().getTime() + lifetime[purpose])
  await tx.staffSignInLink.updateMany({
    where: { staffId, purpose, usedAt: null },
    data: { usedAt: now() },
  })
  await tx.staffSignInLink.create({ data: { tokenHash: hashToken(token), staffId, purpose, expiresAt } })
  return { token, staffId, expiresAt }
}
