import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

/**
 * The second person has seen the paper: on its days the certificate lifts what its rule blocks. Refuses
 * `certificate_unknown`, `role_may_not`, `certificate_is_confirmed_by_another`, `certificate_is_confirmed_once`.
 */
export async function confirmCertificate(of: {
  staff: { id: string; fundIds: string[] }
  certificateId: string
}): Promise<void> {
  const { staff, certificateId } = of
  await attempt(
    { staff, action: 'certificate.confirmed', subject: 'certificate', subjectId: certificateId },
    async (tx) => {
      const certificate = await tx.certificate.findUnique({ where: { id: certificateId } })
      if (!certificate) throw new Refusal('certificate_unknown')
      const { fundId, recordedBy, ruleCode } = certificate
      await requireRole(tx, { staffId: staff.id, fundId, action: 'disbursements:approve' })
      if (recordedBy === staff.id) throw new Refusal('certificate_is_confirmed_by_another')
      if (await tx.certificateConfirmation.findUnique({ where: { certificateId } }))
        throw new Refusal('certificate_is_confirmed_once')

      await tx.certificateConfirmation.create({
        data: { certificateId, confirmedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'certificate.confirmed',
        subject: 'certificate',
        subjectId: certificateId,
        fundId,
        detail: { rule: ruleCode },
      })
    },
  )
}
