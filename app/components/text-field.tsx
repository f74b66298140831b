import type { ComponentProps, ReactNode } from 'react'
import { described, FieldError } from './field.tsx'

type TextFieldProps = Omit<ComponentProps<'textarea'>, 'name'> & {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
}

/** More than one line of text. */
export function TextField({ label, hint, error, className = '', rows = 4, ...entry }: TextFieldProps) {
  const id = entry.id ?? entry.name
  return (
    <div className={className}>
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-s text-quiet">
          {hint}
        </p>
      )}
      <textarea {...entry} {...described(id, hint, error)} id={id} rows={rows} className="entry mt-1.5" />
      <FieldError id={id} error={error} />
    </div>
  )
}
