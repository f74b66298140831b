import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { requireAdministrator } from './require-administrator.server.ts'
import { tellRoleChange } from './tell-role-change.server.ts'

type Grant = { granterId: string; staffId: string; fundId: string; role: Role; stepUpId: string }

/**
 * Gives a person a role in a fund. Refuses `not_your_fund_to_manage`, `step_up_is_fresh_and_bound`,
 * `role_held_already` and `trustee_comes_from_outside`.
 */
export async function grantRole(grant: Grant): Promise<void> {
  const { granterId, staffId, fundId, role, stepUpId } = grant
  await attempt(
    {
      staff: { id: granterId, fundIds: [fundId] },
      action: 'staff.role_granted',
      subject: 'staff',
      subjectId: staffId,
      fundId,
    },
    async (tx) => {
      await requireAdministrator(tx, granterId, [fundId])
      await requireStepUp(tx, {
        stepUpId,
        staffId: granterId,
        boundTo: boundTo.grantRole({ staffId, fundId, role }),
      })
      await addRole(tx, { granterId, staffId, fundId, role })
    },
  )
}

export async function addRole(tx: Tx, { granterId, staffId, fundId, role }: Omit<Grant, 'stepUpId'>) {
  await refuseInsideAndOutside(tx, { staffId, role })
  const { count } = await tx.staffRole.createMany({
    data: [{ staffId, fundId, role, grantedBy: granterId }],
    skipDuplicates: true,
  })
  if (count === 0) throw new Refusal('role_held_already', {}, 'role')
  await recordAudit(tx, {
    actor: { kind: 'staff', id: granterId },
    action: 'staff.role_granted',
    subject: 'staff',
    subjectId: staffId,
    fundId,
    detail: { role },
  })
  await tellRoleChange(tx, { event: 'role_granted', by: granterId, staffId, fundId, role })
}

/** A trustee holds no other role in any fund: whoever works in one is not from outside. */
async function refuseInsideAndOutside(tx: Tx, { staffId, role }: Pick<Grant, 'staffId' | 'role'>) {
  const other = await tx.staffRole.count({
    where: { staffId, role: role === 'trustee' ? { not: 'trustee' } : 'trustee' },
  })
  if (other > 0) throw new Refusal('trustee_comes_from_outside', {}, 'role')
}
