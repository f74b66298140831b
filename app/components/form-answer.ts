import { refusalWords } from '#app/words/refusal-words.ts'
import { useWords } from './words.ts'

type Refusal = { code: string; params?: Record<string, string | number | bigint>; field?: string }

/** What an action answers when a form comes back, see `http/respond.ts`. */
type Answer = {
  refusal: Refusal | null
  values: Record<string, string | string[]>
  errors: Record<string, string>
}

export type FormAnswer = {
  /** What is wrong with a field, in words. */
  errorOf: (field: string) => string | undefined
  /** What was typed in it. */
  valueOf: (field: string) => string | undefined
  /** What was ticked of several under one name; undefined where the form was not sent. */
  ticksOf: (field: string) => string[] | undefined
  /** Why the act was refused, where that belongs to no field, in words. */
  refusal: string | undefined
}

/** A form's last answer in the reader's words. On a page of several forms each has a hidden field `intent`. */
export function useFormAnswer(answer: unknown, intent?: string): FormAnswer {
  const { i18n } = useWords()
  const ours = isAnswer(answer) && (intent === undefined || answer.values.intent === intent) ? answer : null
  const { refusal = null, values = {}, errors = {} } = ours ?? {}
  const words = (code: string) =>
    refusalWords(i18n, { code, params: refusal?.code === code ? (refusal.params ?? {}) : {} })
  return {
    errorOf: (field) => (errors[field] ? words(errors[field]) : undefined),
    valueOf: (field) => {
      const value = values[field]
      return Array.isArray(value) ? value[0] : value
    },
    ticksOf: (field) => (ours ? [values[field] ?? []].flat() : undefined),
    refusal: refusal && refusal.field === undefined ? words(refusal.code) : undefined,
  }
}

const isAnswer = (answer: unknown): answer is Answer =>
  typeof answer === 'object' && answer !== null && 'errors' in answer && 'values' in answer
