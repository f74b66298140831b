import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { enrolled } from '#app/domain/staff/enrolled.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { requireAdministrator } from './require-administrator.server.ts'

type Withdrawal = { withdrawerId: string; staffId: string; fundId: string; role: Role; stepUpId: string }

/**
 * Takes a role back. It stops counting at once, in open sessions too. Refuses `not_your_fund_to_manage`,
 * `step_up_is_fresh_and_bound`, `role_not_held`, and `last_administrator` where nobody who can sign in would be left.
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
    },
  )
}

async function refuseIfLast(tx: Tx, { staffId, fundId }: { staffId: string; fundId: string }): Promise<void> {
  const others = await tx.staffRole.count({
    where: { fundId, role: 'administrator', staffId: { not: staffId }, staff: enrolled },
  })
  if (others === 0) throw new Refusal('last_administrator')
}
