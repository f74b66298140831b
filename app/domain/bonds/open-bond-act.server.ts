import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type BondAct, whyNot } from './acts.ts'
import { type LockedBond, lockBond } from './lock-bond.server.ts'

/** What every act on a bond is told. */
export type OnBond = {
  staff: ActingStaff
  bondId: string
  /** When it happened, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

/** How every act on a bond begins: the rows locked, the person and the moment judged. Answers the bond and when it happened. */
export async function openBondAct(tx: Tx, act: BondAct, on: OnBond): Promise<{ bond: LockedBond; at: Date }> {
  const recordedAt = now()
  const at = on.occurredAt ?? recordedAt
  const bond = await lockBond(tx, on.bondId)
  const roles = await rolesInFund(tx, { staffId: on.staff.id, fundId: bond.fundId })
  const refusal = whyNot(act, bond, { id: on.staff.id, roles })
  if (refusal) throw refusal
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: bond.postedAt,
    now: recordedAt,
    tooEarly: 'before_posting',
  })
  return { bond, at }
}
