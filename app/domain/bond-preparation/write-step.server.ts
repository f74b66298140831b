import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Preparation, PreparationStep } from './preparation.ts'

type Step = {
  to: PreparationStep
  by: string
  /** Empty where the cash's own records say it. */
  knownFrom: KnownFrom | ''
  amount?: bigint | null
  at: Date
}

/** Keeps one step. Its disbursement is locked; the database refuses a move that is not in its table. */
export async function writeStep(
  tx: Tx,
  { id, preparation }: { id: string; preparation: Preparation },
  { to, by, knownFrom, amount = null, at }: Step,
): Promise<void> {
  await tx.bondPreparationStep.create({
    data: {
      disbursementId: id,
      number: preparation.number,
      fromState: preparation.state,
      toState: to,
      changedBy: by,
      knownFrom,
      amountCents: amount,
      occurredAt: at,
    },
  })
}
