import type { BondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'

type Props = { bondId: string; waiting: BondPapers['evidence']; answer: FormAnswer | undefined }

/** Copies that someone else covered: to be opened, looked over, and taken or removed. */
export function EvidenceReview({ bondId, waiting, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section aria-labelledby="review" className="grid gap-4">
      <h2 id="review" className="text-l">
        {t('papers:review.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('papers:review.lead')}</p>
      {waiting.map(({ id, receiptNumber, by }) => (
        <div key={id} className="grid gap-3 border-t border-hairline pt-3">
          <p>
            <a href={paths.bondEvidenceFile(bondId, id)} className="inline-block py-0.5">
              {t('papers:review.open', { receipt: receiptNumber })}
            </a>{' '}
            <span className="text-s text-quiet">{t('papers:review.by', { name: by })}</span>
          </p>
          <ActForm
            action={paths.bondEvidence(bondId)}
            refusal={entries.value('evidenceId') === id ? entries.refusal : null}
            submit={t('papers:review.submit')}
          >
            <input type="hidden" name="intent" value="review" />
            <input type="hidden" name="evidenceId" value={id} />
            <ChoiceField
              id={`clean-${id}`}
              name="clean"
              label={t('papers:review.clean')}
              error={entries.value('evidenceId') === id ? entries.error('clean') : undefined}
              required
              choices={[
                { value: '', label: t('admin:choose') },
                { value: 'yes', label: t('papers:review.yes') },
                { value: 'no', label: t('papers:review.no') },
              ]}
            />
          </ActForm>
        </div>
      ))}
    </section>
  )
}
