import { knownFrom } from '#app/domain/bonds/bond.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'

type StepFormProps = {
  disbursementId: string
  /** What may be recorded now. */
  steps: readonly string[]
  /** The one that was chosen on the way here. */
  chosen: string
  answer?: FormAnswer | undefined
}

/** One step before posting: what happened, how we know, when; and the new amount where the amount changed. */
export function StepForm({ disbursementId, steps, chosen, answer }: StepFormProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const first = { value: '', label: t('admin:choose') }
  return (
    <ActForm
      action={paths.preparation(disbursementId)}
      refusal={entries.refusal}
      submit={t('preparation:submit')}
    >
      <p className="measure text-s text-quiet">{t('preparation:lead')}</p>
      <ChoiceField
        id="preparation-to"
        name="to"
        label={t('preparation:to')}
        defaultValue={entries.value('to', chosen)}
        error={entries.error('to')}
        required
        choices={[first, ...steps.map((to) => ({ value: to, label: t(`preparation:record.${to}`) }))]}
      />
      <ChoiceField
        id="preparation-known"
        name="knownFrom"
        label={t('admin:known.label')}
        defaultValue={entries.value('knownFrom')}
        error={entries.error('knownFrom')}
        required
        choices={[first, ...knownFrom.map((value) => ({ value, label: t(`admin:known.${value}`) }))]}
      />
      {(steps.includes('amount_changed') || entries.value('amount') !== '') && (
        <MoneyInput
          id="preparation-amount"
          name="amount"
          label={t('preparation:amount.label')}
          hint={t('preparation:amount.hint')}
          defaultValue={entries.value('amount')}
          error={entries.error('amount')}
        />
      )}
      <MomentField id="preparation-moment" entries={entries} />
    </ActForm>
  )
}
