import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { CashPlace } from './cash.ts'
import { cashThere } from './cash-there.server.ts'
import { refuseWitness } from './refuse-witness.server.ts'

/**
 * Cash from the bank into the box, or from the box to the bank, by two, as one of them enters it. Nothing is booked before the
 * other has signed. Refuses more than is there.
 */
export async function moveCash(move: {
  staff: ActingStaff
  fundId: string
  to: CashPlace
  amount: Cents
  witnessId: string
  occurredAt?: Date | undefined
}): Promise<{ moveId: string }> {
  const { staff, fundId, to, amount, witnessId } = move
  const recordedAt = now()
  const at = move.occurredAt ?? recordedAt
  if (amount <= 0n) throw new Refusal('cash_move_has_an_amount', {}, 'amount')
  refuseImpossibleTime({ occurredAt: at, notBefore: at, now: recordedAt, tooEarly: 'fact_lies_ahead' })

  return attempt({ staff, action: 'cash_box.moved', subject: 'fund', subjectId: fundId }, async (tx) => {
    await refuseWitness(tx, { fundId, staffId: staff.id, witnessId })
    await lockFundBank(tx, [fundId])
    const there = await cashThere(tx, { fundId, to })
    if (amount > there) throw new Refusal('cash_place_holds_less', { there }, 'amount')

    const { id: moveId } = await tx.cashMove.create({
      data: {
        fundId,
        movedTo: to,
        amountCents: amount,
        movedBy: staff.id,
        witnessedBy: witnessId,
        occurredAt: at,
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'cash_box.moved',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { to, amountCents: amount.toString(), witness: witnessId },
    })
    return { moveId }
  })
}
