import { inTransaction } from '#app/platform/db.ts'

export type FundFollowingNow = { toState: string; schedules: number; followed: number; since: Date }

/** How far the monthly gifts of a fund have come after its last change of state; null where there is nothing to tell. */
export async function fundFollowing(of: {
  fundId: string
  fundIds: string[]
}): Promise<FundFollowingNow | null> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const last = await tx.fundFollowing.findFirst({
      where: { fundId: of.fundId },
      orderBy: { fundStateChangeId: 'desc' },
    })
    if (!last) return null
    const followed = await tx.fundFollowingStep.count({
      where: { fundStateChangeId: last.fundStateChangeId },
    })
    const schedules = Math.max(last.schedules, followed)
    return schedules === 0 ? null : { toState: last.toState, schedules, followed, since: last.occurredAt }
  })
}
