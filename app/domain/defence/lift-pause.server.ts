import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAllAdministrators } from '#app/domain/staff/notices/tell-all-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { LiftReason } from './pause.ts'
import { lockPauses, siteKey } from './pause-giving.server.ts'
import { requireAdministrator } from './require-administrator.server.ts'

/**
 * Lets the giving form take gifts again before a pause is over. Cards refused and gifts begun until now count no more, and
 * it pauses again if others come. Refuses `role_may_not`, `pause_unknown`, `pause_is_over`, `pause_is_lifted_once`.
 */
export async function liftPause(lifting: {
  staff: { id: string; fundIds: string[] }
  pauseId: string
  reason: LiftReason
}): Promise<void> {
  const { staff, pauseId, reason } = lifting
  const attempted = {
    ...{ action: 'giving_pause.lifted', subject: 'giving_pause', subjectId: pauseId },
    detail: { reason },
  }
  await attempt({ staff, ...attempted }, async (tx) => {
    await requireAdministrator(tx, staff.id)
    await lockPauses(tx)
    const pause = await tx.givingPause.findUnique({
      where: { id: pauseId },
      include: { givingPauseLift: true },
    })
    if (!pause) throw new Refusal('pause_unknown')
    if (pause.givingPauseLift) throw new Refusal('pause_is_lifted_once')
    if (pause.endsAt <= now()) throw new Refusal('pause_is_over')

    await tx.givingPauseLift.create({ data: { pauseId, liftedBy: staff.id, reason, occurredAt: now() } })
    await tx.rateLimit.deleteMany({ where: { key: siteKey } })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...attempted })
    await tellAllAdministrators(tx, {
      ...{ event: 'giving_lifted', key: pauseId, by: staff.id, path: '/admin/defence' },
    })
  })
}
