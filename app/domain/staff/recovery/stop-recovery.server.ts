import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type LockedRecovery, lockRecovery } from './lock-recovery.server.ts'
import { canStillBeStopped, type StopReason } from './recovery.ts'
import { tellOfRecovery } from './tell-of-recovery.server.ts'

type Stop = { staff: { id: string; fundIds: string[] }; recoveryId: string; reason: StopReason }

/**
 * Ends a recovery before its link is opened; a link that was made already stops working. Whoever opened it may, any
 * administrator of any fund of the person, and the person: who can sign in has not lost every way. Asks for no proof, since
 * it only keeps things as they are. Refuses `recovery_unknown`, `recovery_can_still_be_stopped` and
 * `recovery_is_stopped_by_an_administrator`.
 */
export async function stopRecovery({ staff, recoveryId, reason }: Stop): Promise<void> {
  const attempted = { staff, action: 'staff.recovery_stopped', subject: 'recovery', subjectId: recoveryId }
  // A poster sees no fund's rows, and may still say that nothing of theirs is lost.
  await attempt({ ...attempted, scope: { kind: 'system' } }, async (tx) => {
    const recovery = await lockRecovery(tx, recoveryId)
    if (!(await mayStop(tx, staff.id, recovery))) throw new Refusal('recovery_is_stopped_by_an_administrator')
    if (!canStillBeStopped(recovery.state)) throw new Refusal('recovery_can_still_be_stopped')

    const { staffId } = recovery
    await tx.factorRecoveryStop.create({
      data: { recoveryId, reason, stoppedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'staff.recovery_stopped',
      subject: 'staff',
      subjectId: staffId,
      detail: { reason },
    })
    await tellOfRecovery(tx, { event: 'recovery_stopped', recoveryId, staffId, by: staff.id })
  })
}

async function mayStop(tx: Tx, by: string, { staffId, openedBy }: LockedRecovery): Promise<boolean> {
  if (by === staffId || by === openedBy) return true
  const [row] = await tx.$queryRaw<{ manages: boolean }[]>`
    select exists (select from staff_role r where r.staff_id = ${staffId}::uuid and manages_fund(${by}::uuid, r.fund_id)) as manages`
  return row?.manages ?? false
}
