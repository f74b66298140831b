import { z } from 'zod'

/** Why a fund stops serving a place: a code, since the record stays for good. */
export const endingReasons = [
  'no_longer_serves',
  'law_or_court',
  'entered_wrongly',
  'board_decision',
] as const
export type EndingReason = (typeof endingReasons)[number]

export const endingOutcomes = ['confirmed', 'withdrawn'] as const
export type EndingOutcome = (typeof endingOutcomes)[number]

/** A proposal that a fund stops serving a place, or what another person decided about it; `act` says which. */
export const PlaceEndingForm = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('end_place'),
    placeId: z.uuid('required'),
    reason: z.enum(endingReasons, 'required'),
  }),
  z.strictObject({ act: z.literal('decide_ending'), endingId: z.uuid(), outcome: z.enum(endingOutcomes) }),
])
