import { ChoiceField } from '../choice-field.tsx'
import { useWords } from '../words.ts'
import { ActForm } from './act-form.tsx'
import { type FormAnswer, useEntries } from './use-entries.ts'

type ReasonFormProps = {
  act: 'rejection' | 'cancellation'
  action: string
  reasons: readonly string[]
  answer?: FormAnswer | undefined
}

/** A no, or a taking back, with its reason from a list: a free sentence in a log that stays could name someone. */
export function ReasonForm({ act, action, reasons, answer }: ReasonFormProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm action={action} refusal={entries.refusal} submit={t(`admin:${act}.submit`)} tone="refuse">
      <ChoiceField
        id={`${act}-reason`}
        name="reason"
        label={t('admin:reason.label')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...reasons.map((reason) => ({ value: reason, label: t(`admin:${act}.reason.${reason}`) })),
        ]}
      />
    </ActForm>
  )
}
