import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { type OnMove, openMove } from './open-move.server.ts'

/** Takes back a move that nobody has signed: nothing was booked. */
export async function withdrawMove(withdrawn: OnMove): Promise<void> {
  const { staff, moveId } = withdrawn
  const attempted = { action: 'cash_box.move_withdrawn', subject: 'cash_move', subjectId: moveId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const { fundId, to, amount } = await openMove(tx, 'withdraw', withdrawn)
    await tx.cashMoveAnswer.create({
      data: { moveId, answer: 'withdrawn', answeredBy: staff.id, occurredAt: now() },
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
