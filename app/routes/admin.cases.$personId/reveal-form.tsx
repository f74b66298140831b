import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { FieldsToSee } from '#app/components/fields-to-see.tsx'
import { useWords } from '#app/components/words.ts'
import type { PersonPage } from '#app/domain/vault/person-page.server.ts'
import { revealReasons } from '#app/domain/vault/reasons.ts'
import { paths } from '#app/http/paths.ts'

type Props = { person: Pick<PersonPage, 'personId' | 'caseCodes' | 'fields'>; answer: FormAnswer | undefined }

/** Asking to see: which fields, and why. Nothing is chosen beforehand. */
export function RevealForm({ person, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section aria-labelledby="reveal" className="grid gap-3">
      <h2 id="reveal" className="text-xl">
        {t('vault:reveal.title')}
      </h2>
      <p className="measure text-quiet">{t('vault:reveal.lead')}</p>
      <ActForm
        action={paths.casePerson(person.personId)}
        refusal={entries.refusal}
        submit={t('vault:reveal.submit')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="reveal" />
        <FieldsToSee legend={t('vault:reveal.fields')} person={person} entries={entries} />
        <ChoiceField
          name="reason"
          label={t('vault:reveal.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          required
          choices={[
            { value: '', label: t('vault:choose') },
            ...revealReasons.map((reason) => ({ value: reason, label: t(`vault:reason.${reason}`) })),
          ]}
        />
      </ActForm>
    </section>
  )
}
