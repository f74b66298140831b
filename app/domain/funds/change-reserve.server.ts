import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { ReserveReason } from './changes.ts'
import { lockManagedFund } from './lock-fund.server.ts'

/**
 * Sets what a fund always keeps back. It may be more than there is: then nothing new is approved until money comes in;
 * what is already approved stands. Refuses `fund_unknown`, `role_may_not`, `reserve_floor_moves`.
 */
export async function changeReserve(change: {
  staff: { id: string; fundIds: string[] }
  fundId: string
  to: Cents
  reason: ReserveReason
}): Promise<void> {
  const { staff, fundId, to, reason } = change
  await attempt({ staff, action: 'fund.reserve_changed', subject: 'fund', subjectId: fundId }, async (tx) => {
    // An approval under way looks at the floor under this lock.
    await lockFundBank(tx, [fundId])
    const fund = await lockManagedFund(tx, { fundId, staffId: staff.id })
    if (fund.reserveFloorCents === to) throw new Refusal('reserve_floor_moves', {}, 'reserve')

    await tx.fundReserveChange.create({
      data: { fundId, fromCents: fund.reserveFloorCents, toCents: to, reason, changedBy: staff.id },
    })
    await tx.fund.update({ where: { id: fundId }, data: { reserveFloorCents: to } })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.reserve_changed',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { fromCents: fund.reserveFloorCents.toString(), toCents: to.toString(), reason },
    })
  })
}
