import { z } from 'zod'

export type PatternKind = 'refunded_soon' | 'one_card_many_names' | 'many_cards_one_email' | 'minimum_burst'

/** What someone says who looked at a pattern: a code, since more would name people. */
export const patternWords = [
  'harmless',
  'known_donor',
  'given_back',
  'tested_cards',
  'stays_in_sight',
] as const
export type PatternWord = (typeof patternWords)[number]

export const LookForm = z.object({
  patternId: z.uuid(),
  word: z.enum(patternWords, 'pattern_word_missing'),
})

/** What is found: see `docs/decisions/0025`. */
export const thresholds = {
  /** A gift given back within so many days. */
  refundedWithinDays: 30,
  /** At least one part in so many of it, all that was given back together: half. */
  refundedPartOf: 2,
  /** Names or addresses that gave with one card, within 90 days: a household has two. */
  namesOnOneCard: 3,
  /** Cards with which one donor gave, within 30 days. */
  cardsOfOneDonor: 4,
  /** Gifts of a fund's smallest amount within one hour. */
  smallestInOneHour: 10,
} as const
