import { Refusal } from '#app/domain/refusal.ts'
import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { mayDemonstrate } from '#app/domain/staff/links/may-demonstrate.ts'
import { beginAnew } from '#app/domain/staff/recovery/begin-anew.server.ts'
import { proveRecoveryCode } from '#app/domain/staff/recovery/prove-recovery-code.server.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import type { Visit } from '#app/domain/staff/visit.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/**
 * Spends a one-time link and begins a session. Refuses `link_unknown`, `link_used`, `link_expired`, and
 * `link_already_enrolled`: a link never stands in for a passkey or an authenticator that a person has. The link of a recovery
 * ends those first, and opens only with its code: `recovery_code_wrong`, `too_many_attempts`.
 */
export async function redeemSignInLink(link: {
  token: string
  visit: Visit
  /** What the person was told by who opened their recovery. */
  code?: string | undefined
}): Promise<{ sessionId: string; staffId: string }> {
  const { token, visit, code } = link
  await proveRecoveryCode({ token, code })
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { staffId, purpose, recoveryId } = await takeLink(tx, token)
    if (purpose === 'enrol' && (await isEnrolled(tx, staffId))) throw new Refusal('link_already_enrolled')
    if (recoveryId) await beginAnew(tx, recoveryId)
    const method = methods[purpose] ?? 'demonstration_link'
    return { sessionId: await startSession(tx, { staffId, method, visit }), staffId }
  })
}

const methods: Record<string, 'enrol_link' | 'recovery_link'> = {
  enrol: 'enrol_link',
  recovery: 'recovery_link',
}

type TakenLink = { staffId: string; purpose: string; recoveryId: string | null }

async function takeLink(tx: Tx, token: string): Promise<TakenLink> {
  const tokenHash = hashToken(token)
  const at = now()
  const [taken] = await tx.staffSignInLink.updateManyAndReturn({
    where: { tokenHash, usedAt: null, expiresAt: { gt: at }, staff: { disabledAt: null } },
    data: { usedAt: at },
  })
  if (taken && (taken.purpose !== 'demonstration' || mayDemonstrate())) return taken
  const link = await tx.staffSignInLink.findUnique({ where: { tokenHash } })
  if (!link || taken) throw new Refusal('link_unknown')
  throw new Refusal(link.usedAt ? 'link_used' : 'link_expired')
}
