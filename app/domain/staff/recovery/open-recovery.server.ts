import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { latestRecovery, lockRecovering } from './lock-recovery.server.ts'
import { requireManagesPerson } from './manages-person.server.ts'
import { type Assurance, canStillBeStopped, type RecoveryReason } from './recovery.ts'
import { newRecoveryCode } from './recovery-code.ts'
import { tellOfRecovery } from './tell-of-recovery.server.ts'

type Opening = {
  staff: { id: string; fundIds: string[] }
  /** Who lost every way to sign in. */
  staffId: string
  reason: RecoveryReason
  assuredBy: Assurance
  /** A fresh proof of presence, bound to the person, the reason and how it was made sure. */
  stepUpId: string
}

/**
 * Asks that a colleague be let in again. Nothing changes before another administrator of all their funds confirms it. Answers
 * a code, once, for the opener to tell the person: with the other's link it lets them in, and neither does alone. Refuses
 * `nobody_recovers_themselves`, `recovery_is_by_administrators_of_all_their_funds`, `one_recovery_at_a_time`,
 * `invitation_is_enough` where they never had a way to sign in, and `step_up_is_fresh_and_bound`.
 */
export async function openRecovery(opening: Opening): Promise<{ recoveryId: string; code: string }> {
  const { staff, staffId, reason, assuredBy, stepUpId } = opening
  const attempted = { staff, action: 'staff.recovery_opened', subject: 'staff', subjectId: staffId }
  return attempt(attempted, async (tx) => {
    if (staff.id === staffId) throw new Refusal('nobody_recovers_themselves')
    await requireManagesPerson(tx, { managerId: staff.id, staffId })
    await lockRecovering(tx, staffId)
    await refuseWhereNoneIsNeeded(tx, staffId)
    const bound = boundTo.recover({ staffId, reason, assuredBy })
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: bound })

    const code = newRecoveryCode()
    const { id: recoveryId } = await tx.factorRecovery.create({
      data: {
        ...{ staffId, way: 'administrators', reason, assuredBy, openedBy: staff.id, stepUpId },
        ...{ codeHash: hashToken(code), occurredAt: now() },
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'staff.recovery_opened',
      subject: 'staff',
      subjectId: staffId,
      detail: { reason, assuredBy },
    })
    await tellOfRecovery(tx, { event: 'recovery_opened', recoveryId, staffId, by: staff.id })
    return { recoveryId, code }
  })
}

async function refuseWhereNoneIsNeeded(tx: Tx, staffId: string): Promise<void> {
  const last = await latestRecovery(tx, staffId)
  if (last && canStillBeStopped(last.state)) throw new Refusal('one_recovery_at_a_time')
  if (!last && !(await isEnrolled(tx, staffId))) throw new Refusal('invitation_is_enough')
}
