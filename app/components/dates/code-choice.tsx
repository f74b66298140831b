import { ChoiceField } from '../choice-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'

/** One of a fixed list of codes. `form` keeps the ids of several forms on one page apart. */
export function CodeChoice(props: CodeChoiceProps) {
  const { form, name, label, hint, values, word, entries, otherwise = '', required = true, none } = props
  const { t } = useWords()
  return (
    <ChoiceField
      id={`${form}-${name}`}
      name={name}
      label={label}
      hint={hint}
      defaultValue={entries.value(name, otherwise)}
      error={entries.error(name)}
      required={required}
      choices={[
        { value: '', label: none ?? t('admin:choose') },
        ...values.map((value) => ({ value, label: word(value) })),
      ]}
    />
  )
}

type CodeChoiceProps = {
  form: string
  name: string
  label: string
  hint?: string
  values: readonly string[]
  word: (code: string) => string
  entries: Entries
  /** What is chosen before anything is. */
  otherwise?: string
  required?: boolean
  /** The words for choosing nothing, where that may be. */
  none?: string
}
