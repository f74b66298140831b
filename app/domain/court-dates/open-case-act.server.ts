import { type LockedBond, lockOwnPart } from '#app/domain/bonds/lock-bond.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

/** What was opened: the bond, and with it every part that other funds have in it. */
type OpenedCase = { bond: LockedBond; bonds: LockedBond[]; at: Date }

/**
 * How every record about a case begins that moves no bond by itself: its rows locked, the person judged in each fund that has a
 * part, and the moment. What is recorded is recorded for every part: it is one case before one court.
 */
export async function openCaseAct(tx: Tx, on: OnBond): Promise<OpenedCase> {
  const recordedAt = now()
  const at = on.occurredAt ?? recordedAt
  const { bond, bonds } = await lockOwnPart(tx, on.bondId)
  for (const { fundId } of bonds)
    await requireRole(tx, { staffId: on.staff.id, fundId, action: 'bonds:follow' })
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: bond.postedAt,
    now: recordedAt,
    tooEarly: 'before_posting',
  })
  return { bond, bonds, at }
}
