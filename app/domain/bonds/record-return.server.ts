import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { bookReturn, type MoneyBack } from './book-return.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'

export type BondReturn = OnBond & MoneyBack

/**
 * Money back from a bond, in full or in part. What is neither received nor kept stays due, and further returns may follow;
 * when nothing is left the bond closes. Recorded by another person than the one who paid it out. Answers what is still due.
 */
export async function recordReturn(returned: BondReturn): Promise<{ returnIds: string[]; stillDue: Cents }> {
  const { staff, received, deductions, interest, reference } = returned
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const { bonds, at } = await openBondAct(tx, 'return', returned)
    await lockFundBank(
      tx,
      bonds.map(({ fundId }) => fundId),
    )
    return bookReturn(tx, { bonds, received, deductions, interest, reference, by: staff.id, at })
  })
}
