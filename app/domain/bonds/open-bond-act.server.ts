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

/** `bonds` are the parts that funds have in one bond, mostly one: an act is done for all of them or for none. */
export type OpenedAct = { bonds: [LockedBond, ...LockedBond[]]; at: Date }

/**
 * How every act on a bond begins: the rows locked, the person and the moment judged, in each fund that has a part. Answers
 * the parts and when it happened.
 */
export async function openBondAct(tx: Tx, act: BondAct, on: OnBond): Promise<OpenedAct> {
  const recordedAt = now()
  const at = on.occurredAt ?? recordedAt
  const bonds = await lockBond(tx, on.bondId)
  await judgeBondAct(tx, act, { bonds, staff: on.staff, at, recordedAt })
  return { bonds: bonds as OpenedAct['bonds'], at }
}

/** Refuses what this person may not do to every one of these parts, or what could not have happened then. */
export async function judgeBondAct(
  tx: Tx,
  act: BondAct,
  of: { bonds: LockedBond[]; staff: ActingStaff; at: Date; recordedAt: Date },
): Promise<void> {
  for (const bond of of.bonds) {
    const roles = await rolesInFund(tx, { staffId: of.staff.id, fundId: bond.fundId })
    const refusal = whyNot(act, bond, { id: of.staff.id, roles })
    if (refusal) throw refusal
    refuseImpossibleTime({
      occurredAt: of.at,
      notBefore: bond.postedAt,
      now: of.recordedAt,
      tooEarly: 'before_posting',
    })
  }
}
