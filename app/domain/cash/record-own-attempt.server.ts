import { attempt } from '#app/domain/audit/attempt.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { widenToFund } from '#app/platform/db.ts'
import { ownAdvances } from './own-advances.server.ts'
import { attemptedPosting, keepAttempt, type Tried } from './record-attempt.server.ts'

/**
 * An attempt that failed, told by whoever carries the cash. They need not see the fund: that the cash is theirs is proved in
 * their own narrow scope, then the fund's rules judge it as any attempt. Refuses `advance_unknown` for what is not theirs,
 * and all that an attempt refuses.
 */
export const recordOwnAttempt = (tried: Tried): Promise<void> =>
  attempt({ ...attemptedPosting(tried), scope: { kind: 'poster', staffId: tried.staff.id } }, async (tx) => {
    const theirs = (await ownAdvances(tx)).find(({ id }) => id === tried.advanceId)
    if (!theirs) throw new Refusal('advance_unknown')

    await widenToFund(tx, theirs.fundId)
    await keepAttempt(tx, tried)
  })
