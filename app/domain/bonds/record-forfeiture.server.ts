import { inTransaction } from '#app/platform/db.ts'
import { lossOf } from './acts.ts'
import type { KnownFrom } from './bond.ts'
import { bookLoss } from './book-loss.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'

/** A court's forfeiture or a DHS breach is final: all that was still deposited is lost. */
export async function recordForfeiture(forfeiture: OnBond & { knownFrom: KnownFrom }): Promise<void> {
  const { staff, knownFrom } = forfeiture
  await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const { bonds, at } = await openBondAct(tx, 'forfeiture', forfeiture)
    await bookLoss(tx, bonds, {
      kind: 'forfeited',
      to: lossOf[bonds[0].kind],
      by: staff.id,
      reason: knownFrom,
      at,
    })
  })
}
