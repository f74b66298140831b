import { Field, type FieldProps } from './field.tsx'

/** The six digits of a sign-in code. One field, so that pasting and filling in by the phone work. */
export function CodeInput(field: FieldProps) {
  return (
    <Field
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]*"
      maxLength={7}
      dir="ltr"
      required
      className="figures max-w-[14rem] [&_input]:text-xl [&_input]:tracking-[0.35em]"
      {...field}
    />
  )
}
