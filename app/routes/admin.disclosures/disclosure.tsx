import { Confirm } from '#app/components/confirm.tsx'
import { DayField } from '#app/components/dates/day-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { ListedDisclosure } from '#app/domain/disclosures/list-disclosures.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  /** `isOwn`: the reader wrote it, so that another records its review. */
  disclosure: Omit<ListedDisclosure, 'writtenById'> & { isOwn: boolean }
  mayReview: boolean
  answer: FormAnswer | undefined
}

/** One version of a state's statement: its texts, where it was read, and whether counsel read it. */
export function Disclosure({ disclosure, mayReview, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const entries = useEntries(answer)
  const {
    id,
    place,
    version,
    effectiveFrom,
    effectiveUntil,
    source,
    readOn,
    onReceipts,
    texts,
    review,
    isOwn,
  } = disclosure
  return (
    <>
      <h2 className="font-semibold">
        <bdi>{place}</bdi> · {t('rules:disclosures.version', { version })} ·{' '}
        {effectiveUntil
          ? t('rules:disclosures.span', { from: day(effectiveFrom), until: day(effectiveUntil) })
          : t('rules:disclosures.since', { from: day(effectiveFrom) })}
      </h2>
      {texts.map(({ language, body }) => (
        <p key={language} lang={language} dir="auto" className="measure whitespace-pre-line">
          {body}
        </p>
      ))}
      <p className="measure text-s">
        <bdi>{source}</bdi> · {t('rules:disclosures.read_on', { date: day(readOn) })}
      </p>
      {onReceipts && <p className="text-s">{t('rules:disclosures.on_receipts')}</p>}
      <p className="text-s">
        {review
          ? t('rules:disclosures.reviewed', { counsel: review.counsel, date: day(review.on) })
          : t('rules:disclosures.unreviewed')}
      </p>
      {mayReview && !review && isOwn && (
        <p className="measure text-s text-quiet">{t('rules:disclosures.own')}</p>
      )}
      {mayReview && !review && !isOwn && (
        <div>
          <Confirm
            key={answer ? 'back' : 'first'}
            ask={t('rules:disclosures.review')}
            tone="outline"
            open={!!answer}
          >
            <ActForm
              action={paths.disclosures()}
              refusal={entries.refusal}
              submit={t('rules:disclosures.review.submit')}
            >
              <input type="hidden" name="act" value="review" />
              <input type="hidden" name="disclosureId" value={id} />
              <Field
                id={`counsel-${id}`}
                name="counsel"
                label={t('rules:disclosures.counsel')}
                maxLength={120}
                defaultValue={entries.value('counsel')}
                error={entries.error('counsel')}
                required
              />
              <DayField
                {...{ form: id, entries }}
                name="reviewedOn"
                label={t('rules:disclosures.reviewed_on')}
                required
              />
            </ActForm>
          </Confirm>
        </div>
      )}
    </>
  )
}
