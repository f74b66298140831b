import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { useWords } from '../words.ts'
import { ActForm } from './act-form.tsx'
import { type FormAnswer, useEntries } from './use-entries.ts'

type Props = { page: DisbursementPage; answer?: FormAnswer | undefined }

/** Where the court lies that a bond is proposed for: by the rules of that place it is judged. */
export function CourtPlaceForm({ page, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { place, choices } = page.court ?? { place: null, choices: [] }
  return (
    <ActForm action={paths.courtPlace(page.id)} refusal={entries.refusal} submit={t('rules:court.submit')}>
      <p className="measure text-s text-quiet">{t('rules:court.lead')}</p>
      <ChoiceField
        id="place-of-court"
        name="place"
        label={t('rules:court.place')}
        defaultValue={entries.value('place') ?? place ?? ''}
        error={entries.error('place')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...choices.map((value) => ({ value, label: value })),
        ]}
      />
    </ActForm>
  )
}
