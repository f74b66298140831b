import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

type Needed = { stepUpId: string | undefined; staffId: string; boundTo: string }

/**
 * The act goes on only with the person's own proof of presence, under five minutes old and given for this very act.
 * Refuses `step_up_is_fresh_and_bound`, by the same name as the database where money is approved or paid.
 */
export async function requireStepUp(tx: Tx, { stepUpId, staffId, boundTo }: Needed): Promise<void> {
  const [row] = stepUpId
    ? await tx.$queryRaw<{ fresh: boolean }[]>`
        select step_up_is_fresh(${stepUpId}::uuid, ${staffId}::uuid, ${boundTo}) as fresh`
    : []
  if (!row?.fresh) throw new Refusal('step_up_is_fresh_and_bound', {}, 'code')
}
