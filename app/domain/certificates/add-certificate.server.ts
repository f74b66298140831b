import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockManagedFund } from '#app/domain/funds/lock-fund.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { NewCertificate } from './certificate.ts'
import { certificateRules } from './list-certificates.server.ts'

/**
 * Enters a certificate that a rule of one of the fund's places asks for. It counts once someone else has seen the paper.
 * Refuses `fund_unknown`, `role_may_not`, `certificate_is_of_a_place_of_the_fund`, `certificate_is_entered_once`.
 */
export async function addCertificate(of: {
  staff: { id: string; fundIds: string[] }
  certificate: NewCertificate
}): Promise<void> {
  const { staff, certificate } = of
  const { fundId, ruleCode, number, validFrom } = certificate
  await attempt({ staff, action: 'certificate.added', subject: 'fund', subjectId: fundId }, async (tx) => {
    await lockManagedFund(tx, { fundId, staffId: staff.id })
    const asked = await certificateRules(tx)
    if (!asked.some((rule) => rule.fundId === fundId && rule.code === ruleCode))
      throw new Refusal('certificate_is_of_a_place_of_the_fund', {}, 'ruleCode')
    if (await tx.certificate.findFirst({ where: { fundId, ruleCode, number, validFrom } }))
      throw new Refusal('certificate_is_entered_once', {}, 'number')

    await tx.certificate.create({ data: { ...certificate, recordedBy: staff.id, occurredAt: now() } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'certificate.added',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { rule: ruleCode, until: certificate.validUntil.toISOString().slice(0, 10) },
    })
  })
}
