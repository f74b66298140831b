import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { EmergencyReason } from './emergency.ts'
import { openGlass } from './open-glass.server.ts'
import { tellOfGlass } from './tell-of-glass.server.ts'

type Breaking = {
  staff: ActingStaff
  personId: string
  reason: EmergencyReason
  /** A fresh proof of presence, bound to this person and reason. */
  stepUpId: string
}

/**
 * Opens one person's record for an hour to an administrator, whose work it is not to read it. Every administrator and case
 * worker of the fund is told at once, and someone else judges it afterwards. It gives no right but that of looking. Refuses
 * `person_unknown`, `person_is_erased`, `role_may_not`, `glass_is_for_who_may_not_look` for someone who may look without it,
 * `one_glass_at_a_time` and `step_up_is_fresh_and_bound`.
 */
export async function breakGlass({ staff, personId, reason, stepUpId }: Breaking): Promise<string> {
  const attempted = { staff, action: 'person.glass_broken', subject: 'person', subjectId: personId }
  return attempt(attempted, async (tx) => {
    const { fundId, erasedAt } = await lockPerson(tx, personId)
    if (erasedAt) throw new Refusal('person_is_erased')
    await refuseRoles(tx, staff.id, fundId)
    if (await openGlass(tx, { personId, staffId: staff.id })) throw new Refusal('one_glass_at_a_time')
    await requireStepUp(tx, {
      stepUpId,
      staffId: staff.id,
      boundTo: boundTo.breakGlass({ personId, reason }),
    })

    const { id: glassId, endsAt } = await tx.breakGlass.create({
      data: { personId, staffId: staff.id, reason, stepUpId, occurredAt: now() },
      select: { id: true, endsAt: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'person.glass_broken',
      subject: 'person',
      subjectId: personId,
      fundId,
      detail: { reason },
    })
    await tellOfGlass(tx, {
      ...{ event: 'opened', glassId, personId, fundId, by: staff.id, reason, endsAt },
    })
    return glassId
  })
}

async function refuseRoles(tx: Tx, staffId: string, fundId: string): Promise<void> {
  const roles = await rolesInFund(tx, { staffId, fundId })
  if (!may(roles, 'vault:break-glass')) throw new Refusal('role_may_not')
  if (may(roles, 'vault:reveal')) throw new Refusal('glass_is_for_who_may_not_look')
}
