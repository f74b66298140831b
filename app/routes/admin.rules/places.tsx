import { Link } from '@remix-run/react'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'

type Fund = { id: string; name: string; places: string[]; isManaged: boolean }

/** Which fund's bonds fall under whose rules. */
export function Places({ funds, answer }: { funds: Fund[]; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const managed = funds.filter(({ isManaged }) => isManaged)
  return (
    <section aria-labelledby="places" className="grid gap-3">
      <h2 id="places" className="text-xl">
        {t('rules:places.title')}
      </h2>
      <ul className="grid gap-1">
        {funds.map(({ id, name, places }) => (
          <li key={id}>
            {t('rules:of_fund', { fund: name, places: places.join(', ') || t('rules:places.none') })}
          </li>
        ))}
      </ul>
      <p>
        <Link to={paths.places()} className="inline-block py-1">
          {t('rules:places.link')}
        </Link>
      </p>
      {managed.length > 0 && (
        <ActForm action={paths.rules()} refusal={entries.refusal} submit={t('rules:place.submit')}>
          <input type="hidden" name="act" value="place" />
          <ChoiceField
            name="fundId"
            label={t('rules:place.fund')}
            defaultValue={entries.value('fundId')}
            error={entries.error('fundId')}
            required
            choices={[
              { value: '', label: t('admin:choose') },
              ...managed.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Field
            id="fund-place"
            name="place"
            label={t('rules:place.label')}
            hint={t('rules:place.hint')}
            defaultValue={entries.value('place')}
            error={entries.error('place')}
            maxLength={40}
            autoComplete="off"
            dir="ltr"
            required
          />
        </ActForm>
      )}
    </section>
  )
}
