import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { Tx } from '#app/platform/db.ts'

/** One act on a batch, told to each of its funds. */
export async function recordInEach(
  tx: Tx,
  of: {
    staffId: string
    action: string
    batch: { id: string; fundIds: string[] }
    detail: Record<string, string | number>
  },
): Promise<void> {
  for (const fundId of of.batch.fundIds) {
    await recordAudit(tx, {
      actor: { kind: 'staff', id: of.staffId },
      action: of.action,
      subject: 'offline_batch',
      subjectId: of.batch.id,
      fundId,
      detail: of.detail,
    })
  }
}
