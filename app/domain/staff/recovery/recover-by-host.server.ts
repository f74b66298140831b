import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { makeRecoveryLink, type SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type LockedRecovery, latestRecovery, lockRecovering } from './lock-recovery.server.ts'
import { canStillBeStopped, type RecoveryReason } from './recovery.ts'
import { tellOfRecovery } from './tell-of-recovery.server.ts'

export type HostRecovery =
  | { kind: 'opened' | 'waiting'; readyAt: Date; expiresAt: Date }
  | { kind: 'link'; link: SignInLink }

type Asked = { email: string; reason: RecoveryReason }

/**
 * For whoever runs the server, where no two administrators are left who could do it. The first call opens a recovery and mails
 * every administrator and the person; for 72 hours any of them can stop it; a call after that answers the link, and as long as
 * it is not opened another call answers a new one. Refuses `staff_unknown`, `invitation_is_enough` for someone who never had a
 * way to sign in, and `one_recovery_at_a_time` while two administrators are at it.
 */
export async function recoverByHost(asked: Asked): Promise<HostRecovery> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const email = asked.email.trim().toLowerCase()
    const person = await tx.staff.findFirst({ where: { email, disabledAt: null }, select: { id: true } })
    if (!person) throw new Refusal('staff_unknown')
    await lockRecovering(tx, person.id)
    const last = await latestRecovery(tx, person.id)
    if (!last || !canStillBeStopped(last.state)) {
      if (!last && !(await isEnrolled(tx, person.id))) throw new Refusal('invitation_is_enough')
      return open(tx, { staffId: person.id, reason: asked.reason })
    }
    if (last.way !== 'host') throw new Refusal('one_recovery_at_a_time')
    if (last.state === 'waiting') {
      return { kind: 'waiting', readyAt: last.readyAt, expiresAt: last.expiresAt }
    }
    if (last.state === 'ready') await confirm(tx, last)
    return { kind: 'link', link: await makeRecoveryLink(tx, { staffId: person.id, recoveryId: last.id }) }
  })
}

async function open(tx: Tx, of: { staffId: string; reason: RecoveryReason }): Promise<HostRecovery> {
  const { staffId, reason } = of
  const { id, readyAt, expiresAt } = await tx.factorRecovery.create({
    data: { staffId, way: 'host', reason, occurredAt: now() },
  })
  await recordAudit(tx, {
    actor: { kind: 'host' },
    action: 'staff.recovery_opened',
    subject: 'staff',
    subjectId: staffId,
    detail: { reason, way: 'host' },
  })
  await tellOfRecovery(tx, { event: 'recovery_opened_by_host', recoveryId: id, staffId, by: null })
  return { kind: 'opened', readyAt, expiresAt }
}

async function confirm(tx: Tx, { id: recoveryId, staffId }: LockedRecovery): Promise<void> {
  await tx.factorRecoveryConfirmation.create({ data: { recoveryId, occurredAt: now() } })
  await recordAudit(tx, {
    actor: { kind: 'host' },
    action: 'staff.recovery_confirmed',
    subject: 'staff',
    subjectId: staffId,
    detail: { way: 'host' },
  })
  await tellOfRecovery(tx, { event: 'recovery_confirmed', recoveryId, staffId, by: null })
}
