import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundOnCall } from '#app/domain/on-call/on-call-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { funds: Pick<FundOnCall, 'id' | 'name'>[]; answer: FormAnswer | undefined }

/** From when until when one answers, and at which number. */
export function TakeTurn({ funds, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section aria-labelledby="take-turn" className="no-print grid gap-3">
      <h2 id="take-turn" className="text-xl">
        {t('window:take.title')}
      </h2>
      <ActForm action={paths.onCall()} refusal={entries.refusal} submit={t('window:take.submit')}>
        <input type="hidden" name="intent" value="take" />
        <ChoiceField
          name="fundId"
          label={t('admin:fact.fund')}
          defaultValue={entries.value('fundId')}
          error={entries.error('fundId')}
          choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="startsAt"
            type="datetime-local"
            label={t('window:take.from')}
            hint={t('window:take.from.hint')}
            defaultValue={entries.value('startsAt')}
            error={entries.error('startsAt')}
          />
          <Field
            name="endsAt"
            type="datetime-local"
            label={t('window:take.until')}
            hint={t('window:take.until.hint')}
            defaultValue={entries.value('endsAt')}
            error={entries.error('endsAt')}
            required
          />
        </div>
        <Field
          name="phone"
          type="tel"
          dir="ltr"
          label={t('window:take.phone')}
          hint={t('window:take.phone.hint')}
          autoComplete="tel"
          maxLength={40}
          defaultValue={entries.value('phone')}
          error={entries.error('phone')}
          required
        />
      </ActForm>
    </section>
  )
}
