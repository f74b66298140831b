import type { BondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { paths } from '#app/http/paths.ts'
import { CheckField } from '../check-field.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { UploadForm } from '../upload-form.tsx'
import { useWords } from '../words.ts'
import { OriginalField } from './paper-form.tsx'

type Props = { bondId: string; papers: BondPapers; answer: FormAnswer | undefined }

/** A covered copy for the books: what to cover stands above the choice of the file. */
export function EvidenceForm({ bondId, papers, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <UploadForm
      action={paths.bondEvidence(bondId)}
      entries={entries}
      submit={t('papers:evidence.submit')}
      accept=".jpg,.jpeg,.png"
      hint={t('papers:evidence.file.hint')}
    >
      <input type="hidden" name="intent" value="add" />
      <p className="measure">{t('papers:evidence.cover')}</p>
      <ChoiceField
        name="purpose"
        label={t('papers:evidence.purpose')}
        defaultValue={entries.value('purpose')}
        error={entries.error('purpose')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...['posting', 'return', 'other'].map((value) => ({
            value,
            label: t(`papers:purpose.${value}`),
          })),
        ]}
      />
      <Field
        name="receiptNumber"
        label={t('papers:evidence.receipt')}
        defaultValue={entries.value('receiptNumber')}
        error={entries.error('receiptNumber')}
        maxLength={60}
        required
      />
      <OriginalField documents={papers.documents} entries={entries} />
      <CheckField
        name="covered"
        value="on"
        label={t('papers:evidence.covered')}
        error={entries.error('covered')}
        required
      />
    </UploadForm>
  )
}
