import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'

export type LinkPurpose = 'enrol' | 'demonstration'

const hour = 3_600_000
const lifetime: Record<LinkPurpose, number> = { enrol: 72 * hour, demonstration: 24 * hour }

export type SignInLink = { token: string; staffId: string; expiresAt: Date }

/** Makes a one-time link for a person. An older link of the same kind stops working. */
export async function makeSignInLink(tx: Tx, staffId: string, purpose: LinkPurpose): Promise<SignInLink> {
  const expiresAt = new Date(now().getTime() + lifetime[purpose])
  return keepLink(tx, { staffId, purpose, expiresAt })
}

/** The link of someone who is let in again: it ends a day after the recovery was confirmed, however late it is made. */
export async function makeRecoveryLink(
  tx: Tx,
  of: { staffId: string; recoveryId: string },
): Promise<SignInLink> {
  const { recordedAt } = await tx.factorRecoveryConfirmation.findUniqueOrThrow({
    where: { recoveryId: of.recoveryId },
    select: { recordedAt: true },
  })
  const expiresAt = new Date(recordedAt.getTime() + 24 * hour)
  return keepLink(tx, { ...of, purpose: 'recovery', expiresAt })
}

type NewLink = { staffId: string; purpose: LinkPurpose | 'recovery'; expiresAt: Date; recoveryId?: string }

async function keepLink(tx: Tx, { staffId, purpose, expiresAt, recoveryId }: NewLink): Promise<SignInLink> {
  const token = randomToken()
  await tx.staffSignInLink.updateMany({
    where: { staffId, purpose, usedAt: null },
    data: { usedAt: now() },
  })
  await tx.staffSignInLink.create({
    data: { tokenHash: hashToken(token), staffId, purpose, expiresAt, recoveryId: recoveryId ?? null },
  })
  return { token, staffId, expiresAt }
}
