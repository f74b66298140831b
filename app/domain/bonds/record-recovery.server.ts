import { attempt } from '#app/domain/audit/attempt.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { bookRecovery } from './book-recovery.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'

export type Recovery = OnBond & {
  /** Principal that came into our bank after it was booked as lost. */
  received: Cents
  /** DHS pays interest; a court does not. */
  interest: Cents
  /** The check's or transfer's own number: one is recorded once. */
  reference: string
  /** A fresh proof of presence, bound to this bond and these figures. */
  stepUpId: string
}

/**
 * Money that comes after a loss was booked: remitted by a court, refunded or found. It is income, since the loss stands in
 * the year it was known; it may come in parts and never adds up to more than was lost, what was paid upon calls counted. What
 * a family lost is theirs first. Answers what is still lost.
 */
export async function recordRecovery(
  recovery: Recovery,
): Promise<{ recoveryIds: string[]; stillLost: Cents }> {
  const { staff, received } = recovery
  return attempt(
    { staff, action: 'bond.recovered', subject: 'bond', subjectId: recovery.bondId },
    async (tx) => {
      const { bonds, at } = await openBondAct(tx, 'recovery', recovery)
      await refuseNamedNumber(tx, { number: recovery.reference, field: 'reference', of: bonds[0] })
      const { interest, reference } = recovery
      await lockFundBank(
        tx,
        bonds.map(({ fundId }) => fundId),
      )
      const proof = {
        stepUpId: recovery.stepUpId,
        staffId: staff.id,
        boundTo: boundTo.bondRecovery({ bondId: recovery.bondId, received, interest }),
      }
      return bookRecovery(tx, { bonds, received, interest, reference, by: staff.id, at, proof })
    },
  )
}
