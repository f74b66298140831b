import { Refusal } from '#app/domain/refusal.ts'

/** Who interpreted: a professional who was there or on the line, someone of the fund, or someone of the family. */
export const interpreterKinds = ['professional', 'by_phone', 'ours', 'relative'] as const
export type InterpreterKind = (typeof interpreterKinds)[number]

/** How a paper was read aloud to a family whose language it is not written in. */
export type Reading = {
  /** In the family's own words: any language there is. */
  language: string
  kind: InterpreterKind
  interpreter: string
}

type Typed = {
  readIn?: string | undefined
  interpreterKind?: InterpreterKind | '' | undefined
  interpreter?: string | undefined
}

/**
 * What those fields mean: nothing where all are empty, since the family read it themselves. Refuses
 * `reading_names_its_interpreter` beside the first that is missing.
 */
export function readingOf({ readIn = '', interpreterKind = '', interpreter = '' }: Typed): Reading | null {
  if (readIn === '' && interpreterKind === '' && interpreter === '') return null
  const missing = (field: keyof Typed) => new Refusal('reading_names_its_interpreter', {}, field)
  if (readIn === '') throw missing('readIn')
  if (interpreterKind === '') throw missing('interpreterKind')
  if (interpreter === '') throw missing('interpreter')
  return { language: readIn, kind: interpreterKind, interpreter }
}
