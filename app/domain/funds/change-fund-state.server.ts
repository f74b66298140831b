import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { nextFundStates, type SettableState, type StateReason } from './changes.ts'
import { lockManagedFund } from './lock-fund.server.ts'

/**
 * Opens, pauses or fills a fund by a person's decision: from here on donors meet it. Payment pages that are
 * open for a fund that stops are closed (`closeOpenPages`). Refuses `fund_unknown`, `role_may_not`, `fund_moves_along_the_table`.
 */
export async function changeFundState(change: {
  staff: { id: string; fundIds: string[] }
  fundId: string
  to: SettableState
  reason: StateReason
}): Promise<void> {
  const { staff, fundId, to, reason } = change
  await attempt({ staff, action: 'fund.state_changed', subject: 'fund', subjectId: fundId }, async (tx) => {
    const fund = await lockManagedFund(tx, { fundId, staffId: staff.id })
    if (!nextFundStates(fund.state).includes(to)) throw new Refusal('fund_moves_along_the_table', {}, 'state')

    await tx.fundStateChange.create({
      data: { fundId, fromState: fund.state, toState: to, reason, changedBy: staff.id },
    })
    await tx.fund.update({ where: { id: fundId }, data: { state: to } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.state_changed',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { from: fund.state, to, reason },
    })
  })
}
