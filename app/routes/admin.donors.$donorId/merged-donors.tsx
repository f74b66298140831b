import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { DonorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'

type Props = { record: DonorRecord; timezone: string; factors: Factors; answer: unknown }

/** Records that were found to be the same person, each with the way back. */
export function MergedDonors({ record, timezone, factors, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const { refusal, errorOf, valueOf: typed } = useFormAnswer(answer, 'undo_merge')
  if (record.merged.length === 0) return null
  return (
    <section aria-labelledby="merged" className="grid gap-3">
      <h2 id="merged" className="text-l">
        {t('donors:record.merged')}
      </h2>
      <ul className="grid gap-4">
        {record.merged.map(({ mergeId, name, email, mergedAt, undoableUntil }) => {
          const isThis = typed('mergeId') === mergeId
          return (
            <li key={mergeId} className="grid gap-2">
              <p>
                <bdi className="wrap-anywhere">{name || t('donors:record.nameless')}</bdi>
                {' · '}
                <bdi className="wrap-anywhere">{email ?? t('donors:record.email.none')}</bdi>{' '}
                <span className="text-s text-quiet">
                  {t('donors:record.merged.since', { date: day(mergedAt) })}
                </span>
              </p>
              {undoableUntil === null && (
                <p className="text-s text-quiet">{t('donors:record.merged.fast')}</p>
              )}
              {undoableUntil && record.may.merge && (
                <Confirm ask={t('donors:record.merged.undo')} tone="outline" open={isThis}>
                  <ActForm
                    action={paths.donorRecord(record.id)}
                    refusal={(isThis && refusal) || null}
                    submit={t('donors:record.merged.undo.submit')}
                    tone="refuse"
                  >
                    <input type="hidden" name="intent" value="undo_merge" />
                    <input type="hidden" name="mergeId" value={mergeId} />
                    <p className="measure text-s">
                      {t('donors:record.merged.undo.lead', { date: day(undoableUntil) })}
                    </p>
                    <StepUpFields
                      boundTo={boundTo.undoMerge(mergeId)}
                      {...factors}
                      error={isThis ? errorOf('code') : undefined}
                    />
                  </ActForm>
                </Confirm>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
