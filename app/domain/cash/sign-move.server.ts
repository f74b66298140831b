import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { cashDrawn } from '#app/domain/ledger/transfers/cash.ts'
import { cashBanked } from '#app/domain/ledger/transfers/spending.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { cashThere } from './cash-there.server.ts'
import { type OnMove, openMove } from './open-move.server.ts'

/**
 * The second of the two who moved cash signs it as themselves: from here the books say where it is. Refuses more than is there by
 * now; where the month of the move was closed since, `books_are_closed`: it is taken back and entered as of today.
 */
export async function signMove(signed: OnMove & { stepUpId: string }): Promise<void> {
  const { staff, moveId, stepUpId } = signed
  const attempted = { action: 'cash_box.move_signed', subject: 'cash_move', subjectId: moveId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const { fundId, to, amount, occurredAt } = await openMove(tx, 'sign', signed)
    const there = await cashThere(tx, { fundId, to })
    if (amount > there) throw new Refusal('cash_place_holds_less', { there })
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.signMove(moveId) })

    await tx.cashMoveAnswer.create({
      data: { moveId, answer: 'signed', answeredBy: staff.id, stepUpId, occurredAt: now() },
    })
    await postTransfers(tx, {
      source: { kind: 'cash_move', id: moveId },
      occurredAt,
      transfers: to === 'bank' ? cashBanked({ fundId, amount }) : cashDrawn({ fundId, amount }),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: attempted.action,
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { to, amountCents: amount.toString() },
    })
  })
}
