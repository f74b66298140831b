import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Ends one of a person's own sessions. Ending what is over already changes nothing. */
export async function endSession(session: { staffId: string; sessionIdHash: string }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { count } = await tx.staffSession.updateMany({
      where: { idHash: session.sessionIdHash, staffId: session.staffId, endedAt: null },
      data: { endedAt: now() },
    })
    if (count === 0) return
    await recordAudit(tx, {
      actor: { kind: 'staff', id: session.staffId },
      action: 'staff.signed_out',
      subject: 'staff',
      subjectId: session.staffId,
    })
  })
}
