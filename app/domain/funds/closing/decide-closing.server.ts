import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { lockManagedFund } from '../lock-fund.server.ts'
import type { ClosingTo } from './closing.ts'
import { refuseUnlessOpen } from './propose-closing.server.ts'

type Decision = {
  staff: { id: string; fundIds: string[] }
  fundId: string
  closingId: string
} & ({ outcome: 'confirmed'; stepUpId: string } | { outcome: 'withdrawn' })

/** How the fund moved: what else has to follow its state reads from here. */
type FundMoved = { stateChangeId: bigint; fundId: string; from: string; to: ClosingTo }

/**
 * A second administrator's yes moves the fund at once: a closing one takes no gift that begins from then on, and a closed one
 * takes nothing. Either may take the proposal back, which moves nothing. Answers the change of state, null where there is
 * none. Refuses `fund_unknown`, `role_may_not`, `closing_unknown`, `closing_is_decided_once`,
 * `closing_is_confirmed_by_another`, `fund_moves_along_the_table`, `closed_fund_is_empty`, `closing_ended_gifts` and
 * `step_up_is_fresh_and_bound`.
 */
export async function decideClosing(decision: Decision): Promise<FundMoved | null> {
  const { staff, fundId, closingId, outcome } = decision
  const action = outcome === 'confirmed' ? 'fund.closing_confirmed' : 'fund.closing_withdrawn'
  return attempt({ staff, action, subject: 'fund', subjectId: fundId }, async (tx) => {
    const proposed = await tx.fundClosing.findFirst({ where: { id: closingId, fundId } })
    // The bank comes first, as wherever money moves: what was counted as nothing stays nothing.
    if (proposed?.toState === 'closed') await lockFundBank(tx, [fundId])
    const fund = await lockManagedFund(tx, { fundId, staffId: staff.id })
    if (!proposed) throw new Refusal('closing_unknown')
    if (await tx.fundClosingDecision.findUnique({ where: { closingId } })) {
      throw new Refusal('closing_is_decided_once')
    }
    const to = proposed.toState as ClosingTo
    const stepUpId = outcome === 'confirmed' ? decision.stepUpId : null
    if (stepUpId !== null) {
      if (proposed.proposedBy === staff.id) throw new Refusal('closing_is_confirmed_by_another')
      await refuseUnlessOpen(tx, fund, to)
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.confirmClosing(closingId) })
    }
    await tx.fundClosingDecision.create({
      data: { closingId, outcome, decidedBy: staff.id, stepUpId, occurredAt: now() },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action,
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { from: fund.state, to, reason: proposed.reason },
    })
    if (outcome === 'withdrawn') return null

    const { id: stateChangeId } = await tx.fundStateChange.create({
      data: {
        ...{ fundId, closingId, fromState: fund.state, toState: to },
        ...{ reason: proposed.reason, changedBy: staff.id },
      },
      select: { id: true },
    })
    await tx.fund.update({ where: { id: fundId }, data: { state: to } })
    await tellAdministrators(tx, {
      ...{ fundId, event: 'closing_confirmed', by: staff.id, key: closingId },
      path: `/admin/funds/${fundId}/control`,
    })
    return { stateChangeId, fundId, from: fund.state, to }
  })
}
