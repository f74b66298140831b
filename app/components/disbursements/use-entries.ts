import type { FormValues } from '#app/http/parse-form.ts'
import type { RefusalAnswer } from '#app/http/respond.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { useWords } from '../words.ts'

/** What an action answers when a form comes back. */
export type FormAnswer = {
  refusal: RefusalAnswer | null
  values: FormValues
  errors: Record<string, string>
}

/** A form that came back: what was typed, and what is wrong with it, in words. */
export function useEntries(answer: FormAnswer | undefined) {
  const { i18n } = useWords()
  const refusal = answer?.refusal ?? null
  return {
    value: (name: string, otherwise = ''): string => {
      const typed = answer?.values[name]
      return typeof typed === 'string' ? typed : otherwise
    },
    /** All that was ticked under one name. */
    all: (name: string): string[] => [answer?.values[name] ?? []].flat(),
    error: (name: string): string | undefined => {
      const code = answer?.errors[name]
      if (!code) return undefined
      return refusalWords(i18n, refusal?.code === code ? refusal : { code })
    },
    /** What no single field is to blame for. */
    refusal: refusal && !refusal.field ? refusalWords(i18n, refusal) : null,
    isBack: answer !== undefined,
  }
}

export type Entries = ReturnType<typeof useEntries>
