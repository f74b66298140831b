import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockManagedFund } from '#app/domain/funds/lock-fund.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { ringNewWords } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'

type Decision = { staff: { id: string; fundIds: string[] }; fundId: string; changeId: string } & (
  | { decision: 'confirmed'; stepUpId: string }
  | { decision: 'withdrawn' }
)

/**
 * Another administrator's yes publishes a fund's new words, from their day on: the database writes the version. Monthly donors
 * are told from this moment on (`announceNewWords`), before a charge falls under it. Any administrator may withdraw what is only proposed.
 *
 * Refuses `fund_unknown`, `role_may_not`, `purpose_change_unknown`, `purpose_change_is_decided_once`,
 * `purpose_change_is_confirmed_by_another`, `purpose_change_is_ahead` where their day came meanwhile, and
 * `step_up_is_fresh_and_bound`.
 */
export async function decidePurpose(act: Decision): Promise<void> {
  const { staff, fundId, changeId, decision } = act
  const of = { action: `fund.purpose_${decision}`, subject: 'fund', subjectId: fundId }
  await attempt({ staff, ...of }, async (tx) => {
    if (!staff.fundIds.includes(fundId)) throw new Refusal('fund_unknown')
    await lockManagedFund(tx, { fundId, staffId: staff.id })
    const change = await tx.fundPurposeChange.findFirst({
      where: { id: changeId, fundId },
      include: { fundPurposeChangeDecision: true },
    })
    if (!change) throw new Refusal('purpose_change_unknown')
    if (change.fundPurposeChangeDecision) throw new Refusal('purpose_change_is_decided_once')
    const stepUpId = decision === 'confirmed' ? act.stepUpId : null
    if (stepUpId !== null) {
      if (change.proposedBy === staff.id) throw new Refusal('purpose_change_is_confirmed_by_another')
      if (change.effectiveFrom <= now()) throw new Refusal('purpose_change_is_ahead')
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.confirmPurpose(changeId) })
    }
    const { version } = await tx.fundPurposeChangeDecision.create({
      data: { changeId, decision, decidedBy: staff.id, stepUpId, occurredAt: now() },
      select: { version: true },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...of, fundId },
      detail: version === null ? {} : { purposeVersion: version },
    })
    if (decision === 'withdrawn') return
    await ringNewWords(tx)
    await tellAdministrators(tx, {
      ...{ fundId, event: 'purpose_confirmed', by: staff.id, key: changeId },
      path: `/admin/funds/${fundId}/purpose`,
    })
  })
}
