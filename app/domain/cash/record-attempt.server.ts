import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { cashCameBack } from '#app/domain/bond-preparation/follow-cash.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { AttemptReason } from './cash.ts'
import { type OnAdvance, openAdvanceAct } from './open-advance-act.server.ts'
import { cashIsOut } from './read-advance.server.ts'

export type Tried = OnAdvance & { disbursementId: string; reason: AttemptReason }

/** How every attempt that failed is called and kept in the audit. */
export const attemptedPosting = ({ staff, disbursementId }: Tried) => ({
  staff,
  action: 'advance.returned_unposted',
  subject: 'disbursement',
  subjectId: disbursementId,
})

/**
 * The poster was there and the bond could not be posted. No bond begins, since nothing was deposited; the attempt and its
 * reason stay. The cash is no longer meant for it: it is brought back, and the approval can be used, cancelled or end again.
 */
export const recordAttempt = (tried: Tried): Promise<void> =>
  attempt(attemptedPosting(tried), (tx) => keepAttempt(tx, tried))

/** The same where the transaction sees the fund of the advance already. */
export async function keepAttempt(tx: Tx, tried: Tried): Promise<void> {
  const { staff, advanceId, disbursementId, reason } = tried
  const { advance, at } = await openAdvanceAct(tx, 'attempt', tried)
  if (!advance.disbursementIds.includes(disbursementId) || !(await cashIsOut(tx, disbursementId)))
    throw new Refusal('attempt_is_of_what_was_covered', {}, 'disbursementId')

  await tx.postingAttempt.create({
    data: { advanceId, disbursementId, reason, recordedBy: staff.id, occurredAt: at },
  })
  await cashCameBack(tx, { disbursementIds: [disbursementId], by: staff.id, at })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'advance.returned_unposted',
    subject: 'disbursement',
    subjectId: disbursementId,
    fundId: advance.fundId,
    detail: { reason },
  })
}
