import { z } from 'zod'
import { priorityCriteria } from '#app/domain/intake/priority.ts'

/** What has to be known before anyone recommends a request, in the order in which it is asked. */
export const screeningQuestions = [
  'other_hold',
  'detainer',
  'stay_or_appeal',
  'released_if_posted',
  'monitoring_slot',
  'ride_needed',
] as const
export type ScreeningQuestion = (typeof screeningQuestions)[number]

export const screeningAnswers = ['yes', 'no', 'unknown'] as const
export type ScreeningAnswer = (typeof screeningAnswers)[number]

export type Screening = Record<ScreeningQuestion, ScreeningAnswer>

const answer = z.enum(screeningAnswers, 'required')

const chosen = <T extends string>(from: readonly [T, ...T[]]) =>
  z.preprocess((sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])), z.array(z.enum(from)))

/** Fields: each question, and `criteria`, what is met of the fund's published order. */
export const ScreeningForm = z.object({
  other_hold: answer,
  detainer: answer,
  stay_or_appeal: answer,
  released_if_posted: answer,
  monitoring_slot: answer,
  ride_needed: answer,
  criteria: chosen(priorityCriteria),
})

/** Whether posting would bring the person home as far as anyone knows: all known, and nothing else holds them. */
export const isClear = (given: Screening): boolean =>
  given.other_hold === 'no' &&
  given.detainer === 'no' &&
  given.stay_or_appeal === 'no' &&
  given.released_if_posted === 'yes'

/** As the vault keeps them: one line a question. */
export const writeScreening = (given: Screening): string =>
  screeningQuestions.map((question) => `${question}: ${given[question]}`).join('\n')
