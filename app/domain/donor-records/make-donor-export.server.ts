import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ExportFormat } from '#app/domain/donor-area/export/export-format.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { openDonor } from './open-donor.server.ts'

/**
 * Keeps that a person takes everything about one donor out, before the first row leaves. Refuses
 * `step_up_is_fresh_and_bound`, and as `openDonor` does.
 */
export async function makeDonorExport(of: {
  staff: { id: string; fundIds: string[] }
  donorId: string
  format: ExportFormat
  stepUpId: string
}): Promise<{ exportId: string }> {
  const { staff, donorId, format, stepUpId } = of
  const act = { action: 'donor.exported', subject: 'donor', subjectId: donorId }
  return attempt({ staff, ...act }, async (tx) => {
    const { fundId } = await openDonor(tx, { donorId, staff, action: 'donors:export', everywhere: true })
    await requireStepUp(tx, {
      ...{ stepUpId, staffId: staff.id },
      boundTo: boundTo.exportDonor({ donorId, format }),
    })
    const exportId = randomUUID()
    await tx.donorExport.create({
      data: { id: exportId, donorId, format, madeBy: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, detail: { format } },
      ...(fundId ? { fundId } : {}),
    })
    return { exportId }
  })
}
