import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAllAdministrators } from '#app/domain/staff/notices/tell-all-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import { type GivingLimits, limitBounds, limitNames } from './limits.ts'
import { limitsInForce } from './limits-in-force.server.ts'
import { requireAdministrator } from './require-administrator.server.ts'

/**
 * Sets what the giving form lets through, as a new version; every administrator is told. A form that takes more than it
 * should costs fees, never a fund's money, so one person may. Refuses `role_may_not`, `limit_out_of_bounds`,
 * `limits_are_the_same`.
 */
export async function setLimits(setting: {
  staff: { id: string; fundIds: string[] }
  limits: GivingLimits
}): Promise<{ version: number }> {
  const { staff, limits } = setting
  const attempted = { action: 'giving_limits.set', subject: 'giving_limits' }
  return attempt({ staff, ...attempted }, async (tx) => {
    await requireAdministrator(tx, staff.id)
    for (const name of limitNames) {
      const [least, most] = limitBounds[name]
      if (!Number.isInteger(limits[name]) || limits[name] < least || limits[name] > most)
        throw new Refusal('limit_out_of_bounds', {}, name)
    }
    const before = await limitsInForce(tx)
    const changed = limitNames.filter((name) => before[name] !== limits[name])
    if (changed.length === 0) throw new Refusal('limits_are_the_same')

    const figures = Object.fromEntries(limitNames.map((name) => [name, limits[name]])) as GivingLimits
    const { version } = await tx.givingLimits.create({
      data: { ...figures, setBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ ...attempted, subjectId: String(version) },
      detail: Object.fromEntries(changed.map((name) => [name, limits[name]])),
    })
    await tellAllAdministrators(tx, {
      ...{ event: 'giving_limits_set', key: String(version), by: staff.id, path: '/admin/defence' },
    })
    return { version }
  })
}
