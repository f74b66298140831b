import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import type { CopayList } from '#app/domain/copays/reads/list-copays.server.ts'
import { paths } from '#app/http/paths.ts'
import { nativeNames } from '#app/words/languages.ts'

type Props = Pick<CopayList, 'reviews' | 'mayReview'> & { answer: unknown }

/** Which translated papers someone who may judge them has read; the others carry the English text too. */
export function TextReviews({ reviews, mayReview, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const { valueOf: typed, errorOf, refusal } = useFormAnswer(answer)
  const open = (['es', 'ar'] as const).filter((each) => !reviews.some(({ language }) => language === each))
  return (
    <section className="grid justify-items-start gap-3">
      <h2 className="text-l">{t('copay:texts.title')}</h2>
      <ul className="grid gap-1">
        {reviews.map(({ language, reviewer, reviewedOn }) => (
          <li key={language}>
            {t('copay:texts.reviewed', {
              language: nativeNames[language === 'ar' ? 'ar' : 'es'],
              name: reviewer,
              date: day(reviewedOn),
            })}
          </li>
        ))}
        {open.map((language) => (
          <li key={language}>{t('copay:texts.unreviewed', { language: nativeNames[language] })}</li>
        ))}
      </ul>
      {mayReview && open.length > 0 && (
        <Confirm ask={t('copay:texts.record')} tone="outline">
          <ActForm
            action={`${paths.copays()}?index`}
            refusal={refusal ?? null}
            submit={t('copay:texts.submit')}
          >
            <ChoiceField
              id="review-language"
              name="language"
              label={t('copay:agreement.language')}
              defaultValue={typed('language') ?? open[0]}
              error={errorOf('language')}
              choices={open.map((value) => ({ value, label: nativeNames[value] }))}
            />
            <Field
              id="review-by"
              name="reviewer"
              label={t('copay:texts.reviewer')}
              maxLength={120}
              defaultValue={typed('reviewer')}
              error={errorOf('reviewer')}
              required
            />
            <Field
              id="review-on"
              name="reviewedOn"
              type="date"
              label={t('copay:texts.on')}
              defaultValue={typed('reviewedOn')}
              error={errorOf('reviewedOn')}
              required
            />
          </ActForm>
        </Confirm>
      )}
    </section>
  )
}
