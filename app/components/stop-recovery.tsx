import { stopReasons } from '#app/domain/staff/recovery/recovery.ts'
import { ChoiceField } from './choice-field.tsx'
import { ActForm } from './disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from './disbursements/use-entries.ts'
import { useWords } from './words.ts'

type Props = {
  action: string
  recoveryId: string
  answer: FormAnswer | undefined
  lead: string
  submit: string
}

/** Ending the recovery of someone's ways to sign in, for administrators and for the person. */
export function StopRecovery({ action, recoveryId, answer, lead, submit }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <div className="grid gap-3">
      <p className="measure">{lead}</p>
      <ActForm action={action} refusal={entries.refusal} submit={submit} tone="refuse">
        <input type="hidden" name="intent" value="stop" />
        <input type="hidden" name="recoveryId" value={recoveryId} />
        <ChoiceField
          name="stopReason"
          label={t('doors:recovery.stop_reason')}
          defaultValue={entries.value('stopReason')}
          error={entries.error('stopReason')}
          required
          choices={[
            { value: '', label: t('doors:recovery.choose') },
            ...stopReasons.map((value) => ({ value, label: t(`doors:reason.${value}`) })),
          ]}
        />
      </ActForm>
    </div>
  )
}
