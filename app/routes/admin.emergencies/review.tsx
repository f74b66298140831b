import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useWords } from '#app/components/words.ts'
import { findings, reviewNotes } from '#app/domain/vault/emergency/emergency.ts'
import { paths } from '#app/http/paths.ts'

/** Whether it was needed, and why one thinks so: codes, since the record of it stays. */
export function Review({ glassId, answer }: { glassId: string; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const choose = { value: '', label: t('doors:emergency.choose') }
  return (
    <ActForm
      action={paths.emergencies()}
      refusal={entries.refusal}
      submit={t('doors:emergencies.review')}
      tone="outline"
    >
      <input type="hidden" name="glassId" value={glassId} />
      <ChoiceField
        id={`finding-${glassId}`}
        name="finding"
        label={t('doors:emergencies.finding')}
        defaultValue={entries.value('finding')}
        error={entries.error('finding')}
        required
        choices={[choose, ...findings.map((value) => ({ value, label: t(`doors:finding.${value}`) }))]}
      />
      <ChoiceField
        id={`note-${glassId}`}
        name="note"
        label={t('doors:emergencies.note')}
        defaultValue={entries.value('note')}
        error={entries.error('note')}
        required
        choices={[choose, ...reviewNotes.map((value) => ({ value, label: t(`doors:note.${value}`) }))]}
      />
    </ActForm>
  )
}
