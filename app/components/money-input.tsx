import { Field, type FieldProps } from './field.tsx'

/** Dollars as people type them. Read on the server, never by the browser's number field, which rounds. */
export function MoneyInput(field: FieldProps) {
  return <Field inputMode="decimal" autoComplete="off" dir="ltr" before="$" maxLength={24} {...field} />
}
