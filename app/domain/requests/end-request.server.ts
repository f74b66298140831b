import type { Tx } from '#app/platform/db.ts'
import type { LockedRequest } from './lock-request.server.ts'
import { dropCalls } from './plan-call.server.ts'
import { erasureReason, movesFrom } from './request.ts'
import { walkRequest } from './walk-request.server.ts'

/** Ends a request that still waits, since nobody can be helped without a name. One that ended stays as it ended. */
export async function endRequest(tx: Tx, request: LockedRequest, at: Date): Promise<void> {
  const [end] = movesFrom(request.state).filter((to) => to === 'withdrawn' || to === 'closed')
  if (!end) return
  const reason = end === 'withdrawn' ? erasureReason : null
  await walkRequest(tx, request, { to: end, by: null, reason, at })
  await dropCalls(tx, { requestIds: [request.id], at })
}
