import { z } from 'zod'

/** What the giving form lets through: see `docs/decisions/0025`. Each with the least and the most that may be set. */
export const limitBounds = {
  leastSeconds: [0, 20],
  fromNetwork: [1, 1_000],
  forEmail: [1, 100],
  onSite: [1, 10_000],
  triesForGift: [2, 20],
  triesFromNetwork: [2, 1_000],
  triesOnSite: [2, 10_000],
  pauseMinutes: [5, 1_440],
} as const satisfies Record<string, readonly [number, number]>

export type LimitName = keyof typeof limitBounds
export const limitNames = Object.keys(limitBounds) as LimitName[]

export type GivingLimits = Record<LimitName, number>

const whole = ([least, most]: readonly [number, number]) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, 'limit_malformed')
    .transform(Number)
    .refine((value) => value >= least && value <= most, 'limit_out_of_bounds')

export const LimitsForm = z.object({
  intent: z.literal('limits'),
  leastSeconds: whole(limitBounds.leastSeconds),
  fromNetwork: whole(limitBounds.fromNetwork),
  forEmail: whole(limitBounds.forEmail),
  onSite: whole(limitBounds.onSite),
  triesForGift: whole(limitBounds.triesForGift),
  triesFromNetwork: whole(limitBounds.triesFromNetwork),
  triesOnSite: whole(limitBounds.triesOnSite),
  pauseMinutes: whole(limitBounds.pauseMinutes),
})
