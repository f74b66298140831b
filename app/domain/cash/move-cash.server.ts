import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { fundBalances, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { cashDrawn } from '#app/domain/ledger/transfers/cash.ts'
import { cashBanked } from '#app/domain/ledger/transfers/spending.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { CashPlace } from './cash.ts'
import { refuseWitness } from './refuse-witness.server.ts'

/** Cash from the bank into the box, or from the box to the bank, by two. Refuses more than is there. */
export async function moveCash(move: {
  staff: ActingStaff
  fundId: string
  to: CashPlace
  amount: Cents
  witnessId: string
  occurredAt?: Date | undefined
}): Promise<void> {
  const { staff, fundId, to, amount, witnessId } = move
  const recordedAt = now()
  const at = move.occurredAt ?? recordedAt
  if (amount <= 0n) throw new Refusal('cash_move_has_an_amount', {}, 'amount')
  refuseImpossibleTime({ occurredAt: at, notBefore: at, now: recordedAt, tooEarly: 'fact_lies_ahead' })

  await attempt({ staff, action: 'cash_box.moved', subject: 'fund', subjectId: fundId }, async (tx) => {
    await refuseWitness(tx, { fundId, staffId: staff.id, witnessId })
    await lockFundBank(tx, [fundId])
    const balances = await fundBalances(tx, fundId)
    const there = (to === 'bank' ? balances.cash_box : balances.bank) ?? 0n
    if (amount > there) throw new Refusal('cash_place_holds_less', { there }, 'amount')

    const id = randomUUID()
    await tx.cashMove.create({
      data: {
        id,
        fundId,
        movedTo: to,
        amountCents: amount,
        movedBy: staff.id,
        witnessedBy: witnessId,
        occurredAt: at,
      },
    })
    await postTransfers(tx, {
      source: { kind: 'cash_move', id },
      occurredAt: at,
      transfers: to === 'bank' ? cashBanked({ fundId, amount }) : cashDrawn({ fundId, amount }),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'cash_box.moved',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { to, amountCents: amount.toString(), witness: witnessId },
    })
  })
}
