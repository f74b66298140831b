const thirtyDays = 30 * 24 * 60 * 60_000

/** The last moment at which a merge can be taken back. */
export const undoableUntil = (mergedAt: Date): Date => new Date(mergedAt.getTime() + thirtyDays)
