const minute = 60_000

/** A session that nobody used for this long is over. Milliseconds. */
export const idleEnd = 15 * minute

/** However busy, it is over after this long. Milliseconds. */
export const absoluteEnd = 8 * 60 * minute

/** How stale `seen_at` may become before it is written again, so that not every page view writes. Milliseconds. */
export const seenAgain = minute / 2
