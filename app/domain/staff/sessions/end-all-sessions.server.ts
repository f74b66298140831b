import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** Signs a person out everywhere at once, this browser included. */
export async function endAllSessions({ staffId }: { staffId: string }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { count } = await tx.staffSession.updateMany({
      where: { staffId, endedAt: null },
      data: { endedAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staffId },
      action: 'staff.signed_out_everywhere',
      subject: 'staff',
      subjectId: staffId,
      detail: { sessions: count },
    })
  })
}
