import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { IntakePage } from '#app/domain/intake/intake-page.server.ts'
import { priorityCriteria } from '#app/domain/intake/priority.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: IntakePage; maySet: boolean; answer: FormAnswer | undefined }

/** As many places in the order as there are criteria. */
const places = priorityCriteria.map((_, place) => place)

/** Who is helped first, in words that stand on the public page. */
export function Priority({ page, maySet, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const choices = [
    { value: '', label: t('intake:priority.nothing') },
    ...priorityCriteria.map((value) => ({ value, label: t(`intake:criterion.${value}`) })),
  ]
  return (
    <section aria-labelledby="priority" className="grid gap-3">
      <h2 id="priority" className="text-xl">
        {t('intake:priority.title')}
      </h2>
      <p className="measure text-quiet">{t('intake:priority.lead')}</p>
      {page.priority.length > 0 ? (
        <ol className="list-decimal ps-6">
          {page.priority.map((criterion) => (
            <li key={criterion}>{t(`intake:criterion.${criterion}`)}</li>
          ))}
        </ol>
      ) : (
        <p>{t('intake:priority.none')}</p>
      )}
      {maySet && (
        <ActForm
          action={paths.fundIntake(page.fundId)}
          refusal={entries.refusal}
          submit={t('intake:priority.submit')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="priority" />
          {places.map((place) => (
            <ChoiceField
              key={place}
              id={`criteria-${place}`}
              name={`criteria[${place}]`}
              label={t('intake:priority.place', { place: place + 1 })}
              defaultValue={entries.value(`criteria[${place}]`, page.priority[place] ?? '')}
              choices={choices}
            />
          ))}
          <FieldError id="criteria" error={entries.error('criteria')} />
        </ActForm>
      )}
    </section>
  )
}
