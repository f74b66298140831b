import type { Tx } from '#app/platform/db.ts'
import type { LockedRequest } from './lock-request.server.ts'
import { leaveOrder } from './rank-request.server.ts'
import type { RequestState } from './states.ts'

type Step = {
  to: RequestState
  /** Null: the system did it. */
  by: string | null
  reason: string | null
  at: Date
}

/** Moves the state and keeps who, when and why. The database refuses a move that is not in its table. */
export async function walkRequest(
  tx: Tx,
  request: LockedRequest,
  { to, by, reason, at }: Step,
): Promise<void> {
  await tx.helpRequest.update({ where: { id: request.id }, data: { state: to } })
  await tx.helpRequestEvent.create({
    data: {
      requestId: request.id,
      fromState: request.state,
      toState: to,
      changedBy: by,
      reasonCode: reason,
      occurredAt: at,
    },
  })
  await leaveOrder(tx, { requestId: request.id, to })
}
