import { interpreterKinds } from '#app/domain/copays/reading.ts'
import { ChoiceField } from '../choice-field.tsx'
import { Field } from '../field.tsx'
import type { FormAnswer } from '../form-answer.ts'
import { useWords } from '../words.ts'

/** For a family whose language has no paper: which it is, and who read the paper to them. Left empty where they read it. */
export function ReadAloudEntries({ answer }: { answer: FormAnswer }) {
  const { t } = useWords()
  const choose = { value: '', label: t('admin:choose') }
  return (
    <fieldset className="grid gap-4">
      <legend className="font-semibold">{t('copay:agreement.other.title')}</legend>
      <p className="measure text-s text-quiet">{t('copay:agreement.other.lead')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          id="agreement-read-in"
          name="readIn"
          label={t('copay:agreement.other.language')}
          autoComplete="off"
          maxLength={80}
          defaultValue={answer.valueOf('readIn')}
          error={answer.errorOf('readIn')}
        />
        <ChoiceField
          id="agreement-interpreter-kind"
          name="interpreterKind"
          label={t('copay:agreement.other.kind')}
          defaultValue={answer.valueOf('interpreterKind') ?? ''}
          error={answer.errorOf('interpreterKind')}
          choices={[
            choose,
            ...interpreterKinds.map((value) => ({ value, label: t(`copay:interpreter.${value}`) })),
          ]}
        />
      </div>
      <Field
        id="agreement-interpreter"
        name="interpreter"
        label={t('copay:agreement.other.interpreter')}
        hint={t('copay:agreement.other.interpreter.hint')}
        autoComplete="off"
        maxLength={120}
        defaultValue={answer.valueOf('interpreter')}
        error={answer.errorOf('interpreter')}
      />
    </fieldset>
  )
}
