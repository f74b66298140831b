import { z } from 'zod'

export type PauseCause = 'failed_tries' | 'starts'

/** Why a person lifts a pause before its time: a code, since what happened may name people. */
export const liftReasons = ['false_alarm', 'known_event', 'attack_over', 'other'] as const
export type LiftReason = (typeof liftReasons)[number]

export const LiftForm = z.object({
  intent: z.literal('lift'),
  pauseId: z.uuid(),
  reason: z.enum(liftReasons, 'lift_reason_missing'),
})

/** Minutes in which refused cards, and gifts begun, are counted for the whole site. */
export const countedMinutes = 15
