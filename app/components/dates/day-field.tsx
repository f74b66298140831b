import type { Entries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'

/** A day without an hour. `form` keeps the ids of several forms on one page apart. */
export function DayField({ form, name, label, hint, entries, required = false }: DayFieldProps) {
  return (
    <Field
      id={`${form}-${name}`}
      name={name}
      type="date"
      label={label}
      hint={hint}
      defaultValue={entries.value(name)}
      error={entries.error(name)}
      required={required}
    />
  )
}

type DayFieldProps = {
  form: string
  name: string
  label: string
  hint?: string
  entries: Entries
  required?: boolean
}
