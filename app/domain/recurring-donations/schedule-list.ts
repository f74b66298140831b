import { z } from 'zod'

/** How staff look at monthly gifts: by state, or by what needs a look. */
export const scheduleViews = ['active', 'past_due', 'paused', 'cancelled', 'changed', 'twice'] as const

export type ScheduleView = (typeof scheduleViews)[number]

/** What the page's address says. What it says wrongly is the first view from its beginning. */
export const ScheduleFilter = z.object({
  view: z.enum(scheduleViews).catch('active'),
  after: z.uuid().nullable().catch(null),
})
