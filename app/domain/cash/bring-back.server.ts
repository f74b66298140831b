import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { cashCameBack } from '#app/domain/bond-preparation/follow-cash.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { advanceReturned } from '#app/domain/ledger/transfers/bonds.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { CashPlace } from './cash.ts'
import { type OnAdvance, openAdvanceAct } from './open-advance-act.server.ts'
import { refuseWitness } from './refuse-witness.server.ts'

export type BroughtBack = OnAdvance & {
  amount: Cents
  /** Into which it was put. */
  broughtTo: CashPlace
  /** Who counted it with the person that enters it. */
  witnessId: string
}

/** What a poster did not spend, counted by two others. Answers what they still have. */
export async function bringBack(brought: BroughtBack): Promise<{ left: Cents }> {
  const { staff, advanceId, amount, broughtTo, witnessId } = brought
  return attempt(
    { staff, action: 'advance.brought_back', subject: 'advance', subjectId: advanceId },
    async (tx) => {
      const { advance, at } = await openAdvanceAct(tx, 'bring_back', brought)
      const { fundId, posterId } = advance
      if (amount <= 0n) throw new Refusal('advance_return_has_an_amount', {}, 'amount')
      if (amount > advance.left) {
        throw new Refusal('return_stays_within_its_advance', { left: advance.left }, 'amount')
      }
      if (witnessId === posterId) throw new Refusal('poster_does_not_count_what_they_bring', {}, 'witnessId')
      await refuseWitness(tx, { fundId, staffId: staff.id, witnessId })

      const id = randomUUID()
      await tx.advanceReturn.create({
        data: {
          id,
          advanceId,
          broughtTo,
          amountCents: amount,
          countedBy: staff.id,
          witnessedBy: witnessId,
          occurredAt: at,
        },
      })
      await postTransfers(tx, {
        source: { kind: 'advance_return', id },
        occurredAt: at,
        transfers: advanceReturned({ fundId, posterId, into: broughtTo, amount }),
      })
      await cashCameBack(tx, { ...advance, by: staff.id, at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'advance.brought_back',
        subject: 'advance',
        subjectId: advanceId,
        fundId,
        detail: { amountCents: amount.toString(), to: broughtTo, witness: witnessId },
      })
      return { left: cents(advance.left - amount) }
    },
  )
}
