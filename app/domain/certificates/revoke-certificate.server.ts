import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockManagedFund } from '#app/domain/funds/lock-fund.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

/**
 * Taken away, given back, or entered wrongly: from that day on the certificate lifts nothing. One person may say so, since
 * stopping is always safe. Refuses `certificate_unknown`, `role_may_not`, `certificate_is_revoked_once`.
 */
export async function revokeCertificate(of: {
  staff: { id: string; fundIds: string[] }
  certificateId: string
  revokedOn: Date
}): Promise<void> {
  const { staff, certificateId, revokedOn } = of
  await attempt(
    { staff, action: 'certificate.revoked', subject: 'certificate', subjectId: certificateId },
    async (tx) => {
      const certificate = await tx.certificate.findUnique({ where: { id: certificateId } })
      if (!certificate) throw new Refusal('certificate_unknown')
      const { fundId, ruleCode } = certificate
      await lockManagedFund(tx, { fundId, staffId: staff.id })
      if (await tx.certificateRevocation.findUnique({ where: { certificateId } }))
        throw new Refusal('certificate_is_revoked_once')

      await tx.certificateRevocation.create({
        data: { certificateId, revokedOn, recordedBy: staff.id, occurredAt: now() },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'certificate.revoked',
        subject: 'certificate',
        subjectId: certificateId,
        fundId,
        detail: { rule: ruleCode, on: revokedOn.toISOString().slice(0, 10) },
      })
    },
  )
}
