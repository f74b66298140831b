import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { heldForCase } from '#app/domain/copays/held-for-case.server.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { wholePrincipal } from '#app/domain/disbursements/shared-bonds/shared-bond-standing.server.ts'
import { add, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { findingsOn } from './findings.server.ts'

type Staff = { id: string; fundIds: string[] }

/**
 * Records that counsel allowed this bond under a rule that blocks it. Nothing is lifted before another person confirms it.
 * Refuses `role_may_not`, `rule_does_not_block`, `clearance_lies_ahead`.
 */
export async function clearRule(of: {
  staff: Staff
  disbursementId: string
  ruleId: string
  counsel: string
  clearedOn: Date
}): Promise<void> {
  const { staff, disbursementId, ruleId, counsel, clearedOn } = of
  await attempt(
    { staff, action: 'disbursement.rule_cleared', subject: 'disbursement', subjectId: disbursementId },
    async (tx) => {
      const disbursement = await lockDisbursement(tx, disbursementId)
      const { fundId, contentHash, state } = disbursement
      await requireRole(tx, { staffId: staff.id, fundId, action: 'disbursements:clear' })
      if (state !== 'proposed' && state !== 'approved') throw new Refusal(`disbursement_is_${state}`)
      if (clearedOn > now()) throw new Refusal('clearance_lies_ahead', {}, 'clearedOn')
      // A rule may be broken only by what a family adds: counsel can be asked before the payment is tried.
      const whole = await wholePrincipal(tx, disbursement)
      const beyond = disbursement.shared ? zero : await heldForCase(tx, disbursement)
      const findings = await findingsOn(tx, {
        ...disbursement,
        principalCents: add(whole, beyond),
        at: now(),
      })
      const rule = findings.find(({ id, blocks, clearance }) => id === ruleId && blocks && !clearance)
      if (!rule) throw new Refusal('rule_does_not_block')

      await tx.counselClearance.create({
        data: { disbursementId, ruleId, contentHash, counsel, clearedOn, recordedBy: staff.id },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'disbursement.rule_cleared',
        subject: 'disbursement',
        subjectId: disbursementId,
        fundId,
        detail: { rule: rule.code, version: rule.version },
      })
    },
  )
}
