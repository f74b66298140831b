import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { ClosingTo } from '#app/domain/funds/closing/closing.ts'
import { decideClosing } from '#app/domain/funds/closing/decide-closing.server.ts'
import { proposeClosing } from '#app/domain/funds/closing/propose-closing.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { givenStepUp } from './given.ts'

/** Proposed with the proof that its person would have given. Answers the id. */
export async function proposeClosingBy(
  staff: ActingStaff,
  fundId: string,
  to: ClosingTo = 'closing',
): Promise<string> {
  const reason = 'board_decision'
  const stepUpId = await givenStepUp(staff.id, boundTo.proposeClosing({ fundId, to, reason }))
  return proposeClosing({ staff, fundId, to, reason, stepUpId })
}

export async function confirmClosingBy(staff: ActingStaff, fundId: string, closingId: string) {
  const stepUpId = await givenStepUp(staff.id, boundTo.confirmClosing(closingId))
  return decideClosing({ staff, fundId, closingId, outcome: 'confirmed', stepUpId })
}

/** Moved by two administrators: into closing where nothing else is said. */
export const givenClosing = async (
  [one, other]: [ActingStaff, ActingStaff],
  fundId: string,
  to: ClosingTo = 'closing',
) => confirmClosingBy(other, fundId, await proposeClosingBy(one, fundId, to))
