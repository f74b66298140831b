const day = 86_400_000

/** The next midnight UTC after `ms`. */
export const midnightAfter = (ms: number) => (Math.floor(ms / day) + 1) * day

/** Seconds of the midnight UTC that begins the day `days` after that of `ms`. */
export const dayStart = (ms: number, days: number) => (Math.floor(ms / day) + days) * 86_400

/**
 * The first renewal after `after`, counted from `anchor` (both in seconds): the same day of the month and the same
 * time; a month without that day uses its last one, and the next month goes back to the anchor's day.
 */
export function nextRenewal(anchor: number, after: number, interval: string, count: number): number {
  for (let step = 1; ; step++) {
    const at = stepFrom(anchor, interval, step * count)
    if (at > after) return at
  }
}

function stepFrom(anchor: number, interval: string, steps: number): number {
  if (interval === 'day') return anchor + steps * 86_400
  if (interval === 'week') return anchor + steps * 7 * 86_400
  const start = new Date(anchor * 1000)
  const months = interval === 'year' ? steps * 12 : steps
  const first = new Date(start)
  first.setUTCDate(1)
  first.setUTCMonth(start.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(start.getUTCDate(), lastDay))
  return Math.floor(first.getTime() / 1000)
}
