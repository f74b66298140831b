import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'

type Change = {
  staff: ActingStaff
  address: string
  /** The first day on which the new one holds, as `2026-11-21`: today or earlier. */
  effectiveOn: string
}

/**
 * The organization has moved: from now on its pages and receipts carry the new address, and every court and ICE office
 * that holds a bond has to be told. Refuses `address_change_is_in_force` for a day that lies ahead, and `role_may_not`.
 */
export async function changeAddress({ staff, address, effectiveOn }: Change): Promise<{ changeId: string }> {
  const { timezone } = await organization()
  return attempt({ staff, action: 'organization.address_changed', subject: 'organization' }, async (tx) => {
    const at = now()
    const held = await tx.staffRole.count({
      where: {
        staffId: staff.id,
        role: { in: [...rolesFor('funds:manage')] },
        staff: { disabledAt: null },
      },
    })
    if (held === 0) throw new Refusal('role_may_not')
    if (effectiveOn > dayOf(at, timezone)) throw new Refusal('address_change_is_in_force', {}, 'effectiveOn')

    const { id: changeId } = await tx.addressChange.create({
      data: { address, effectiveOn: new Date(effectiveOn), recordedBy: staff.id, occurredAt: at },
      select: { id: true },
    })
    await tx.organization.update({ where: { id: 1 }, data: { address } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'organization.address_changed',
      subject: 'organization',
      subjectId: changeId,
      detail: { effectiveOn },
    })
    return { changeId }
  })
}
