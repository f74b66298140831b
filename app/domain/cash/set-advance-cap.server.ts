import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { now } from '#app/platform/clock.ts'

/** How much a poster may have out of a fund at once: of everyone, or of one who is named. */
export async function setAdvanceCap(set: {
  staff: ActingStaff
  fundId: string
  posterId: string | null
  cap: Cents
}): Promise<void> {
  const { staff, fundId, posterId, cap } = set
  await attempt({ staff, action: 'advance.cap_set', subject: 'fund', subjectId: fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'funds:manage' })
    await tx.advanceCap.create({
      data: { fundId, posterId, capCents: cap, setBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'advance.cap_set',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { capCents: cap.toString(), ...(posterId ? { poster: posterId } : {}) },
    })
  })
}
