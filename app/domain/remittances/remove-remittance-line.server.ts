import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { lockRemittance } from './lock-remittance.server.ts'

/** A line that was entered wrongly. Nothing was booked, so nothing is reversed. */
export async function removeRemittanceLine(act: {
  staff: ActingStaff
  remittanceId: string
  lineId: string
}): Promise<void> {
  const { staff, remittanceId, lineId } = act
  await attempt(
    { staff, action: 'remittance.line_removed', subject: 'remittance', subjectId: remittanceId },
    async (tx) => {
      await lockRemittance(tx, { remittanceId, staffId: staff.id, action: 'remittances:enter' })
      const line = await tx.remittanceLine.findUnique({
        where: { id: lineId, remittanceId },
        include: { bond: { select: { fundId: true } } },
      })
      if (!line) throw new Refusal('remittance_line_unknown')
      await tx.remittanceLine.deleteMany({ where: { id: lineId } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'remittance.line_removed',
        subject: 'remittance',
        subjectId: remittanceId,
        fundId: line.bond.fundId,
        detail: { receivedCents: line.receivedCents.toString() },
      })
    },
  )
}
