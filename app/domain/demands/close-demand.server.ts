import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { removeCopiesOffHold } from '#app/domain/evidence/remove-copies-off-hold.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { GivenKind } from './demand.ts'

type Closing = { staff: ActingStaff; demandId: string; given: GivenKind[] }

/**
 * Says what was given, once, and ends the hold; covered copies that it alone had kept from being removed go. Refuses `demand_unknown`, `role_may_not`, `demand_is_closed_once`,
 * `nothing_given_is_nothing_else`, and `demand_for_everything_is_closed_by_all` where the demand covers funds in which
 * this person does not manage demands.
 */
export const closeDemand = (closing: Closing): Promise<void> =>
  attempt(
    {
      staff: closing.staff,
      action: 'legal_demand.closed',
      subject: 'legal_demand',
      subjectId: closing.demandId,
    },
    (tx) => close(tx, closing),
  )

async function close(tx: Tx, { staff, demandId, given }: Closing): Promise<void> {
  await lockHolds(tx)
  const demand = await tx.legalDemand.findUnique({ where: { id: demandId } })
  if (!demand) throw new Refusal('demand_unknown')
  await refuseOutsider(tx, staff.id, demand.fundId)
  if (await tx.legalDemandClosing.findUnique({ where: { demandId } }))
    throw new Refusal('demand_is_closed_once')
  if (given.includes('nothing') && given.length > 1)
    throw new Refusal('nothing_given_is_nothing_else', {}, 'given')

  await tx.legalDemandClosing.create({ data: { demandId, given, closedBy: staff.id, occurredAt: now() } })
  await removeCopiesOffHold(tx)
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'legal_demand.closed',
    subject: 'legal_demand',
    subjectId: demandId,
    ...(demand.fundId ? { fundId: demand.fundId } : {}),
    detail: { handedOver: given.join(' ') },
  })
}

async function refuseOutsider(tx: Tx, staffId: string, fundId: string | null): Promise<void> {
  const held = await tx.staffRole.findMany({
    where: { staffId, staff: { disabledAt: null }, role: { in: [...rolesFor('demands:manage')] } },
    select: { fundId: true },
  })
  const managed = new Set(held.map((role) => role.fundId))
  if (fundId !== null) {
    if (!managed.has(fundId)) throw new Refusal('role_may_not')
    return
  }
  const giving = await tx.fund.findMany({ where: { kind: { not: 'operating' } }, select: { id: true } })
  if (!giving.every(({ id }) => managed.has(id))) throw new Refusal('demand_for_everything_is_closed_by_all')
}
