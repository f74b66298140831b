import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { makeRecoveryLink, type SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { lockRecovery } from './lock-recovery.server.ts'
import { managesPerson, requireManagesPerson, trustedForPerson } from './manages-person.server.ts'
import type { RecoveryState } from './recovery.ts'
import { tellOfRecovery } from './tell-of-recovery.server.ts'

type Confirmation = {
  staff: { id: string; fundIds: string[] }
  recoveryId: string
  /** A fresh proof of presence, bound to this recovery. */
  stepUpId: string
}

/** Why a recovery cannot be confirmed now. */
const whyNotReady: Partial<Record<RecoveryState, string>> = {
  waiting: 'host_recovery_waits_72_hours',
  confirmed: 'recovery_is_confirmed_once',
  used: 'recovery_is_confirmed_once',
  stopped: 'recovery_was_stopped',
  expired: 'recovery_comes_in_time',
}

/**
 * The second administrator of all the person's funds agrees, or a trustee of them all. Answers the one-time link, shown to them alone and good for 24
 * hours; it opens only with the code that the opener told the person. Refuses `recovery_unknown`, what `whyNotReady` says,
 * `recovery_goes_its_way` for one of the host's, `recovery_is_confirmed_by_another`,
 * `recovery_is_by_administrators_of_all_their_funds` and `step_up_is_fresh_and_bound`.
 */
export async function confirmRecovery({ staff, recoveryId, stepUpId }: Confirmation): Promise<SignInLink> {
  const attempted = { staff, action: 'staff.recovery_confirmed', subject: 'recovery', subjectId: recoveryId }
  // A trustee sees no fund's rows, and may still agree.
  const outside = staff.fundIds.length === 0 && { scope: { kind: 'system' } as const }
  return attempt({ ...attempted, ...outside }, async (tx) => {
    const { staffId, way, openedBy, state } = await lockRecovery(tx, recoveryId)
    const late = whyNotReady[state]
    if (late) throw new Refusal(late)
    if (way === 'host' || !openedBy) throw new Refusal('recovery_goes_its_way')
    if (staff.id === openedBy || staff.id === staffId) throw new Refusal('recovery_is_confirmed_by_another')
    if (!(await trustedForPerson(tx, { trusteeId: staff.id, staffId })))
      await requireManagesPerson(tx, { managerId: staff.id, staffId })
    // Who opened it may have lost the role since: then there are not two.
    if (!(await managesPerson(tx, { managerId: openedBy, staffId }))) {
      throw new Refusal('recovery_is_by_administrators_of_all_their_funds')
    }
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.confirmRecovery(recoveryId) })

    await tx.factorRecoveryConfirmation.create({
      data: { recoveryId, confirmedBy: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'staff.recovery_confirmed',
      subject: 'staff',
      subjectId: staffId,
    })
    await tellOfRecovery(tx, { event: 'recovery_confirmed', recoveryId, staffId, by: staff.id })
    return makeRecoveryLink(tx, { staffId, recoveryId })
  })
}
