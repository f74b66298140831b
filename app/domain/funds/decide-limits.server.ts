import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { limitsOf } from './limits-in-force.server.ts'
import { lockManagedFund } from './lock-fund.server.ts'
import { inAudit, refuseUnmet } from './propose-limits.server.ts'

type Decision = {
  staff: { id: string; fundIds: string[] }
  fundId: string
  limitsId: string
} & ({ outcome: 'confirmed'; stepUpId: string } | { outcome: 'withdrawn' })

/**
 * A second administrator's yes puts new limits in force at once, for what is approved from then on; either may withdraw
 * them. Refuses `fund_unknown`, `role_may_not`, `limits_unknown`, `limits_are_decided_once`,
 * `limits_are_confirmed_by_another`, `staff_meets_the_limits`, `step_up_is_fresh_and_bound`.
 */
export async function decideLimits(decision: Decision): Promise<void> {
  const { staff, fundId, limitsId, outcome } = decision
  const action = outcome === 'confirmed' ? 'fund.limits_confirmed' : 'fund.limits_withdrawn'
  await attempt({ staff, action, subject: 'fund', subjectId: fundId }, async (tx) => {
    // An approval under way counts by the limits of its own moment.
    await lockFundBank(tx, [fundId])
    await lockManagedFund(tx, { fundId, staffId: staff.id })
    const proposed = await tx.fundLimits.findFirst({ where: { id: limitsId, fundId } })
    if (!proposed) throw new Refusal('limits_unknown')
    if (await tx.fundLimitsDecision.findUnique({ where: { limitsId } })) {
      throw new Refusal('limits_are_decided_once')
    }
    const limits = limitsOf(proposed)
    const stepUpId = outcome === 'confirmed' ? decision.stepUpId : null
    if (stepUpId !== null) {
      if (proposed.proposedBy === staff.id) throw new Refusal('limits_are_confirmed_by_another')
      await refuseUnmet(tx, fundId, limits)
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.confirmLimits(limitsId) })
    }
    await tx.fundLimitsDecision.create({
      data: { limitsId, outcome, decidedBy: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action,
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: inAudit(limits),
    })
    if (outcome === 'withdrawn') return
    await tellAdministrators(tx, {
      ...{ fundId, event: 'limits_confirmed', by: staff.id, key: limitsId },
      path: `/admin/funds/${fundId}/control`,
    })
  })
}
