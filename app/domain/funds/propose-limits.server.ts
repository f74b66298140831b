import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { fundStaff } from './fund-staff.server.ts'
import { type Limits, whoCanMeet } from './limits.ts'
import { lockManagedFund } from './lock-fund.server.ts'

type Proposal = {
  staff: { id: string; fundIds: string[] }
  fundId: string
  limits: Limits
  /** A fresh proof of presence, bound to the fund and these very limits. */
  stepUpId: string
}

/**
 * Puts forward how many must approve, and how much may go out. Nothing changes before a second administrator confirms it.
 * Refuses `fund_unknown`, `role_may_not`, `limits_rise`, `approvals_rise_with_the_sum`, `daily_cap_holds_one_disbursement`,
 * `staff_meets_the_limits` where nobody could bring a disbursement through, and `step_up_is_fresh_and_bound`.
 */
export async function proposeLimits({ staff, fundId, limits, stepUpId }: Proposal): Promise<string> {
  const attempted = { staff, action: 'fund.limits_proposed', subject: 'fund', subjectId: fundId }
  return attempt(attempted, async (tx) => {
    await lockManagedFund(tx, { fundId, staffId: staff.id })
    refuseMisshapen(limits)
    await refuseUnmet(tx, fundId, limits)
    await requireStepUp(tx, {
      stepUpId,
      staffId: staff.id,
      boundTo: boundTo.proposeLimits({ fundId, ...limits }),
    })

    const { id } = await tx.fundLimits.create({
      data: {
        ...{ fundId, stepUpId, proposedBy: staff.id, occurredAt: now() },
        ...{
          capCents: limits.capCents,
          dailyCapCents: limits.dailyCapCents,
          expiryHours: limits.expiryHours,
        },
        fromCents: limits.steps.map(({ fromCents }) => fromCents),
        approvalsRequired: limits.steps.map(({ approvals }) => approvals),
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.limits_proposed',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: inAudit(limits),
    })
    await tellAdministrators(tx, {
      ...{ fundId, event: 'limits_proposed', by: staff.id, key: id },
      path: `/admin/funds/${fundId}/control`,
    })
    return id
  })
}

function refuseMisshapen({ steps, capCents, dailyCapCents }: Limits): void {
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1]
    if (!before) continue
    if (step.fromCents <= before.fromCents) throw new Refusal('limits_rise', {}, `steps[${index}].from`)
    if (step.approvals < before.approvals) {
      throw new Refusal('approvals_rise_with_the_sum', {}, `steps[${index}].approvals`)
    }
  }
  if (capCents !== null && dailyCapCents !== null && dailyCapCents < capCents) {
    throw new Refusal('daily_cap_holds_one_disbursement', {}, 'dailyCap')
  }
}

/** Set-up refuses what the staff cannot meet. */
export async function refuseUnmet(tx: Tx, fundId: string, { steps }: Limits): Promise<void> {
  const staff = await fundStaff(tx, fundId)
  const unmet = steps.find(({ approvals }) => !whoCanMeet(staff, approvals).isPossible)
  if (unmet) throw new Refusal('staff_meets_the_limits', { approvals: unmet.approvals })
}

/** Sums and counts, as the audit keeps them. */
export const inAudit = ({ steps, capCents, dailyCapCents, expiryHours }: Limits) => ({
  steps: steps.map(({ fromCents, approvals }) => `${fromCents}=${approvals}`).join(' '),
  hours: expiryHours,
  ...(capCents === null ? {} : { capCents: capCents.toString() }),
  ...(dailyCapCents === null ? {} : { dailyCapCents: dailyCapCents.toString() }),
})
