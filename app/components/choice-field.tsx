import type { ComponentProps, ReactNode } from 'react'
import { described, FieldError } from './field.tsx'

type ChoiceFieldProps = Omit<ComponentProps<'select'>, 'name' | 'children'> & {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  choices: { value: string; label: string }[]
}

/** One of several, from a list. */
export function ChoiceField({ label, hint, error, choices, className = '', ...entry }: ChoiceFieldProps) {
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
      <select {...entry} {...described(id, hint, error)} id={id} className="entry mt-1.5">
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <FieldError id={id} error={error} />
    </div>
  )
}
