import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

export type FailureKind = 'step_up' | 'totp_sign_in' | 'totp_confirm'

/** Failures of one kind within 15 minutes after which nothing more is tried. */
export const failuresAllowed = 5

/** Refuses `too_many_attempts` after five failures of the kind within 15 minutes. */
export async function refuseAfterTooManyFailures(tx: Tx, staffId: string, kind: FailureKind): Promise<void> {
  if (await hasFailedTooOften(tx, staffId, kind)) throw new Refusal('too_many_attempts', {}, 'code')
}

/**
 * Whether there were five failures of the kind within 15 minutes. Takes a lock on the person, so that guesses sent at once are
 * counted one after another.
 */
export async function hasFailedTooOften(tx: Tx, staffId: string, kind: FailureKind): Promise<boolean> {
  await tx.$queryRaw`select id from staff where id = ${staffId}::uuid for no key update`
  const [row] = await tx.$queryRaw<{ failures: number }[]>`
    select count(*)::integer as failures from staff_sign_in_failure
     where staff_id = ${staffId}::uuid and kind = ${kind} and recorded_at > now() - interval '15 minutes'`
  return (row?.failures ?? 0) >= failuresAllowed
}

export async function recordFailure(tx: Tx, staffId: string, kind: FailureKind): Promise<void> {
  await tx.staffSignInFailure.create({ data: { staffId, kind } })
}
