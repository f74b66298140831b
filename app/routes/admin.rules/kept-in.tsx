import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { Field, type FieldProps } from '#app/components/field.tsx'

export const Line = (field: FieldProps) => <Field autoComplete="off" {...field} />

/** A field's name with what was typed into it, and what is wrong with that. */
export const keptIn = (entries: Entries) => (name: string) => ({
  name,
  id: `version-${name}`,
  defaultValue: entries.value(name),
  error: entries.error(name),
})
