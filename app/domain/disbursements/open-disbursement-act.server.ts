import type { Tx } from '#app/platform/db.ts'
import { type Act, refuse, whyNot } from './acts.ts'
import type { ActingStaff } from './disbursement.ts'
import { type LockedDisbursement, lockDisbursement } from './lock-disbursement.server.ts'
import { rolesInFund } from './require-role.server.ts'

/** How every act on a disbursement begins: its row locked, the person and the moment judged. */
export async function openDisbursementAct(
  tx: Tx,
  act: Act,
  on: { staff: ActingStaff; disbursementId: string; at: Date },
): Promise<LockedDisbursement> {
  const disbursement = await lockDisbursement(tx, on.disbursementId)
  const roles = await rolesInFund(tx, { staffId: on.staff.id, fundId: disbursement.fundId })
  refuse(whyNot(act, disbursement, { id: on.staff.id, roles }, on.at))
  return disbursement
}
