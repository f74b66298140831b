import { attempt } from '#app/domain/audit/attempt.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { type Cents, sum } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { bookReturn, type MoneyBack } from './book-return.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'

export type BondReturn = OnBond &
  MoneyBack & {
    /** A fresh proof of presence, bound to this bond and these figures. */
    stepUpId: string
  }

/**
 * Money back from a bond, in full or in part. What is neither received nor kept stays due, and further returns may follow;
 * when nothing is left the bond closes. Recorded by another person than the one who paid it out. Answers what is still due.
 */
export async function recordReturn(returned: BondReturn): Promise<{ returnIds: string[]; stillDue: Cents }> {
  const { staff, received, deductions, interest, reference } = returned
  return attempt(
    { staff, action: 'bond.returned', subject: 'bond', subjectId: returned.bondId },
    async (tx) => {
      const { bonds, at } = await openBondAct(tx, 'return', returned)
      await refuseNamedNumber(tx, { number: reference, field: 'reference', of: bonds[0] })
      await lockFundBank(
        tx,
        bonds.map(({ fundId }) => fundId),
      )
      const kept = sum(deductions.map(({ amount }) => amount))
      const proof = {
        stepUpId: returned.stepUpId,
        staffId: staff.id,
        boundTo: boundTo.bondReturn({ bondId: returned.bondId, received, interest, kept }),
      }
      return bookReturn(tx, { bonds, received, deductions, interest, reference, by: staff.id, at, proof })
    },
  )
}
