import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { readHours } from '#app/domain/intake/hours.ts'
import type { IntakePage } from '#app/domain/intake/intake-page.server.ts'
import { intakeModes } from '#app/domain/requests/request.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: IntakePage; maySet: boolean; answer: FormAnswer | undefined }

const weekdays = ['1', '2', '3', '4', '5', '6', '7']

/** Who may ask, on what number, when and in which languages. */
export function Settings({ page, maySet, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { intake } = page
  const hours = intake && readHours(intake.hours)
  const days = weekdays.map((value) => ({ value, label: t(`intake:weekday.${value}`) }))
  const field = (name: string, otherwise: string | number = '') => ({
    name,
    defaultValue: entries.value(name, String(otherwise)),
    error: entries.error(name),
    required: true,
  })
  return (
    <section aria-labelledby="settings" className="grid gap-3">
      <h2 id="settings" className="text-xl">
        {t('intake:settings.how')}
      </h2>
      {!maySet && !intake && <p className="measure">{t('intake:settings.none')}</p>}
      {!maySet && intake && (
        <Facts
          facts={[
            { key: 'mode', label: t('intake:settings.mode'), value: t(`intake:mode.${intake.mode}`) },
            { key: 'phone', label: t('intake:settings.phone'), value: <bdi dir="ltr">{intake.phone}</bdi> },
            { key: 'languages', label: t('intake:settings.languages'), value: intake.languages },
          ]}
        />
      )}
      {maySet && (
        <ActForm
          action={paths.fundIntake(page.fundId)}
          refusal={entries.refusal}
          submit={t('intake:settings.submit')}
        >
          <input type="hidden" name="intent" value="settings" />
          <ChoiceField
            {...field('mode', intake?.mode ?? 'partners_only')}
            label={t('intake:settings.mode')}
            hint={t('intake:settings.mode.hint')}
            choices={intakeModes.map((value) => ({ value, label: t(`intake:mode.${value}`) }))}
          />
          <Field {...field('phone', intake?.phone)} label={t('intake:settings.phone')} type="tel" dir="ltr" />
          <div className="grid gap-4 sm:grid-cols-2">
            <ChoiceField
              {...field('firstDay', hours?.firstDay ?? 1)}
              label={t('intake:settings.first_day')}
              choices={days}
            />
            <ChoiceField
              {...field('lastDay', hours?.lastDay ?? 5)}
              label={t('intake:settings.last_day')}
              choices={days}
            />
            <Field
              {...field('opens', hours?.opens ?? '09:00')}
              label={t('intake:settings.opens')}
              type="time"
            />
            <Field
              {...field('closes', hours?.closes ?? '17:00')}
              label={t('intake:settings.closes')}
              type="time"
            />
          </div>
          <Field
            {...field('languages', intake?.languages)}
            label={t('intake:settings.languages')}
            hint={t('intake:settings.languages.hint')}
            dir="ltr"
          />
          <Field
            {...field('answerWithinDays', intake?.answerWithinDays ?? 2)}
            label={t('intake:settings.answer_within')}
            type="number"
            min={1}
            max={10}
          />
        </ActForm>
      )}
    </section>
  )
}
