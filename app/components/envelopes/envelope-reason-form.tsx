import { envelopeCancellationReasons, envelopeRejectionReasons } from '#app/domain/envelopes/envelope.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'

type Props = { act: 'rejection' | 'cancellation'; envelopeId: string; answer?: FormAnswer | undefined }

const acts = {
  rejection: { reasons: envelopeRejectionReasons, action: paths.envelopeRejection },
  cancellation: { reasons: envelopeCancellationReasons, action: paths.envelopeCancellation },
}

/** A no to a night, or its end, with its reason from a list. */
export function EnvelopeReasonForm({ act, envelopeId, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { reasons, action } = acts[act]
  return (
    <ActForm
      action={action(envelopeId)}
      refusal={entries.refusal}
      submit={t(`envelope:${act}.submit`)}
      tone="refuse"
    >
      <p className="measure">{t(`envelope:${act}.lead`)}</p>
      <ChoiceField
        id={`${act}-reason`}
        name="reason"
        label={t('admin:reason.label')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...reasons.map((reason) => ({ value: reason, label: t(`envelope:reason.${reason}`) })),
        ]}
      />
    </ActForm>
  )
}
