import { priorityCriteria } from '#app/domain/intake/priority.ts'
import { screeningAnswers, screeningQuestions } from '#app/domain/requests/screening.ts'
import { paths } from '#app/http/paths.ts'
import { CheckField } from '../check-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { FieldError } from '../field.tsx'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

type Props = { page: RequestFrame['page']; answer?: FormAnswer | undefined }

/** The questions before anyone recommends a request. Nothing is chosen beforehand: an answer that was not given is none. */
export function ScreeningForm({ page, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const met = [answer?.values.criteria ?? []].flat()
  const asked = page.policy.length > 0 ? page.policy : priorityCriteria
  return (
    <ActForm
      action={paths.requestScreening(page.id)}
      refusal={entries.refusal}
      submit={t('intake:screening.submit')}
      tone="outline"
    >
      <p className="measure text-quiet">{t('intake:screening.lead')}</p>
      {screeningQuestions.map((question) => (
        <fieldset key={question} aria-describedby={entries.error(question) && `${question}-error`}>
          <legend className="font-semibold">{t(`intake:screening.${question}`)}</legend>
          <div className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
            {screeningAnswers.map((answered) => (
              <label key={answered} className="flex items-center gap-2 py-1">
                <input
                  type="radio"
                  name={question}
                  value={answered}
                  required
                  defaultChecked={entries.value(question) === answered}
                  className="size-5"
                />
                {t(`intake:screening.answer.${answered}`)}
              </label>
            ))}
          </div>
          <FieldError id={question} error={entries.error(question)} />
        </fieldset>
      ))}
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-semibold">{t('intake:screening.criteria')}</legend>
        {asked
          .filter((criterion) => criterion !== 'order_of_asking')
          .map((criterion) => (
            <CheckField
              key={criterion}
              id={`criterion-${criterion}`}
              name="criteria"
              value={criterion}
              label={t(`intake:criterion.${criterion}`)}
              defaultChecked={met.includes(criterion)}
            />
          ))}
      </fieldset>
    </ActForm>
  )
}
