import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { fundStaff } from '#app/domain/funds/fund-staff.server.ts'
import { whoCanMeet } from '#app/domain/funds/limits.ts'
import { limitsInForce } from '#app/domain/funds/limits-in-force.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { enrolled } from '#app/domain/staff/enrolled.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { requireAdministrator } from './require-administrator.server.ts'
import { tellRoleChange } from './tell-role-change.server.ts'

type Withdrawal = {
  withdrawerId: string
  staffId: string
  fundId: string
  role: Role
  stepUpId: string
  /** They know that nobody could then bring some disbursements through. */
  evenIfUnmet?: boolean
}

/**
 * Takes a role back. It stops counting at once, in open sessions too. Refuses `not_your_fund_to_manage`,
 * `step_up_is_fresh_and_bound`, `role_not_held`, `role_leaves_limits_unmet` unless that is accepted, and `last_administrator` where nobody who can sign in would be left.
 */
export async function withdrawRole(withdrawal: Withdrawal): Promise<void> {
  const { withdrawerId, staffId, fundId, role, stepUpId } = withdrawal
  await attempt(
    {
      staff: { id: withdrawerId, fundIds: [fundId] },
      action: 'staff.role_withdrawn',
      subject: 'staff',
      subjectId: staffId,
      fundId,
    },
    async (tx) => {
      // Two administrators who take each other's role at once are put one after the other.
      await tx.$queryRaw`
      select staff_id from staff_role where fund_id = ${fundId}::uuid and role = 'administrator'
       order by staff_id for update`
      await requireAdministrator(tx, withdrawerId, [fundId])
      await requireStepUp(tx, {
        stepUpId,
        staffId: withdrawerId,
        boundTo: boundTo.withdrawRole({ staffId, fundId, role }),
      })
      if (role === 'administrator') await refuseIfLast(tx, { staffId, fundId })
      if (!withdrawal.evenIfUnmet) await refuseLeavingLimitsUnmet(tx, withdrawal)

      const { count } = await tx.staffRole.deleteMany({ where: { staffId, fundId, role } })
      if (count === 0) throw new Refusal('role_not_held')
      await recordAudit(tx, {
        actor: { kind: 'staff', id: withdrawerId },
        action: 'staff.role_withdrawn',
        subject: 'staff',
        subjectId: staffId,
        fundId,
        detail: { role },
      })
      await tellRoleChange(tx, { event: 'role_withdrawn', by: withdrawerId, staffId, fundId, role })
    },
  )
}

/** A way of sharing the work that there is now, and would not be without this role. */
async function refuseLeavingLimitsUnmet(
  tx: Tx,
  { staffId, fundId, role }: Pick<Withdrawal, 'staffId' | 'fundId' | 'role'>,
): Promise<void> {
  const staff = await fundStaff(tx, fundId)
  const left = staff.map((each) =>
    each.id === staffId ? { ...each, roles: each.roles.filter((held) => held !== role) } : each,
  )
  const { steps } = await limitsInForce(tx, fundId)
  const unmet = steps.find(
    ({ approvals }) => whoCanMeet(staff, approvals).isPossible && !whoCanMeet(left, approvals).isPossible,
  )
  if (unmet) throw new Refusal('role_leaves_limits_unmet', { from: unmet.fromCents }, 'evenIfUnmet')
}

async function refuseIfLast(tx: Tx, { staffId, fundId }: { staffId: string; fundId: string }): Promise<void> {
  const others = await tx.staffRole.count({
    where: { fundId, role: 'administrator', staffId: { not: staffId }, staff: enrolled },
  })
  if (others === 0) throw new Refusal('last_administrator')
}
