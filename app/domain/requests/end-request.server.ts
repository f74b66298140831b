import type { Tx } from '#app/platform/db.ts'
import type { LockedRequest } from './lock-request.server.ts'
import { dropCalls } from './plan-call.server.ts'
import { erasureReasons, movesFrom } from './request.ts'
import { walkRequest } from './walk-request.server.ts'

/**
 * Ends a request that still waits, since nobody can be helped without a name. One that ended stays as it ended. Of either nobody is
 * left to call.
 */
export async function endRequest(
  tx: Tx,
  request: LockedRequest,
  /** By null: the night did it. */
  { by, at }: { by: string | null; at: Date },
): Promise<void> {
  await dropCalls(tx, { requestIds: [request.id], at })
  const [end] = movesFrom(request.state).filter((to) => to === 'withdrawn' || to === 'closed')
  if (!end) return
  const why = by ? erasureReasons.byHand : erasureReasons.byTheClock
  await walkRequest(tx, request, { to: end, by, reason: end === 'withdrawn' ? why : null, at })
}
