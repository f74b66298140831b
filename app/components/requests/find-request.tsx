import { paths } from '#app/http/paths.ts'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { useWords } from '../words.ts'

/** Whoever calls says the code that they were given. */
export function FindRequest({ answer }: { answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm
      action={`${paths.requests()}?index`}
      refusal={entries.refusal}
      submit={t('intake:find.submit')}
      tone="outline"
    >
      <Field
        name="code"
        label={t('intake:find.code')}
        hint={t('intake:find.code.hint')}
        defaultValue={entries.value('code')}
        error={entries.error('code')}
        maxLength={40}
        autoComplete="off"
        required
      />
    </ActForm>
  )
}
