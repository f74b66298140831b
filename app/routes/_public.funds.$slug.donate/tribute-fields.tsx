import { Field, FieldError } from '#app/components/field.tsx'
import { TextField } from '#app/components/text-field.tsx'
import { useWords } from '#app/components/words.ts'
import { tributeKinds } from '#app/domain/donations/gift-words-form.ts'
import type { KeptEntries } from './kept-entries.ts'

type TributeFieldsProps = {
  entries: Pick<KeptEntries, 'tribute' | 'tributeName' | 'tributeEmail' | 'tributeMessage'>
  errorOf: (field: string) => string | undefined
}

const fields = ['tribute', 'tributeName', 'tributeEmail', 'tributeMessage'] as const

/** A gift in honour or in memory of someone: folded away, and open where something in it was written. */
export function TributeFields({ entries, errorOf }: TributeFieldsProps) {
  const { t } = useWords()
  const isOpen = fields.some((field) => entries[field] !== '' || errorOf(field))
  const error = errorOf('tribute')
  return (
    <details open={isOpen} className="border-b border-hairline">
      <summary className="cursor-pointer py-3 font-semibold">{t('give:tribute.title')}</summary>
      <div className="grid gap-4 pb-5">
        <fieldset id="tribute" aria-describedby={error ? 'tribute-hint tribute-error' : 'tribute-hint'}>
          <legend className="sr-only">{t('give:tribute.title')}</legend>
          <p id="tribute-hint" className="text-s text-quiet">
            {t('give:tribute.hint')}
          </p>
          <div className="mt-2 flex flex-wrap gap-x-6">
            {['', ...tributeKinds].map((kind) => (
              <label
                key={kind}
                htmlFor={`tribute-${kind || 'none'}`}
                className="flex min-h-11 items-center gap-3"
              >
                <input
                  type="radio"
                  name="tribute"
                  value={kind}
                  id={`tribute-${kind || 'none'}`}
                  defaultChecked={entries.tribute === kind}
                  className="size-5 flex-none"
                />
                {t(`give:tribute.kind.${kind || 'none'}`)}
              </label>
            ))}
          </div>
          <FieldError id="tribute" error={error} />
        </fieldset>
        <Field
          name="tributeName"
          label={t('give:tribute.name.label')}
          hint={t('give:tribute.name.hint')}
          autoComplete="off"
          defaultValue={entries.tributeName}
          error={errorOf('tributeName')}
        />
        <Field
          name="tributeEmail"
          type="email"
          dir="ltr"
          className="rtl:[&_input]:text-end"
          label={t('give:tribute.email.label')}
          hint={t('give:tribute.email.hint')}
          autoComplete="off"
          defaultValue={entries.tributeEmail}
          error={errorOf('tributeEmail')}
        />
        <TextField
          name="tributeMessage"
          rows={3}
          maxLength={500}
          dir="auto"
          label={t('give:tribute.message.label')}
          hint={t('give:tribute.message.hint')}
          defaultValue={entries.tributeMessage}
          error={errorOf('tributeMessage')}
        />
      </div>
    </details>
  )
}
