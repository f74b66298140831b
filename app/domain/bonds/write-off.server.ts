import { attempt } from '#app/domain/audit/attempt.server.ts'
import { planCallForCase } from '#app/domain/requests/plan-call-for-case.server.ts'
import type { KnownFrom } from './bond.ts'
import { bookLoss } from './book-loss.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'

/** Money that is due and will not come, after the claim went stale or the depositor kept it. */
export async function writeOff(loss: OnBond & { knownFrom: KnownFrom; stepUpId: string }): Promise<void> {
  const { staff, knownFrom } = loss
  await attempt(
    { staff, action: 'bond.written_off', subject: 'bond', subjectId: loss.bondId },
    async (tx) => {
      const { bonds, at } = await openBondAct(tx, 'write_off', loss)
      await bookLoss(tx, bonds, {
        kind: 'written_off',
        to: 'written_off',
        by: staff.id,
        bondId: loss.bondId,
        stepUpId: loss.stepUpId,
        reason: knownFrom,
        at,
      })
      // A part that came earlier was not told of while the rest was still due.
      for (const { id, caseCode } of bonds) {
        const came = await tx.bondReturn.findFirst({ where: { bondId: id, receivedCents: { gt: 0n } } })
        if (came) await planCallForCase(tx, { caseCode, kind: 'money_returned', at })
      }
    },
  )
}
