import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { type OnReturn, openReturn } from './open-return.server.ts'

/**
 * Whoever was named as counting cash back says in their own words that it was not so. Nothing was booked and nothing is: the poster
 * answers for it until it is counted anew. What they wrote stays with the advance and out of the audit.
 */
export async function disputeReturn(disputed: OnReturn & { words: string }): Promise<void> {
  const { staff, advanceId, returnId, words } = disputed
  const attempted = { action: 'advance.return_disputed', subject: 'advance', subjectId: advanceId }
  await attempt({ staff, ...attempted }, async (tx) => {
    const { advance, counted, at } = await openReturn(tx, 'dispute', disputed)
    await tx.advanceReturnAnswer.create({
      data: { returnId, answer: 'disputed', answeredBy: staff.id, words, occurredAt: at },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...attempted,
      fundId: advance.fundId,
      detail: { amountCents: counted.amountCents.toString() },
    })
  })
}
