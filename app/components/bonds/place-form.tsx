import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'
import type { BondFrame } from './bond-frame.ts'

/** Where a bond's court lies: by the term of that place its money is claimed. */
export function PlaceForm({ page, answer }: { page: BondFrame['page']; answer?: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { court, places } = page.place
  return (
    <ActForm action={paths.bondPlace(page.id)} refusal={entries.refusal} submit={t('dates:place.submit')}>
      <p className="measure text-s text-quiet">{t('dates:place.lead')}</p>
      <ChoiceField
        id="place-of-court"
        name="place"
        label={t('dates:place.of_court')}
        defaultValue={entries.value('place') ?? court ?? ''}
        error={entries.error('place')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...places.map((value) => ({ value, label: value })),
        ]}
      />
    </ActForm>
  )
}
