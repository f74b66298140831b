import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { suppressionInReach } from './suppression-in-reach.server.ts'

/** Shows once an address that is not written to, and keeps who looked, also with its donor. Refuses `suppression_unknown`. */
export async function revealSuppressed(of: {
  staff: { id: string; fundIds: string[] }
  suppressionId: string
}): Promise<string> {
  const { staff, suppressionId } = of
  const act = { action: 'donor.address_revealed', subject: 'mail_suppression', subjectId: suppressionId }
  return attempt({ staff, ...act }, async (tx) => {
    const { donorId, email, fundId } = await suppressionInReach(tx, { staffId: staff.id, suppressionId })
    await tx.donorReveal.create({
      data: { donorId, reason: 'mail_came_back', staffId: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act },
      ...(fundId ? { fundId } : {}),
    })
    return email
  })
}
