import type { ComponentProps, ReactNode } from 'react'
import { described, FieldError } from './field.tsx'

type CheckFieldProps = Omit<ComponentProps<'input'>, 'name' | 'type'> & {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
}

/** A choice of yes or no. The whole line can be pressed. */
export function CheckField({ label, hint, error, className = '', ...entry }: CheckFieldProps) {
  const id = entry.id ?? entry.name
  return (
    <div className={className}>
      <div className="flex gap-3">
        <input
          {...entry}
          {...described(id, hint, error)}
          id={id}
          type="checkbox"
          className="mt-[0.2em] size-6 flex-none"
        />
        <div>
          <label htmlFor={id} className="block font-semibold">
            {label}
          </label>
          {hint && (
            <p id={`${id}-hint`} className="text-s text-quiet">
              {hint}
            </p>
          )}
        </div>
      </div>
      <FieldError id={id} error={error} />
    </div>
  )
}
