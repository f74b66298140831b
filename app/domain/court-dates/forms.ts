import { z } from 'zod'
import { knownFrom } from '#app/domain/bonds/bond.ts'
import { dayField } from '#app/domain/bonds/forms.ts'
import { deadlineEnds, deadlineKinds, deadlinePapers } from '#app/domain/deadlines/deadline.ts'
import { lineField, momentField, ownLineField } from '#app/domain/disbursements/fields.ts'
import { drivers } from '#app/domain/rides/ride.ts'
import {
  callOutcomes,
  contactLanguages,
  dateChanges,
  dayOutcomes,
  halves,
  hasNext,
  hearings,
  lawyerAnswers,
  proofKinds,
  type ReleaseAnswer,
  releaseAnswers,
  rides,
  whereabouts,
} from './court-date.ts'
import type { NewDate } from './insert-date.server.ts'

const emptyIsNull = z.literal('').transform(() => null)
const optional = <T extends readonly [string, ...string[]]>(values: T) =>
  z.union([emptyIsNull, z.enum(values)]).default(null)

const neededDay = dayField.transform((day, context): string => {
  if (day !== null) return day
  context.addIssue({ code: 'custom', message: 'required' })
  return z.NEVER
})

const room = ownLineField.max(60, 'too_long').default('')
const known = z.enum(knownFrom, 'required')

/** A next date, where the form has one: all of it or nothing. */
const nextFields = {
  day: dayField,
  half: optional(halves),
  hearing: optional(hearings as [string, ...string[]]),
  building: ownLineField.max(120, 'too_long').default(''),
  room,
}
type Next = Partial<Omit<NewDate, 'day' | 'half' | 'hearing'>> & {
  day: string | null
  half: string | null
  hearing: string | null
}

function requireNext(next: Next, outcome: string, context: z.RefinementCtx): void {
  if (!hasNext(outcome)) return
  for (const field of ['day', 'half', 'hearing', 'building'] as const)
    if (!next[field]) context.addIssue({ code: 'custom', path: [field], message: 'required' })
}

/** The next date that was typed; null where none was. */
export const nextOf = ({ day, half, hearing, building, room }: Next): NewDate | null =>
  day && half && hearing ? ({ day, half, hearing, building, room } as NewDate) : null

/** Everything that is recorded about the dates of one case; `act` says which. */
export const dateActForm = (timezone: string) =>
  z.discriminatedUnion('act', [
    z.strictObject({
      act: z.literal('add'),
      day: neededDay,
      half: z.enum(halves, 'required'),
      hearing: z.enum(hearings, 'required'),
      building: lineField(120),
      room,
      knownFrom: known,
    }),
    z
      .strictObject({
        act: z.literal('outcome'),
        dateId: z.uuid(),
        outcome: z.enum(dayOutcomes, 'required'),
        knownFrom: known,
        occurredAt: momentField(timezone),
        ...nextFields,
      })
      .superRefine((form, context) => requireNext(form, form.outcome, context)),
    z
      .strictObject({
        act: z.literal('change'),
        dateId: z.uuid(),
        change: z.enum(dateChanges, 'required'),
        knownFrom: known,
        ...nextFields,
      })
      .superRefine((form, context) => requireNext(form, form.change, context)),
    z.strictObject({
      act: z.literal('contact'),
      wantsCalls: z.enum(['yes', 'no'], 'required').transform((said) => said === 'yes'),
      language: z.enum(contactLanguages, 'required'),
      languageName: ownLineField.max(60, 'too_long').default(''),
      voicemail: z.enum(['yes', 'no'], 'required').transform((said) => said === 'yes'),
    }),
    z.strictObject({
      act: z.literal('call'),
      callId: z.uuid(),
      outcome: z.enum(callOutcomes, 'required'),
      ride: optional(rides),
    }),
    z.strictObject({
      act: z.literal('arrange_ride'),
      // Empty for the ride home.
      dateId: z.union([emptyIsNull, z.uuid()]),
      driver: z.enum(drivers, 'required'),
      word: ownLineField.max(60, 'too_long').default(''),
    }),
    z.strictObject({ act: z.literal('take_back_ride'), rideId: z.uuid() }),
    z
      .strictObject({
        act: z.literal('missed'),
        missedId: z.uuid(),
        lawyer: z.enum(lawyerAnswers, 'required'),
        whereabouts: z.enum(whereabouts, 'required'),
        proofKind: optional(proofKinds),
        proofOn: dayField,
        proofInHand: z.literal('yes').optional(),
        documentId: z.union([emptyIsNull, z.uuid()]).default(null),
      })
      .superRefine(({ proofKind, proofOn, proofInHand, documentId }, context) => {
        const wrong = (field: string) =>
          context.addIssue({ code: 'custom', path: [field], message: 'proof_has_kind_and_day' })
        if (proofKind === null && (proofOn !== null || proofInHand || documentId)) wrong('proofKind')
        if (proofKind !== null && proofOn === null) wrong('proofOn')
      }),
    z.strictObject({
      act: z.literal('release'),
      answer: z.enum(releaseAnswers as [ReleaseAnswer, ...ReleaseAnswer[]], 'required'),
    }),
    z.strictObject({
      act: z.literal('deadline'),
      kind: z.enum(deadlineKinds, 'required'),
      paper: z.enum(deadlinePapers, 'required'),
      paperOn: neededDay,
      lastDay: neededDay,
    }),
    z.strictObject({
      act: z.literal('deadline_end'),
      deadlineId: z.uuid(),
      outcome: z.enum(deadlineEnds, 'required'),
    }),
  ])

export type DateAct = z.output<ReturnType<typeof dateActForm>>
