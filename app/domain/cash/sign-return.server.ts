import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { cashCameBack } from '#app/domain/bond-preparation/follow-cash.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { advanceReturned } from '#app/domain/ledger/transfers/bonds.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { type OnReturn, openReturn } from './open-return.server.ts'

/**
 * The second of the two who counted cash back signs it as themselves: from here it is in the bank or the box, and its poster answers
 * for it no longer. Answers what they still have. Refuses what was paid with a receipt since; where the month in which it came back
 * was closed since, `books_are_closed`: it is taken back and counted as of today.
 */
export async function signReturn(signed: OnReturn & { stepUpId: string }): Promise<{ left: Cents }> {
  const { staff, advanceId, returnId, stepUpId } = signed
  const attempted = { action: 'advance.return_signed', subject: 'advance', subjectId: advanceId }
  return attempt({ staff, ...attempted }, async (tx) => {
    const { advance, counted, at } = await openReturn(tx, 'sign', signed)
    const { fundId, posterId, left } = advance
    if (counted.amountCents > left) throw new Refusal('return_stays_within_its_advance', { left })
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.signReturn(returnId) })

    await tx.advanceReturnAnswer.create({
      data: { returnId, answer: 'signed', answeredBy: staff.id, stepUpId, occurredAt: at },
    })
    const amount = cents(counted.amountCents)
    await postTransfers(tx, {
      source: { kind: 'advance_return', id: returnId },
      occurredAt: counted.occurredAt,
      transfers: advanceReturned({ fundId, posterId, into: counted.broughtTo, amount }),
    })
    await cashCameBack(tx, { ...advance, by: staff.id, at: counted.occurredAt })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...attempted,
      fundId,
      detail: { amountCents: amount.toString(), to: counted.broughtTo },
    })
    return { left: cents(left - amount) }
  })
}
