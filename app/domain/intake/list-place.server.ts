import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'

type Place = { staff: ActingStaff; fundId: string; name: string; phone: string }

/** Another place where people can ask for help: said to everyone who is told no. Refuses `role_may_not`, `place_is_listed_once`. */
export async function listPlace({ staff, fundId, name, phone }: Place): Promise<void> {
  await attempt({ staff, action: 'fund.place_listed', subject: 'fund', subjectId: fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
    const { id } = await tx.otherPlace.create({ data: { fundId, name, phone, addedBy: staff.id } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.place_listed',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { place: id },
    })
  })
}
