import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { type OnReturn, openReturn } from './open-return.server.ts'

/** Takes back what was entered as counted back and nobody has signed: nothing was booked. */
export async function withdrawReturn(withdrawn: OnReturn): Promise<void> {
  const { staff, advanceId, returnId } = withdrawn
  const attempted = { action: 'advance.return_withdrawn', subject: 'advance', subjectId: advanceId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const { advance, counted, at } = await openReturn(tx, 'withdraw', withdrawn)
    await tx.advanceReturnAnswer.create({
      data: { returnId, answer: 'withdrawn', answeredBy: staff.id, occurredAt: at },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...attempted,
      fundId: advance.fundId,
      detail: { amountCents: counted.amountCents.toString() },
    })
  })
}
