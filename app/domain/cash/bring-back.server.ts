import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { Cents } from '#app/domain/money/cents.ts'
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

/**
 * What a poster did not spend, counted by two others, as one of them enters it. Nothing is booked, and the poster answers for it,
 * until the other has signed. Refuses more than is left and not counted yet.
 */
export async function bringBack(brought: BroughtBack): Promise<{ returnId: string }> {
  const { staff, advanceId, amount, broughtTo, witnessId } = brought
  return attempt(
    { staff, action: 'advance.brought_back', subject: 'advance', subjectId: advanceId },
    async (tx) => {
      const { advance, at } = await openAdvanceAct(tx, 'bring_back', brought)
      const { fundId, posterId } = advance
      const left = advance.left - advance.unsigned
      if (amount <= 0n) throw new Refusal('advance_return_has_an_amount', {}, 'amount')
      if (amount > left) throw new Refusal('return_stays_within_its_advance', { left }, 'amount')
      if (witnessId === posterId) throw new Refusal('poster_does_not_count_what_they_bring', {}, 'witnessId')
      await refuseWitness(tx, { fundId, staffId: staff.id, witnessId })

      const { id: returnId } = await tx.advanceReturn.create({
        data: {
          advanceId,
          broughtTo,
          amountCents: amount,
          countedBy: staff.id,
          witnessedBy: witnessId,
          occurredAt: at,
        },
        select: { id: true },
      })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'advance.brought_back',
        subject: 'advance',
        subjectId: advanceId,
        fundId,
        detail: { amountCents: amount.toString(), to: broughtTo, witness: witnessId },
      })
      return { returnId }
    },
  )
}
