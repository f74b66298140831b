import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'

/**
 * The second person's yes to what counsel said: from here on the rule no longer blocks this bond. Refuses `role_may_not`
 * where they may not approve in the fund, `clearance_unknown`, `clearing_people_are_distinct`, `clearance_is_confirmed_once`.
 */
export async function confirmClearance(of: {
  staff: { id: string; fundIds: string[] }
  disbursementId: string
  clearanceId: string
}): Promise<void> {
  const { staff, disbursementId, clearanceId } = of
  await attempt(
    { staff, action: 'disbursement.clearance_confirmed', subject: 'disbursement', subjectId: disbursementId },
    async (tx) => {
      const { fundId } = await lockDisbursement(tx, disbursementId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'disbursements:approve' })
      const clearance = await tx.counselClearance.findFirst({
        where: { id: clearanceId, disbursementId },
        include: { clearanceConfirmation: true, rule: { select: { code: true, version: true } } },
      })
      if (!clearance) throw new Refusal('clearance_unknown')
      if (clearance.recordedBy === staff.id) throw new Refusal('clearing_people_are_distinct')
      if (clearance.clearanceConfirmation) throw new Refusal('clearance_is_confirmed_once')

      await tx.clearanceConfirmation.create({ data: { clearanceId, confirmedBy: staff.id } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'disbursement.clearance_confirmed',
        subject: 'disbursement',
        subjectId: disbursementId,
        fundId,
        detail: { rule: clearance.rule.code, version: clearance.rule.version },
      })
    },
  )
}
