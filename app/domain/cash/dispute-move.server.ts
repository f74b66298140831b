import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { type OnMove, openMove } from './open-move.server.ts'

/**
 * Whoever was named as moving cash says in their own words that it was not so: nothing is booked. What they wrote stays with the
 * move and out of the audit.
 */
export async function disputeMove(disputed: OnMove & { words: string }): Promise<void> {
  const { staff, moveId, words } = disputed
  const attempted = { action: 'cash_box.move_disputed', subject: 'cash_move', subjectId: moveId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const { fundId, to, amount } = await openMove(tx, 'dispute', disputed)
    await tx.cashMoveAnswer.create({
      data: { moveId, answer: 'disputed', answeredBy: staff.id, words, occurredAt: now() },
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
