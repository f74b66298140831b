import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { decideLimits } from '#app/domain/funds/decide-limits.server.ts'
import type { Limits } from '#app/domain/funds/limits.ts'
import { proposeLimits } from '#app/domain/funds/propose-limits.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { givenStepUp } from './given.ts'

const asCreated: Limits = {
  steps: [{ fromCents: 0n, approvals: 1 }],
  capCents: null,
  dailyCapCents: null,
  expiryHours: 336,
}

/** Proposed with the proof that its person would have given. Answers the id. */
export async function proposeBy(staff: ActingStaff, fundId: string, of: Partial<Limits>): Promise<string> {
  const limits = { ...asCreated, ...of }
  const stepUpId = await givenStepUp(staff.id, boundTo.proposeLimits({ fundId, ...limits }))
  return proposeLimits({ staff, fundId, limits, stepUpId })
}

export async function confirmBy(staff: ActingStaff, fundId: string, limitsId: string): Promise<void> {
  const stepUpId = await givenStepUp(staff.id, boundTo.confirmLimits(limitsId))
  await decideLimits({ staff, fundId, limitsId, outcome: 'confirmed', stepUpId })
}

/** Proposed by one administrator, confirmed by another. */
export async function givenLimits(
  [one, other]: [ActingStaff, ActingStaff],
  fundId: string,
  of: Partial<Limits>,
): Promise<void> {
  await confirmBy(other, fundId, await proposeBy(one, fundId, of))
}
