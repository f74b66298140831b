import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { mergeDonors } from '#app/domain/donor-records/merge-donors.server.ts'
import { undoMerge } from '#app/domain/donor-records/undo-merge.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { givenStepUp } from './given.ts'

export type Pair = { survivorId: string; mergedId: string }

/** Two records become one, with a proof that is fresh and bound to the pair. */
export const mergeBy = async (staff: ActingStaff, pair: Pair) =>
  mergeDonors({ staff, ...pair, stepUpId: await givenStepUp(staff.id, boundTo.mergeDonors(pair)) })

export const undoBy = async (staff: ActingStaff, of: { donorId: string; mergeId: string }) =>
  undoMerge({ staff, ...of, stepUpId: await givenStepUp(staff.id, boundTo.undoMerge(of.mergeId)) })
