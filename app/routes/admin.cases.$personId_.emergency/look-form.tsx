import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { FieldsToSee } from '#app/components/fields-to-see.tsx'
import { useWords } from '#app/components/words.ts'
import type { MaskedField } from '#app/domain/vault/person-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  person: { personId: string; caseCodes: string[]; fields: MaskedField[] }
  endsAt: Date
  timezone: string
  answer: FormAnswer | undefined
}

/** Which fields are needed. Nothing is chosen beforehand; the reason was given when it was opened. */
export function LookForm({ person, endsAt, timezone, answer }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const entries = useEntries(answer)
  return (
    <section aria-labelledby="look" className="grid gap-3">
      <h2 id="look" className="text-xl">
        {t('doors:emergency.open_until', { time: minute(endsAt) })}
      </h2>
      <p className="measure text-quiet">{t('doors:emergency.open_hint')}</p>
      {person.fields.length === 0 ? (
        <p>{t('doors:emergency.nothing')}</p>
      ) : (
        <ActForm
          action={paths.emergency(person.personId)}
          refusal={entries.refusal}
          submit={t('doors:emergency.look')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="look" />
          <FieldsToSee legend={t('doors:emergency.fields')} person={person} entries={entries} />
        </ActForm>
      )}
    </section>
  )
}
