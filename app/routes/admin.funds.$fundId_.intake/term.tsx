import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { IntakePage } from '#app/domain/intake/intake-page.server.ts'
import { daysKept } from '#app/domain/requests/request.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: IntakePage; maySet: boolean; answer: FormAnswer | undefined }

/** How long the fund knows who someone was, once all of it is over. */
export function Term({ page, maySet, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section aria-labelledby="term" className="grid gap-3">
      <h2 id="term" className="text-xl">
        {t('intake:term.title')}
      </h2>
      <p className="measure text-quiet">{t('intake:term.lead', { months: page.termMonths })}</p>
      <p className="measure text-quiet">{t('intake:term.unaccepted', { days: daysKept })}</p>
      {maySet && (
        <ActForm
          action={paths.fundIntake(page.fundId)}
          refusal={entries.refusal}
          submit={t('intake:term.submit')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="term" />
          <Field
            name="months"
            label={t('intake:term.months')}
            hint={t('intake:term.months.hint')}
            type="number"
            min={3}
            max={120}
            defaultValue={entries.value('months', String(page.termMonths))}
            error={entries.error('months')}
            required
          />
        </ActForm>
      )}
    </section>
  )
}
