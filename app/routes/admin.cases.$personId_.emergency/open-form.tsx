import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { emergencyReasons } from '#app/domain/vault/emergency/emergency.ts'
import { paths } from '#app/http/paths.ts'

type Props = { personId: string; factors: Factors; answer: FormAnswer | undefined }

/** Why now, and a proof of presence for this record and this reason. */
export function OpenForm({ personId, factors, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section aria-labelledby="open" className="grid gap-3">
      <h2 id="open" className="text-xl">
        {t('doors:emergency.open_title')}
      </h2>
      <ActForm
        action={paths.emergency(personId)}
        refusal={entries.refusal}
        submit={t('doors:emergency.open')}
        tone="refuse"
      >
        <input type="hidden" name="intent" value="open" />
        <ChoiceField
          name="reason"
          label={t('doors:emergency.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          required
          choices={[
            { value: '', label: t('doors:emergency.choose') },
            ...emergencyReasons.map((value) => ({ value, label: t(`doors:reason.${value}`) })),
          ]}
        />
        <StepUpFields
          boundTo={(form) => boundTo.breakGlass({ personId, reason: String(form.get('reason') ?? '') })}
          {...factors}
          error={entries.error('code')}
        />
      </ActForm>
    </section>
  )
}
