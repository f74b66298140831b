import { z } from 'zod'

/** How staff look at monthly gifts: by state, or by what needs a look. */
export const scheduleViews = ['active', 'past_due', 'paused', 'cancelled', 'changed', 'twice'] as const

export type ScheduleView = (typeof scheduleViews)[number]

/** The state of a gift whose last charge the card refused: only then is its donor asked for a working one. */
export const cardRefused = 'past_due' satisfies ScheduleView

/** What the page's address says. What it says wrongly is the first view from its beginning. */
export const ScheduleFilter = z.object({
  view: z.enum(scheduleViews).catch('active'),
  after: z.uuid().nullable().catch(null),
})
