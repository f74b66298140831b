import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockRecovery } from './lock-recovery.server.ts'
import { readRecoveryCode } from './recovery-code.ts'
import { tellOfRecovery } from './tell-of-recovery.server.ts'

/** Whether the code is the one that the opener told the person; the host's recovery has none. */
export async function recoveryCodeFits(
  tx: Tx,
  of: { recoveryId: string; code: string | undefined },
): Promise<boolean> {
  const { codeHash } = await tx.factorRecovery.findUniqueOrThrow({ where: { id: of.recoveryId } })
  return codeHash === null || codeHash === hashToken(readRecoveryCode(of.code ?? ''))
}

/**
 * The link of a recovery is opened: every passkey, the authenticator and all open sessions end, and the person sets up a new
 * way as if for the first time. They end at this moment and not when two people confirmed, so that someone whose name was
 * misused can still sign in and stop it; and not later, so that old and new ways never stand side by side. Refuses
 * `link_expired` where the recovery was stopped or came too late.
 */
export async function beginAnew(tx: Tx, recoveryId: string): Promise<void> {
  const { staffId, state } = await lockRecovery(tx, recoveryId)
  if (state !== 'confirmed') throw new Refusal('link_expired')
  const at = now()
  const passkeys = await tx.staffPasskey.deleteMany({ where: { staffId } })
  const totp = await tx.staffTotp.updateMany({
    where: { staffId, confirmedAt: { not: null } },
    data: { confirmedAt: null, secretSealed: new Uint8Array() },
  })
  const sessions = await tx.staffSession.updateMany({
    where: { staffId, endedAt: null },
    data: { endedAt: at },
  })
  await tx.factorRecoveryUse.create({ data: { recoveryId, occurredAt: at } })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staffId },
    action: 'staff.recovery_used',
    subject: 'staff',
    subjectId: staffId,
    detail: { passkeys: passkeys.count, authenticators: totp.count, sessions: sessions.count },
  })
  await tellOfRecovery(tx, { event: 'recovery_used', recoveryId, staffId, by: staffId })
}
