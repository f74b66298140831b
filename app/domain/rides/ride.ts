/** Who drives, as a kind; the last is a ticket for a bus or a train. The database holds the same list. */
export const drivers = ['volunteer', 'staff', 'relative', 'partner', 'hired_car', 'ticket'] as const
export type Driver = (typeof drivers)[number]

/** The ride home waits for the door to open: whoever is out already needs none. */
export const takesRideHome = (state: string): boolean => state === 'posted' || state === 'posted_not_released'

/** Whether they want a ride to a date, as they said when they were last reached. */
export function wantsRide(calls: readonly { ride: string | null; doneAt: Date | null }[]): boolean {
  const [last] = calls
    .filter(({ ride }) => ride !== null)
    .sort((one, other) => (other.doneAt?.getTime() ?? 0) - (one.doneAt?.getTime() ?? 0))
  return last?.ride === 'wanted'
}
