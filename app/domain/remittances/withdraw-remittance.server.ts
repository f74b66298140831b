import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { lockRemittance } from './lock-remittance.server.ts'

/** A remittance that was entered wrongly, before anything is booked. Its reference is free again. */
export async function withdrawRemittance(act: { staff: ActingStaff; remittanceId: string }): Promise<void> {
  const { staff, remittanceId } = act
  await attempt(
    { staff, action: 'remittance.withdrawn', subject: 'remittance', subjectId: remittanceId },
    async (tx) => {
      const { fundIds, total } = await lockRemittance(tx, {
        remittanceId,
        staffId: staff.id,
        action: 'remittances:enter',
      })
      await tx.remittanceEnding.create({
        data: { remittanceId, kind: 'withdrawn', endedBy: staff.id, occurredAt: now() },
      })
      for (const fundId of fundIds) {
        await recordAudit(tx, {
          actor: { kind: 'staff', id: staff.id },
          action: 'remittance.withdrawn',
          subject: 'remittance',
          subjectId: remittanceId,
          fundId,
          detail: { totalCents: total.toString() },
        })
      }
    },
  )
}
