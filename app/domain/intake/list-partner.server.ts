import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'

type Partner = { staff: ActingStaff; fundId: string; name: string }

/** An organization that refers people to the fund. Refuses `role_may_not` and `partner_is_listed_once`. */
export async function listPartner({ staff, fundId, name }: Partner): Promise<void> {
  await attempt({ staff, action: 'fund.partner_listed', subject: 'fund', subjectId: fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
    const { id } = await tx.referralPartner.create({ data: { fundId, name, addedBy: staff.id } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.partner_listed',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { partner: id },
    })
  })
}
