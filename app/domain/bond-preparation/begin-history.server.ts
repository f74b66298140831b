import { type BondKind, stepsAlong } from '#app/domain/bonds/bond.ts'
import type { LockedDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { wayToPosted } from './preparation.ts'

/**
 * The beginning of a bond's history: the steps of the try that led to it, with their own people and times, and then that it
 * was posted. One that nobody prepared begins at posted. What was not entered on the way is passed through.
 */
export async function beginHistory(
  tx: Tx,
  begun: { bondId: string; disbursement: LockedDisbursement; by: string; at: Date },
): Promise<void> {
  const { bondId, disbursement, by, at } = begun
  const { number, state, at: lastAt } = disbursement.preparation
  const steps = await tx.bondPreparationStep.findMany({
    where: { disbursementId: disbursement.id, number },
    orderBy: { id: 'asc' },
  })
  if (steps.length === 0) {
    await tx.bondStateChange.create({ data: { bondId, toState: 'posted', changedBy: by, occurredAt: at } })
    return
  }
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: lastAt ?? at,
    now: now(),
    tooEarly: 'posting_comes_after_its_preparation',
  })

  const kind = disbursement.kind as BondKind
  const passed = stepsAlong(kind, state, wayToPosted[kind])
  if (!passed) throw new Error(`no way from ${state} to posted`)
  const changes = [
    ...steps.map((step) => ({
      fromState: step.fromState,
      toState: step.toState,
      changedBy: step.changedBy,
      reason: step.knownFrom,
      occurredAt: step.occurredAt,
    })),
    ...passed.map((toState, index) => ({
      fromState: passed[index - 1] ?? state,
      toState,
      changedBy: by,
      occurredAt: at,
    })),
  ]
  for (const change of changes) await tx.bondStateChange.create({ data: { bondId, ...change } })
}
