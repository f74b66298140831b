import type { Tx } from '#app/platform/db.ts'
import type { DisbursementState } from './states.ts'

export type StateChange = {
  disbursementId: string
  from: string
  to: DisbursementState
  /** Null: the system did it. */
  by: string | null
  reason?: string
  at: Date
}

/** Moves the state and keeps who, when and why. The database refuses a move that is not in its table. */
export async function changeState(tx: Tx, change: StateChange): Promise<void> {
  await tx.disbursement.update({ where: { id: change.disbursementId }, data: { state: change.to } })
  await tx.disbursementStateChange.create({
    data: {
      disbursementId: change.disbursementId,
      fromState: change.from,
      toState: change.to,
      changedBy: change.by,
      reason: change.reason ?? '',
      occurredAt: change.at,
    },
  })
}
