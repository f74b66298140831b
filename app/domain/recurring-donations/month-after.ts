/** The same day of the next month as the schedule began on; the last day where that month is shorter (as Stripe bills). */
export function monthAfter(start: Date, paid: Date): Date {
  const next = new Date(Date.UTC(paid.getUTCFullYear(), paid.getUTCMonth() + 1, 1))
  const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  next.setUTCDate(Math.min(start.getUTCDate(), lastDay))
  next.setUTCHours(start.getUTCHours(), start.getUTCMinutes(), start.getUTCSeconds())
  return next
}
