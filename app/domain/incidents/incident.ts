import { z } from 'zod'

/** Why what goes out was stopped: a code, since what happened may name people. */
export const incidentReasons = [
  'someone_at_risk',
  'name_published',
  'wrong_figures',
  'account_misused',
  'press_or_court',
  'other',
] as const
export type IncidentReason = (typeof incidentReasons)[number]

export const RaiseForm = z.object({
  intent: z.literal('raise'),
  fundId: z.uuid(),
  reason: z.enum(incidentReasons),
})

export const LiftForm = z.object({ intent: z.enum(['lift', 'confirm']), incidentId: z.uuid() })

/** How far an incident is: one person ends it when a first and a second have agreed. */
export type IncidentState = 'open' | 'lifting' | 'lifted'
