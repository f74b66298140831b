import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { liftReasons } from './mending.ts'
import { suppressionInReach } from './suppression-in-reach.server.ts'

/**
 * Lets an address be written to again. It opens nothing by itself: topics that ended stay ended, and a mail that was held
 * back is sent again by its own act. Only for donors of one's own funds, or of none yet.
 */
export async function endSuppression(of: {
  staff: { id: string; fundIds: string[] }
  suppressionId: string
  reason: (typeof liftReasons)[number]
}): Promise<void> {
  const { staff, suppressionId, reason } = of
  const what = { action: 'mail.suppression_ended', subject: 'mail_suppression', subjectId: suppressionId }
  await attempt({ staff, ...what }, async (tx) => {
    const found = await suppressionInReach(tx, { staffId: staff.id, suppressionId })
    if (found.ended) throw new Refusal('suppression_ends_once')
    await tx.mailSuppressionEnd.create({
      data: { suppressionId, staffId: staff.id, reason, occurredAt: now() },
    })
    await recordAudit(tx, {
      // Of its donor, in whose timeline it stands.
      ...{ actor: { kind: 'staff', id: staff.id }, action: what.action },
      ...{ subject: 'donor', subjectId: found.donorId },
      ...(found.fundId ? { fundId: found.fundId } : {}),
      detail: { cause: found.cause, reason, suppressionId },
    })
  })
}
