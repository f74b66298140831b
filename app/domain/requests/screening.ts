import { z } from 'zod'
import { type PriorityCriterion, priorityCriteria } from '#app/domain/intake/priority.ts'

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

const criteriaLine = 'criteria: '

/** As the vault keeps them: one line a question, and one for what is met of the fund's order. */
export const writeScreening = (given: Screening, met: readonly PriorityCriterion[]): string =>
  [
    ...screeningQuestions.map((question) => `${question}: ${given[question]}`),
    `${criteriaLine}${met.join(' ')}`,
  ].join('\n')

type ScreeningLine =
  | { kind: 'answer'; question: ScreeningQuestion; answer: ScreeningAnswer }
  | { kind: 'criteria'; met: string[] }
  | { kind: 'other'; text: string }

/** What `writeScreening` wrote, line by line. */
export const linesOfScreening = (written: string): ScreeningLine[] =>
  written.split('\n').map((text) => {
    if (text.startsWith(criteriaLine))
      return { kind: 'criteria', met: text.slice(criteriaLine.length).split(' ').filter(Boolean) }
    const [asked, said] = text.split(': ')
    const question = screeningQuestions.find((known) => known === asked)
    const answer = screeningAnswers.find((known) => known === said)
    return question && answer ? { kind: 'answer', question, answer } : { kind: 'other', text }
  })

export const criteriaIn = (written: string): string[] =>
  linesOfScreening(written).flatMap((line) => (line.kind === 'criteria' ? line.met : []))
