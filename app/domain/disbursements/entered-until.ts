import { noonOfNextWorkingDay } from '#app/domain/requests/working-days.ts'

/** Until when what was paid before an approval ended may still be entered; so long its money stays set aside. */
export const enteredUntil = (expiresAt: Date, timezone: string): Date =>
  noonOfNextWorkingDay(expiresAt, timezone)

/** The last moment that can be told of what an approval allows: now, or just before it ended. Pages offer by it what verbs judge by the moment told. */
export const lastMomentUnder = (expiresAt: Date, at: Date): Date =>
  at < expiresAt ? at : new Date(expiresAt.getTime() - 1)
