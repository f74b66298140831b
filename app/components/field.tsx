import type { ComponentProps, ReactNode } from 'react'

export type FieldProps = Omit<ComponentProps<'input'>, 'name'> & {
  name: string
  label: ReactNode
  hint?: ReactNode
  /** In words, ready to read. */
  error?: string | undefined
  /** Stands inside the entry, before what is typed: a currency sign. */
  before?: string
}

/** One line of a form: what is asked, why, the entry, and what is wrong with it, all tied together for every reader. */
export function Field({ label, hint, error, before, className = '', ...entry }: FieldProps) {
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
      <div className="relative mt-1.5" dir={entry.dir}>
        {before && (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute start-3.5 inset-y-0 grid items-center text-quiet"
          >
            {before}
          </span>
        )}
        <input
          {...entry}
          {...described(id, hint, error)}
          id={id}
          className={`entry ${before ? 'ps-8' : ''}`}
        />
      </div>
      <FieldError id={id} error={error} />
    </div>
  )
}

/** Ties an entry to its hint and its error. */
export const described = (id: string, hint: unknown, error: string | undefined) => ({
  'aria-describedby': [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined,
  'aria-invalid': error ? true : undefined,
})

/** What is wrong, right under the entry. The sign says it without colour. */
export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (!error) return null
  return (
    <p id={`${id}-error`} className="mt-1.5 flex gap-2 text-s font-semibold text-loss">
      <svg viewBox="0 0 16 16" className="mt-0.5 size-4 flex-none" aria-hidden="true" fill="none">
        <path d="M8 1.5l7 13H1z" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
        <path d="M8 6v4M8 12v.5" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      {error}
    </p>
  )
}
