import { Confirm } from '#app/components/confirm.tsx'
import { DayField } from '#app/components/dates/day-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { ListedTerm } from '#app/domain/claim-terms/list-claim-terms.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  /** `isOwn`: the reader wrote it, so that another records its review. */
  term: Omit<ListedTerm, 'writtenById'> & { isOwn: boolean }
  mayReview: boolean
  answer: FormAnswer | undefined
}

/** One term, where it was read, and whether counsel looked at it. */
export function Term({ term, mayReview, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const entries = useEntries(answer)
  return (
    <>
      <h2 className="font-semibold">
        <bdi>{term.place}</bdi> · {t(`admin:kind.${term.bondKind}`)} ·{' '}
        {term.days === null
          ? t('dates:terms.years', { count: term.years ?? 0 })
          : t('dates:terms.days', { count: term.days })}
      </h2>
      <p className="measure text-s">
        <bdi>{term.source}</bdi> · {t('dates:terms.read_on', { date: day(term.readOn) })}
      </p>
      <p className="text-s">
        {term.review
          ? t('dates:terms.reviewed', { counsel: term.review.counsel, date: day(term.review.on) })
          : t('dates:terms.unreviewed')}
      </p>
      {mayReview && !term.review && term.isOwn && (
        <p className="measure text-s text-quiet">{t('dates:terms.own')}</p>
      )}
      {mayReview && !term.review && !term.isOwn && (
        <div>
          <Confirm
            key={answer ? 'back' : 'first'}
            ask={t('dates:terms.review')}
            tone="outline"
            open={!!answer}
          >
            <ActForm
              action={paths.claimTerms()}
              refusal={entries.refusal}
              submit={t('dates:terms.review.submit')}
            >
              <input type="hidden" name="act" value="review" />
              <input type="hidden" name="termId" value={term.id} />
              <Field
                id={`counsel-${term.id}`}
                name="counsel"
                label={t('dates:terms.counsel')}
                maxLength={120}
                defaultValue={entries.value('counsel')}
                error={entries.error('counsel')}
                required
              />
              <DayField
                {...{ form: term.id, entries }}
                name="reviewedOn"
                label={t('dates:terms.reviewed_on')}
                required
              />
            </ActForm>
          </Confirm>
        </div>
      )}
    </>
  )
}
