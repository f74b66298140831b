import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { StateReason } from '../changes.ts'
import { type LockedFund, lockManagedFund } from '../lock-fund.server.ts'
import type { ClosingTo } from './closing.ts'
import { leftOf } from './left.server.ts'
import { beforeClosing, nextByTwo } from './may-close.server.ts'

type Proposal = {
  staff: { id: string; fundIds: string[] }
  fundId: string
  to: ClosingTo
  reason: StateReason
  /** A fresh proof of presence, bound to the fund, where it goes and why. */
  stepUpId: string
}

/**
 * Puts forward that a fund closes, that one which is closing is at its end or goes back to where it stood, or that a closed
 * one is taken up again because of what came late. Nothing changes before another administrator confirms it. Refuses
 * `fund_unknown`, `role_may_not`, `fund_moves_along_the_table`, `closed_fund_is_empty`, `closing_ended_gifts`,
 * `closing_waits_once` and `step_up_is_fresh_and_bound`.
 */
export async function proposeClosing({ staff, fundId, to, reason, stepUpId }: Proposal): Promise<string> {
  const attempted = { staff, action: 'fund.closing_proposed', subject: 'fund', subjectId: fundId }
  return attempt(attempted, async (tx) => {
    const fund = await lockManagedFund(tx, { fundId, staffId: staff.id })
    await refuseUnlessOpen(tx, fund, to)
    const [waits] = await tx.$queryRaw<{ id: string }[]>`
      select c.id from fund_closing c where c.fund_id = ${fundId}::uuid
         and not exists (select from fund_closing_decision d where d.closing_id = c.id)`
    if (waits) throw new Refusal('closing_waits_once')
    await requireStepUp(tx, {
      stepUpId,
      staffId: staff.id,
      boundTo: boundTo.proposeClosing({ fundId, to, reason }),
    })

    const { id } = await tx.fundClosing.create({
      data: { fundId, toState: to, reason, proposedBy: staff.id, stepUpId, occurredAt: now() },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.closing_proposed',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { from: fund.state, to, reason },
    })
    await tellAdministrators(tx, {
      ...{ fundId, event: 'closing_proposed', by: staff.id, key: id },
      path: `/admin/funds/${fundId}/control`,
    })
    return id
  })
}

/**
 * Refuses a way that the fund cannot go now. What donors were told has ended is not taken back, and no fund is closed while
 * anything of it is left.
 */
export async function refuseUnlessOpen(tx: Tx, fund: LockedFund, to: ClosingTo): Promise<void> {
  if (to === 'closed') {
    if (fund.state !== 'closing') throw new Refusal('fund_moves_along_the_table')
    const left = await leftOf(tx, fund.id)
    if (left.length > 0) throw new Refusal('closed_fund_is_empty', { left: left.length })
    return
  }
  if ((await nextByTwo(tx, fund)) === to) return
  const ended = to !== 'closing' && (await beforeClosing(tx, fund.id))?.giftEnded
  throw new Refusal(ended ? 'closing_ended_gifts' : 'fund_moves_along_the_table')
}
