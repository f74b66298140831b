import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { breakGlass } from '#app/domain/vault/emergency/break-glass.server.ts'
import { forced } from './forced.ts'
import { givenStepUp } from './given.ts'
import { asOwner, type World } from './world.ts'

/** Opened with the proof that its person would have given. Answers the id. */
export async function breakBy(staff: ActingStaff, personId: string): Promise<string> {
  const reason = 'medical'
  const stepUpId = await givenStepUp(staff.id, boundTo.breakGlass({ personId, reason }))
  return breakGlass({ staff, personId, reason, stepUpId })
}

/** An hour has gone by since it was opened. */
export const anHourPasses = (world: World, glassId: string): Promise<void> =>
  asOwner(world.ownerUrl, null, (owner) =>
    forced(
      owner,
      `update break_glass set recorded_at = recorded_at - interval '1 hour', ends_at = ends_at - interval '1 hour' where id = '${glassId}'`,
    ),
  )
