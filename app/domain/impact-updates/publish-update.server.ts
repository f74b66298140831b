import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { refuseDuringIncident } from '#app/domain/incidents/refuse-during-incident.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'

/**
 * Puts an update on the public pages and sets its mails going. Refuses `update_not_found`, `role_may_not`,
 * `incident_stops_what_goes_out`, and `update_already_published`: pressing twice is one publication.
 */
export async function publishUpdate(publication: {
  updateId: string
  staffId: string
  occurredAt?: Date | undefined
}): Promise<void> {
  const { updateId, staffId } = publication
  const staff = { id: staffId, fundIds: [] }
  const attempted = { action: 'impact_update.published', subject: 'impact_update', subjectId: updateId }
  await attempt({ staff, scope: { kind: 'system' }, ...attempted }, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`impact_update:${updateId}`}, 0))::text`
    const update = await tx.impactUpdate.findUnique({
      where: { id: updateId },
      include: { impactUpdatePublication: true },
    })
    if (!update) throw new Refusal('update_not_found')
    await requireRole(tx, { staffId, fundId: update.fundId, action: 'updates:publish' })
    if (update.impactUpdatePublication) throw new Refusal('update_already_published')
    await refuseDuringIncident(tx, update.fundId)

    await tx.impactUpdatePublication.create({
      data: { updateId, publishedBy: staffId, occurredAt: publication.occurredAt ?? now() },
    })
    await enqueue(tx, 'impact.deliver', { updateId }, { key: `impact.deliver:${updateId}` })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staffId },
      action: 'impact_update.published',
      subject: 'impact_update',
      subjectId: updateId,
      fundId: update.fundId,
    })
  })
}
